"""The values of a fact at which a test turns: the nearest that hold, and the nearest that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import chain
from typing import NamedTuple

from policykit import clocks, values
from policykit.calculation import EXACT
from policykit.deciding.evaluating import Evaluate, evaluator, far_end
from policykit.model import (
    ABSENT,
    Business,
    Calendar,
    ChoiceType,
    Comparison,
    DateTimeType,
    Expression,
    Fact,
    FactRef,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Presence,
    Value,
    Window,
)
from policykit.semantics import Setting
from policykit.values import EARLIEST, LATEST

INSTANT = timedelta(microseconds=1)
"""The least step between two instants."""
HALF_A_DAY = timedelta(hours=12)


class Candidate(NamedTuple):
    """A fact's value to try, and how to tell it: an act `by` or `from` an instant, or a value that it `is`."""

    fact: str
    value: Value
    relation: str
    told: Value


Nearest = Callable[[Setting, Business, datetime], Iterable[Candidate]]


def nearest(fact: Fact, limits: tuple[Expression, ...], *, presence: bool) -> Nearest:
    """What gives the nearest values of a fact at which the test turns."""
    absent = [Candidate(fact.name, ABSENT, "is", ABSENT)] if presence else []
    match fact.type:
        case FlagType():
            return _always([*(Candidate(fact.name, flag, "is", flag) for flag in (True, False)), *absent])
        case ChoiceType(choices=choices):
            return _always([*(Candidate(fact.name, choice, "is", choice) for choice in choices), *absent])
        case NumberType() | MoneyType():
            amounts = [evaluator(node.right) for node in limits if isinstance(node, Comparison)]
            return lambda setting, business, _: chain(_limits(fact, amounts, setting, business), absent)
        case DateTimeType():
            turns = [_turn(fact, node) for node in limits]
            return lambda setting, _, as_of: [one for turn in turns for one in turn(setting, as_of)] + absent
        case _:
            return _always(absent)


def _always(candidates: list[Candidate]) -> Nearest:
    return lambda *_: candidates


def _limits(fact: Fact, amounts: list[Evaluate], setting: Setting, business: Business) -> Iterator[Candidate]:
    kind = fact.type
    step = kind.step if isinstance(kind, NumberType) else business.smallest_unit
    first = (kind.minimum if isinstance(kind, NumberType) else None) or Decimal(0)
    for amount in amounts:
        limit = amount(setting)
        if isinstance(limit, Decimal):
            for value in _neighbours(limit, step, first):
                if _can_be_sent(fact, value):
                    yield Candidate(fact.name, value, "is", value)


def _neighbours(limit: Decimal, step: Decimal | None, first: Decimal) -> tuple[Decimal, Decimal, Decimal]:
    """The limit, or the step below it where it lies between two, and the values on both sides."""
    if step is None:
        return limit, EXACT.add(limit, Decimal(1)), EXACT.subtract(limit, Decimal(1))
    steps = EXACT.divide(EXACT.subtract(limit, first), step).to_integral_value(ROUND_FLOOR, EXACT)
    below = EXACT.add(first, EXACT.multiply(steps, step))
    return below, EXACT.add(below, step), EXACT.subtract(below, step)


def _can_be_sent(fact: Fact, value: Value) -> bool:
    """Whether a caller could say so: nobody is told of a value that would be refused."""
    assert not isinstance(fact.type, ListType)
    if isinstance(value, datetime) and EARLIEST.year < value.year < LATEST.year - 1 and _has_common_offset(value):
        return True
    return not isinstance(values.from_json(fact.type, values.to_json(fact.type, value)), values.Wrong)


def _has_common_offset(value: datetime) -> bool:
    """Whether the offset is one that is written in hours and minutes."""
    offset = value.utcoffset()
    return offset is not None and abs(offset) < HALF_A_DAY and offset.seconds % 60 == 0 and not offset.microseconds


Turn = Callable[[Setting, datetime], Iterable[Candidate]]


def _turn(fact: Fact, node: Expression) -> Turn:
    """What gives the instants just before and at the limit of a window or comparison.

    Where the test asks whether the fact is there, it is now.
    """
    match node:
        case Window(event=event):
            return _turn_of_window(fact, evaluator(event), far_end(node))
        case Comparison(left=FactRef(), right=right):
            return _turn_at_instant(fact, evaluator(right))
        case Comparison(right=right):
            return _turn_at_day(fact, evaluator(right))
        case Presence():
            return lambda setting, as_of: (
                [Candidate(fact.name, as_of, "present", as_of)] if setting.facts.get(fact.name) is ABSENT else []
            )
        case _:
            return lambda *_: []


def _turn_of_window(fact: Fact, event: Evaluate, far_from: Callable[[date, Calendar], datetime]) -> Turn:
    def turn(setting: Setting, _: datetime) -> Iterable[Candidate]:
        happened = event(setting)
        return _around(fact, far_from(happened, setting.calendar), setting) if isinstance(happened, date) else []

    return turn


def _turn_at_instant(fact: Fact, right: Evaluate) -> Turn:
    def turn(setting: Setting, _: datetime) -> Iterable[Candidate]:
        limit = right(setting)
        return _around(fact, limit, setting) if isinstance(limit, datetime) else []

    return turn


def _turn_at_day(fact: Fact, right: Evaluate) -> Turn:
    def turn(setting: Setting, _: datetime) -> Iterable[Candidate]:
        day = right(setting)
        if not isinstance(day, date):
            return []
        limits = (clocks.instant(limit, setting.calendar) for limit in (day, day + timedelta(days=1)))
        return [candidate for limit in limits for candidate in _around(fact, limit, setting)]

    return turn


def _around(fact: Fact, limit: datetime, setting: Setting) -> list[Candidate]:
    """Just before the limit and at it, but for where the fact lies: nobody is told that it should be what it is."""
    if not _can_be_sent(fact, limit):
        return []
    given = setting.facts.get(fact.name)
    there = given < limit if isinstance(given, datetime) else None
    before = [] if there is True else [Candidate(fact.name, limit - INSTANT, "by", limit)]
    return before if there is False else [*before, Candidate(fact.name, limit, "from", limit)]
