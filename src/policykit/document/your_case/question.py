"""One question of the form about a case, as the template lays it out: what is asked, and how it is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from babel.dates import get_timezone, get_timezone_name
from babel.numbers import get_currency_name
from babel.units import get_unit_name

from policykit.backends.prose.format import CLDR_UNITS, NO, YES, format_list, format_number, format_value, harmless
from policykit.backends.prose.locales import babel_locale, text_in
from policykit.backends.prose.reading import Reading, plain
from policykit.document.words import Words
from policykit.document.your_case.fields import MOST_ROWS, NONE, ROWS, UNIT, UNITS, Fault, Fields, cell, rows_of
from policykit.model import (
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Origin,
    TextType,
)


@dataclass(frozen=True, slots=True)
class Option:
    """One of the things to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Control:
    """One thing to fill in: its field's name, its label, what stands in it, and what is said beside it.

    ``kind`` is ``options``, or the type of the field: ``text``, ``decimal``, ``date``, ``datetime-local``. ``units``
    are to choose one from; ``none`` is the box to tick where there is nothing of the kind.
    """

    name: str
    label: str
    kind: str
    text: str = ""
    options: tuple[Option, ...] = ()
    unit: str = ""
    units: tuple[Option, ...] = ()
    none: Option | None = None
    longest: int = 60
    hints: tuple[str, ...] = ()
    error: str = ""

    @property
    def id(self) -> str:
        return id_of(self.name)

    @property
    def first(self) -> str:
        """The id of what takes the focus."""
        return f"{self.id}_0" if self.options else self.id


def id_of(name: str) -> str:
    """The name of a field as an id: with an underscore, as all ids of pages have, and nothing that a link quotes."""
    return "field_" + name.replace(":", "_").replace(".", "_")


@dataclass(frozen=True, slots=True)
class Row:
    """One element of a list."""

    heading: str
    controls: tuple[Control, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its heading, what is said below it, and what there is to fill in.

    Of a list, ``rows`` hold what there is to fill in, ``more`` says whether another one may be added, and ``whole``
    what is wrong with all of them. Each thing that is wrong is said once more in ``errors``, with the id of its place.
    """

    fact: str
    heading: str
    hints: tuple[str, ...]
    control: Control | None = None
    rows: tuple[Row, ...] = ()
    is_list: bool = False
    more: bool = False
    whole: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """The id of what is said of a list as a whole."""
        return id_of(self.fact)


@dataclass(frozen=True, slots=True)
class Asking:
    """Whom is asked, in which words, what they have filled in, and what is wrong in which field."""

    reader: Reading
    words: Words
    fields: Fields
    faults: Mapping[str, Fault]

    def error(self, name: str) -> str:
        fault = self.faults.get(name)
        if fault is None:
            return ""
        others = format_list(
            [called(self.reader.business.facts[one], self.reader) for one in fault.others], self.reader.locale
        )
        return self.words.say(fault.key, **fault.names, others=others)


def question(fact: Fact, inner: Sequence[str], asking: Asking) -> Question:
    """The question for a fact; of a list, with the ``inner`` fields of each element there is room for so far."""
    hints = _about(fact, asking)
    words = asking.words
    if not isinstance(fact.type, ListType):
        control = _control(fact, fact.name, asking)
        return Question(fact.name, control.label, hints, control, errors=_errors((control,)))
    count = rows_of(fact.name, asking.fields)
    rows = tuple(_row(fact.type, fact.name, number, inner, asking) for number in range(count))
    whole = asking.error(f"{fact.name}{ROWS}")
    own = ((id_of(fact.name), whole),) if whole else ()
    within = [
        (place, words.say("case_error_row", row=row.heading, error=text))
        for row in rows
        for place, text in _errors(row.controls)
    ]
    errors = (*own, *within)
    more = count < min(MOST_ROWS, fact.type.longest)
    hints += () if more else (words["case_rows_full"],)
    return Question(
        fact.name, heading(fact, asking.reader), hints, None, rows, is_list=True, more=more, whole=whole, errors=errors
    )


def heading(fact: Fact, reader: Reading) -> str:
    """What is asked. The question of a fact of the business's is put to its staff: a customer reads what it means."""
    asked = reader.text(fact.question) if fact.origin is Origin.CUSTOMER else ""
    return reader.words.sentence(asked or called(fact, reader))


def called(fact: Fact, reader: Reading) -> str:
    """What the fact is, in a few words."""
    return reader.text(fact.meaning) or plain(fact.name)


def _about(fact: Fact, asking: Asking) -> tuple[str, ...]:
    return (asking.words["case_ours"],) if fact.origin is Origin.BUSINESS else ()


def _errors(controls: Sequence[Control]) -> tuple[tuple[str, str], ...]:
    return tuple((control.first, control.error) for control in controls if control.error)


def _row(kind: ListType, name: str, number: int, inner: Sequence[str], asking: Asking) -> Row:
    controls = tuple(_control(kind.fields[one], cell(name, number, one), asking, within=True) for one in inner)
    return Row(asking.words.say("case_row", number=str(number + 1)), controls)


# --- what there is to fill in -----------------------------------------------------------------


def _control(fact: Fact, name: str, asking: Asking, *, within: bool = False) -> Control:
    """What there is to fill in for a fact; ``within`` an element, empty fields stand for what is not there."""
    reader, words, kind = asking.reader, asking.words, fact.type
    text, error = asking.fields.get(name, ""), asking.error(name)
    label = reader.words.sentence(called(fact, reader)) if within else heading(fact, reader)
    if isinstance(kind, FlagType | ChoiceType):
        options = _options(fact, text or (_usual(fact) if within else ""), reader, words)
        return Control(name, label, "options", options=options, error=error)
    hints, none = _limits(fact, asking), _none(fact, name, asking)
    if within and (fact.may_be_absent or fact.when_not_sent is not None):
        hints, none = (*hints, words["case_may_be_empty"]), None
    given = Control(name, label, "text", text, none=none, hints=hints, error=error)
    return _typed(given, fact, asking)


def _options(fact: Fact, chosen: str, reader: Reading, words: Words) -> tuple[Option, ...]:
    match fact.type:
        case ChoiceType(choices=choices):
            texts = {one: format_value(one, fact.type, reader.locale, reader.business) for one in choices}
        case _:
            texts = {"yes": text_in(YES, reader.locale), "no": text_in(NO, reader.locale)}
    listed = texts | ({NONE: words["case_none"]} if fact.may_be_absent else {})
    return tuple(Option(one, reader.words.sentence(text), one == chosen) for one, text in listed.items())


def _usual(fact: Fact) -> str:
    """What stands where nobody has said anything else."""
    match fact.when_not_sent:
        case bool() as flag:
            return "yes" if flag else "no"
        case str() as choice:
            return choice
        case _:
            return ""


def _none(fact: Fact, name: str, asking: Asking) -> Option | None:
    if not fact.may_be_absent:
        return None
    return Option(f"{name}{NONE}", asking.words["case_none"], f"{name}{NONE}" in asking.fields)


def _typed(given: Control, fact: Fact, asking: Asking) -> Control:
    """The control with what its type adds."""
    locale, words = asking.reader.locale, asking.words
    match fact.type:
        case NumberType(unit=unit):
            return replace(given, kind="decimal", unit=_unit(unit, locale) if unit else "")
        case MoneyType(currency=currency):
            return replace(given, kind="decimal", unit=get_currency_name(currency, locale=babel_locale(locale)))
        case DateType():
            return replace(given, kind="date")
        case DateTimeType():
            return replace(given, kind="datetime-local")
        case DurationType():
            chosen = asking.fields.get(f"{given.name}{UNIT}", "hours")
            units = tuple(Option(one, words[f"case_{one}"], one == chosen) for one in UNITS)
            return replace(given, kind="decimal", units=units)
        case TextType(longest=longest):
            return replace(given, longest=longest)
        case FlagType() | ChoiceType() | ListType():
            return given
        case _:
            assert_never(fact.type)


def _unit(unit: str, locale: str) -> str:
    known = CLDR_UNITS.get(unit)
    return (known and get_unit_name(known, "long", babel_locale(locale))) or harmless(unit)


def _limits(fact: Fact, asking: Asking) -> tuple[str, ...]:
    """What can be filled in, where not everything can."""
    words, locale = asking.words, asking.reader.locale
    match fact.type:
        case DateTimeType():
            zone = get_timezone(asking.reader.business.calendar.zone)
            name = get_timezone_name(zone, zone_variant="generic", locale=babel_locale(locale))
            return (words.say("case_zone", zone=name),)
        case NumberType(minimum=Decimal() as least, maximum=Decimal() as most):
            return (
                words.say(
                    "case_range", least=format_number(least, None, locale), most=format_number(most, None, locale)
                ),
            )
        case _:
            return ()
