"""What the processes of granian have in common."""

from __future__ import annotations

import os

import pytest

granian_engine = pytest.importorskip("policykit_api.serving.granian_engine")


def test_who_takes_the_place_of_another_has_its_number(monkeypatch: pytest.MonkeyPatch):
    seats, alive = granian_engine.Seats(3), {11, 12, 13}
    monkeypatch.setattr(granian_engine, "lives", alive.__contains__)
    assert [0, 1, 2] == [seats.take(pid) for pid in (11, 12, 13)]
    alive -= {12}
    alive |= {14}
    assert 1 == seats.take(14)


def test_a_process_lives_until_it_is_reaped():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    assert granian_engine.lives(os.getpid())
    os.waitpid(pid, 0)
    assert not granian_engine.lives(pid)
