"""What would have changed the answer: one fact at a time, at its nearest value on the other side of a test.

Every candidate is decided again in full, so a hint is never a guess. Facts that are private, protected
or not to be hinted at are never tried, nor rules that are internal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import dropwhile, islice
from typing import NamedTuple

from policykit import clocks, values
from policykit.calculation import EXACT
from policykit.deciding.behind import facts_behind
from policykit.deciding.evaluating import Evaluate, evaluator
from policykit.deciding.facts import may_be_so
from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged
from policykit.deciding.privacy import is_kept
from policykit.deciding.reasons import MOST_BETTER
from policykit.decision import Change, NoVersion, WrongFacts
from policykit.model import (
    ABSENT,
    And,
    Business,
    Call,
    ChoiceType,
    Comparison,
    DateTimeType,
    Expression,
    Fact,
    FactRef,
    Facts,
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
from policykit.semantics import Engine, Govern, Setting, Verdict, evaluate, shift
from policykit.values import EARLIEST, LATEST
from policykit.walk import every, facts_read

MOST_TRIALS = 64
SHOWN = 3
INSTANT = timedelta(microseconds=1)
"""The least step between two instants."""
HALF_A_DAY = timedelta(hours=12)


Place = tuple[bool, int, int]
"""Where a change stands among others: what settles nothing comes last; then by outcome, then by rule."""


class Candidate(NamedTuple):
    """A fact's value to try, and how to tell it: an act `by` or `from` an instant, or a value that it `is`."""

    fact: str
    value: Value
    relation: str
    told: Value


def would_change(judged: Judged, as_of: datetime, by: Govern, again: Callable[[Facts], Judged]) -> tuple[Change, ...]:
    """At most three changes: those that settle the matter first, best outcome first, then in the order of the rules.

    ``by`` finds the rule that governs; ``again`` asks the whole question anew, and checks the facts.
    """
    outcome = judged.ruling.verdict.governing.answer.outcome
    search = Search(judged, as_of, judged.policy.better_than(outcome), by, again)
    worth = search.facts_worth_trying()
    if worth is not None and not worth:
        return ()
    found: dict[tuple[str, str], tuple[Place, Change, Value]] = {}
    facts = judged.setting.facts
    candidates = (one for one in search.candidates(worth) if not _is_so(one, facts.get(one.fact)))
    for candidate in islice(_each_once(candidates), MOST_TRIALS):
        better = search.tried(candidate)
        if better is not None:
            place, change = better
            before = found.get((change.fact, change.outcome))
            if before is None or _is_nearer(candidate.value, before[2], facts.get(change.fact)):
                found[change.fact, change.outcome] = (place, change, candidate.value)
    ordered = sorted(found.values(), key=lambda entry: entry[0])
    return tuple(change for _, change, _ in ordered[:SHOWN])


def _is_so(candidate: Candidate, given: Value | None) -> bool:
    """Whether what would be told holds as it is: nobody is told that a time should have been what it was."""
    limit, relation = candidate.told, candidate.relation
    if relation not in ("by", "from") or not isinstance(limit, datetime) or not isinstance(given, datetime):
        return False
    return given < limit if relation == "by" else given >= limit


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


@dataclass(frozen=True, slots=True)
class Search:
    """The search for changes to a judged question. ``better`` are the outcomes that are better than its own."""

    judged: Judged
    as_of: datetime
    better: frozenset[str]
    by: Govern
    again: Callable[[Facts], Judged]

    @property
    def alone(self) -> bool:
        """Whether the rules of the policy alone make the answer: it asks no other, and binds no floor."""
        return not self.judged.policy.asks and not self.judged.policy.floors

    def facts_worth_trying(self) -> frozenset[str] | None:
        """The facts of which a single one may make a better rule govern; None where that cannot be said.

        A rule does not come to hold by one fact while a part of it fails that does not read this fact.
        """
        judged, found = self.judged, frozenset[str]()
        assert judged.verdict is not None
        governing = judged.verdict.governing
        demands = _demands(judged.business, judged.policy, governing, self.better) if self.alone else None
        if demands is None:
            return None
        tried = frozenset(hint.fact.name for hint in self._hints(judged.policy, governing))
        for demand in demands:
            worth = tried
            for holds, facts in demand:
                if worth <= found:
                    break
                if not worth <= facts and holds(judged.setting) is not True:
                    worth &= facts
            found |= worth
        return found

    def _hints(self, rules: Policy, governing: Rule) -> tuple[Hint, ...]:
        return _hints(rules, governing, self.better, self.judged.business, self.judged.policy)

    def candidates(self, worth: frozenset[str] | None) -> Iterator[Candidate]:
        """What to try of the facts that are ``worth`` it (None is all of them), test by test.

        The governing rule's tests come first, then those of each rule with a better outcome.
        """
        judged = self.judged
        assert judged.verdict is not None
        floor = judged.floor
        trials = [(hint, judged.setting) for hint in self._hints(judged.policy, judged.verdict.governing)]
        if isinstance(floor, AppliedFloor):
            # A floor's rules are read in the setting of the buyer's country.
            trials += [(hint, floor.setting) for hint in self._hints(floor.policy, floor.verdict.governing)]
        for hint, setting in trials:
            if worth is None or hint.fact.name in worth:
                yield from _nearest(hint, setting, judged.business, self.as_of)

    def tried(self, candidate: Candidate) -> tuple[Place, Change] | None:
        """The change, with its place among others, where the candidate gives a strictly better answer."""
        judged = self.judged
        given, policy = judged.setting.facts, judged.policy
        if given.get(candidate.fact) == candidate.value:
            return None  # it is so already
        facts = {**given, candidate.fact: candidate.value}
        verdict = self._verdict_alone(candidate, facts) if self.alone else self._verdict(facts)
        if verdict is None or not self._is_better(verdict):
            return None
        rule = verdict.governing
        outcome = policy.outcome(rule.answer.outcome)
        position = policy.places.get(rule.id, len(policy.rules))
        place = (not outcome.final, policy.rank(outcome.name), position)
        return place, Change(outcome.name, rule.id, candidate.fact, candidate.relation, candidate.told)

    def _verdict(self, facts: Facts) -> Verdict | None:
        """The verdict on other facts; None where it is open, another version's, or where the facts cannot be so."""
        try:
            changed = self.again(facts)
        except (WrongFacts, NoVersion):
            return None
        return changed.ruling.verdict if changed.policy is self.judged.policy and changed.settled else None

    def _verdict_alone(self, candidate: Candidate, facts: Facts) -> Verdict | None:
        """The same, where the rules of the policy alone make it; None where it is no better, as nearly all are."""
        judged, policy = self.judged, self.judged.policy
        if candidate.fact == judged.versions[-1].pinned_to:
            return self._verdict(facts)
        if not self._may_be_better(facts) or not may_be_so(judged.business, policy, candidate.fact, facts, self.as_of):
            return None
        verdict = self.by(policy, Setting(facts, judged.setting.calendar))
        return verdict if verdict.settled else None

    def _may_be_better(self, facts: Facts) -> bool:
        """Whether the generated code, where there is any, finds a better answer, or leaves that open."""
        policy = self.judged.policy
        code = self.by.code(policy) if isinstance(self.by, Engine) else None
        if code is None:
            return True
        try:
            (position, *_), *_ = code(facts, {}, {})
        except KeyError:
            return True
        rule = policy.rules[position] if position < len(policy.rules) else policy.otherwise
        return rule.answer.outcome in self.better

    def _is_better(self, changed: Verdict) -> bool:
        """Whether a verdict has a better answer, by a rule that may be told of."""
        rule = changed.governing
        return rule.public and not changed.undecided and rule.answer.outcome in self.better


# --- what to try ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hint:
    """A fact that a test asks about, and the parts of the test that set limits to it.

    ``presence`` says that the test asks whether it is there, and that it may be absent.
    """

    fact: Fact
    limits: tuple[Expression, ...]
    presence: bool


Demand = tuple[tuple[Evaluate, frozenset[str]], ...]
"""The parts of a rule that must all hold, and the facts that each of them reads."""


def _demands(business: Business, policy: Policy, governing: Rule, better: frozenset[str]) -> tuple[Demand, ...] | None:
    """The demands of the public rules with a better outcome; None where there are too many to look at each."""
    key = (_demands, id(policy), id(governing), better)
    return business.kept.of(key, lambda: _demands_of(policy, governing, better))


def _demands_of(policy: Policy, governing: Rule, better: frozenset[str]) -> tuple[Demand, ...] | None:
    rules = [*policy.rules, policy.otherwise]
    asked = [one for one in rules if one.answer.outcome in better and one.public]
    if len(asked) > MOST_BETTER:
        return None
    # A rule that stands behind the governing one demands that this one fails, which it does not as it is.
    behind = {id(one) for one in dropwhile(lambda one: one is not governing, rules)}
    fails: Demand = ((_fails, frozenset(facts_read(governing.when))),)
    return tuple((*(fails if id(one) in behind else ()), *_parts_of(one)) for one in asked)


def _parts_of(rule: Rule) -> Demand:
    parts = rule.when.parts if isinstance(rule.when, And) else (rule.when,)
    return tuple((evaluator(part), frozenset(facts_read(part))) for part in parts)


def _fails(_: Setting) -> bool:
    return False


def _hints(
    rules: Policy, governing: Rule, better: frozenset[str], business: Business, policy: Policy
) -> tuple[Hint, ...]:
    """The tests to try of the rules, which are the policy's own or a floor's."""
    key = (_hints, id(policy), id(rules), id(governing), better)
    return business.kept.of(key, lambda: tuple(_each_limit_once(_hints_of(rules, governing, better, business, policy))))


def _hints_of(
    rules: Policy, governing: Rule, better: frozenset[str], business: Business, policy: Policy
) -> Iterator[Hint]:
    for rule in _public(governing, rules, better):
        yield from _hints_in(rule, business, policy)


def _each_limit_once(hints: Iterator[Hint]) -> Iterator[Hint]:
    """The hints without what earlier ones have already said of the same fact, which would be tried twice."""
    said: dict[str, list[Expression]] = {}
    present: set[str] = set()
    for hint in hints:
        name = hint.fact.name
        first, before = name not in said, said.setdefault(name, [])
        limits = tuple(part for part in dict.fromkeys(hint.limits) if part not in before)
        presence = hint.presence and name not in present
        before += limits
        if hint.presence:
            present.add(name)
        if first or limits or presence:
            yield Hint(hint.fact, limits, presence)


def _hints_in(rule: Rule, business: Business, policy: Policy) -> Iterator[Hint]:
    for node in every(rule.when, elements=False):
        if isinstance(node, Test) and isinstance(node.subject, FactRef):
            fact = business.facts[node.subject.name]
            if fact.hint and not _tells_more(node, business, policy):
                parts = tuple(every(node.condition, elements=False))
                presence = fact.optional and any(isinstance(part, Presence) for part in parts)
                yield Hint(fact, tuple(part for part in parts if _sets_limit(part, fact.name)), presence)


def _sets_limit(part: Expression, name: str) -> bool:
    """Whether a part of a test asks about the fact itself, or about the day that it lies on."""
    match part:
        case (
            Window(act=FactRef(name=named)) | Presence(value=FactRef(name=named)) | Comparison(left=FactRef(name=named))
        ):
            return named == name
        case Comparison(left=Call(function=Function.DATE, arguments=(FactRef(name=named),))):
            return named == name
        case _:
            return False


def _tells_more(test: Test, business: Business, policy: Policy) -> bool:
    """Whether the limit of a test would tell a fact that is kept from customers."""
    names = facts_behind(business, policy, test.subject, test.condition)
    return any(is_kept(business.facts[name]) for name in names)


def _public(governing: Rule, policy: Policy, better: frozenset[str]) -> list[Rule]:
    """The governing rule and the first of those with a better outcome, as far as they are public."""
    rules = (rule for rule in policy.rules if rule.answer.outcome in better and rule.public)
    return [*([governing] if governing.public else []), *islice(rules, MOST_BETTER)]


# --- candidates -------------------------------------------------------------------------------


def _nearest(hint: Hint, setting: Setting, business: Business, as_of: datetime) -> Iterator[Candidate]:
    """The nearest values of a fact at which the test turns."""
    fact = hint.fact
    match fact.type:
        case FlagType():
            for flag in (True, False):
                yield Candidate(fact.name, flag, "is", flag)
        case ChoiceType(choices=choices):
            for choice in choices:
                yield Candidate(fact.name, choice, "is", choice)
        case NumberType(step=step, minimum=minimum):
            yield from _limits(hint, setting, step, minimum or Decimal(0))
        case MoneyType():
            yield from _limits(hint, setting, business.smallest_unit, Decimal(0))
        case DateTimeType():
            yield from _instants(hint, setting, as_of)
        case _:
            pass
    if hint.presence:
        yield Candidate(fact.name, ABSENT, "is", ABSENT)


def _limits(hint: Hint, setting: Setting, step: Decimal | None, first: Decimal) -> Iterator[Candidate]:
    fact = hint.fact
    for node in hint.limits:
        limit = evaluate(node.right, setting) if isinstance(node, Comparison) else None
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


def _instants(hint: Hint, setting: Setting, as_of: datetime) -> Iterator[Candidate]:
    """Just before and at each limit of a window or comparison; now, where the test asks whether it is there."""
    fact = hint.fact
    for node in hint.limits:
        match node:
            case Window(event=event):
                happened = evaluate(event, setting)
                if isinstance(happened, date):
                    yield from _around(fact, shift(node, happened, setting.calendar))
            case Comparison(left=FactRef(), right=right):
                limit = evaluate(right, setting)
                if isinstance(limit, datetime):
                    yield from _around(fact, limit)
            case Comparison(right=right):
                day = evaluate(right, setting)
                if isinstance(day, date):
                    for limit in (day, day + timedelta(days=1)):
                        yield from _around(fact, clocks.instant(limit, setting.calendar))
            case Presence() if setting.facts.get(fact.name) is ABSENT:
                yield Candidate(fact.name, as_of, "present", as_of)
            case _:
                pass


def _around(fact: Fact, limit: datetime) -> Iterator[Candidate]:
    if _can_be_sent(fact, limit):
        yield Candidate(fact.name, limit - INSTANT, "by", limit)
        yield Candidate(fact.name, limit, "from", limit)
