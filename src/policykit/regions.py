"""Where a test holds: a set of values, read off the test where it says it with values that are written out.

The index of a large table and the check for overlapping rows both work on these sets.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

from policykit.model import (
    ABSENT,
    And,
    Calendar,
    Comparator,
    Comparison,
    Expression,
    FlagLiteral,
    Membership,
    Not,
    Or,
    Presence,
    Rule,
    Test,
    Value,
)
from policykit.semantics import Setting, Unknown, evaluate
from policykit.walk import aliases_read, facts_read

Cut = tuple[Value, int]
"""A place between values: just before a value (0) or just after it (1)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A set of values of one ordered type, and whether what is absent belongs to it.

    Going up from the least value one is inside if it ``begins`` so, and changes sides at each of the ``cuts``.
    """

    begins: bool
    cuts: tuple[Cut, ...]
    absent: bool = False

    def holds(self, value: Value) -> bool:
        return self.absent if value is ABSENT else self.inside((value, 0))

    def inside(self, cut: Cut) -> bool:
        """Whether what lies right behind a cut is in the region."""
        return self.begins is not bool(bisect_right(self.cuts, cut) % 2)


NOWHERE, THERE, EVERYWHERE = Region(False, ()), Region(True, ()), Region(True, (), absent=True)
"""No value; every value that is there; those and what is absent."""


def joined(one: Region, other: Region) -> Region:
    """What lies in either."""
    return _combined(lambda here, there: here or there, one, other)


def shared(one: Region, other: Region) -> Region:
    """What lies in both."""
    return _combined(lambda here, there: here and there, one, other)


def opposite(region: Region) -> Region:
    """What does not lie in it."""
    return Region(not region.begins, region.cuts, not region.absent)


def apart(one: Region, other: Region) -> bool:
    """Whether nothing lies in both."""
    return shared(one, other) == NOWHERE


def _combined(rule: Callable[[bool, bool], bool], one: Region, other: Region) -> Region:
    inside = begins = rule(one.begins, other.begins)
    cuts: list[Cut] = []
    for cut in sorted({*one.cuts, *other.cuts}):
        if rule(one.inside(cut), other.inside(cut)) is not inside:
            inside = not inside
            cuts.append(cut)
    return Region(begins, tuple(cuts), rule(one.absent, other.absent))


# --- of tests ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Where:
    """Where a test holds at most. If ``exact``, it holds just there, and is undecided while its subject is unknown."""

    region: Region
    exact: bool


ANYWHERE = Where(EVERYWHERE, exact=False)
"""What is known of a test that depends on more than its subject."""


def where(condition: Expression, subject: Expression, calendar: Calendar) -> Where:
    """Where the test of a subject holds, as far as that can be read off."""
    match condition:
        case Comparison(comparator=comparator, left=left, right=right) if left == subject:
            value = _known(right, calendar)
            return ANYWHERE if value is None else Where(_compared(comparator, value), exact=True)
        case Membership(value=member, options=options) if member == subject:
            values = [_known(option, calendar) for option in options]
            known = [_compared(Comparator.EQUAL, value) for value in values if value is not None]
            return Where(reduce(joined, known, NOWHERE), exact=True) if len(known) == len(values) else ANYWHERE
        case Presence(value=value, present=present) if value == subject:
            return Where(THERE if present else opposite(THERE), exact=True)
        case And(parts=parts):
            found = [where(part, subject, calendar) for part in parts]
            return Where(reduce(shared, (one.region for one in found)), all(one.exact for one in found))
        case Or(parts=parts):
            found = [where(part, subject, calendar) for part in parts]
            return Where(reduce(joined, (one.region for one in found)), all(one.exact for one in found))
        case Not(part=part):
            inside = where(part, subject, calendar)
            return Where(opposite(inside.region), exact=True) if inside.exact else ANYWHERE
        case _:
            return ANYWHERE


def _compared(comparator: Comparator, value: Value) -> Region:
    before, after = (value, 0), (value, 1)
    match comparator:
        case Comparator.EQUAL:
            return Region(False, (before, after))
        case Comparator.NOT_EQUAL:
            return Region(True, (before, after))
        case Comparator.LESS:
            return Region(True, (before,))
        case Comparator.AT_MOST:
            return Region(True, (after,))
        case Comparator.MORE:
            return Region(False, (after,))
        case Comparator.AT_LEAST:
            return Region(False, (before,))


def _known(expression: Expression, calendar: Calendar) -> Value | None:
    """The value of what the author wrote out; None where it depends on facts."""
    if facts_read(expression) or aliases_read(expression):
        return None
    value = evaluate(expression, Setting({}, calendar))
    return None if isinstance(value, Unknown) or value is ABSENT else value


# --- of rows ----------------------------------------------------------------------------------


def cells_of(row: Rule) -> tuple[Test, ...] | None:
    """A row's tests, all of which must hold; None where its condition is something else."""
    match row.when:
        case Test() as test:
            return (test,)
        case And(parts=parts) if all(isinstance(part, Test) for part in parts):
            return tuple(part for part in parts if isinstance(part, Test))
        case FlagLiteral(value=True):
            return ()
        case _:
            return None


@dataclass(slots=True)
class Reader:
    """Reads where tests hold, each condition once: the cells of a column that say the same share theirs."""

    calendar: Calendar
    known: dict[int, tuple[Expression, Where]]

    def where(self, test: Test) -> Where:
        found = self.known.get(id(test.condition))
        if found is None:
            found = test.condition, where(test.condition, test.subject, self.calendar)
            self.known[id(test.condition)] = found
        return found[1]
