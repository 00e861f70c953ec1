"""The JSON Schema (2020-12) of the facts that a request may send: nested and closed, as ``facts_from_json`` takes them.

What the schema takes is taken, but for what JSON Schema cannot say:

- a number sent as text keeps to its form; its bounds and its step are those of the number
- a number has at most 30 digits in all; the schema knows how large it may be, not how many digits follow the point
- a step that begins at a minimum which is no multiple of it
- that a duration is at most 999,999 days long in all
- what facts say about each other: that none contradicts another, or lies after ``as_of`` if it has happened

What is taken is valid, but for one thing: a time without its seconds, which RFC 3339 does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, assert_never

from policykit.backends.prose.locales import text_in
from policykit.model import (
    ABSENT,
    AS_OF,
    Business,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    ScalarType,
    Texts,
    TextType,
    Type,
)
from policykit.values import DIGITS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]
Place = Callable[[str, Schema], Schema]
"""Where a schema is kept that stands under a name: what is given back stands in its place, such as a reference."""

NUMBER = rf"^-?(?!(?:\.?[0-9]){{{DIGITS + 1}}})[0-9]+(?:\.[0-9]+)?$"
DATE = "(?:19|20|21)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
OFFSET = "(?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
INSTANT = f"^{DATE}[Tt]{TIME}{OFFSET}$"
SECONDS = r"[0-9]{1,9}(?:\.[0-9]{1,6})?S"
MINUTES = f"[0-9]{{1,9}}M(?:{SECONDS})?"
CLOCK = f"T(?:[0-9]{{1,8}}H(?:{MINUTES}|{SECONDS})?|{MINUTES}|{SECONDS})"
DURATION = f"^P(?:[0-9]{{1,6}}D(?:{CLOCK})?|{CLOCK})$"
ANSWERED = r"^-?[0-9]+(?:\.[0-9]+)?$"
PLAIN_TEXT = r"^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$"
OUT_OF_REACH = Decimal(10) ** DIGITS
"""The first number with a digit too many."""


def in_place(_: str, schema: Schema) -> Schema:
    """Every schema stands where it is used."""
    return schema


def facts_schema(business: Business, offered: Collection[str], locale: str, place: Place = in_place) -> Schema:
    """The schema of the object of facts, in the words of a locale.

    The facts ``offered`` are its properties; all others that the business declares are taken as well, and stand as
    patterns: a validator knows them, a reader and a generated client need not. ``place`` is called with
    the dotted name of every fact and of every group none of whose facts is offered.
    """
    return _Writer(frozenset(offered), locale, place, business.groups).whole(business.facts, "")


def standalone(business: Business, offered: Collection[str], locale: str, title: str) -> Schema:
    """The schema as a document of its own."""
    return {"$schema": DIALECT, "title": title, **facts_schema(business, offered, locale)}


@dataclass(frozen=True, slots=True)
class _Writer:
    offered: frozenset[str]
    locale: str
    place: Place = in_place
    groups: Mapping[str, bool] = field(default_factory=dict)

    def whole(self, facts: Mapping[str, Fact], prefix: str) -> Schema:
        """The closed object of the facts whose names begin with the prefix."""
        named = {name.removeprefix(prefix): fact for name, fact in facts.items() if name.startswith(prefix)}
        properties: Schema = {}
        beside: Schema = {}
        for key in dict.fromkeys(name.split(".")[0] for name in named):
            name = f"{prefix}{key}"
            under = [one for one in facts if one == name or one.startswith(f"{name}.")]
            said = self._member(facts, name)
            if self.offered.isdisjoint(under):
                beside[f"^{key}$"] = said if name in facts else self.place(name, said)
            else:
                properties[key] = said
        closed: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return closed | ({"patternProperties": beside} if beside else {})

    def _member(self, facts: Mapping[str, Fact], name: str) -> Schema:
        if name in facts:
            said = self.place(name, self.fact(facts[name]))
            return nullable(said) if facts[name].may_be_absent else said
        group = self.whole(facts, f"{name}.")
        return nullable(group) if self.groups.get(name) else group

    def fact(self, fact: Fact) -> Schema:
        """The schema of a fact that is there."""
        about = "\n\n".join(self._about(fact))
        return ({"description": about} if about else {}) | self.typed(fact.type)

    def _about(self, fact: Fact) -> list[str]:
        """What the fact means, how to ask for it, what its choices mean, what stands where it is not sent."""
        said = [self._sentence(fact.meaning), text_in(fact.question, self.locale)]
        if isinstance(fact.type, ChoiceType):
            words = {word: text_in(fact.type.labels.get(word, {}), self.locale) for word in fact.type.choices}
            said.append("\n".join(f"- `{word}`: {label}" for word, label in words.items() if label))
        if isinstance(fact.type, NumberType) and fact.type.unit:
            said.append(f"Unit: {fact.type.unit}.")
        if fact.when_not_sent is not None:
            said.append(f"Where it is not sent: {when_not_sent(fact)}.")
        return [part for part in said if part]

    def _sentence(self, texts: Texts) -> str:
        said = text_in(texts, self.locale)
        return f"{said[:1].upper()}{said[1:]}"

    def typed(self, kind: Type) -> Schema:
        """The schema of a type, without null."""
        match kind:
            case FlagType():
                return {"type": "boolean"}
            case ChoiceType(choices=choices):
                return {"type": "string", "enum": list(choices)}
            case NumberType():
                return number(kind)
            case MoneyType(currency=currency):
                return money(currency)
            case DateType():
                return {"type": "string", "format": "date", "pattern": f"^{DATE}$"}
            case DateTimeType():
                return {"type": "string", "format": "date-time", "pattern": INSTANT}
            case DurationType():
                return {"type": "string", "pattern": DURATION}
            case TextType(longest=longest):
                return {"type": "string", "maxLength": longest, "pattern": PLAIN_TEXT}
            case ListType(fields=fields, longest=longest):
                element = _Writer(frozenset(fields), self.locale).whole(fields, "")
                return {"type": "array", "maxItems": longest, "items": element}
            case _:
                assert_never(kind)


def answer_schema(kind: ScalarType) -> Schema:
    """The schema of a value in an answer: one form for each type, and never null."""
    match kind:
        case FlagType():
            return {"type": "boolean"}
        case ChoiceType(choices=choices):
            return {"type": "string", "enum": list(choices)}
        case NumberType(unit=unit):
            return {"type": "number"} | ({"description": f"Unit: {unit}."} if unit else {})
        case MoneyType(currency=currency):
            return amount_in(currency, {"type": "string", "pattern": ANSWERED})
        case DateType():
            return {"type": "string", "format": "date"}
        case DateTimeType():
            return {"type": "string", "format": "date-time"}
        case DurationType():
            return {"type": "string", "description": "A duration (ISO 8601)."}
        case TextType():
            return {"type": "string"}
        case _:
            assert_never(kind)


def number(kind: NumberType) -> Schema:
    """A number, or its digits as text for languages that would lose some."""
    start, step = kind.minimum or Decimal(0), kind.step
    sure = step is not None and start % step == 0
    whole = kind.whole and sure
    schema: Schema = {"type": ["integer" if whole else "number", "string"]}
    schema |= {"minimum": plain(kind.minimum)} if kind.minimum is not None else {"exclusiveMinimum": -int(OUT_OF_REACH)}
    schema |= {"maximum": plain(kind.maximum)} if kind.maximum is not None else {"exclusiveMaximum": int(OUT_OF_REACH)}
    if step is not None and sure and step != 1:
        schema["multipleOf"] = plain(step)
    return {**schema, "pattern": NUMBER}


def money(currency: str) -> Schema:
    """An amount in one currency, exact: digits as text, or a number."""
    limits = {"exclusiveMinimum": -int(OUT_OF_REACH), "exclusiveMaximum": int(OUT_OF_REACH)}
    return amount_in(currency, {"type": ["string", "number"], "pattern": NUMBER, **limits})


def amount_in(currency: str, amount: Schema) -> Schema:
    return {
        "type": "object",
        "properties": {"amount": amount, "currency": {"const": currency}},
        "required": ["amount", "currency"],
        "additionalProperties": False,
    }


def plain(number: Decimal) -> int | Decimal:
    """The number as JSON writes it: whole ones without a point."""
    return int(number) if number == number.to_integral_value() else number


def nullable(schema: Schema) -> Schema:
    """The schema with null beside it."""
    if "type" not in schema or "enum" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*kinds, "null"]}


def when_not_sent(fact: Fact) -> str:
    """What stands for a fact that is not sent, as its value would be sent."""
    match fact.when_not_sent:
        case default if default is AS_OF:
            return "the instant that the request asks about (`as_of`)"
        case default if default is ABSENT:
            return "`null`"
        case bool() as flag:
            return f"`{str(flag).lower()}`"
        case default:
            return f"`{default}`"
