"""Ids of decisions."""

from __future__ import annotations

import re

from policykit_api.wire.ids import new_id


def test_ids_are_ulids_that_sort_by_time():
    ids = [new_id() for _ in range(50)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("dec_0[0-9A-HJKMNP-TV-Z]{25}", one) for one in ids)
    assert sorted(one[:12] for one in ids) == [one[:12] for one in ids]
