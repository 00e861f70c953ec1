"""Facts under which each rule of a policy governs: its cases, and what lies around every limit that a page states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from policykit import clocks, pipeline
from policykit.deciding.decide import decision_of
from policykit.deciding.facts import complete
from policykit.deciding.judge import Judged, judge
from policykit.decision import Decision, NoVersion, WrongFacts
from policykit.model import (
    ABSENT,
    Business,
    ChoiceType,
    Comparison,
    DateTimeType,
    Expression,
    Fact,
    FactRef,
    Facts,
    FlagType,
    ListType,
    MoneyType,
    Policy,
    Value,
    Window,
)
from policykit.semantics import Setting, evaluate, shift
from policykit.walk import every

INSTANT = timedelta(microseconds=1)
ENOUGH = 8
"""Draws of a rule from which others are sought."""
MOST = 40
"""Draws of a rule that are kept."""


@dataclass(frozen=True, slots=True)
class Draw:
    """Facts, what the compiled engine makes of them, and its decision."""

    judged: Judged
    decision: Decision

    @property
    def rule(self) -> str:
        """The merchant's own rule that governs."""
        assert self.judged.verdict is not None
        return self.judged.verdict.governing.id

    @property
    def setting(self) -> Setting:
        return self.judged.setting


def draws(ready: pipeline.Ready, policy: Policy, stated: Iterable[Expression]) -> dict[str, list[Draw]]:
    """By rule, facts that this version decides: its cases and what is found by moving one fact after another.

    ``stated`` is what the page says; each fact is moved to just inside and just outside every limit in it.
    """
    limits = [node for one in stated for node in every(one, elements=False) if isinstance(node, Comparison | Window)]
    found: dict[str, list[Draw]] = defaultdict(list)
    pending = [(case.facts, case.as_of) for case in ready.business.cases if case.policy == policy.id]
    seen: set[int] = set()
    while pending:
        facts, as_of = pending.pop(0)
        draw = drawn(ready, policy, facts, as_of)
        if draw is None or _same(facts, as_of, seen) or len(found[draw.rule]) >= MOST:
            continue
        found[draw.rule].append(draw)
        if len(found[draw.rule]) <= ENOUGH:
            pending += [(moved, as_of) for moved in _moved(ready.business, policy, facts, draw, limits)]
    return found


def _same(facts: Facts, as_of: datetime, seen: set[int]) -> bool:
    key = hash(repr((as_of, sorted(facts.items(), key=lambda item: item[0]))))
    if key in seen:
        return True
    seen.add(key)
    return False


def drawn(ready: pipeline.Ready, policy: Policy, facts: Facts, as_of: datetime) -> Draw | None:
    """The draw, where these facts are possible and this version settles them."""
    business, by = ready.business, ready.govern
    try:
        judged = judge(business, policy.id, complete(business, facts, as_of, by), as_of, by)
    except (WrongFacts, NoVersion):
        return None
    if judged.policy is not policy or not judged.settled:
        return None
    return Draw(judged, decision_of(judged, as_of, frozenset(), by))


def _moved(
    business: Business, policy: Policy, facts: Facts, draw: Draw, limits: Iterable[Comparison | Window]
) -> Iterator[Facts]:
    """The facts with one of them at each value that could make a difference."""
    for node in limits:
        for name, value in _at_the_limit(node, draw.setting, business):
            yield {**facts, name: value}
    for name in facts:
        for value in _other_values(business.facts[name]):
            yield {**facts, name: value}


def _other_values(fact: Fact) -> Iterator[Value]:
    if fact.optional and not isinstance(fact.type, ListType):
        yield ABSENT
    match fact.type:
        case FlagType():
            yield from (True, False)
        case ChoiceType(choices=choices):
            yield from choices
        case _:
            pass


def _at_the_limit(node: Comparison | Window, setting: Setting, business: Business) -> Iterator[tuple[str, Value]]:
    """The last value on one side of a limit and the first on the other, for the fact that the test is about."""
    match node:
        case Window(act=FactRef(name=name), event=event):
            begun = evaluate(event, setting)
            if isinstance(begun, date):
                yield from _around(name, shift(node, begun, setting.calendar), business)
        case Comparison(left=FactRef(name=name), right=right):
            limit = evaluate(right, setting)
            kind = business.facts[name].type
            if isinstance(limit, datetime):
                yield from _around(name, limit, business)
            elif isinstance(limit, Decimal):
                step = _step(business, name)
                yield from ((name, limit + change) for change in (Decimal(0), step, -step))
            elif isinstance(kind, DateTimeType) and isinstance(limit, date):
                yield from _around(name, clocks.instant(limit, setting.calendar), business)
        case _:
            pass


def _step(business: Business, name: str) -> Decimal:
    kind = business.facts[name].type
    if isinstance(kind, MoneyType):
        return business.smallest_unit
    return getattr(kind, "step", None) or Decimal("0.01")


def _around(name: str, limit: datetime, business: Business) -> Iterator[tuple[str, Value]]:
    if isinstance(business.facts[name].type, DateTimeType):
        yield name, limit
        yield name, limit - INSTANT
    else:
        day = clocks.last_day(limit, business.calendar)
        yield from ((name, day + timedelta(days=change)) for change in (-1, 0, 1))
