"""What would have changed the answer: one fact at a time, at its nearest value on the other side of a test.

Every candidate is decided again in full, so a hint is never a guess. Facts that are private, protected
or not to be hinted at are never tried, nor rules that are internal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import islice

from policykit import clocks, values
from policykit.calculation import EXACT
from policykit.deciding.behind import facts_behind
from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged
from policykit.deciding.privacy import is_kept
from policykit.deciding.reasons import MOST_BETTER
from policykit.decision import Change, NoVersion, WrongFacts
from policykit.model import (
    ABSENT,
    Business,
    Call,
    ChoiceType,
    Comparator,
    Comparison,
    DateTimeType,
    Expression,
    Fact,
    FactRef,
    FlagType,
    Function,
    ListType,
    MoneyType,
    NumberType,
    Policy,
    Presence,
    Rule,
    Test,
    Value,
    Window,
)
from policykit.semantics import Setting, evaluate, shift
from policykit.walk import every

MOST_TRIALS = 64
SHOWN = 3
INSTANT = timedelta(microseconds=1)
"""The least step between two instants."""


Place = tuple[bool, int, int]
"""Where a change stands among others: what settles nothing comes last; then by outcome, then by rule."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact's value to try, and how to tell it: an act `by` or `from` an instant, or a value that it `is`."""

    fact: str
    value: Value
    relation: str
    told: Value


def would_change(judged: Judged, as_of: datetime, again: Callable[[dict[str, Value]], Judged]) -> tuple[Change, ...]:
    """At most three changes: those that settle the matter first, best outcome first, then in the order of the rules."""
    found: dict[tuple[str, str], tuple[Place, Change, Value]] = {}
    facts = judged.setting.facts
    candidates = (one for one in _candidates(judged, as_of) if not _is_so(one, facts.get(one.fact)))
    for candidate in islice(_each_once(candidates), MOST_TRIALS):
        better = _tried(judged, candidate, again)
        if better is not None:
            place, change = better
            before = found.get((change.fact, change.outcome))
            if before is None or _is_nearer(candidate.value, before[2], facts.get(change.fact)):
                found[change.fact, change.outcome] = (place, change, candidate.value)
    ordered = sorted(found.values(), key=lambda entry: entry[0])
    return tuple(change for _, change, _ in ordered[:SHOWN])


def _is_so(candidate: Candidate, given: Value | None) -> bool:
    """Whether what would be told holds as it is: nobody is told that a time should have been what it was."""
    match candidate, given:
        case Candidate(relation="by", told=datetime() as limit), datetime() as instant:
            return instant < limit
        case Candidate(relation="from", told=datetime() as limit), datetime() as instant:
            return instant >= limit
        case _:
            return False


def _is_nearer(value: Value, other: Value, given: Value | None) -> bool:
    """Whether a value lies nearer to the one given than another does; of what has no distance, none."""
    match value, other, given:
        case datetime(), datetime(), datetime():
            return abs(value - given) < abs(other - given)
        case Decimal(), Decimal(), Decimal():
            return abs(EXACT.subtract(value, given)) < abs(EXACT.subtract(other, given))
        case _:
            return False


def _each_once(candidates: Iterator[Candidate]) -> Iterator[Candidate]:
    seen: set[Candidate] = set()
    for candidate in candidates:
        if candidate not in seen:
            seen.add(candidate)
            yield candidate


def _tried(
    judged: Judged, candidate: Candidate, again: Callable[[dict[str, Value]], Judged]
) -> tuple[Place, Change] | None:
    """The change, with its place among others, where the candidate gives a strictly better answer."""
    try:
        changed = again({**judged.setting.facts, candidate.fact: candidate.value})
    except (WrongFacts, NoVersion):
        return None  # this fact cannot be otherwise while the others are as they are
    if changed.policy is not judged.policy or not changed.settled or not _is_better(judged, changed):
        return None
    rule, policy = changed.ruling.verdict.governing, changed.policy
    outcome = policy.outcome(rule.answer.outcome)
    position = policy.places.get(rule.id, len(policy.rules))
    place = (not outcome.final, policy.rank(outcome.name), position)
    return place, Change(outcome.name, rule.id, candidate.fact, candidate.relation, candidate.told)


def _is_better(judged: Judged, changed: Judged) -> bool:
    policy, rule, before = changed.policy, changed.ruling.verdict.governing, judged.ruling.verdict.governing
    return rule.public and policy.rank(rule.answer.outcome) < policy.rank(before.answer.outcome)


# --- candidates -------------------------------------------------------------------------------


def _candidates(judged: Judged, as_of: datetime) -> Iterator[Candidate]:
    """What to try, test by test: the governing rule's, then those of each rule with a better outcome."""
    for rule, setting in _told_rules(judged):
        for node in every(rule.when, elements=False):
            if isinstance(node, Test) and isinstance(node.subject, FactRef):
                fact = judged.business.facts[node.subject.name]
                if fact.hint and not _tells_more(node, judged):
                    yield from _nearest(fact, node.condition, setting, judged.business, as_of)


def _tells_more(test: Test, judged: Judged) -> bool:
    """Whether the limit of a test would tell a fact that is kept from customers."""
    names = facts_behind(judged.business, judged.policy, test.subject, test.condition)
    return any(is_kept(judged.business.facts[name]) for name in names)


def _told_rules(judged: Judged) -> list[tuple[Rule, Setting]]:
    """The public rules to try, each with the setting that it is read in: a floor's is the buyer's country's."""
    assert judged.verdict is not None
    policy, floor = judged.policy, judged.floor
    better = policy.better_than(judged.ruling.verdict.governing.answer.outcome)
    rules = [(rule, judged.setting) for rule in _public(judged.verdict.governing, policy, better)]
    if isinstance(floor, AppliedFloor):
        rules += [(rule, floor.setting) for rule in _public(floor.verdict.governing, floor.policy, better)]
    return rules


def _public(governing: Rule, policy: Policy, better: frozenset[str]) -> list[Rule]:
    """The governing rule and the first of those with a better outcome, as far as they are public."""
    rules = (rule for rule in policy.rules if rule.answer.outcome in better and rule.public)
    return [*([governing] if governing.public else []), *islice(rules, MOST_BETTER)]


def _nearest(
    fact: Fact, condition: Expression, setting: Setting, business: Business, as_of: datetime
) -> Iterator[Candidate]:
    """The nearest values of a fact at which the test turns."""
    match fact.type:
        case FlagType():
            for flag in (True, False):
                yield Candidate(fact.name, flag, "is", flag)
        case ChoiceType(choices=choices):
            for choice in choices:
                yield Candidate(fact.name, choice, "is", choice)
        case NumberType(step=step, minimum=minimum):
            yield from _limits(fact, condition, setting, step, minimum or Decimal(0))
        case MoneyType():
            yield from _limits(fact, condition, setting, business.smallest_unit, Decimal(0))
        case DateTimeType():
            yield from _instants(fact, condition, setting, as_of)
        case _:
            pass
    if fact.optional and any(isinstance(node, Presence) for node in every(condition, elements=False)):
        yield Candidate(fact.name, ABSENT, "is", ABSENT)


def _limits(
    fact: Fact, condition: Expression, setting: Setting, step: Decimal | None, first: Decimal
) -> Iterator[Candidate]:
    for node in every(condition, elements=False):
        match node:
            case Comparison(left=FactRef(name=name), right=right) if name == fact.name:
                limit = evaluate(right, setting)
                if isinstance(limit, Decimal):
                    for value in _neighbours(limit, step, first):
                        if _can_be_sent(fact, value):
                            yield Candidate(fact.name, value, "is", value)
            case _:
                pass


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
    return not isinstance(values.from_json(fact.type, values.to_json(fact.type, value)), values.Wrong)


def _instants(fact: Fact, condition: Expression, setting: Setting, as_of: datetime) -> Iterator[Candidate]:
    """Just before and at each limit of a window or comparison; now, where the test asks whether it is there."""
    for node in every(condition, elements=False):
        match node:
            case Window(act=FactRef(name=name), event=event) if name == fact.name:
                happened = evaluate(event, setting)
                if isinstance(happened, date):
                    yield from _around(fact, shift(node, happened, setting.calendar))
            case Comparison(comparator=Comparator(), left=FactRef(name=name), right=right) if name == fact.name:
                limit = evaluate(right, setting)
                if isinstance(limit, datetime):
                    yield from _around(fact, limit)
            case Comparison(left=Call(function=Function.DATE, arguments=(FactRef(name=name),)), right=right) if (
                name == fact.name
            ):
                day = evaluate(right, setting)
                if isinstance(day, date):
                    for limit in (day, day + timedelta(days=1)):
                        yield from _around(fact, clocks.instant(limit, setting.calendar))
            case Presence(value=FactRef(name=name)) if name == fact.name and setting.facts.get(name) is ABSENT:
                yield Candidate(fact.name, as_of, "present", as_of)
            case _:
                pass


def _around(fact: Fact, limit: datetime) -> Iterator[Candidate]:
    if _can_be_sent(fact, limit):
        yield Candidate(fact.name, limit - INSTANT, "by", limit)
        yield Candidate(fact.name, limit, "from", limit)
