"""Values as text: right in each locale, exact, and harmless whatever they hold."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.backends.prose.format import (
    LONGEST,
    format_deadline,
    format_distance,
    format_duration,
    format_list,
    format_literal,
    format_money,
    format_number,
    format_period,
    format_value,
    format_when,
    harmless,
)
from policykit.decision import Condition, Deadline
from policykit.model import (
    ABSENT,
    Business,
    Calendar,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
    TextType,
    Unit,
    Value,
)


def business(currency: str = "TWD", smallest: str = "1", zone: str = "Asia/Taipei") -> Business:
    return Business("shop", {}, ("en",), "TW", currency, Decimal(smallest), Calendar(zone), {})


SHOP = business()
ABROAD = business("EUR", "0.01", "Europe/Berlin")
NOON = datetime(2026, 3, 5, 4, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "NT$1,601"),
        ("zh-Hant", "NT$1,601"),
        ("zh-Hans", "NT$1,601"),
        ("de", "1.601 NT$"),
    ],
)
def test_money_is_rounded_half_up_to_the_smallest_unit(locale: str, expected: str):
    assert expected == format_money(Decimal("1600.5"), "TWD", locale, SHOP)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [("600", "€600"), ("4.9", "€4.90"), ("-0.005", "-€0.01"), ("0", "€0"), ("1234567.89", "€1,234,567.89")],
)
def test_a_whole_amount_has_no_decimals(amount: str, expected: str):
    assert expected == format_money(Decimal(amount), "EUR", "en", ABROAD)


def test_another_currency_has_its_own_decimals():
    assert ["¥35.50", "¥36"] == [
        format_money(Decimal("35.5"), "CNY", "zh-Hans", SHOP),
        format_money(Decimal("35.5"), "JPY", "ja", SHOP).replace("\uffe5", "¥"),
    ]


def test_an_absurd_amount_is_shown_as_it_is():
    assert "1E+30 TWD" == format_money(Decimal("1E+30"), "TWD", "en", SHOP)


@pytest.mark.parametrize(
    ("value", "unit", "locale", "expected"),
    [
        ("0.3", None, "en", "0.3"),
        ("0.30", None, "de", "0,3"),
        ("1234.5", "km", "en", "1,234.5 kilometres"),
        ("24", "km", "zh-Hant", "24 公里"),
        ("3", "points", "en", "3 points"),
        ("12.5", "percent", "en", "12.5%"),
        ("12.5", "percent", "de", "12,5\N{NO-BREAK SPACE}%"),
        ("20", "percent", "zh-Hant", "20%"),
        ("20", "percent", "zh-Hans", "20%"),
        ("1E+30", "percent", "en", "1E+30 percent"),
        ("1E+30", None, "en", "1E+30"),
        ("NaN", None, "en", "NaN"),
    ],
)
def test_numbers_keep_their_digits(value: str, unit: str | None, locale: str, expected: str):
    assert expected == format_number(Decimal(value), unit, locale)


@pytest.mark.parametrize(
    ("count", "unit", "locale", "expected"),
    [
        (24, Unit.HOURS, "en", "24 hours"),
        (1, Unit.HOURS, "en", "1 hour"),
        (24, Unit.HOURS, "zh-Hant", "24 小時"),
        (24, Unit.HOURS, "zh-Hans", "24 小时"),
        (14, Unit.CALENDAR_DAYS, "en", "14 calendar days"),
        (1, Unit.WORKING_DAYS, "en", "1 working day"),
        (2, Unit.WORKING_DAYS, "zh-Hant", "2 個工作日"),
        (2, Unit.WORKING_DAYS, "zh-Hans", "2 个工作日"),
        (1, Unit.WORKING_DAYS, "de", "1 Arbeitstag"),
        (4, Unit.WORKING_HOURS, "zh-TW", "4 個工作小時"),
        (6, Unit.MONTHS, "zh-Hans", "6 个月"),
        (2, Unit.WORKING_DAYS, "fr", "2 working days"),
    ],
)
def test_periods_stay_as_their_author_counts_them(count: int, unit: Unit, locale: str, expected: str):
    assert expected == format_period(count, unit, locale)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "7 calendar days (or the next working day, if the last is a day of rest)"),
        ("de", "7 Kalendertage (ist der letzte Tag arbeitsfrei: bis zum nächsten Arbeitstag)"),
        ("zh-Hant", "7 個日曆天（最後一天逢休息日，順延到下一個工作日）"),
        ("zh-Hans", "7 个自然日（最后一天逢休息日，顺延到下一个工作日）"),
    ],
)
def test_a_period_that_rolls_over_says_so(locale: str, expected: str):
    assert expected == format_literal(PeriodLiteral(7, Unit.CALENDAR_DAYS, rolls=True), locale, SHOP)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "5 January 2027 (provisional: the working days up to then are not all published yet)"),
        ("de", "5. Januar 2027 (vorläufig: bis dahin sind noch nicht alle Arbeitstage veröffentlicht)"),
        ("zh-Hant", "2027年1月5日（暫定：屆時的上班日曆尚未公布）"),
        ("zh-Hans", "2027年1月5日（暂定：届时的调休安排尚未公布）"),
    ],
)
def test_a_provisional_deadline_says_so(locale: str, expected: str):
    end = datetime(2027, 1, 5, 16, tzinfo=UTC)
    assert expected == format_deadline(Deadline("due", end, date(2027, 1, 5), True, True), locale, SHOP)


@pytest.mark.parametrize("unit", list(Unit))
@pytest.mark.parametrize("locale", ["en", "zh-Hant", "zh-Hans", "de", "fr", "ar", "xx"])
def test_every_unit_has_words_in_every_locale(unit: Unit, locale: str):
    assert "duration" not in format_period(3, unit, locale)


@pytest.mark.parametrize(
    ("locale", "day", "instant"),
    [
        ("en", "5 March 2026", "5 March 2026, 12:30"),
        ("en-US", "March 5, 2026", "March 5, 2026, 12:30 PM"),
        ("zh-Hant", "2026年3月5日", "2026年3月5日中午12:30"),
        ("zh-Hans", "2026年3月5日", "2026年3月5日 12:30"),
        ("de", "5. März 2026", "5. März 2026, 12:30"),
    ],
)
def test_times_are_read_off_the_wall_of_the_business(locale: str, day: str, instant: str):
    shown = format_when(NOON, locale, SHOP).replace("\u202f", " ")
    assert [day, instant] == [format_when(date(2026, 3, 5), locale, SHOP), shown]


@pytest.mark.parametrize(
    ("minute", "expected"),
    [(0, "2026年3月6日凌晨0:00"), (30, "2026年3月6日凌晨0:30"), (60, "2026年3月6日凌晨1:00")],
)
def test_in_chinese_the_first_hour_of_a_day_is_not_taken_for_its_last(minute: int, expected: str):
    midnight = datetime(2026, 3, 5, 16, tzinfo=UTC)
    assert expected == format_when(midnight + timedelta(minutes=minute), "zh-Hant", SHOP)


def test_one_instant_reads_differently_in_two_zones():
    assert ["5 March 2026, 12:30", "5 March 2026, 05:30"] == [format_when(NOON, "en", b) for b in (SHOP, ABROAD)]


def test_the_edges_of_time_can_be_shown():
    assert "9999" in format_when(datetime.max.replace(tzinfo=UTC), "en", SHOP)


@pytest.mark.parametrize(("whole_day", "expected"), [(True, "5 March 2026"), (False, "6 March 2026, 00:00")])
def test_a_deadline_of_whole_days_reads_as_its_last_day(whole_day: bool, expected: str):
    deadline = Deadline("due", datetime(2026, 3, 5, 16, tzinfo=UTC), date(2026, 3, 5), whole_day)
    assert expected == format_deadline(deadline, "en", SHOP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (timedelta(hours=24), "24 hours"),
        (timedelta(days=3), "3 days"),
        (timedelta(hours=87, minutes=3), "3 days 15 hours 3 minutes"),
        (timedelta(seconds=-61), "1 minute 1 second"),
        (timedelta(), "0 minutes"),
    ],
)
def test_durations_are_said_in_days_hours_and_minutes(value: timedelta, expected: str):
    assert expected == format_duration(value, "en")


LABELLED = ChoiceType(("fresh", "gift_box"), {"fresh": {"zh-Hant": "鮮果", "en": "fresh fruit"}})


@pytest.mark.parametrize(
    ("value", "kind", "locale", "expected"),
    [
        (True, FlagType(), "en", "yes"),
        (False, FlagType(), "zh-Hant", "否"),
        (ABSENT, FlagType(), "zh-Hans", "无"),
        ("fresh", LABELLED, "zh-TW", "鮮果"),
        ("fresh", LABELLED, "de", "鮮果"),
        ("gift_box", LABELLED, "en", "gift box"),
        (Decimal(3), NumberType("km"), "en", "3 kilometres"),
        (Decimal(3), MoneyType("TWD"), "en", "NT$3"),
        (date(2026, 3, 5), DateType(), "en", "5 March 2026"),
        (NOON, DateTimeType(), "en", "5 March 2026, 12:30"),
        (timedelta(hours=1), DurationType(), "zh-Hant", "1 小時"),
        ("free <b>text</b>", TextType(), "en", "free <b>text</b>"),
        (({}, {}), ListType({}), "en", "2 entries"),
        (({},), ListType({}), "zh-Hant", "1 筆"),
        ((), ListType({}), "en", "none"),
        ((), ListType({}), "zh-Hans", "没有"),
        ("no number", NumberType(), "en", "no number"),
    ],
)
def test_every_type_has_a_form(value: object, kind: object, locale: str, expected: str):
    assert expected == format_value(value, kind, locale, SHOP)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, "yes"),
        (Decimal("1000.50"), "1,000.5"),
        (timedelta(hours=36), "36 hours"),
        (NOON, "5 March 2026, 12:30"),
        (date(2026, 3, 5), "5 March 2026"),
        (({},), "1 entry"),
        ("a word", "a word"),
        (ABSENT, "none"),
    ],
)
def test_a_value_whose_type_is_not_known_is_told_by_what_it_is(value: Value, expected: str):
    assert expected == format_value(value, None, "en", SHOP)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("spent", "5", Decimal(7), held=True, by=Decimal(2), type=MoneyType("TWD")), "NT$2"),
        (Condition("way", "5", Decimal(7), held=True, by=Decimal(2), type=NumberType("km")), "2 kilometres"),
        (Condition("at", "a test", NOON, held=True, by=timedelta(hours=1), type=DateTimeType()), "1 hour"),
        (Condition("flag", "yes", value=True, held=True, type=FlagType()), ""),
    ],
)
def test_a_distance_is_told_in_the_value_s_unit_and_of_two_times_as_a_length(condition: Condition, expected: str):
    assert expected == format_distance(condition, "en", SHOP)


@pytest.mark.parametrize(
    ("literal", "expected"),
    [
        (NumberLiteral(Decimal("0.3")), "0.3"),
        (MoneyLiteral(Decimal(5), "TWD"), "NT$5"),
        (PeriodLiteral(24, Unit.HOURS), "24 hours"),
    ],
)
def test_named_numbers_have_a_form(literal: NumberLiteral | MoneyLiteral | PeriodLiteral, expected: str):
    assert expected == format_literal(literal, "en", SHOP)


def test_lists_read_as_in_a_sentence():
    shown = [format_list(("a", "b", "c"), locale) for locale in ("en", "zh-Hant")]
    assert ["a, b and c", "a、b和c", "a or b", ""] == [
        *shown,
        format_list(("a", "b"), "en", "or"),
        format_list((), "en"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two\nlines\tand a tab", "two lines and a tab"),
        ("pay \u202e004\u202c now", "pay 004 now"),
        ("a\u2066b\u2069\u200e\u200f\u061c\ufeff\u200bc", "abc"),
        ("\x00\x1b[31mred", "[31mred"),
        ("\ud800half", "half"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_harmless_text_has_no_control_characters(text: str, expected: str):
    assert expected == harmless(text)


def test_harmless_text_is_bounded():
    assert "x" * (LONGEST - 1) + "…" == harmless("x" * 100_000)


@given(st.text(), st.integers(2, 50))
def test_harmless_text_fits_and_stays_as_it_is(text: str, longest: int):
    """len(harmless(t, n)) <= n, and harmless(harmless(t, n), n) = harmless(t, n)."""
    once = harmless(text, longest)
    assert len(once) <= longest
    assert once == harmless(once, longest)


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(["en", "zh-Hant", "de", "ar"]))
def test_every_amount_can_be_shown(amount: Decimal, locale: str):
    assert len(format_money(amount, "TWD", locale, SHOP)) <= LONGEST


# --- units of a business's own --------------------------------------------------------------------

PIECES = {
    "pieces": {
        "en": {"one": "piece", "other": "pieces"},
        "de": {"one": "Stück", "other": "Stücke"},
        "pl": {"one": "sztuka", "few": "sztuki", "many": "sztuk", "other": "sztuki"},
        "zh-Hant": {"other": "件"},
    }
}


@pytest.mark.parametrize(
    ("number", "locale", "said"),
    [
        ("1", "en", "1 piece"),
        ("3", "en", "3 pieces"),
        ("1", "de", "1 Stück"),
        ("1000", "de", "1.000 Stücke"),
        ("2", "pl", "2 sztuki"),
        ("5", "pl", "5 sztuk"),
        ("3", "zh-Hant", "3 件"),
        ("3", "zh-TW", "3 件"),
        ("1", "fr", "1 piece"),
    ],
)
def test_a_unit_takes_the_form_of_its_number(number: str, locale: str, said: str):
    assert said == format_number(Decimal(number), "pieces", locale, PIECES)
