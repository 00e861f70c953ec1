"""Which version a page shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from policykit.decision import NoVersion
from policykit.document.versions import current, version_at
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
    assert version == version_at(BUSINESS, "damage-claim", at)
    assert (version,) == current(BUSINESS, at)


def test_before_the_first_version_there_is_none():
    before = datetime(2025, 12, 31, tzinfo=TAIPEI)
    assert () == current(BUSINESS, before)
    with pytest.raises(NoVersion):
        version_at(BUSINESS, "damage-claim", before)
