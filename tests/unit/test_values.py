"""Values in and out, by example; tests/property/test_values.py says it in equations."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from policykit.model import (
    ABSENT,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    MoneyType,
    NumberType,
    TextType,
)
from policykit.values import (
    FORMS,
    LONGEST,
    Wrong,
    from_json,
    from_text,
    is_country,
    is_currency,
    is_locale,
    minor_unit,
    now,
    parse_instant,
    to_json,
)

KIND = ChoiceType(("fresh", "boxed"))
WEIGHT = NumberType("kg", Decimal(1), Decimal(21), Decimal(5))
PRICE = MoneyType("TWD")
NINE = datetime.fromisoformat("2026-03-01T09:00:00+08:00")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        (FlagType(), "yes", True),
        (FlagType(), "false", False),
        (KIND, "fresh", "fresh"),
        (NumberType(), "-2.50", Decimal("-2.5")),
        (WEIGHT, "6 kg", Decimal(6)),
        (WEIGHT, "6", Decimal(6)),
        (PRICE, "600 TWD", Decimal(600)),
        (DateType(), "2026-03-01", date(2026, 3, 1)),
        (DateTimeType(), "2026-03-01T09:00:00+08:00", NINE),
        (DateTimeType(), "2026-03-01t01:00z", NINE),
        (DurationType(), "24 hours", timedelta(hours=24)),
        (DurationType(), "1 week", timedelta(days=7)),
        (DurationType(), "P1DT2H", timedelta(hours=26)),
        (TextType(), "a pear", "a pear"),
    ],
)
def test_what_an_author_writes(kind, text, expected):
    assert expected == from_text(kind, text)


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        (FlagType(), "maybe", "`maybe` is neither yes nor no"),
        (KIND, "dried", "`dried` is not a choice here"),
        (NumberType(), "1,000", "`1,000` is no number"),
        (WEIGHT, "0", "`0` is less than 1"),
        (WEIGHT, "22", "`22` is more than 21"),
        (WEIGHT, "7", "`7` is between two steps"),
        (PRICE, "600 CNY", "`600 CNY` is no amount in TWD"),
        (DateType(), "2026-02-30", "`2026-02-30` is not a date such as `2026-03-01`"),
        (DateType(), "1899-12-31", "`1899-12-31` is out of range"),
        (DurationType(), "2 months", "`2 months` is no duration"),
        (DurationType(), "999999999 weeks", "the duration is out of range"),
        (DurationType(), "P999999DT24H", "the duration is out of range"),
        (TextType(3), "a pear", "the text has 6 characters"),
        (TextType(), "a\x00b", "the text has control characters"),
    ],
)
def test_what_cannot_be_taken_says_why_and_what_to_write(kind, text, message):
    wrong = from_text(kind, text)
    assert isinstance(wrong, Wrong)
    assert message == wrong.message


@pytest.mark.parametrize(
    ("kind", "text", "help"),
    [(WEIGHT, "7kg", "write `7 kg`"), (NumberType(), "seven", "write digits with a point: `1000.5`"),
     (PRICE, "40.00", "write `40.00 TWD`"), (PRICE, "dear", "write `600 TWD`")],
)  # fmt: skip
def test_what_to_write_is_what_was_meant(kind, text, help):
    assert help == from_text(kind, text).help


def test_the_nearest_choice_is_offered():
    assert "did you mean `fresh`?" == from_json(KIND, "frsh").help
    assert "the choices are `fresh`, `boxed`" == from_json(KIND, "zzz").help


@pytest.mark.parametrize(
    ("kind", "data", "expected"),
    [
        (FlagType(), True, True),
        (NumberType(), 5, Decimal(5)),
        (NumberType(), Decimal("1E+2"), Decimal(100)),
        (NumberType(), "0.1", Decimal("0.1")),
        (PRICE, {"amount": "600", "currency": "TWD"}, Decimal(600)),
        (PRICE, {"amount": 600, "currency": "TWD"}, Decimal(600)),
        (KIND, "boxed", "boxed"),
        (DateTimeType(), "2026-03-01T01:00:00Z", NINE),
    ],
)
def test_what_a_caller_sends(kind, data, expected):
    assert expected == from_json(kind, data)


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        (FlagType(), 1, "expected true or false, found a number"),
        (FlagType(), "yes", "expected true or false, found the text `yes`"),
        (NumberType(), None, "expected a number, found null"),
        (NumberType(), True, "expected a number, found true"),
        (NumberType(), False, "expected a number, found false"),
        (NumberType(), [], "expected a number, found a list"),
        (NumberType(), {}, "expected a number, found an object"),
        (NumberType(), 10**40, "the number has more than 30 digits"),
        (NumberType(), 10**400, "the number has more than 30 digits"),
        (NumberType(), Decimal("NaN"), "`NaN` is no number"),
        (NumberType(), Decimal("1E+99"), "`1E+99` is no number"),
        (PRICE, 600, "expected an amount in TWD, found a number"),
        (PRICE, {"amount": "600"}, "expected an amount in TWD, found an object"),
        (PRICE, {"amount": None, "currency": "TWD"}, "expected an amount in TWD, found an object"),
        (PRICE, {"amount": "600", "currency": "CNY"}, "expected the currency TWD, found the text `CNY`"),
        (KIND, 3, "expected one of the choices, as text, found a number"),
        (DateTimeType(), "x" * 99, f"`{'x' * 57}...` is not {FORMS[DateTimeType]}"),
    ],
)
def test_what_a_caller_cannot_send(kind, data, message):
    wrong = from_json(kind, data)
    assert isinstance(wrong, Wrong)
    assert message == wrong.message


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (FlagType(), False, False),
        (KIND, "fresh", "fresh"),
        (NumberType(), Decimal("2.50"), Decimal("2.50")),
        (PRICE, Decimal("1E+3"), {"amount": "1000", "currency": "TWD"}),
        (DateType(), date(2026, 3, 1), "2026-03-01"),
        (DateTimeType(), NINE, "2026-03-01T09:00:00+08:00"),
        (DurationType(), timedelta(hours=26), "P1DT7200S"),
        (FlagType(), ABSENT, None),
    ],
)
def test_what_goes_out(kind, value, expected):
    assert expected == to_json(kind, value)


def test_the_longest_duration_can_be_sent():
    assert LONGEST == from_json(DurationType(), to_json(DurationType(), LONGEST))


def test_an_instant_by_itself():
    assert NINE == parse_instant("2026-03-01T09:00:00+08:00")
    assert isinstance(parse_instant("tomorrow"), Wrong)


def test_now_is_an_instant_with_an_offset():
    assert UTC == now().tzinfo


def test_the_smallest_amount_of_a_currency():
    assert [Decimal(1), Decimal("0.01")] == [minor_unit(currency) for currency in ("JPY", "CNY")]


def test_what_the_world_knows():
    """Currencies, countries and locales, as CLDR lists them."""
    assert [True, False] == [is_currency(code) for code in ("TWD", "XQQ")]
    assert [True, False, False] == [is_country(code) for code in ("TW", "QQ", "ZZ")]
    assert [True, True, False, False] == [is_locale(tag) for tag in ("en", "zh-Hant", "qq", "en-")]


def test_steps_are_exact_to_the_last_of_thirty_digits():
    kind = NumberType(step=Decimal(1))
    assert Decimal("1" + "0" * 29) == from_json(kind, "1" + "0" * 29)
    assert isinstance(from_json(kind, "4." + "0" * 28 + "1"), Wrong)
