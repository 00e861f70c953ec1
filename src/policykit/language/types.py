"""What an expression gives: a type of the model or a period, and whether it may be absent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import assert_never

from policykit.model import (
    ELAPSED,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FlagType,
    LetRef,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberRef,
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


@dataclass(frozen=True, slots=True)
class TimeOfDayType:
    """A time of day on the wall. No fact is one; only two of them are compared."""


ExpressionType = Type | PeriodType | TimeOfDayType


@dataclass(frozen=True, slots=True)
class Typed:
    """An expression with its type. ``absent`` says that it can give ABSENT.

    ``bare`` is the unit that a number without one has where it is compared with this.
    ``opens`` is there where it is a clock: from then on acts count, though its periods may run from later.
    """

    expression: Expression
    type: ExpressionType
    absent: bool = False
    bare: str | None = None
    opens: Expression | None = None


def named(name: str, typed: Typed) -> Typed:
    """The expression under its name."""
    return replace(typed, expression=LetRef(name, typed.expression))


def value_type(kind: ExpressionType) -> ExpressionType:
    """The type of what is made of such values: without the bounds of a fact, and an elapsed period is a duration."""
    match kind:
        case NumberType(unit=unit):
            return NumberType(unit)
        case PeriodType(elapsed=True):
            return DurationType()
        case _:
            return kind


def known_type(kind: ExpressionType) -> Type | None:
    """The type as facts have it: an elapsed period is a duration, other periods and times of day are none."""
    match kind:
        case PeriodType():
            return DurationType() if kind.elapsed else None
        case TimeOfDayType():
            return None
        case _:
            return kind


def constant(part: Typed) -> Decimal | None:
    """The number that is written out, under a name or not; None for all else."""
    literal = part.expression.literal if isinstance(part.expression, NumberRef) else part.expression
    return literal.value if isinstance(literal, NumberLiteral | MoneyLiteral) else None


def missing_unit(kind: ExpressionType, found: Typed) -> str | None:
    """How to write a bare number, or an amount in another currency, where an amount or a number with a unit belongs."""
    match kind, found.expression:
        case ((NumberType(unit=str(unit)) | MoneyType(currency=unit)), NumberLiteral(value=value, unit=None)):
            return f"write `{value} {unit}`"
        case MoneyType(currency=wanted), MoneyLiteral(currency=currency) if currency != wanted:
            return f"money here is in `{wanted}`"
        case _:
            return None


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
        case TimeOfDayType():
            return "a time of day"
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
    times = DateType | DateTimeType | DurationType | PeriodType | TimeOfDayType
    return isinstance(kind, NumberType | MoneyType | times)


def is_time(kind: ExpressionType) -> bool:
    return isinstance(kind, DateType | DateTimeType)
