"""How a fact is shown to those who must send it: its place, type and limits, its question and choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, assert_never

from msgspec import UNSET, Meta, UnsetType

from policykit.backends.prose.locales import text_in
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
    TextType,
    Type,
)
from policykit_api.wire.shape import TypeName, Wire

NAMES: Mapping[type, TypeName] = {
    FlagType: "flag",
    ChoiceType: "choice",
    NumberType: "number",
    MoneyType: "money",
    DateType: "date",
    DateTimeType: "datetime",
    DurationType: "duration",
    TextType: "text",
    ListType: "list",
}


class Choice(Wire):
    """One of the words that a choice can be, and the words a person reads for it."""

    value: str
    label: str


class TypeView(Wire):
    """A type and what limits it. Bounds are decimals in strings; `longest` counts characters or elements."""

    type: TypeName
    choices: list[Choice] | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    minimum: str | UnsetType = UNSET
    maximum: str | UnsetType = UNSET
    step: str | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    longest: int | UnsetType = UNSET


class FieldView(TypeView, kw_only=True):
    """A field of the elements of a list."""

    name: str
    meaning: str
    optional: bool


class FactView(TypeView, kw_only=True):
    """A fact: what it means, who can say it, how to ask for it, and where it stands in a request."""

    fact: Annotated[str, Meta(examples=["order.delivered_at"])]
    pointer: Annotated[str, Meta(examples=["/facts/order/delivered_at"])]
    origin: Literal["customer", "business"]
    meaning: str
    question: str
    optional: Annotated[bool, Meta(description="Whether `null`, known to be absent, may be sent.")]
    private: Annotated[bool, Meta(description="Whether its value is never shown to customers.")]
    fields: list[FieldView] | UnsetType = UNSET


def view(fact: Fact, locale: str) -> FactView:
    """The fact in the words of one locale."""
    return view_at(fact.name, "/" + fact.name.replace(".", "/"), fact, locale)


def view_at(name: str, place: str, fact: Fact, locale: str) -> FactView:
    """The fact, or the field of one element of a list, that stands at a place within the facts."""
    return FactView(
        fact=name,
        pointer=f"/facts{place}",
        origin=fact.origin.value,
        meaning=text_in(fact.meaning, locale),
        question=text_in(fact.question, locale),
        optional=fact.may_be_absent,
        private=fact.private,
        fields=fields(fact.type, locale) if isinstance(fact.type, ListType) else UNSET,
        **limits(fact.type, locale),
    )


def fields(of: ListType, locale: str) -> list[FieldView]:
    return [
        FieldView(
            name=name,
            meaning=text_in(fact.meaning, locale),
            optional=fact.may_be_absent,
            **limits(fact.type, locale),
        )
        for name, fact in of.fields.items()
    ]


def limits(of: Type, locale: str) -> dict[str, Any]:
    """The members of a ``TypeView``: the type's name and those limits that it has."""
    given: dict[str, Any] = {"type": NAMES[type(of)]}
    match of:
        case ChoiceType(choices=words, labels=labels):
            given["choices"] = [
                Choice(value=word, label=text_in(labels.get(word, {}), locale) or word) for word in words
            ]
        case NumberType(unit=unit, minimum=minimum, maximum=maximum, step=step):
            bounds = {"minimum": minimum, "maximum": maximum, "step": step}
            given |= {"unit": unit} if unit else {}
            given |= {name: f"{bound:f}" for name, bound in bounds.items() if bound is not None}
        case MoneyType(currency=currency):
            given["currency"] = currency
        case TextType(longest=longest) | ListType(longest=longest):
            given["longest"] = longest
        case FlagType() | DateType() | DateTimeType() | DurationType():
            pass
        case _:
            assert_never(of)
    return given
