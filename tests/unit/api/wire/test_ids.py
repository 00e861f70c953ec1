"""Ids of decisions."""

from __future__ import annotations

import os
import re
import time

from policykit_api.wire.ids import AT_ONCE, PATTERN, new_id


def test_no_two_are_the_same_and_all_have_the_form():
    found = [new_id() for _ in range(AT_ONCE * 4)]
    assert len(found) == len(set(found))
    assert all(re.fullmatch(PATTERN, one) for one in found)


def test_they_sort_by_time():
    earlier = new_id()
    time.sleep(0.002)
    assert earlier < new_id()


def test_every_sign_is_drawn():
    signs = {sign for _ in range(AT_ONCE) for sign in new_id()[14:]}
    assert 32 == len(signs)


def test_a_process_that_forks_shares_none_of_those_laid_by():
    new_id()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(write, new_id()[14:].encode())
        os._exit(0)
    os.waitpid(child, 0)
    theirs = os.read(read, 64).decode()
    assert theirs not in {new_id()[14:] for _ in range(AT_ONCE)}
