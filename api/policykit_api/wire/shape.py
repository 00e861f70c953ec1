"""The form that every shape on the wire shares, and the few types that several of them use."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, json

NAME_PATTERN = "^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$"
LOCALE_PATTERN = "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,7}$"

Audience = Literal["customer", "agent", "auditor"]
Include = Literal["explanation", "markdown", "reasons", "would_change"]

AUDIENCES: tuple[Audience, ...] = ("customer", "agent", "auditor")
IN_WORDS: frozenset[Include] = frozenset({"explanation", "markdown"})
"""The parts that tell the decision in words; with Markdown comes the rest of the explanation."""
INCLUDES: tuple[Include, ...] = ("explanation", "markdown", "reasons", "would_change")

TypeName = Literal["flag", "choice", "number", "money", "date", "datetime", "duration", "text", "list"]


BY_POLICY = "x-by-policy"
"""The mark of a part that each policy says for itself; the documents put the policy's own schema there."""


class Said(StrEnum):
    """What a policy says for itself."""

    FACTS = "facts"
    OUTCOME = "outcome"
    RULE = "rule"
    VALUES = "values"
    GOVERNED_BY = "governed_by"


def said(part: Said, **schema: Any) -> Meta:
    """The mark, for the annotation of a member; with more of its JSON Schema."""
    return Meta(extra_json_schema={BY_POLICY: part.value, **schema})


class Wire(Struct, forbid_unknown_fields=True):
    """A shape on the wire: closed, so that nothing is sent or taken that is not described."""


class Money(Wire):
    """An amount in a currency. The amount is a decimal in a string, so that no digit is lost."""

    amount: Annotated[str, Meta(examples=["600", "19.90"])]
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$", examples=["TWD"], description="ISO 4217.")]


Moment = Annotated[
    str,
    Meta(
        description="A date and time with its offset (RFC 3339).",
        examples=["2026-03-03T12:00:00+08:00"],
        extra_json_schema={"format": "date-time"},
    ),
]

Scalar = bool | str | float | Money | None

WireValue = Annotated[
    Scalar | list[dict[str, Scalar]],
    Meta(
        description="A value by its type: flags are booleans, numbers are numbers with all their digits, money has an "
        "amount and a currency, dates and times are RFC 3339, durations ISO 8601, and null is absent.",
    ),
]
"""The schema of a value. What is encoded is made by ``values.to_wire``, whose numbers are Decimals."""

OutcomeName = Annotated[str, said(Said.OUTCOME)]
RuleName = Annotated[str, said(Said.RULE)]
GovernedBy = Annotated[
    str,
    Meta(description="`merchant`, or the floor of law that governs.", examples=["merchant", "eu.withdrawal"]),
    said(Said.GOVERNED_BY),
]
Values = Annotated[dict[str, WireValue], said(Said.VALUES)]

_encoder = json.Encoder(decimal_format="number")


def encode(answer: object) -> bytes:
    """The JSON of a shape or of plain data, numbers with the digits they have."""
    return _encoder.encode(answer)


def explains(include: frozenset[Include]) -> bool:
    """Whether the decision is to be told in words."""
    return not include.isdisjoint(IN_WORDS)
