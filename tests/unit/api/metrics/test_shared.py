from __future__ import annotations

import os

import pytest

from policykit_api.metrics import shared
from policykit_api.metrics.counts import Counts
from policykit_api.metrics.shared import Share, Shared


def counted(times: int) -> Counts:
    counts = Counts(under_way=1)
    for _ in range(times):
        counts.request("/v1", "GET", 200)
        counts.answered(("shop", "returns", "decided", "refund"), 0.1)
    return counts


def test_each_process_reads_what_the_others_have_written():
    memory = Shared(3)
    shares = [Share(memory, number) for number in range(3)]
    for number, share in enumerate(shares):
        share.write(counted(number))
    assert [counted(0), counted(2)] == list(shares[1].others())


def test_another_process_sees_it():
    memory = Shared(2)
    child = os.fork()
    if child == 0:
        Share(memory, 1).write(counted(5))
        os._exit(0)
    os.waitpid(child, 0)
    assert [counted(5)] == list(Share(memory, 0).others())


def test_who_takes_the_place_of_another_goes_on_from_its_counts():
    share = Share(Shared(2), 1)
    share.write(counted(2))
    assert (counted(2).requests, 0) == (share.before().requests, share.before().under_way)


def test_what_was_left_half_written_is_not_read_and_can_be_written_again():
    memory = Shared(1)
    shared._HEAD.pack_into(memory._memory, 0, 7, 100)
    assert Counts() == memory.read(0)
    memory.write(0, counted(1))
    assert counted(1) == memory.read(0)


def test_what_has_no_room_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch):
    memory = Shared(1)
    memory.write(0, counted(1))
    monkeypatch.setattr(shared, "ROOM", 20)
    memory.write(0, counted(2))
    assert counted(1) == memory.read(0)
