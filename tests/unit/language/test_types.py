"""How types are called, and which can be compared."""

from __future__ import annotations

import pytest

from policykit.language.types import PeriodType, TimeOfDayType, in_words, is_time, known_type, ordered, same
from policykit.model import (
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
    Unit,
)

WORDS = {
    "yes or no": FlagType(),
    "a choice": ChoiceType(("a",)),
    "a number": NumberType(),
    "a number of kg": NumberType("kg"),
    "an amount in TWD": MoneyType("TWD"),
    "a date": DateType(),
    "a date and time": DateTimeType(),
    "a duration": DurationType(),
    "a text": TextType(),
    "a list": ListType({}),
    "a period in working days": PeriodType(Unit.WORKING_DAYS),
}


@pytest.mark.parametrize(("words", "kind"), WORDS.items(), ids=WORDS.keys())
def test_every_type_has_its_words(words, kind):
    assert words == in_words(kind)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (NumberType(), NumberType(), True),
        (NumberType("kg"), NumberType(), False),
        (MoneyType("TWD"), MoneyType("CNY"), False),
        (ChoiceType(("a", "b")), ChoiceType(("b", "c")), True),
        (ChoiceType(("a",)), ChoiceType(("b",)), False),
        (DurationType(), PeriodType(Unit.HOURS), True),
        (PeriodType(Unit.DAYS), DurationType(), True),
        (DurationType(), PeriodType(Unit.WORKING_DAYS), False),
        (DateType(), DateTimeType(), False),
    ],
)
def test_which_types_are_the_same(left, right, expected):
    assert expected is same(left, right)
    assert expected is same(right, left)


def test_facts_have_no_periods_of_days_and_no_times_of_day():
    kinds = (MoneyType("TWD"), PeriodType(Unit.HOURS), PeriodType(Unit.WORKING_DAYS), TimeOfDayType())
    assert [MoneyType("TWD"), DurationType(), None, None] == [known_type(kind) for kind in kinds]


def test_which_types_have_a_less_and_a_more():
    wanted = {"a number", "a number of kg", "an amount in TWD", "a date", "a date and time", "a duration"}
    assert wanted | {"a period in working days"} == {words for words, kind in WORDS.items() if ordered(kind)}


def test_which_types_are_times():
    assert {"a date", "a date and time"} == {words for words, kind in WORDS.items() if is_time(kind)}
