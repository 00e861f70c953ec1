"""Values in and out: from an author's text, from JSON, and back to JSON; each checked against its type.

What cannot be taken comes back as a ``Wrong``, which says what is the matter and what to send.
Nothing is converted kindly: `"5"` is no whole number of days and `1` is no yes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from functools import cache
from typing import Any, assert_never

import msgspec

from policykit.diagnostics import did_you_mean
from policykit.model import (
    ABSENT,
    ELAPSED,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    MoneyType,
    NumberType,
    ScalarType,
    TextType,
    Unit,
    Value,
)

FLAGS = {"yes": True, "true": True, "no": False, "false": False}
DIGITS = 30
"""The most digits of a number, before and after the point together."""
WIDE = Context(prec=100)
"""Room for every digit of two numbers."""
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
LONGEST = timedelta(days=999_999)
"""The longest duration that is taken; it and all that is shorter can be written and read again."""

NO_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
"""What CLDR has a name for beside the countries: unions, the ocean's islands, made-up and unknown places."""

_NO_SPACE = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)([A-Za-z]{1,12})")
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-5][0-9])"
)
_DURATION = re.compile(
    r"P(?=[0-9T])([0-9]{1,6}D)?(T(?=[0-9])([0-9]{1,8}H)?([0-9]{1,9}M)?([0-9]{1,9}(\.[0-9]{1,6})?S)?)?"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A value that cannot be taken: what was expected and found, and what to send instead."""

    message: str
    help: str | None = None


TOO_LONG = Wrong("the duration is out of range", f"it is at most {LONGEST.days} days")


# --- from an author's text --------------------------------------------------------------------


def from_text(kind: ScalarType, text: str) -> Value | Wrong:
    """The value that an author wrote in a case, a default or on the command line: `600 TWD`, `yes`, `24 hours`."""
    match kind:
        case FlagType():
            return FLAGS.get(text, Wrong(f"`{text}` is neither yes nor no", "write `yes` or `no`"))
        case NumberType(unit=unit):
            return _bounded(kind, text.removesuffix(f" {unit}") if unit else text)
        case MoneyType(currency=currency):
            amount, _, given = text.partition(" ")
            if text == "0":
                return Decimal(0)  # nothing is nothing in every currency
            if given != currency:
                shown = amount if _DECIMAL.fullmatch(amount) and len(amount) <= DIGITS else "600"
                return Wrong(f"`{text}` is no amount in {currency}", f"write `{shown} {currency}`")
            return _bounded(kind, amount)
        case DurationType():
            return _elapsed(text)
        case TextType() | ChoiceType() | DateType() | DateTimeType():
            return _from_string(kind, text)
        case _:
            assert_never(kind)


def _elapsed(text: str) -> Value | Wrong:
    number, _, words = text.partition(" ")
    unit = f"{words.removesuffix('s')}s"
    if unit in ELAPSED and number.isascii() and number.isdigit() and len(number) <= 9:
        count, one = int(number), ELAPSED[Unit(unit)]
        return count * one if count <= LONGEST // one else TOO_LONG
    return _from_string(DurationType(), text)


# --- from JSON --------------------------------------------------------------------------------


def from_json(kind: ScalarType, data: Any) -> Value | Wrong:
    """The value that a caller sent, as decoded with decimals kept exact."""
    match kind:
        case FlagType():
            return data if isinstance(data, bool) else Wrong(f"expected true or false, found {_shown(data)}")
        case NumberType():
            return (
                _bounded(kind, _digits(data)) if _is_number(data) else Wrong(f"expected a number, found {_shown(data)}")
            )
        case MoneyType():
            return _money(kind, data)
        case ChoiceType() | TextType() | DateType() | DateTimeType() | DurationType():
            return (
                _from_string(kind, data)
                if isinstance(data, str)
                else Wrong(f"expected {FORMS[type(kind)]}, found {_shown(data)}")
            )
        case _:
            assert_never(kind)


FORMS: dict[type, str] = {
    ChoiceType: "one of the choices, as text",
    TextType: "text",
    DateType: "a date such as `2026-03-01`",
    DateTimeType: "a date and time with its offset, such as `2026-03-01T08:00:00+08:00`",
    DurationType: "a duration such as `P1DT2H`",
}


def _is_number(data: Any) -> bool:
    return isinstance(data, int | Decimal | str) and not isinstance(data, bool)


def _digits(data: int | Decimal | str) -> str:
    if isinstance(data, int):
        # Turning millions of digits into text is slow work that an int's size foretells.
        return str(data) if data.bit_length() < 4 * DIGITS else "9" * (DIGITS + 1)
    if isinstance(data, Decimal):
        return format(data, "f") if data.is_finite() and abs(data.adjusted()) <= DIGITS else str(data)
    return data


def _money(kind: MoneyType, data: Any) -> Value | Wrong:
    example = f'send `{{"amount": "600", "currency": "{kind.currency}"}}`'
    if not isinstance(data, dict) or set(data) != {"amount", "currency"} or not _is_number(data["amount"]):
        return Wrong(f"expected an amount in {kind.currency}, found {_shown(data)}", example)
    if data["currency"] != kind.currency:
        return Wrong(f"expected the currency {kind.currency}, found {_shown(data['currency'])}", example)
    return _bounded(kind, _digits(data["amount"]))


# --- both ways --------------------------------------------------------------------------------


def _bounded(kind: NumberType | MoneyType, text: str) -> Value | Wrong:
    plain = text.isdigit() and text.isascii()
    if not plain and not _DECIMAL.fullmatch(text):
        spaced = _NO_SPACE.fullmatch(text)
        help = f"write `{spaced[1]} {spaced[2]}`" if spaced else "write digits with a point: `1000.5`"
        return Wrong(f"`{_cut(text)}` is no number", help)
    if len(text) > DIGITS and sum(character.isdigit() for character in text) > DIGITS:
        return Wrong(f"the number has more than {DIGITS} digits")
    number = Decimal(text)
    if isinstance(kind, MoneyType):
        return number
    if kind.minimum is not None and number < kind.minimum:
        return Wrong(f"`{number}` is less than {kind.minimum}", f"send at least {kind.minimum}")
    if kind.maximum is not None and number > kind.maximum:
        return Wrong(f"`{number}` is more than {kind.maximum}", f"send at most {kind.maximum}")
    if kind.step is not None and WIDE.remainder(WIDE.subtract(number, kind.minimum or Decimal(0)), kind.step) != 0:
        return Wrong(f"`{number}` is between two steps", f"it goes in steps of {kind.step}")
    return number


def _from_string(kind: TextType | ChoiceType | DateType | DateTimeType | DurationType, text: str) -> Value | Wrong:
    match kind:
        case ChoiceType(choices=choices):
            listed = f"the choices are {', '.join(f'`{c}`' for c in choices)}"
            return (
                text
                if text in choices
                else Wrong(f"`{_cut(text)}` is not a choice here", did_you_mean(text[:100], choices, listed))
            )
        case TextType(longest=longest):
            if len(text) > longest:
                return Wrong(f"the text has {len(text)} characters", f"send at most {longest}")
            return Wrong("the text has control characters", "send plain text") if _CONTROLS.search(text) else text
        case DateType():
            return _day(text, DateType, _DATE)
        case DateTimeType():
            return _day(text, DateTimeType, _INSTANT)
        case DurationType():
            if not _DURATION.fullmatch(text):
                return Wrong(f"`{_cut(text)}` is no duration", "write it as `P1DT2H`, or `24 hours` in a file")
            duration = msgspec.convert(text, timedelta)
            return duration if duration <= LONGEST else TOO_LONG
        case _:
            assert_never(kind)


_PLAIN = {"--T::+:": 25, "--T::-:": 25, "--T::Z": 20}
"""Of an instant in the form that nearly all are sent in, every third sign from the fifth on, and its length."""
_FIRST, _PAST = EARLIEST.isoformat(), LATEST.isoformat()


def plain_instant(text: str) -> datetime | None:
    """The instant that a text names in the usual form, `2026-03-01T08:00:00+08:00` or with `Z`; else None.

    It takes nothing that ``from_json`` refuses, and gives what that gives: where the signs between the digits
    are in their places, msgspec reads no other form. Instants of one offset share its object, by which Python
    compares them several times as fast.
    """
    if is_formed_as_instant(text) and _FIRST <= text < _PAST:
        try:
            return msgspec.convert(text, datetime)
        except msgspec.ValidationError:
            return None
    return None


def is_formed_as_instant(text: str) -> bool:
    """Whether a text has the usual form of an instant, whatever stands between its signs."""
    return _PLAIN.get(text[4::3]) == len(text)


def has_plain_instants(body: bytes, count: int) -> bool:
    """Whether so many texts in a JSON document have the usual form of an instant.

    Where these are all instants that msgspec has read there, it has read them as we do; it takes other forms as
    well: a blank for the `T`, more digits of a second than there are.
    """
    form = body.translate(_SIGNS)
    found = form.count(b'"0000-00-00T00:00:00-00:00"')
    return found == count or found + form.count(b'"0000-00-00T00:00:00Z"') == count


_SIGNS = bytes.maketrans(b"123456789+", b"000000000-")


def _day(text: str, kind: type[DateType | DateTimeType], form: re.Pattern[str]) -> Value | Wrong:
    if kind is DateTimeType and (plain := plain_instant(text)) is not None:
        return plain
    wrong = Wrong(f"`{_cut(text)}` is not {FORMS[kind]}")
    if not form.fullmatch(text):
        return wrong
    try:
        day = date.fromisoformat(text) if kind is DateType else datetime.fromisoformat(text.upper())
    except ValueError:
        return wrong
    if not EARLIEST <= (day.date() if isinstance(day, datetime) else day) < LATEST:
        return Wrong(f"`{text}` is out of range", f"send a time from {EARLIEST.year} to {LATEST.year - 1}")
    return day


def _cut(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."


def _shown(data: Any) -> str:
    match data:
        case None:
            return "null"
        case bool():
            return "true" if data else "false"
        case str():
            return f"the text `{_cut(data)}`"
        case int() | Decimal():
            return "a number"
        case dict():
            return "an object"
        case _:
            return "a list"


def to_json(kind: ScalarType, value: Value) -> Any:
    """The value as it goes over the wire: null where absent, money with its currency, times in ISO 8601."""
    match value:
        case bool() | str():
            return value
        case Decimal():
            digits = format(value, "f")
            return {"amount": digits, "currency": kind.currency} if isinstance(kind, MoneyType) else value
        case datetime() | date():
            return value.isoformat()
        case timedelta():
            return msgspec.to_builtins(value)
        case _:
            return None if value is ABSENT else str(value)


def parse_instant(text: str) -> datetime | Wrong:
    """The instant that a text names (RFC 3339, with an offset)."""
    value = _from_string(DateTimeType(), text)
    return value if isinstance(value, datetime | Wrong) else Wrong(f"`{_cut(text)}` is no instant")


def now() -> datetime:
    """This instant, for the edges of the program: the engine itself never reads a clock."""
    return datetime.now(UTC)


@cache
def minor_unit(currency: str) -> Decimal:
    """The smallest amount of a currency (ISO 4217): 0.01 for CNY, 1 for JPY."""
    from babel.numbers import get_currency_precision  # 30 ms to import: only for those who need it

    return Decimal(1).scaleb(-get_currency_precision(currency))


def is_currency(code: str) -> bool:
    """Whether ISO 4217 knows the currency, as far as CLDR has it."""
    from babel.numbers import is_currency as known

    return bool(known(code))


def currency_of(country: str) -> str | None:
    """The currency that is tender in a country today, as far as CLDR knows."""
    from babel.numbers import get_territory_currencies

    return next(iter(get_territory_currencies(country)), None)


def is_country(code: str) -> bool:
    """Whether ISO 3166-1 knows the country, as far as CLDR has it."""
    from babel import Locale

    return code.isalpha() and code in Locale("en").territories and code not in NO_COUNTRIES


@cache
def countries() -> tuple[str, ...]:
    """The countries of ISO 3166-1 that CLDR knows, by their codes."""
    from babel import Locale

    known = (str(code) for code in Locale("en").territories)
    return tuple(sorted(code for code in known if len(code) == 2 and is_country(code)))


def country_names(code: str, locales: tuple[str, ...]) -> dict[str, str]:
    """What a country is called in each of the locales that CLDR knows."""
    from babel import Locale

    known = {locale: Locale.parse(locale, sep="-").territories for locale in locales if is_locale(locale)}
    return {locale: names[code] for locale, names in known.items() if code in names}


def is_locale(tag: str) -> bool:
    """Whether CLDR knows the language, with its script and region (BCP 47)."""
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True
