"""What tests on times say: windows and tiers, hours and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policykit.model import (
    And,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    FlagLiteral,
    Function,
    Membership,
    NumberRef,
    Or,
    PeriodLiteral,
    Side,
    TimeLiteral,
    Unit,
    Window,
)
from tests.unit.language.shop import NUMBERS, SCOPE, holds, ref, said_of


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


# --- hours and days ---------------------------------------------------------------------------


def call(function: Function, name: str = "made_at") -> Call:
    return Call(function, (ref(name),))


CLOCK, DAY = call(Function.TIME), call(Function.WEEKDAY)
NINE, SIX = TimeLiteral(9 * 60), TimeLiteral(18 * 60)
FROM_NINE, BEFORE_SIX = Comparison(Comparator.AT_LEAST, CLOCK, NINE), Comparison(Comparator.LESS, CLOCK, SIX)
ON_THE_CLOCK = {
    "from 09:00 to 18:00": And((FROM_NINE, BEFORE_SIX)),
    "from 18:00 to 09:00": Or((Comparison(Comparator.AT_LEAST, CLOCK, SIX), Comparison(Comparator.LESS, CLOCK, NINE))),
    "from 09:00 to 24:00": And((FROM_NINE, Comparison(Comparator.LESS, CLOCK, TimeLiteral(24 * 60)))),
    "on sat": Comparison(Comparator.EQUAL, DAY, ChoiceLiteral("sat")),
    "on sunday, saturdays": Membership(DAY, (ChoiceLiteral("sat"), ChoiceLiteral("sun"))),
    "on fri to mon": Membership(DAY, tuple(ChoiceLiteral(day) for day in ("mon", "fri", "sat", "sun"))),
    "on mon to wed and fri": Membership(DAY, tuple(ChoiceLiteral(day) for day in ("mon", "tue", "wed", "fri"))),
    "on working days": Comparison(Comparator.EQUAL, call(Function.IS_WORKING_DAY), FlagLiteral(True)),
    "during working hours": Comparison(Comparator.EQUAL, call(Function.IN_WORKING_HOURS), FlagLiteral(True)),
    "outside working hours": Comparison(Comparator.EQUAL, call(Function.IN_WORKING_HOURS), FlagLiteral(False)),
    "at least 2026-03-01": Comparison(Comparator.AT_LEAST, call(Function.DATE), DateLiteral(date(2026, 3, 1))),
    "2026-03-01, 2026-03-02": Membership(
        call(Function.DATE), (DateLiteral(date(2026, 3, 1)), DateLiteral(date(2026, 3, 2)))
    ),
    "before 2026-03-01": Comparison(Comparator.LESS, call(Function.DATE), DateLiteral(date(2026, 3, 1))),
}


@pytest.mark.parametrize(("text", "expected"), ON_THE_CLOCK.items(), ids=ON_THE_CLOCK.keys())
def test_what_is_said_of_the_hour_and_the_day(text, expected):
    assert expected == holds("made_at", text)


def test_the_hours_may_have_names():
    scope = replace(SCOPE, numbers={**NUMBERS, "opens": NINE})
    assert NumberRef("opens", NINE) == holds("made_at", "from opens to 18:00", scope).parts[0].right


def test_a_day_falls_on_a_day_of_the_week_too():
    assert Comparison(Comparator.EQUAL, call(Function.WEEKDAY, "day"), ChoiceLiteral("mon")) == holds("day", "on mon")


WRONG_HOURS = {
    ("made_at", "from 09:00 to 09:00"): ("out-of-range", "these hours end when they begin"),
    ("made_at", "from 9 to 09:00"): ("wrong-type", "expected a time of day, found a number"),
    ("day", "from 09:00 to 18:00"): ("wrong-type", "expected a date and time, found a date"),
    ("day", "during working hours"): ("wrong-type", "expected a date and time, found a date"),
    ("price", "on mon"): ("wrong-type", "expected a date or an instant, found an amount in TWD"),
    ("made_at", "at least 09:00"): ("wrong-type", "expected a date and time, found a time of day"),
}


@pytest.mark.parametrize(("line", "fault"), WRONG_HOURS.items(), ids=[f"{a}: {b}" for a, b in WRONG_HOURS])
def test_hours_and_days_that_cannot_be(line, fault):
    assert [fault] == [(one.code, one.message) for one in said_of(*line)[1]]
