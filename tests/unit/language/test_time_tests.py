"""What tests on times say: windows and tiers."""

from __future__ import annotations

import pytest

from policykit.model import And, NumberRef, PeriodLiteral, Side, Unit, Window
from tests.unit.language.shop import NUMBERS, holds, ref, said_of


def window(within: bool, count: int, unit: Unit, side: Side) -> Window:
    return Window(ref("made_at"), within, PeriodLiteral(count, unit), side, ref("delivered_at"))


TIERS = {
    "from 7 days to 2 weeks after delivered_at": And(
        (window(False, 7, Unit.DAYS, Side.AFTER), window(True, 2, Unit.WEEKS, Side.AFTER))
    ),
    "from 7 days to 24 hours before delivered_at": And(
        (window(False, 24, Unit.HOURS, Side.BEFORE), window(True, 7, Unit.DAYS, Side.BEFORE))
    ),
    "from 1 month to 2 months after delivered_at": And(
        (window(False, 1, Unit.MONTHS, Side.AFTER), window(True, 2, Unit.MONTHS, Side.AFTER))
    ),
}


@pytest.mark.parametrize(("text", "expected"), TIERS.items(), ids=TIERS.keys())
def test_a_tier_lies_beyond_the_shorter_period_and_within_the_longer(text, expected):
    assert expected == holds("made_at", text)


def test_a_tier_may_be_bounded_by_named_numbers():
    tier = holds("made_at", "from 1 hour to limit after delivered_at")
    assert NumberRef("limit", NUMBERS["limit"]) == tier.parts[1].period


WRONG = {
    "from 2 weeks to 7 days after delivered_at": "this tier ends before it begins: the shorter period first",
    "from 7 days to 7 days after delivered_at": "this tier ends before it begins: the shorter period first",
    "from 1 day to 7 days before delivered_at": "this tier ends before it begins: the longer period first",
    "from 7 calendar days to 2 months after delivered_at": "the two ends of this tier are counted in different ways",
    "from 7 days to 8 calendar days after delivered_at": "the two ends of this tier are counted in different ways",
    "from 7 calendar days to 8 calendar days or the next working day after delivered_at": (
        "the two ends of this tier are counted in different ways"
    ),
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=WRONG.keys())
def test_a_tier_that_cannot_be(text, message):
    assert [("tier-order", message)] == [(one.code, one.message) for one in said_of("made_at", text)[1]]
