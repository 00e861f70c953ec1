"""What a value written in a policy is called: an amount, a day, a period, a choice by its label."""

from __future__ import annotations

from typing import assert_never

from policykit.backends.prose.format import (
    format_period_literal,
    format_time_of_day,
    format_value,
    in_largest_unit,
)
from policykit.backends.prose.reading import Reading, plain, type_of
from policykit.model import (
    ChoiceLiteral,
    ChoiceType,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    Expression,
    FlagLiteral,
    FlagType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
    TextLiteral,
    TimeLiteral,
    Type,
    Value,
)

Literal = (
    FlagLiteral
    | ChoiceLiteral
    | NumberLiteral
    | MoneyLiteral
    | DateLiteral
    | DateTimeLiteral
    | PeriodLiteral
    | TimeLiteral
    | TextLiteral
)


def literal(node: Literal, reader: Reading) -> str:
    match node:
        case PeriodLiteral():
            return format_period_literal(node, reader.locale)
        case TimeLiteral(minutes=minutes):
            return format_time_of_day(minutes, reader.locale)
        case ChoiceLiteral(value=value):
            return reader.words.quoted.format(text=plain(value))
        case TextLiteral(value=value):
            return reader.words.quoted.format(text=value)
        case FlagLiteral(value=flag):
            return value_text(flag, FlagType(), reader)
        case NumberLiteral(value=number, unit=measure):
            told, larger = in_largest_unit(number, measure, reader.business.units)
            return value_text(told, NumberType(larger), reader)
        case MoneyLiteral(value=amount, currency=currency):
            return value_text(amount, MoneyType(currency), reader)
        case DateLiteral(value=day):
            return value_text(day, DateType(), reader)
        case DateTimeLiteral(value=instant):
            return value_text(instant, DateTimeType(), reader)
        case _:
            assert_never(node)


def value_text(value: Value, kind: Type, reader: Reading) -> str:
    return format_value(value, kind, reader.locale, reader.business)


def choice_label(value: str, beside: Expression, reader: Reading) -> str:
    """The label of a choice of ``beside``, or of an outcome where that is an asked policy's answer."""
    kind = type_of(beside, reader)
    return (reader.text(kind.labels.get(value, {})) if isinstance(kind, ChoiceType) else "") or plain(value)
