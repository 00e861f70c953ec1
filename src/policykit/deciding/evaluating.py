"""Expressions as functions of a setting: what ``semantics.evaluate`` gives, of expressions that are asked for often.

What stands in nearly every rule is taken apart once; all else is left to the judge.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import partial
from typing import Any

from policykit.model import (
    ABSENT,
    And,
    Calendar,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
    FactRef,
    FlagLiteral,
    Membership,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Or,
    Presence,
    Test,
)
from policykit.semantics import UNKNOWN, Result, Setting, evaluate

Evaluate = Callable[[Setting], Result]
NOTHING = Setting({}, Calendar("UTC"))

Compare = Callable[[Any, Any], bool]
"""A relation between two values, which build has typed alike, and ordered where it must be."""

COMPARED: dict[Comparator, Compare] = {
    Comparator.EQUAL: operator.eq,
    Comparator.NOT_EQUAL: operator.ne,
    Comparator.LESS: operator.lt,
    Comparator.AT_MOST: operator.le,
    Comparator.MORE: operator.gt,
    Comparator.AT_LEAST: operator.ge,
}


def evaluator(expression: Expression) -> Evaluate:
    """The function that gives the expression's value."""
    match expression:
        case FactRef(name=name):
            return lambda setting: setting.facts.get(name, UNKNOWN)
        case FlagLiteral() | ChoiceLiteral() | NumberLiteral() | MoneyLiteral() | DateLiteral() | DateTimeLiteral():
            constant: Result = expression.value
            return lambda _: constant
        case NumberRef(literal=NumberLiteral() | MoneyLiteral() as literal):
            return evaluator(literal)
        case Test(condition=condition):
            return evaluator(condition)
        case Comparison(comparator=comparator, left=left, right=right):
            return _comparing(COMPARED[comparator], evaluator(left), evaluator(right))
        case Membership(value=value, options=options) if all(isinstance(one, ChoiceLiteral) for one in options):
            return _choosing(evaluator(value), frozenset(evaluate(one, NOTHING) for one in options))
        case Presence(value=value, present=present):
            return _finding(evaluator(value), present=present)
        case And(parts=parts):
            return _joining([evaluator(part) for part in parts], settles=False)
        case Or(parts=parts):
            return _joining([evaluator(part) for part in parts], settles=True)
        case Not(part=part):
            return _denying(evaluator(part))
        case _:
            return partial(evaluate, expression)


def _comparing(compare: Compare, left: Evaluate, right: Evaluate) -> Evaluate:
    def compared(setting: Setting) -> Result:
        one, other = left(setting), right(setting)
        if one is ABSENT or other is ABSENT:
            return False
        return UNKNOWN if one is UNKNOWN or other is UNKNOWN else compare(one, other)

    return compared


def _choosing(value: Evaluate, options: frozenset[Result]) -> Evaluate:
    def chosen(setting: Setting) -> Result:
        found = value(setting)
        return UNKNOWN if found is UNKNOWN else found in options

    return chosen


def _finding(value: Evaluate, *, present: bool) -> Evaluate:
    def found(setting: Setting) -> Result:
        result = value(setting)
        return UNKNOWN if result is UNKNOWN else (result is not ABSENT) is present

    return found


def _joining(parts: list[Evaluate], *, settles: bool) -> Evaluate:
    def joined(setting: Setting) -> Result:
        unknown = False
        for part in parts:
            result = part(setting)
            if result is settles:
                return settles
            unknown = unknown or result is UNKNOWN
        return UNKNOWN if unknown else not settles

    return joined


def _denying(part: Evaluate) -> Evaluate:
    def denied(setting: Setting) -> Result:
        result = part(setting)
        return UNKNOWN if result is UNKNOWN else not result

    return denied
