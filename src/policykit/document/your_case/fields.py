"""The fields of the form about a person's case: what each is called, and what stands in it as a value.

A field is called as its fact (`order.delivered_at`), in an element of a list with its place
(`contact.calls:0:made_at`). What belongs to a fact besides follows behind a colon, which no name of a fact has.
Everything travels as it was written, so that whoever is told of a mistake finds their own words again.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, assert_never
from zoneinfo import ZoneInfo

from babel.numbers import NumberFormatError, parse_decimal

from policykit import values
from policykit.backends.prose.locales import babel_locale
from policykit.model import (
    ABSENT,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
    Value,
)

Fields = Mapping[str, str]
"""What a form sends: text by the names of its fields."""

NONE = ":none"
"""What a choice says, and the end of the name of a box, where there is nothing of the kind."""
UNIT, ROWS, SKIPPED = ":unit", ":rows", ":skipped"
MOST_ROWS = 20
"""Elements of a list that a form takes: whoever has more to tell is better served by a person."""

UNITS = {"minutes": 60, "hours": 3600, "days": 86400}
"""The units of a length of time, in seconds."""

_NUMERAL = re.compile(r"-?[0-9][0-9.,]{0,39}")
_GROUPING = str.maketrans("", "", " '\u2019")
_LOCAL = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?)")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one field: the key of the sentence that says so, and what fills its places.

    ``others`` are the facts that it goes against.
    """

    field: str
    key: str
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever fills in the form: in which locale they write numbers, and in which zone they tell the time."""

    locale: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one fact: its value, None where that is not known; or what is wrong with it."""

    value: Value | None = None
    faults: tuple[Fault, ...] = ()


UNKNOWN = Told()


def cell(name: str, row: int, inner: str) -> str:
    """The name of a field of one element."""
    return f"{name}:{row}:{inner}"


def names_of(fact: Fact, inner: tuple[str, ...]) -> Iterator[str]:
    """Every name that a field about this fact may have."""
    yield f"{fact.name}{SKIPPED}"
    if not isinstance(fact.type, ListType):
        yield from _names(fact.name)
        return
    yield f"{fact.name}{ROWS}"
    for row in range(MOST_ROWS):
        for one in inner:
            yield from _names(cell(fact.name, row, one))


def _names(name: str) -> tuple[str, ...]:
    return name, f"{name}{NONE}", f"{name}{UNIT}"


def rows_of(name: str, fields: Fields) -> int:
    """How many elements the form has fields for."""
    text = fields.get(f"{name}{ROWS}", "")
    return min(int(text), MOST_ROWS) if text.isascii() and text.isdigit() and len(text) <= 2 else 0


# --- values -----------------------------------------------------------------------------------


def told(fact: Fact, inner: tuple[str, ...], fields: Fields, writer: Writer) -> Told:
    """What the fields say of a fact; of a list, of each element the ``inner`` fields."""
    if f"{fact.name}{SKIPPED}" in fields:
        return UNKNOWN
    if isinstance(fact.type, ListType):
        return _elements(fact.type, fact.name, inner, fields, writer)
    return _one(fact, fact.name, fields, writer)


def _elements(kind: ListType, name: str, inner: tuple[str, ...], fields: Fields, writer: Writer) -> Told:
    elements, faults = [], []
    for row in range(rows_of(name, fields)):
        found = {one: _field(kind.fields[one], cell(name, row, one), fields, writer) for one in inner}
        elements.append({one: given.value for one, given in found.items() if given.value is not None})
        faults += [fault for given in found.values() for fault in given.faults]
    return Told(faults=tuple(faults)) if faults else Told(tuple(elements))


def _field(fact: Fact, name: str, fields: Fields, writer: Writer) -> Told:
    """What a field of an element says; one that is left empty may stand for its default, or for nothing."""
    if not fields.get(name, "").strip() and f"{name}{NONE}" not in fields:
        if fact.when_not_sent is not None:
            return UNKNOWN
        if fact.optional:
            return Told(ABSENT)
    return _one(fact, name, fields, writer)


def _one(fact: Fact, name: str, fields: Fields, writer: Writer) -> Told:
    text, none = fields.get(name, "").strip(), f"{name}{NONE}" in fields
    if text == NONE or (none and not text):
        return Told(ABSENT) if fact.may_be_absent else _wrong(name, "case_error_missing")
    if none:
        return _wrong(name, "case_error_both")
    if not text:
        return _wrong(name, _MISSING.get(type(fact.type), "case_error_missing"))
    value = _value(fact, name, text, fields, writer)
    return Told(faults=(value,)) if isinstance(value, Fault) else Told(value)


_MISSING = {FlagType: "case_error_choose", ChoiceType: "case_error_choose"}


def _wrong(name: str, key: str, **names: str) -> Told:
    return Told(faults=(Fault(name, key, names),))


def _value(fact: Fact, name: str, text: str, fields: Fields, writer: Writer) -> Value | Fault:
    """The value that a text spells, checked like one that a program sends."""
    kind = fact.type
    match kind:
        case FlagType():
            sent: Any = values.FLAGS.get(text)
            key = "case_error_choose"
        case ChoiceType():
            sent, key = text, "case_error_choose"
        case NumberType() | MoneyType():
            return _amount(kind, name, text, writer)
        case DateType():
            sent, key = _plain(text), "case_error_date"
        case DateTimeType():
            sent, key = _instant(_plain(text), writer.zone), "case_error_datetime"
        case DurationType():
            length = _duration(number(text, writer.locale), fields.get(f"{name}{UNIT}", ""))
            return Fault(name, "case_error_duration") if length is None else length
        case TextType(longest=longest):
            found = values.from_json(kind, text)
            return Fault(name, "case_error_text", {"most": str(longest)}) if isinstance(found, values.Wrong) else found
        case ListType():
            raise TypeError("a list has fields of its own")
        case _:
            assert_never(kind)
    found = values.from_json(kind, sent)
    return Fault(name, key) if isinstance(found, values.Wrong) else found


def _plain(text: str) -> str:
    """The text in the digits and signs of ASCII, which a keyboard for Chinese has in full width as well."""
    narrow = unicodedata.normalize("NFKC", text[:200])
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in narrow)


def number(text: str, locale: str) -> Decimal | None:
    """The number that a text spells as the locale writes numbers; None where it spells none."""
    plain = _plain(text).translate(_GROUPING)
    if not _NUMERAL.fullmatch(plain):
        return None
    try:
        return parse_decimal(plain, locale=babel_locale(locale), strict=True)
    except NumberFormatError:
        return None


def _amount(kind: NumberType | MoneyType, name: str, text: str, writer: Writer) -> Value | Fault:
    found = number(text, writer.locale)
    if found is None:
        return Fault(name, "case_error_number")
    least, most = _bounds(kind)
    if least is not None and found < least:
        return Fault(name, "case_error_small", {"least": f"{least:f}"})
    if most is not None and found > most:
        return Fault(name, "case_error_large", {"most": f"{most:f}"})
    digits = f"{found:f}"
    taken = values.from_json(
        kind, {"amount": digits, "currency": kind.currency} if isinstance(kind, MoneyType) else digits
    )
    if not isinstance(taken, values.Wrong):
        return taken
    step = kind.step if isinstance(kind, NumberType) else None
    return Fault(name, "case_error_step", {"step": f"{step:f}"}) if step else Fault(name, "case_error_number")


def _bounds(kind: NumberType | MoneyType) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a person can tell: money that was paid or is due is never below nothing."""
    return (Decimal(0), None) if isinstance(kind, MoneyType) else (kind.minimum, kind.maximum)


def _instant(text: str, zone: ZoneInfo) -> str:
    """The instant at which clocks in the zone show that day and time; empty where the text has another form.

    Of an hour that comes twice as summer time ends, the first is meant.
    """
    found = _LOCAL.fullmatch(text)
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=zone).isoformat() if found else ""
    except ValueError:
        return ""


def _duration(count: Decimal | None, unit: str) -> timedelta | None:
    if count is None or unit not in UNITS or count < 0:
        return None
    seconds = count * UNITS[unit]
    return timedelta(microseconds=int(seconds * 1_000_000)) if seconds <= values.LONGEST.total_seconds() else None
