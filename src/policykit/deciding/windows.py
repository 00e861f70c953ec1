"""The time in which a test on an act holds, where the act lies in it, and which results are provisional."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import cast

from policykit import clocks
from policykit.calendars import horizon
from policykit.decision import TimeWindow, WindowState
from policykit.model import (
    ABSENT,
    Aggregate,
    And,
    Call,
    Comparator,
    Comparison,
    Expression,
    FactRef,
    FieldRef,
    Function,
    If,
    LetRef,
    Moment,
    Quantifier,
    Side,
    Window,
)
from policykit.semantics import Setting, Unknown, elements, evaluate, period_of, shift, when
from policykit.walk import parts


def window_of(condition: Expression, setting: Setting, at: datetime) -> TimeWindow | None:
    """The window that a test sets its act; None where it sets none, or its event is unknown.

    While the act is absent or unknown, it is ``at`` that lies before, in or after the window.
    """
    fixed = _until_a_day(condition)
    if fixed is not None:
        return _fixed(*fixed, setting, at)
    nodes = _windows(condition)
    events = [evaluate(event, setting) for node in nodes for event in (node.event, node.opens or node.event)]
    if not nodes or any(isinstance(event, Unknown) for event in events):
        return None
    if any(event is ABSENT for event in events):
        return TimeWindow(WindowState.NOT_STARTED)
    bounds = [_bounds(node, setting) for node in nodes]
    opens = max((start for start, _ in bounds if start is not None), default=None)
    closes = min((end for _, end in bounds if end is not None), default=None)
    state = _state(_acted(nodes[0], setting, at), opens, closes)
    return TimeWindow(state, opens, closes, provisional=any(provisional(node, setting) for node in nodes))


def _windows(condition: Expression) -> tuple[Window, ...]:
    """The windows of a test on one act: one, or the two that bound a tier."""
    match condition:
        case Window():
            return (condition,)
        case And(parts=inner) if all(isinstance(part, Window) for part in inner):
            nodes = cast("tuple[Window, ...]", inner)
            return nodes if len({node.act for node in nodes}) == 1 else ()
        case _:
            return ()


def _until_a_day(condition: Expression) -> tuple[Expression, Expression, Expression] | None:
    """Act, event and last day of a window that ends on a fixed day: `after … and at most 2027-01-31`."""
    match condition:
        case And(
            parts=(
                Comparison(comparator=Comparator.AT_LEAST, left=act, right=FactRef() | FieldRef() | LetRef() as event),
                Comparison(comparator=Comparator.AT_MOST, left=day_of, right=last),
            )
        ) if day_of in (act, Call(Function.DATE, (act,))):
            return act, event, last
        case _:
            return None


def _fixed(act: Expression, event: Expression, last: Expression, setting: Setting, at: datetime) -> TimeWindow | None:
    happened, day, calendar = evaluate(event, setting), evaluate(last, setting), setting.calendar
    if happened is ABSENT:
        return TimeWindow(WindowState.NOT_STARTED)
    if not isinstance(happened, date) or not isinstance(day, date) or isinstance(day, datetime):
        return None
    acted = evaluate(act, setting)
    opens, closes = (clocks.instant(limit, calendar) for limit in (happened, day + timedelta(days=1)))
    lies = clocks.acted_after(acted, happened, calendar) if isinstance(acted, date) else at
    return TimeWindow(_state(lies, opens, closes), clocks.in_zone(opens, calendar), closes)


def _bounds(node: Window, setting: Setting) -> tuple[datetime | None, datetime | None]:
    """The first instant at which the test holds and the first at which it does so no more; None is for ever."""
    event, opens = evaluate(node.event, setting), evaluate(node.opens or node.event, setting)
    assert isinstance(event, date)
    assert isinstance(opens, date)
    calendar = setting.calendar
    near = clocks.in_zone(clocks.instant(opens, calendar), calendar)
    far = shift(node, event, calendar)
    if node.side is Side.AFTER:
        return (near, far) if node.within else (far, None)
    return (far, near) if node.within else (None, far)


def _acted(node: Window, setting: Setting, at: datetime) -> datetime:
    act, opens = evaluate(node.act, setting), evaluate(node.opens or node.event, setting)
    if not isinstance(act, date):
        return at
    if node.side is Side.AFTER:
        assert isinstance(opens, date)
        return clocks.acted_after(act, opens, setting.calendar)
    return clocks.instant(act, setting.calendar)


def _state(acted: datetime, opens: datetime | None, closes: datetime | None) -> WindowState:
    if opens is not None and acted < opens:
        return WindowState.NOT_STARTED
    return WindowState.CLOSED if closes is not None and acted >= closes else WindowState.OPEN


def provisional(expression: Expression, setting: Setting) -> bool:
    """Whether the result counts working days that are not published yet."""
    return horizon(setting.calendar) is not None and _provisional(expression, setting, set())


def _provisional(expression: Expression, setting: Setting, named: set[str]) -> bool:
    """The same; what has a name is gone into once, and is among the ``named`` from then on."""
    match expression:
        case LetRef(name=name) if name in named:
            return False
        case LetRef(name=name, expression=inner):
            named.add(name)
            return _provisional(inner, setting, named)
        case Moment() | Window():
            return _beyond_horizon(expression, setting) or _any(parts(expression), setting, named)
        case Call(function=Function.IS_WORKING_DAY | Function.IN_WORKING_HOURS, arguments=(time,)):
            return _unpublished(time, setting) or _provisional(time, setting, named)
        case If(condition=condition, then=then, otherwise=otherwise):
            held = evaluate(condition, setting)
            return _any((condition, then if held else otherwise), setting, named)
        case Quantifier(variable=variable, list=name) | Aggregate(variable=variable, list=name):
            found = elements(name, setting)
            known = found if isinstance(found, tuple) else ()
            return any(_any(parts(expression), setting.holding(variable, element), named) for element in known)
        case _:
            return _any(parts(expression), setting, named)


def _any(expressions: tuple[Expression, ...], setting: Setting, named: set[str]) -> bool:
    return any(_provisional(expression, setting, named) for expression in expressions)


def _unpublished(time: Expression, setting: Setting) -> bool:
    """Whether a time lies on a day of which it is not published yet whether it is worked."""
    at, known_until = evaluate(time, setting), horizon(setting.calendar)
    return isinstance(at, date) and known_until is not None and clocks.local_day(at, setting.calendar) > known_until


def _beyond_horizon(node: Moment | Window, setting: Setting) -> bool:
    start = evaluate(node.event, setting)
    if not isinstance(start, date):
        return False
    calendar = setting.calendar
    return clocks.is_provisional(when(start), shift(node, start, calendar), period_of(node.period), calendar)
