"""Expressions as functions of a setting: what ``semantics.evaluate`` gives, of expressions that are asked for often.

What stands in nearly every rule is taken apart once; all else is left to the judge.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any

from policykit import clocks
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
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Or,
    Presence,
    Side,
    Test,
    Window,
)
from policykit.semantics import UNKNOWN, Result, Setting, evaluate, period_of, shift
from policykit.walk import ends_a_period

Evaluate = Callable[[Setting], Result]
NOTHING = Setting({}, Calendar("UTC"))
MOST_DAYS = 1024
"""So many ends of one period are kept."""

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
        case Window():
            return _lying(expression)
        case _:
            return partial(evaluate, expression)


def far_end(node: Window | Moment) -> Callable[[date, Calendar], datetime]:
    """What gives the far end of a period from its event, as ``semantics.shift`` does.

    Ends of periods that are counted in days are kept by the day of the event: those of one day share them.
    """
    if period_of(node.period).unit not in clocks.DAY_UNITS or ends_a_period(node.event):
        return lambda event, calendar: shift(node, event, calendar)
    kept: dict[date, tuple[Calendar, datetime]] = {}

    def found(event: date, calendar: Calendar) -> datetime:
        day = clocks.local_day(event, calendar)
        known = kept.get(day)
        if known is None or known[0] is not calendar:
            if len(kept) >= MOST_DAYS:
                kept.clear()
            known = kept[day] = calendar, shift(node, day, calendar)
        return known[1]

    return found


def _lying(node: Window) -> Evaluate:
    """Whether an act lies in a period or beyond its far end."""
    act, event, far_from = evaluator(node.act), evaluator(node.event), far_end(node)
    opens = event if node.opens is None else evaluator(node.opens)
    after, within = node.side is Side.AFTER, node.within

    def lies(setting: Setting) -> Result:
        acted, happened, opened, calendar = act(setting), event(setting), opens(setting), setting.calendar
        if acted is ABSENT or happened is ABSENT or opened is ABSENT:
            return False
        if not isinstance(acted, date) or not isinstance(happened, date) or not isinstance(opened, date):
            return UNKNOWN
        near, far = clocks.instant(opened, calendar), far_from(happened, calendar)
        if after:
            at = clocks.acted_after(acted, opened, calendar)
            return near <= at < far if within else at >= far
        at = clocks.instant(acted, calendar)
        return far <= at < near if within else at < far

    return lies


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
