"""What there is to say of the windows that decided: that the time has not begun, or when it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from policykit import clocks
from policykit.backends.prose.format import format_deadline, format_when
from policykit.decision import Condition, Deadline, TimeWindow, WindowState
from policykit.explain.telling import Telling
from policykit.model import ABSENT


def told_windows(telling: Telling, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """One sentence for a customer: which event a window still waits for, else the last end that has passed."""
    known = [(one, one.window) for one in conditions if one.window is not None and _may_be_told(telling, one)]
    for one, window in known:
        if window.state is WindowState.NOT_STARTED and (event := _waits_for(telling, one)):
            return (telling.say("window_not_started", event=event),)
    ends = [(end, window) for _, window in known if (end := _passed(window)) is not None]
    if not ends:
        return ()
    end, window = max(ends, key=lambda found: found[0])
    deadline = _deadline(telling, end, window)
    key = "window_closed_day" if deadline.whole_day else "window_closed"
    return (telling.say(key, when=format_deadline(deadline, telling.locale, telling.business)),)


def _may_be_told(telling: Telling, condition: Condition) -> bool:
    facts = telling.business.facts
    return all(name in facts and telling.shown(facts[name]) for name in (*condition.reads, condition.fact))


def _waits_for(telling: Telling, condition: Condition) -> str:
    """The meaning of what is not on record, without which the window has not started."""
    facts, known = telling.business.facts, telling.decision.facts
    absent = (name for name in condition.reads if name != condition.fact and known.get(name) is ABSENT)
    return next((telling.text(facts[name].meaning) for name in absent), "")


def _passed(window: TimeWindow) -> datetime | None:
    """When the time of a window was over; of one that opens where another time ends, when that was."""
    if window.state is WindowState.CLOSED:
        return window.closes
    return window.opens if window.state is WindowState.OPEN and window.closes is None else None


def _deadline(telling: Telling, end: datetime, window: TimeWindow) -> Deadline:
    calendar = telling.business.calendar
    day, whole_day = clocks.last_day(end, calendar), clocks.is_midnight(end, calendar)
    return Deadline("", end, day, whole_day, window.provisional)


def window_text(telling: Telling, window: TimeWindow) -> str:
    """The window for staff and auditors, in a few words."""
    if window.state is WindowState.NOT_STARTED:
        text = telling.say("window_state_not_started")
    elif window.state is WindowState.CLOSED and window.closes is not None:
        text = telling.say("window_state_closed", when=_when(telling, window.closes))
    elif window.closes is not None:
        text = telling.say("window_state_open", when=_when(telling, window.closes))
    else:
        text = telling.say("window_state_open_since", when=_when(telling, window.opens))
    return telling.say("window_state_provisional", window=text) if window.provisional else text


def _when(telling: Telling, at: datetime | None) -> str:
    return format_when(at, telling.locale, telling.business) if at else ""
