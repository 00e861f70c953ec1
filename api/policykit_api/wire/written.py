"""Answers written by filling in: the JSON of one answer is taken apart, where others by the same rule differ.

What comes of it is what the encoder makes of the shapes, byte by byte.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from msgspec import UNSET, structs

from policykit import decision as made
from policykit.clocks import end
from policykit.deciding.privacy import is_private, reasons_for
from policykit.deciding.reasons import Observed
from policykit.decision import Decision
from policykit.model import Business, Calendar, Type, Value
from policykit_api.wire import reasons as wire
from policykit_api.wire.answers import deadline
from policykit_api.wire.decision import Decided
from policykit_api.wire.shape import Audience, encode
from policykit_api.wire.values import duration, moment, to_wire

MARK: Any = "\ue000"
"""What stands in a shape for what differs: a private character, of which texts for readers are cleared."""


class NotApart(Exception):
    """A text of an author's holds what marks the places."""


def pieces(shape: object, marks: int) -> list[str]:
    """The JSON of a shape between its marks. Raises ``NotApart``."""
    found = encode(shape).decode().split(f'"{MARK}"')
    if len(found) != marks + 1 or MARK in "".join(found):
        raise NotApart
    return found


def form(shape: object, marks: int) -> str:
    """The same, to be filled in by `%`."""
    return "%s".join(piece.replace("%", "%%") for piece in pieces(shape, marks))


PARTS = ("reasons", "would_change", "explanation")
"""What a decision has where it was asked for, in the order of the shape."""


def envelope(decided: Decided) -> str:
    """The form of a decision, with places for id, values, deadlines, each part that it has, and the instant."""
    parts = [name for name in PARTS if getattr(decided, name) is not UNSET]
    named = ("id", "values", "deadlines", *parts, "as_of")
    return form(structs.replace(decided, **dict.fromkeys(named, MARK)), len(named))


# --- values and deadlines ---------------------------------------------------------------------


def json_of(value: Value, kind: Type | None) -> str:
    """The JSON of a value."""
    if type(value) is datetime:
        return f'"{moment(value)}"'
    if type(value) is timedelta:
        return f'"{duration(value)}"'
    return encode(to_wire(value, kind)).decode()


def deadlines(found: Iterable[made.Deadline]) -> str:
    return f"[{','.join([a_deadline(one) for one in found])}]"


def a_deadline(one: made.Deadline) -> str:
    # Many end with a day, which they share; times of a zone are no keys, as two that its clock shows alike are equal.
    return kept_deadline(one) if one.whole_day else encode(deadline(one)).decode()


@lru_cache(4096)
def kept_deadline(one: made.Deadline) -> str:
    return encode(deadline(one)).decode()


# --- reasons ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Condition:
    """How a test is written: its beginning, each verdict with the group that it stands in, and the other names."""

    type: Type | None
    start: str
    value: str
    held: Mapping[bool | None, str]
    by: str
    window: str

    def written(self, seen: Observed, times: dict[int, str], business: Business) -> str:
        """The test as it was observed; ``times`` have been written before, by their identity."""
        value, held, by, window = seen
        told = distance = time = ""
        if type(value) is datetime:  # several tests of a rule are about the same
            told = told_once(value, times)
        elif value is not None:
            told = json_of(value, self.type)
        if told:
            told = self.value + told
        if by is not None:
            distance = self.by + json_of(by, self.type)
        if window is not None:
            time = self.window + written_window(window, times, business)
        return f"{self.start}{told}{self.held[held]}{distance}{time}}}"


@dataclass(frozen=True, slots=True)
class Reasons:
    """How the reasons of a rule that governs are written for one audience: each rule's beginning, and its tests.

    A test that is text already is kept from that audience, whatever is observed. Others stand at their places among
    the tests of all rules.
    """

    rules: tuple[tuple[str, tuple[tuple[int, Condition] | str, ...]], ...]

    def written(self, seen: Sequence[Observed], business: Business) -> str:
        times: dict[int, str] = {}
        return "[" + ",".join([
            begins + ",".join([
                test if isinstance(test, str) else test[1].written(seen[test[0]], times, business) for test in tests
            ]) + "]}"
            for begins, tests in self.rules
        ]) + "]"  # fmt: skip


def reasons_form(decision: Decision, business: Business, audience: Audience) -> Reasons:
    """The form of the reasons of a decision, and of all others by the same rule. Raises ``NotApart``."""
    shown, rules, place = reasons_for(audience, decision, business), [], 0
    for reason in decision.reasons:
        if any(reason is one for one in shown):
            begins, _ = pieces(wire.Reason(rule=reason.rule, held=reason.held, conditions=MARK), 1)
            tests = tuple(
                test_form(number, one, business, audience) for number, one in enumerate(reason.conditions, place)
            )
            rules.append((begins + "[", tests))
        place += len(reason.conditions)
    return Reasons(tuple(rules))


def test_form(place: int, one: made.Condition, business: Business, audience: Audience) -> tuple[int, Condition] | str:
    """How one test is written, or what stands in its place for an audience that may not see what it is about."""
    if audience != "auditor" and is_private(one, business):
        return encode(wire.condition(one, business, audience)).decode()
    return place, condition_form(one)


def condition_form(one: made.Condition) -> Condition:
    same: dict[str, Any] = {"fact": one.fact, "test": one.test, "under": wire.under(one)}
    bare, behind = pieces(wire.Condition(held=MARK, **same), 1)
    whole, held, by, window, _ = pieces(wire.Condition(value=MARK, held=MARK, by=MARK, window=MARK, **same), 4)
    start, under = bare.removesuffix(held), behind.removesuffix("}")
    verdicts = {verdict: held + encode(verdict).decode() + under for verdict in (True, False, None)}
    return Condition(one.type, start, whole.removeprefix(start), verdicts, by.removeprefix(under), window)


WINDOW = form(wire.TimeWindow(state=MARK, opens=MARK, closes=MARK, last_day=MARK, provisional=MARK), 5)


def told_once(time: datetime, times: dict[int, str]) -> str:
    """The time, of those written before by identity: they are held by what is being written."""
    return times.get(id(time)) or times.setdefault(id(time), f'"{moment(time)}"')


def written_window(one: made.TimeWindow, times: dict[int, str], business: Business) -> str:
    opens = "null" if one.opens is None else told_once(one.opens, times)
    closes, day = ("null", "null") if one.closes is None else ending(one.closes, business.calendar)
    return WINDOW % (STATES[one.state], opens, closes, day, "true" if one.provisional else "false")


def ending(closes: datetime, calendar: Calendar) -> tuple[str, str]:
    """When a window closes, and the last day that is in it. Many close with a day, which they share."""
    return (kept_ending if isinstance(closes.tzinfo, timezone) else ending_of)(closes, calendar)


def ending_of(closes: datetime, calendar: Calendar) -> tuple[str, str]:
    return f'"{moment(closes)}"', f'"{end(closes, calendar).last_day.isoformat()}"'


kept_ending = lru_cache(4096)(ending_of)
STATES = {state: f'"{state.value}"' for state in made.WindowState}


# --- what would have changed the answer -----------------------------------------------------------


def changes(found: Sequence[made.Change], business: Business) -> str:
    return encode(wire.changes(found, business)).decode() if found else "[]"
