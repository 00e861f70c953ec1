"""An expression as an author would write it: what messages quote of a policy. The way back from ``read``."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from policykit.model import (
    AbsentLiteral,
    Aggregate,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    If,
    LetRef,
    Membership,
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Quantifier,
    Test,
    TextLiteral,
    TimeLiteral,
    Window,
)


def written(expression: Expression) -> str:
    """The expression in one line; what has a name is called by it."""
    match expression:
        case FlagLiteral(value=value):
            return "yes" if value else "no"
        case ChoiceLiteral(value=value):
            return value
        case TextLiteral(value=value):
            return f'"{value}"'
        case NumberLiteral(value=value, unit=unit) | MoneyLiteral(value=value, currency=unit):
            return f"{decimal(value)} {unit}" if unit else decimal(value)
        case DateLiteral(value=value) | DateTimeLiteral(value=value):
            return value.isoformat()
        case AbsentLiteral():
            return "absent"
        case PeriodLiteral(count=count, unit=unit, rolls=rolls):
            text = f"{count} {unit.removesuffix('s') if count == 1 else unit}"
            return f"{text} or the next working day" if rolls else text
        case TimeLiteral(minutes=minutes):
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case FactRef(name=name) | NumberRef(name=name) | LetRef(name=name):
            return name
        case FieldRef(variable=variable, name=name) | Asked(alias=variable, value=name):
            return f"{variable}.{name}"
        case Test(subject=subject, text=text):
            return f"{written(subject)}: {text}"
        case Arithmetic() | If() | Call() | Moment() | Aggregate():
            return _formula(expression)
        case Comparison() | Membership() | Presence() | Window() | And() | Or() | Not() | Quantifier():
            return _condition(expression)
        case _:
            assert_never(expression)


def decimal(value: Decimal) -> str:
    return format(value, "f")


def _formula(expression: Arithmetic | If | Call | Moment | Aggregate) -> str:
    match expression:
        case Arithmetic(operator=operator, left=left, right=right):
            sides = (_bracketed(left, operator), _bracketed(right, operator, right=True))
            return f" {operator} ".join(sides)
        case If(condition=condition, then=then, otherwise=otherwise):
            return f"if {written(condition)} then {written(then)} else {written(otherwise)}"
        case Call(function=function, arguments=arguments):
            return f"{function}({', '.join(map(written, arguments))})"
        case Moment(period=period, side=side, event=event):
            return f"{written(period)} {side} {written(event)}"
        case Aggregate(aggregation=aggregation, variable=variable, list=name, where=where, of=of):
            taken = f" of {written(of)}" if of is not None else ""
            return f"{aggregation}: {variable} in {name}{taken}{_where(where)}"
        case _:
            assert_never(expression)


Condition = Comparison | Membership | Presence | Window | And | Or | Not | Quantifier


def _condition(expression: Condition) -> str:
    match expression:
        case Comparison(comparator=comparator, left=left, right=right):
            return f"{written(left)} {comparator} {written(right)}"
        case Membership(value=value, options=options):
            return f"{written(value)} in ({', '.join(map(written, options))})"
        case Presence(value=value, present=present):
            return f"{written(value)} is {'present' if present else 'absent'}"
        case Window(act=act, within=within, period=period, side=side, event=event):
            test = "within" if within else "more than"
            return f"{written(act)}: {test} {written(period)} {side} {written(event)}"
        case And(parts=parts):
            return f"all of ({'; '.join(map(written, parts))})"
        case Or(parts=parts):
            return f"any of ({'; '.join(map(written, parts))})"
        case Not(part=part):
            return f"not ({written(part)})"
        case Quantifier(quantity=quantity, variable=variable, list=name, where=where):
            return f"{quantity}: {variable} in {name}{_where(where)}"
        case _:
            assert_never(expression)


def _where(condition: Expression) -> str:
    everything = condition == FlagLiteral(value=True)
    return "" if everything else f" where ({written(condition)})"


LOOSE = (Operator.ADD, Operator.SUBTRACT)


def _bracketed(side: Expression, operator: Operator, *, right: bool = False) -> str:
    """A side of an operation, in brackets where it would else be read otherwise."""
    match side:
        case Arithmetic(operator=inner) if inner in LOOSE:
            needed = right or operator not in LOOSE
        case Arithmetic():
            needed = right and operator not in LOOSE
        case If() | Moment():
            needed = True
        case _:
            needed = False
    return f"({written(side)})" if needed else written(side)
