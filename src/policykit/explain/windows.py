"""What there is to say of the windows that decided: that the time has not begun, or when it ended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from policykit import clocks
from policykit.backends.prose.format import format_deadline, format_when
from policykit.decision import Condition, Deadline, TimeWindow, WindowState
from policykit.explain.line import Given, fixed, made
from policykit.explain.phrasebook import Phrasebook
from policykit.explain.telling import Telling
from policykit.model import ABSENT


def told_windows(telling: Telling, conditions: Iterable[Condition]) -> tuple[str, ...]:
    """One sentence for a customer: which event a window still waits for, else the last end that has passed."""
    known = [(one, one.window) for one in conditions if one.window is not None and _may_be_told(telling, one)]
    for one, window in known:
        if window.state is WindowState.NOT_STARTED and (event := _waits_for(telling, one)):
            return (fixed(telling.say("window_not_started", event=event)),)
    ended = [one for one, window in known if _passed(window) is not None]
    if not ended:
        return ()
    make = partial(_last_end, telling.book, _places(telling, ended))
    return (made(make, make(telling.given)),)


def _places(telling: Telling, conditions: Iterable[Condition]) -> tuple[int, ...]:
    """Where the conditions stand among all."""
    every = [id(one) for reason in telling.decision.reasons for one in reason.conditions]
    return tuple(every.index(id(one)) for one in conditions)


def _last_end(book: Phrasebook, places: tuple[int, ...], given: Given) -> str:
    """When the last of the windows at these places was over."""
    windows = (window for place in places if (window := given.windows[place]) is not None)
    ends = [(end, window) for window in windows if (end := _passed(window)) is not None]
    end, window = max(ends, key=lambda found: found[0])
    deadline = Deadline("", *clocks.end(end, book.business.calendar), window.provisional)
    key = "window_closed_day" if deadline.whole_day else "window_closed"
    return book.catalog.say(key, when=format_deadline(deadline, book.locale, book.business))


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
