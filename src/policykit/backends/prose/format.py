"""Values as text in a locale: money, numbers, days and instants, periods, choices, yes and no.

Every result is bounded in length and free of control characters, whatever the value holds.
Text is not escaped for HTML: the layout does that once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal, assert_never
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time
from babel.lists import format_list as babel_list
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol
from babel.units import format_unit

from policykit.backends.prose.locales import babel_locale, negotiate, text_in
from policykit.decision import Condition, Deadline
from policykit.model import (
    Absent,
    Business,
    ChoiceType,
    Constant,
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
    Texts,
    TextType,
    TimeLiteral,
    Type,
    Unit,
    Value,
)
from policykit.values import minor_unit

LONGEST = 300
"""Characters of one value that are shown; the rest gives way to an ellipsis."""

LONGEST_TEXT = 2000
"""Characters of one author's text that are shown, as many as an author may write."""

YES: Texts = {"en": "yes", "de": "ja", "zh-Hant": "是", "zh-Hans": "是"}
NO: Texts = {"en": "no", "de": "nein", "zh-Hant": "否", "zh-Hans": "否"}
NONE: Texts = {"en": "none", "de": "keine Angabe", "zh-Hant": "無", "zh-Hans": "无"}
EMPTY: Texts = {"en": "none", "de": "keine", "zh-Hant": "沒有", "zh-Hans": "没有"}

COUNTED: dict[str, dict[str, Texts]] = {
    "entries": {
        "one": {"en": "{} entry", "de": "{} Eintrag"},
        "other": {"en": "{} entries", "de": "{} Einträge", "zh-Hant": "{} 筆", "zh-Hans": "{} 条"},
    },
    Unit.CALENDAR_DAYS: {
        "one": {"en": "{} calendar day", "de": "{} Kalendertag"},
        "other": {
            "en": "{} calendar days",
            "de": "{} Kalendertage",
            "zh-Hant": "{} 個日曆天",
            "zh-Hans": "{} 个自然日",
        },
    },
    Unit.WORKING_DAYS: {
        "one": {"en": "{} working day", "de": "{} Arbeitstag"},
        "other": {"en": "{} working days", "de": "{} Arbeitstage", "zh-Hant": "{} 個工作日", "zh-Hans": "{} 个工作日"},
    },
    Unit.WORKING_HOURS: {
        "one": {"en": "{} working hour", "de": "{} Arbeitsstunde"},
        "other": {
            "en": "{} working hours",
            "de": "{} Arbeitsstunden",
            "zh-Hant": "{} 個工作小時",
            "zh-Hans": "{} 个工作小时",
        },
    },
    "months": {
        "one": {"en": "{} month", "de": "{} Monat"},
        "other": {"en": "{} months", "de": "{} Monate", "zh-Hant": "{} 個月", "zh-Hans": "{} 个月"},
    },
}
"""What CLDR has no pattern for, by plural form; a locale that lacks a form has only `other`."""

ROLLS: Texts = {
    "en": "{} (or the next working day, if the last is a day of rest)",
    "de": "{} (ist der letzte Tag arbeitsfrei: bis zum nächsten Arbeitstag)",
    "zh-Hant": "{}（最後一天逢休息日，順延到下一個工作日）",
    "zh-Hans": "{}（最后一天逢休息日，顺延到下一个工作日）",
}
"""A period that rolls over."""

PROVISIONAL: Texts = {
    "en": "{} (provisional: the working days up to then are not all published yet)",
    "de": "{} (vorläufig: bis dahin sind noch nicht alle Arbeitstage veröffentlicht)",
    "zh-Hant": "{}（暫定：屆時的上班日曆尚未公布）",
    "zh-Hans": "{}（暂定：届时的调休安排尚未公布）",
}
"""A date that counts working days beyond the horizon of their calendar."""

CLDR_UNITS = {
    "minutes": "duration-minute",
    "hours": "duration-hour",
    "days": "duration-day",
    "weeks": "duration-week",
    "years": "duration-year",
    "seconds": "duration-second",
    "min": "duration-minute",
    "h": "duration-hour",
    "km": "length-kilometer",
    "m": "length-meter",
    "cm": "length-centimeter",
    "mm": "length-millimeter",
    "kg": "mass-kilogram",
    "g": "mass-gram",
    "l": "volume-liter",
    "ml": "volume-milliliter",
}

MINUTES_AND_HOURS = {"min": "h", "minutes": "hours"}
"""The unit of sixty of each."""

UNWANTED = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
REORDERING = frozenset("\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")
"""Invisible characters that hide text or turn the order of what stands around them."""
FIRST_STRONG, POP = "\u2068", "\u2069"
"""They isolate what stands between them, which runs as its own first letter says (Unicode Standard Annex 9)."""


def harmless(text: str, longest: int = LONGEST, *, isolates: bool = False) -> str:
    """The text on one line, without control and reordering characters, at most ``longest`` characters.

    With ``isolates``, those stay that keep a value apart from the order of what stands around it.
    """
    if len(text) <= longest and text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text  # as nearly every text is; looking at each character is slow
    shown = text if len(text) <= longest else text[: longest * 4]
    wanted = _wanted_or_isolate if isolates else _wanted
    kept = shown if shown.isprintable() else "".join(filter(wanted, shown))
    line = " ".join(kept.split())
    return line if len(line) <= longest and len(shown) == len(text) else line[: longest - 1].rstrip() + "…"


def said(texts: Texts, locale: str) -> str:
    """The author's text nearest to the locale, harmless on a page."""
    return harmless(text_in(texts, locale), LONGEST_TEXT)


def isolated(value: str) -> str:
    """The value as a piece of its own in a text that runs the other way: its order is its own, and it turns nothing."""
    return f"{FIRST_STRONG}{harmless(value)}{POP}" if value else value


def _wanted_or_isolate(character: str) -> bool:
    return character in (FIRST_STRONG, POP) or _wanted(character)


def _wanted(character: str) -> bool:
    if character in REORDERING:
        return False
    return character.isspace() or unicodedata.category(character) not in UNWANTED


def format_value(value: Value, type: Type | None, locale: str, business: Business) -> str:  # noqa: A002  # the model's word
    """A value of a fact, or of an answer, in the words of the locale; the word for none where it is absent.

    Where its type is not known, it is told by what it is.
    """
    if isinstance(value, Absent):
        return text_in(NONE, locale)
    match type:
        case FlagType():
            return text_in(YES if value else NO, locale)
        case ChoiceType(labels=labels):
            word = str(value)
            return harmless(text_in(labels.get(word, {}), locale) or word.replace("_", " "))
        case NumberType(unit=unit) if isinstance(value, Decimal):
            return format_number(value, unit, locale, business.units)
        case MoneyType(currency=currency) if isinstance(value, Decimal):
            return format_money(value, currency, locale, business)
        case DateType() | DateTimeType() if isinstance(value, date):
            return format_when(value, locale, business)
        case DurationType() if isinstance(value, timedelta):
            return format_duration(value, locale)
        case ListType() if isinstance(value, tuple):
            return _counted(len(value), "entries", locale) if value else text_in(EMPTY, locale)
        case FlagType() | NumberType() | MoneyType() | DateType() | DateTimeType() | DurationType() | ListType():
            return harmless(str(value))  # decoding lets no such value in
        case TextType():
            return harmless(str(value))
        case None:
            return format_value(value, _evident_type(value), locale, business)
        case _:
            assert_never(type)


def _evident_type(value: Value) -> Type:
    match value:
        case bool():
            return FlagType()
        case Decimal():
            return NumberType()
        case timedelta():
            return DurationType()
        case date():
            return DateTimeType()
        case tuple():
            return ListType({})
        case str() | Absent():
            return TextType()
        case _:
            assert_never(value)


def format_distance(condition: Condition, locale: str, business: Business) -> str:
    """How far a value lies from its limit: of two times, the time between them. Empty where there is no such limit."""
    kind = condition.type if isinstance(condition.by, Decimal) else None
    return "" if condition.by is None else format_value(condition.by, kind, locale, business)


def format_literal(literal: Constant, locale: str, business: Business) -> str:
    """A named number as its author counts it: `24 hours` stays 24 hours."""
    match literal:
        case NumberLiteral(value=value, unit=unit):
            return format_number(value, unit, locale, business.units)
        case MoneyLiteral(value=value, currency=currency):
            return format_money(value, currency, locale, business)
        case PeriodLiteral():
            return format_period_literal(literal, locale)
        case TimeLiteral(minutes=minutes):
            return format_time_of_day(minutes, locale)
        case _:
            assert_never(literal)


def format_number(
    value: Decimal, unit: str | None, locale: str, units: Mapping[str, Mapping[str, Texts]] | None = None
) -> str:
    """A number with all its digits, and its unit: in the business's own ``units``, else in CLDR's where it has one."""
    number = _decimal(value, locale)
    if unit is None:
        return number
    if units and unit in units:
        return f"{number} {_word(value, units[unit], locale)}"
    if unit == "percent" and not _unwieldy(value):
        return format_share(value.scaleb(-2), locale)
    return _measured(value, CLDR_UNITS[unit], locale) if unit in CLDR_UNITS else f"{number} {harmless(unit)}"


def format_share(value: Decimal, locale: str) -> str:
    """A part of a whole in percent, with all its digits: of 0.125, `12.5%`."""
    return format_percent(value, locale=babel_locale(locale), decimal_quantization=False)


def in_largest_unit(
    value: Decimal, unit: str | None, own: Mapping[str, Mapping[str, Texts]]
) -> tuple[Decimal, str | None]:
    """Minutes in whole hours, and more than two days in whole days, as people say it; all else as it is.

    A business that has words of its ``own`` for a unit counts in it.
    """
    if unit not in MINUTES_AND_HOURS or unit in own or _unwieldy(value) or value == 0 or value % 60:
        return value, unit
    hours = value / 60
    return (hours / 24, "days") if abs(hours) > 48 and not hours % 24 else (hours, MINUTES_AND_HOURS[unit])


def _word(value: Decimal, words: Mapping[str, Texts], locale: str) -> str:
    """The word for so many, in the form that the language's grammar takes."""
    chosen = locale if locale in words else negotiate(locale, tuple(words))
    forms = words[chosen]
    form = "other" if _unwieldy(value) else babel_locale(chosen).plural_form(value)
    return harmless(forms.get(form, forms["other"]))


def format_money(amount: Decimal, currency: str, locale: str, business: Business) -> str:
    """An amount, rounded half away from zero to what the business can pay; a whole amount without decimals."""
    if _unwieldy(amount):
        return harmless(f"{amount} {currency}")
    smallest = business.smallest_unit if currency == business.currency else minor_unit(currency)
    return _money(amount, currency, smallest, locale)


def format_when(value: date | datetime, locale: str, business: Business) -> str:
    """A day, or an instant as day and time on the wall of the business."""
    if not isinstance(value, datetime):
        return _day(value, locale)
    try:
        local = value.astimezone(ZoneInfo(business.calendar.zone))
    except OverflowError:  # the first and the last day that dates can hold
        local = value
    return _instant(local, locale)


def format_deadline(deadline: Deadline, locale: str, business: Business) -> str:
    """The last day of a period of whole days; else the instant at which it ends; and whether that is provisional."""
    text = format_when(deadline.day if deadline.whole_day else deadline.at, locale, business)
    return text_in(PROVISIONAL, locale).format(text) if deadline.provisional else text


def format_time_of_day(minutes: int, locale: str) -> str:
    """A time of day as a clock shows it; the end of the day is 24:00."""
    if minutes == 24 * 60:
        return "24:00"
    return _clock(*divmod(minutes, 60), True, locale).replace("\u202f", " ")


def format_period_literal(period: PeriodLiteral, locale: str) -> str:
    """A period as its author counts it, and whether it rolls over."""
    text = format_period(period.count, period.unit, locale)
    return text_in(ROLLS, locale).format(text) if period.rolls else text


def format_period(count: int, unit: Unit, locale: str) -> str:
    """A period as its author counts it."""
    if unit in CLDR_UNITS:
        return _measured(Decimal(count), CLDR_UNITS[unit], locale)
    return _counted(count, unit, locale)


def format_duration(value: timedelta, locale: str) -> str:
    """A length of time in days, hours and minutes; up to two days in hours, as people say it."""
    minutes, seconds = divmod(int(abs(value).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24) if hours > 48 else (0, hours)
    parts = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds if not days else 0}
    said = [_measured(Decimal(count), CLDR_UNITS[unit], locale) for unit, count in parts.items() if count]
    return " ".join(said) or _measured(Decimal(0), CLDR_UNITS["minutes"], locale)


def format_list(items: Sequence[str], locale: str, style: Literal["standard", "or"] = "standard") -> str:
    """Items as a sentence names them: `a, b and c`."""
    return babel_list(items, style=style, locale=babel_locale(locale)) if items else ""


def _unwieldy(value: Decimal) -> bool:
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return True
    return len(str(value)) > 28 and len(value.as_tuple().digits) > 28


def _decimal(value: Decimal, locale: str) -> str:
    if _unwieldy(value):
        return harmless(str(value))
    return format_decimal(value.normalize(), locale=babel_locale(locale), decimal_quantization=False)


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, smallest: Decimal, locale: str) -> str:
    rounded = (amount / smallest).quantize(Decimal(1), ROUND_HALF_UP) * smallest
    decimals = 0 if rounded == rounded.to_integral_value() else max(2, -int(smallest.normalize().as_tuple().exponent))
    where = babel_locale(locale)
    symbol = get_currency_symbol(currency, where)
    if symbol == "$" and currency != "USD":  # beside other dollars a bare sign says too little
        symbol = get_currency_symbol(currency, babel_locale("en"))
    digits = "0" if decimals == 0 else f"0.{'0' * decimals}"
    pattern = where.currency_formats["standard"].pattern.replace("0.00", digits)
    text = format_currency(rounded, currency, pattern.replace("¤", f"'{symbol}'"), where, currency_digits=False)
    return text.replace("\u00a0", " ")


@lru_cache(maxsize=4096)
def _day(day: date, locale: str) -> str:
    return format_date(day, "long", babel_locale(locale))


def _instant(local: datetime, locale: str) -> str:
    day, clock = _day(local.date(), locale), _clock(local.hour, local.minute, local.second == 0, locale)
    if babel_locale(locale).language != "zh":
        return f"{day}, {clock}"
    return f"{day} {clock}" if clock[0].isdigit() else f"{day}{clock}"


EARLY = "凌晨"
"""What Chinese calls the hours after midnight, in both scripts."""


@lru_cache(maxsize=4096)
def _clock(hour: int, minute: int, sharp: bool, locale: str) -> str:  # noqa: FBT001  # a key of the cache
    """The time that a clock shows; only on the minute is it noon or midnight ``sharp``, for which some have words."""
    where = babel_locale(locale)
    shown = format_time(time(hour, minute, 0 if sharp else 1), "short", locale=where)
    if hour == 0 and where.language == "zh" and not shown[0].isdigit():
        # Twelve at midnight is read as the end of the day as often as its beginning.
        return EARLY + format_time(time(hour, minute), "H:mm", locale=where)
    return shown


@lru_cache(maxsize=4096)
def _measured(value: Decimal, unit: str, locale: str) -> str:
    where = babel_locale(locale)
    number = _decimal(value, locale)
    text = format_unit(value, unit, "long", locale=where)
    if unit in text:  # Chinese has one form for all lengths, and CLDR keeps it under the short one
        text = format_unit(value, unit, "short", locale=where)
    return (
        re.sub(r"(?<=\d)(?=[\u4e00-\u9fff])", " ", text) if unit not in text else f"{number} {unit.partition('-')[2]}"
    )


@lru_cache(maxsize=4096)
def _counted(count: int, what: str, locale: str) -> str:
    form = babel_locale(locale).plural_form(count)
    forms = COUNTED[what]
    language = text_in({key: key for key in forms["other"]}, locale)
    pattern = forms.get(form, forms["other"]).get(language, forms["other"][language])
    return pattern.format(_decimal(Decimal(count), locale))
