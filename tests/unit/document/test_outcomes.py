"""What a page says of an outcome by its place."""

from __future__ import annotations

from dataclasses import replace

from policykit.document.outcomes import worst
from tests.unit.backends.prose.orchard import CLAIM


def test_the_last_outcome_is_the_worst():
    assert ["refuse"] == [outcome.name for outcome in CLAIM.outcomes if worst(outcome.name, CLAIM)]


def test_an_only_outcome_is_not():
    assert not worst("refund", replace(CLAIM, outcomes=CLAIM.outcomes[:1]))
