"""`table-overlap`: two rows of a table can hold together, where its hit policy says that they never disagree.

Rows of a `unique` table must exclude each other; those of an `any` table may overlap if they answer
alike. A pair is accepted only where some column shows that it cannot hold together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from policykit.deciding.reasons import subject_name
from policykit.diagnostics import Diagnostic, Related
from policykit.model import (
    ABSENT,
    And,
    Business,
    Comparator,
    Comparison,
    Expression,
    HitPolicy,
    Membership,
    Not,
    Policy,
    Presence,
    Rule,
    Test,
    Value,
)
from policykit.semantics import Setting, Unknown, evaluate
from policykit.walk import aliases_read, facts_read

MOST_ROWS = 1_000
"""Beyond this every pair would take too long to compare; such a table needs the hit policy `first`."""
MOST_FINDINGS = 20
"""So many pairs show what is wrong with a table."""


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            if policy.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
                yield from _overlaps(policy, business)


def _overlaps(policy: Policy, business: Business) -> Iterator[Diagnostic]:
    if len(policy.rules) > MOST_ROWS:
        text = f"more than {MOST_ROWS} rows cannot be compared with each other"
        yield Diagnostic("table-overlap", text, policy.span, help="use `hit_policy: first`")
        return
    found = 0
    regions = [(row, _regions(row, business)) for row in policy.rules]
    for (one, here), (other, there) in combinations(regions, 2):
        if policy.hit_policy is HitPolicy.ANY and _same_answer(one, other):
            continue
        if found == MOST_FINDINGS:
            return
        if not any(_apart(here[name], there[name]) for name in here.keys() & there.keys()):
            found += 1
            yield Diagnostic(
                "table-overlap",
                f"`{one.id}` and `{other.id}` can hold together, and the table is `{policy.hit_policy}`",
                other.span,
                help="let one column keep them apart, or use `hit_policy: first`",
                related=(Related(one.span, "the other row"),),
            )


def _same_answer(one: Rule, other: Rule) -> bool:
    here, there = one.answer, other.answer
    return (here.outcome, here.values, here.deadlines) == (there.outcome, there.values, there.deadlines)


# --- where a row holds ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Interval:
    """The values from ``low`` to ``high``; None is open. An end counts where its flag says so."""

    low: Value | None = None
    high: Value | None = None
    low_counts: bool = False
    high_counts: bool = False


@dataclass(frozen=True, slots=True)
class AllBut:
    """Every value that is there, except some."""

    values: frozenset[Value]


Region = frozenset[Value] | Interval | AllBut


def _regions(row: Rule, business: Business) -> dict[str, Region]:
    """For each tested name, where its test can hold, as far as that can be read off."""
    parts = row.when.parts if isinstance(row.when, And) else (row.when,)
    found: dict[str, Region] = {}
    for part in parts:
        if isinstance(part, Test):
            name = subject_name(part.subject)
            region = _region(part.condition, name, business)
            if region is not None:
                found[name] = region
    return found


def _region(condition: Expression, name: str, business: Business) -> Region | None:
    match condition:
        case Presence(present=present):
            return Interval() if present else frozenset((ABSENT,))
        case Comparison(comparator=Comparator.EQUAL, right=right):
            return _values((right,), business)
        case Comparison(comparator=comparator, right=right):
            return _half_line(comparator, right, business)
        case Membership(options=options):
            return _values(options, business)
        case Not(part=part):
            inside = _region(part, name, business)
            return _others(inside)
        case And(parts=(Presence(present=True), Not() as inner)):
            return _region(inner, name, business)
        case And(parts=(Comparison() as low, Comparison() as high)):
            return _between(_region(low, name, business), _region(high, name, business))
        case _:
            return None


def _values(options: tuple[Expression, ...], business: Business) -> Region | None:
    values = [_known(option, business) for option in options]
    known = frozenset(value for value in values if value is not None)
    return known if None not in values else None


def _known(expression: Expression, business: Business) -> Value | None:
    """The value of what the author wrote out; None where it depends on facts."""
    if facts_read(expression) or aliases_read(expression):
        return None
    value = evaluate(expression, Setting({}, business.calendar))
    return None if isinstance(value, Unknown) else value


def _half_line(comparator: Comparator, right: Expression, business: Business) -> Region | None:
    limit = _known(right, business)
    if limit is None:
        return None
    match comparator:
        case Comparator.LESS:
            return Interval(high=limit)
        case Comparator.AT_MOST:
            return Interval(high=limit, high_counts=True)
        case Comparator.MORE:
            return Interval(low=limit)
        case Comparator.AT_LEAST:
            return Interval(low=limit, low_counts=True)
        case _:
            return None


def _between(one: Region | None, other: Region | None) -> Region | None:
    if not isinstance(one, Interval) or not isinstance(other, Interval):
        return None
    low, high = (one, other) if one.low is not None else (other, one)
    if low.low is None or high.high is None or low.high is not None or high.low is not None:
        return None
    return Interval(low.low, high.high, low.low_counts, high.high_counts)


def _others(inside: Region | None) -> Region | None:
    return AllBut(inside) if isinstance(inside, frozenset) else None


def _apart(one: Region, other: Region) -> bool:
    """Whether no value lies in both."""
    match one, other:
        case frozenset(), frozenset():
            return one.isdisjoint(other)
        case (frozenset() as some, AllBut(values=values)) | (AllBut(values=values), frozenset() as some):
            return some <= values | {ABSENT}
        case (AllBut(), _) | (_, AllBut()):
            return False
        case frozenset(), Interval():
            return all(_outside(value, other) for value in one)
        case Interval(), frozenset():
            return all(_outside(value, one) for value in other)
        case Interval(), Interval():
            return _below(one, other) or _below(other, one)
        case _ as unreachable:
            raise AssertionError(unreachable)


def _below(one: Interval, other: Interval) -> bool:
    if one.high is None or other.low is None:
        return False
    both = one.high_counts and other.low_counts
    return one.high < other.low or (one.high == other.low and not both)  # type: ignore[operator]  # one column has one type


def _outside(value: Value, interval: Interval) -> bool:
    if value is ABSENT:
        return True  # every other test needs a value
    point = Interval(value, value, low_counts=True, high_counts=True)
    return _below(point, interval) or _below(interval, point)
