"""The hour, the day of the week and the calendar in words."""

from __future__ import annotations

from datetime import date

import pytest

from policykit.backends.prose.cells import cell
from policykit.backends.prose.clauses import clause, in_line, is_time
from policykit.backends.prose.formulas import phrase
from policykit.backends.prose.reading import reading
from policykit.model import (
    And,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    Expression,
    FlagLiteral,
    Function,
    Membership,
    Not,
    NumberRef,
    Or,
    TimeLiteral,
    Unit,
)
from tests.unit.backends.prose.orchard import CLAIM, DELIVERED, MADE, ORCHARD, PHOTO, after

NINE, EVENING = TimeLiteral(9 * 60), NumberRef("closing_time", TimeLiteral(21 * 60))


def of(function: Function, act: Expression = MADE) -> Call:
    return Call(function, (act,))


def is_so(function: Function, flag: bool) -> Comparison:
    return Comparison(Comparator.EQUAL, of(function), FlagLiteral(flag))


def hours(start: Expression, end: Expression, act: Expression = MADE) -> tuple[Comparison, Comparison]:
    clock = of(Function.TIME, act)
    return Comparison(Comparator.AT_LEAST, clock, start), Comparison(Comparator.LESS, clock, end)


def on_or_after(day: int) -> Comparison:
    return Comparison(Comparator.AT_LEAST, of(Function.DATE), DateLiteral(date(2026, 3, day)))


def before(day: int) -> Comparison:
    return Comparison(Comparator.LESS, of(Function.DATE), DateLiteral(date(2026, 3, day)))


SEASON = (on_or_after(1), before(31))
WEEKEND = Membership(of(Function.WEEKDAY), (ChoiceLiteral("sat"), ChoiceLiteral("sun")))
CLAUSES = {
    "hours": (
        And(hours(NINE, EVENING)),
        "the time you told us falls between 09:00 and 21:00",
        "您反映的時間在上午 9:00 至晚上 9:00 之間",
    ),
    "hours across midnight": (
        Or(hours(EVENING, NINE)),
        "the time you told us falls between 21:00 and 09:00",
        "您反映的時間在晚上 9:00 至上午 9:00 之間",
    ),
    "to the end of the day": (
        And(hours(NINE, TimeLiteral(24 * 60))),
        "the time you told us falls between 09:00 and 24:00",
        None,
    ),
    "not these hours": (
        Not(And(hours(NINE, EVENING))),
        "the time you told us does not fall between 09:00 and 21:00",
        "您反映的時間不在上午 9:00 至晚上 9:00 之間",
    ),
    "not these hours, or nothing on record": (
        Not(And(hours(NINE, EVENING, PHOTO))),
        "the time the photo reached us does not fall between 09:00 and 21:00 (or nothing is on record)",
        None,
    ),
    "a season": (
        And(SEASON),
        "the time you told us falls between 1 March 2026 and 30 March 2026, both included",
        "您反映的時間在 2026 年 3 月 1 日至 2026 年 3 月 30 日之間\uff08含首尾兩天\uff09",
    ),
    "out of season": (
        Not(And(SEASON)),
        "the time you told us does not fall between 1 March 2026 and 30 March 2026",
        None,
    ),
    "one limit": (
        hours(NINE, EVENING)[0],
        "the time of day of the time you told us is no earlier than 09:00",
        None,
    ),
    "a day": (
        Comparison(Comparator.EQUAL, of(Function.WEEKDAY), ChoiceLiteral("sat")),
        "the time you told us falls on Saturday",
        "您反映的時間在星期六",
    ),
    "days": (WEEKEND, "the time you told us falls on Saturday or Sunday", "您反映的時間在星期六或星期日"),
    "other days": (Not(WEEKEND), "the time you told us does not fall on Saturday or Sunday", None),
    "working days": (
        is_so(Function.IS_WORKING_DAY, True),
        "the time you told us falls on a working day",
        "您反映的時間在工作日",
    ),
    "during hours": (is_so(Function.IN_WORKING_HOURS, True), "the time you told us falls within working hours", None),
    "outside hours": (
        is_so(Function.IN_WORKING_HOURS, False),
        "the time you told us falls outside working hours",
        "您反映的時間不在工作時間內",
    ),
    "neither inside nor out": (
        Not(is_so(Function.IN_WORKING_HOURS, False)),
        "the time you told us falls within working hours",
        None,
    ),
}


@pytest.mark.parametrize(("condition", "english", "chinese"), CLAUSES.values(), ids=CLAUSES.keys())
def test_a_clause_on_the_hour_or_the_day(condition, english, chinese):
    for locale, expected in (("en", english), ("zh-Hant", chinese)):
        reader = reading(ORCHARD, CLAIM, locale)
        if expected is not None:
            assert expected == in_line(clause(condition, reader), reader.words)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (Function.DATE, "the day of the time you told us"),
        (Function.TIME, "the time of day of the time you told us"),
        (Function.WEEKDAY, "the day of the week of the time you told us"),
        (Function.IN_WORKING_HOURS, "“the time you told us falls within working hours”"),
    ],
)
def test_what_is_asked_of_a_time_as_a_phrase(function, expected):
    assert expected == phrase(of(function), reading(ORCHARD, CLAIM, "en"))


def test_an_instant_beside_a_day_is_told_by_itself():
    until = Comparison(Comparator.AT_MOST, of(Function.DATE), DateLiteral(date(2027, 1, 31)))
    reader = reading(ORCHARD, CLAIM, "en")
    assert "the time you told us is no later than 31 January 2027" == in_line(clause(until, reader), reader.words)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (And(hours(NINE, EVENING)), "falls between 09:00 and 21:00"),
        (WEEKEND, "falls on Saturday or Sunday"),
        (is_so(Function.IN_WORKING_HOURS, False), "falls outside working hours"),
        (And(SEASON), "falls between 1 March 2026 and 30 March 2026, both included"),
    ],
)
def test_a_cell_says_it_without_its_subject(condition, expected):
    assert expected == cell(condition, reading(ORCHARD, CLAIM, "en"))


@pytest.mark.parametrize("locale", ["en", "de", "zh-Hans", "zh-Hant"])
def test_every_locale_has_words_for_every_test_on_a_time(locale):
    words = reading(ORCHARD, CLAIM, locale).words
    tests = (Function.DATE, Function.TIME, Function.WEEKDAY, Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS)
    assert {(function, holds) for function in tests for holds in (True, False)} == set(words.on_the_calendar)


@pytest.mark.parametrize(
    ("unit", "sentence", "chinese"),
    [
        (Unit.DAYS, "is less than 2 days after the time of delivery", "距到貨時間不到 2 天"),
        (
            Unit.WORKING_DAYS,
            "is before 2 working days after the time of delivery",
            "早於到貨時間後 2 個工作日",
        ),
    ],
)
def test_time_gone_by_is_told_by_its_length_where_it_has_one(unit: Unit, sentence: str, chinese: str):
    condition = Comparison(Comparator.LESS, MADE, after(2, unit, DELIVERED))
    readers = [reading(ORCHARD, CLAIM, locale) for locale in ("en", "zh-Hant")]
    told = [in_line(clause(condition, reader), reader.words) for reader in readers]
    assert [f"the time you told us {sentence}", f"您反映的時間{chinese}"] == told


def test_of_two_times_of_day_one_is_earlier():
    """A time of day is a length of time when it is computed with, and still nothing shorter or longer."""
    opening = of(Function.TIME)
    earlier = Call(Function.MIN, (opening, EVENING))
    reader = reading(ORCHARD, CLAIM, "en")
    assert "the time of day of the time you told us or 21:00, whichever is earlier" == phrase(earlier, reader)
    assert is_time(Comparison(Comparator.LESS, EVENING, opening), reader)
