"""What an expression gives: a type of the model or a period, and whether it may be absent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from policykit.model import (
    ELAPSED,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    TextType,
    Type,
    Unit,
)


@dataclass(frozen=True, slots=True)
class PeriodType:
    """A period as its author counts it. An elapsed one can stand for a duration."""

    unit: Unit

    @property
    def elapsed(self) -> bool:
        return self.unit in ELAPSED


ExpressionType = Type | PeriodType


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its type. ``absent`` says that it can give ABSENT.

    ``bare`` is the unit that a number without one has where it is compared with this.
    """

    expression: Expression
    type: ExpressionType
    absent: bool = False
    bare: str | None = None


def in_words(kind: ExpressionType) -> str:
    """How a type is called in a message."""
    match kind:
        case FlagType():
            return "yes or no"
        case ChoiceType():
            return "a choice"
        case NumberType(unit=None):
            return "a number"
        case NumberType(unit=unit):
            return f"a number of {unit}"
        case MoneyType(currency=currency):
            return f"an amount in {currency}"
        case DateType():
            return "a date"
        case DateTimeType():
            return "a date and time"
        case DurationType():
            return "a duration"
        case TextType():
            return "a text"
        case ListType():
            return "a list"
        case PeriodType(unit=unit):
            return f"a period in {unit}"
        case _:
            assert_never(kind)


def same(left: ExpressionType, right: ExpressionType) -> bool:
    """Whether values of the two types can be compared for equality."""
    match left, right:
        case (DurationType(), PeriodType() as period) | (PeriodType() as period, DurationType()):
            return period.elapsed
        case PeriodType(), PeriodType():
            return left.elapsed and right.elapsed
        case ChoiceType(), ChoiceType():
            return bool(set(left.choices) & set(right.choices))
        case _:
            return left == right


def ordered(kind: ExpressionType) -> bool:
    """Whether values of the type have a less and a more."""
    return isinstance(kind, NumberType | MoneyType | DateType | DateTimeType | DurationType | PeriodType)


def is_time(kind: ExpressionType) -> bool:
    return isinstance(kind, DateType | DateTimeType)
