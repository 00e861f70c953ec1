"""The windows of a policy of returns that schema.org has words for: so many days from delivery, and seasons of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from policykit.model import (
    And,
    Call,
    Comparator,
    Comparison,
    DateLiteral,
    Expression,
    FactRef,
    Function,
    LetRef,
    Not,
    NumberRef,
    Or,
    PeriodLiteral,
    Rule,
    Side,
    Test,
    Unit,
    Window,
)

DAYS = (Unit.DAYS, Unit.CALENDAR_DAYS)
"""Units whose count is the number of days that a reader is told."""


@dataclass(frozen=True, slots=True)
class Season:
    """A season by the fact whose time falls in it, from its first day on until the first day after it."""

    of: str
    starts: date
    ends: date

    @property
    def last(self) -> date:
        return self.ends - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A window: its rule, how many days after delivery it stays open or its last day, and the season it is for."""

    rule: Rule
    length: int | date
    season: Season | None = None


def stay_of(rule: Rule, delivered: Expression) -> Stay | None:
    """The window that a rule is; None where it asks for anything besides, or runs from anything but delivery."""
    parts = list(conjuncts(rule.when))
    denied = [part for part in parts if isinstance(part, Not)]
    if not all(denies_seasons(part) for part in denied):
        return None
    rest = [part for part in parts if part not in denied]
    season = season_of(rest)
    length = length_of([part for part in rest if not season or part not in bounds(season)], delivered)
    return None if length is None else Stay(rule, length, season)


def conjuncts(condition: Expression) -> Iterator[Expression]:
    """All that must hold together."""
    match condition:
        case Test(condition=inner):
            yield from conjuncts(inner)
        case And(parts=parts):
            for part in parts:
                yield from conjuncts(part)
        case _:
            yield condition


def length_of(parts: list[Expression], delivered: Expression) -> int | date | None:
    """How long a window stays open by the whole of its test; None where the test says anything else."""
    match parts:
        case [Window(within=True, side=Side.AFTER, period=period, event=event, opens=None)] if event == delivered:
            return days_of(period)
        case [
            Comparison(Comparator.AT_LEAST, FactRef() as act, since),
            Comparison(Comparator.AT_MOST, Call(Function.DATE, (FactRef() as same,)), last),
        ] if act == same and since == delivered:
            return day_of(last)
        case _:
            return None


def days_of(period: Expression) -> int | None:
    match period:
        case PeriodLiteral(count=count, unit=unit) if unit in DAYS:
            return count
        case NumberRef(literal=literal):
            return days_of(literal)
        case _:
            return None


def day_of(last: Expression) -> date | None:
    match last:
        case DateLiteral(value=day):
            return day
        case LetRef(expression=named):
            return day_of(named)
        case _:
            return None


# --- seasons ----------------------------------------------------------------------------------


def season_of(parts: list[Expression]) -> Season | None:
    """The season that two of the parts bound."""
    for first, second in pairwise(parts):
        match first, second:
            case (
                Comparison(Comparator.AT_LEAST, Call(Function.DATE, (FactRef(name=of),)), DateLiteral(value=starts)),
                Comparison(Comparator.LESS, Call(Function.DATE, (FactRef(name=same),)), DateLiteral(value=ends)),
            ) if of == same:
                return Season(of, starts, ends)
            case _:
                pass
    return None


def bounds(season: Season) -> tuple[Comparison, Comparison]:
    """The tests that bound a season."""
    day = Call(Function.DATE, (FactRef(season.of),))
    return (
        Comparison(Comparator.AT_LEAST, day, DateLiteral(season.starts)),
        Comparison(Comparator.LESS, day, DateLiteral(season.ends)),
    )


def denies_seasons(condition: Not) -> bool:
    """Whether it says of some seasons that it is none of them, and nothing else."""
    inner = condition.part
    tests = inner.parts if isinstance(inner, Or) else (inner,)
    found = [(season_of(parts), parts) for parts in (list(conjuncts(test)) for test in tests)]
    return all(season is not None and tuple(parts) == bounds(season) for season, parts in found)
