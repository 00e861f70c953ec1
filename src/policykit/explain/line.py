"""Lines that remember how they are made, so that the same line can be told of another decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from policykit.decision import Change, Deadline, Decision, TimeWindow
from policykit.model import Value


class Given(NamedTuple):
    """What two decisions by the same rule may differ in, and their lines with them."""

    facts: Mapping[str, Value]
    values: Mapping[str, Value]
    deadlines: Mapping[str, Deadline]
    named: Mapping[str, Value]
    windows: tuple[TimeWindow | None, ...]
    """The windows of all conditions of the reasons, one behind the other."""
    changes: tuple[Change, ...]


def given_in(decision: Decision) -> Given:
    """What is given in a decision."""
    answer = decision.answer
    return Given(
        decision.facts,
        answer.values if answer else {},
        {one.name: one for one in answer.deadlines} if answer else {},
        decision.named,
        tuple([condition.window for reason in decision.reasons for condition in reason.conditions]),
        decision.would_change,
    )


Make = Callable[[Given], str | None]
"""What makes a line of what is given; None where it cannot be made of that alone."""


class Line(str):
    """A line of which it is known how it is ``made``: None where every decision of its shape has the same."""

    __slots__ = ("made",)
    made: Make | None


def fixed(text: str) -> Line:
    """A line that is always the same."""
    line = Line(text)
    line.made = None
    return line


def all_fixed(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(fixed(text) for text in texts)


def made(make: Make, text: str) -> Line:
    """A line with what makes it: of the decision at hand, the text."""
    line = Line(text)
    line.made = make
    return line
