"""Which version a page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from policykit.document.versions import listed, shown
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD, TAIPEI

NEW_YEAR, SUMMER = datetime(2026, 1, 1, tzinfo=TAIPEI), datetime(2026, 7, 1, tzinfo=TAIPEI)
OLD, NEW = replace(CLAIM, starts=NEW_YEAR, ends=SUMMER), replace(CLAIM, starts=SUMMER)
BUSINESS = replace(ORCHARD, policies={"damage-claim": (OLD, NEW)})


@pytest.mark.parametrize(
    ("at", "version"),
    [
        (None, NEW),
        (NEW_YEAR, OLD),
        (datetime(2026, 6, 30, 23, 59, tzinfo=TAIPEI), OLD),
        (SUMMER, NEW),
    ],
    ids=["no instant", "first instant", "last minute", "next version"],
)
def test_the_version_in_force_is_shown(at: datetime | None, version: object):
    assert version == shown(BUSINESS, "damage-claim", at)
    assert (version,) == listed(BUSINESS, at)


def test_where_none_is_in_force_yet_the_newest_is_shown():
    assert (NEW,) == listed(BUSINESS, datetime(2025, 12, 31, tzinfo=TAIPEI))


def test_a_policy_that_is_over_is_not_listed_and_keeps_its_page():
    over = replace(ORCHARD, policies={"damage-claim": (OLD,)})
    assert () == listed(over, SUMMER)
    assert OLD == shown(over, "damage-claim", SUMMER)
