"""The time in which a test on an act holds, where the act lies in it, and which results are provisional."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from policykit import clocks
from policykit.calendars import horizon
from policykit.deciding.evaluating import evaluator, far_end
from policykit.decision import TimeWindow, WindowState
from policykit.model import (
    ABSENT,
    Aggregate,
    And,
    Calendar,
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
    PeriodLiteral,
    Quantifier,
    Side,
    Unit,
    Window,
)
from policykit.semantics import Result, Setting, Unknown, elements, evaluate, period_of, shift, when
from policykit.walk import every, parts


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


@dataclass(frozen=True, slots=True)
class Measured:
    """A test that is one window: whether it held, how far the act lies from the period's far end, and the window."""

    held: bool | None
    by: timedelta | None
    window: TimeWindow | None


Measure = Callable[[Setting, datetime], Measured]


def measuring(node: Window) -> Measure:
    """What measures a window: what ``evaluate`` and ``window_of`` say of it, from one count of its period."""
    act, event = evaluator(node.act), evaluator(node.event)
    opens = event if node.opens is None else evaluator(node.opens)
    parts, far_from, working = (act, event, opens), far_end(node), may_be_provisional(node)
    return lambda setting, at: _measured(
        node, [part(setting) for part in parts], far_from, setting, at, working=working
    )


def _measured(
    node: Window,
    parts: Sequence[Result],
    far_from: Callable[[date, Calendar], datetime],
    setting: Setting,
    at: datetime,
    *,
    working: bool,
) -> Measured:
    act, event, opens = parts
    if not isinstance(event, date) or not isinstance(opens, date):
        absent, unknown = ABSENT in (act, event, opens), isinstance(event, Unknown) or isinstance(opens, Unknown)
        return Measured(False if absent else None, None, None if unknown else TimeWindow(WindowState.NOT_STARTED))
    calendar = setting.calendar
    far = far_from(event, calendar)
    near = clocks.in_zone(clocks.instant(opens, calendar), calendar)
    first, end = _ordered(node, near, far)
    state = _state(_lies(node, act, opens, calendar) if isinstance(act, date) else at, first, end)
    acted = isinstance(act, date)
    return Measured(
        state is WindowState.OPEN if acted else False if act is ABSENT else None,
        abs(act - far) if isinstance(act, datetime) and isinstance(event, datetime) else None,
        TimeWindow(state, first, end, working and provisional(node, setting)),
    )


def sets_window(condition: Expression) -> bool:
    """Whether a test can set a window."""
    return bool(_windows(condition)) or _until_a_day(condition) is not None


def may_be_provisional(expression: Expression) -> bool:
    """Whether working days count in the expression, which may not be published yet."""
    return any(_counts_working_days(node) for node in every(expression))


def _counts_working_days(node: Expression) -> bool:
    match node:
        case PeriodLiteral(unit=unit, rolls=rolls):
            return rolls or unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)
        case Call(function=function):
            return function in (Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS)
        case _:
            return False


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
    return _ordered(node, near, shift(node, event, calendar))


def _ordered(node: Window, near: datetime, far: datetime) -> tuple[datetime | None, datetime | None]:
    if node.side is Side.AFTER:
        return (near, far) if node.within else (far, None)
    return (far, near) if node.within else (None, far)


def _acted(node: Window, setting: Setting, at: datetime) -> datetime:
    act, opens = evaluate(node.act, setting), evaluate(node.opens or node.event, setting)
    assert isinstance(opens, date)
    return _lies(node, act, opens, setting.calendar) if isinstance(act, date) else at


def _lies(node: Window, act: date, opens: date, calendar: Calendar) -> datetime:
    if node.side is Side.AFTER:
        return clocks.acted_after(act, opens, calendar)
    return clocks.instant(act, calendar)


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
