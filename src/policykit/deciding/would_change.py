"""What would have changed the answer: one fact at a time, at its nearest value on the other side of a test.

Every candidate is decided again in full, so a hint is never a guess. Facts that are private, protected
or not to be hinted at are never tried, nor rules that are internal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_FLOOR, Decimal
from itertools import chain, dropwhile, islice
from typing import NamedTuple

from policykit import clocks, values
from policykit.calculation import EXACT
from policykit.deciding.behind import facts_behind
from policykit.deciding.evaluating import Evaluate, evaluator, far_end
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
    Calendar,
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
from policykit.semantics import Engine, Govern, Setting, Verdict
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
    assert judged.verdict is not None
    outcome = judged.ruling.verdict.governing.answer.outcome
    chances = _chances(judged.business, judged.policy, judged.verdict.governing, outcome, by)
    opened = None if chances.demands is None else chances.demands.open(judged.setting.facts)
    if opened is not None and not opened:
        return ()
    search = Search(judged, as_of, chances, opened, by, again)
    found: dict[tuple[str, str], tuple[Place, Change, Value]] = {}
    facts = judged.setting.facts
    for candidate in islice(search.candidates(), MOST_TRIALS):
        better = search.tried(candidate)
        if better is not None:
            place, change = better
            before = found.get((change.fact, change.outcome))
            if before is None or _is_nearer(candidate.value, before[2], facts.get(change.fact)):
                found[change.fact, change.outcome] = (place, change, candidate.value)
    ordered = sorted(found.values(), key=lambda entry: entry[0])
    return tuple(change for _, change, _ in ordered[:SHOWN])


def _is_nearer(value: Value, other: Value, given: Value | None) -> bool:
    """Whether a value lies nearer to the one given than another does; of what has no distance, none."""
    match value, other, given:
        case datetime(), datetime(), datetime():
            return abs(value - given) < abs(other - given)
        case Decimal(), Decimal(), Decimal():
            return abs(EXACT.subtract(value, given)) < abs(EXACT.subtract(other, given))
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Chances:
    """What may be better than an answer by one rule: the outcomes that are, and the tests to try.

    ``alone`` says that the rules of the policy alone make its answers: it asks no other, and binds no floor. Then
    ``demands`` say which facts are worth trying; they are None where there are too many rules to look at each.
    """

    better: frozenset[str]
    alone: bool
    hints: tuple[Hint, ...]
    demands: Demands | None


@dataclass(frozen=True, slots=True)
class Search:
    """The search for changes to a judged question. ``opened`` are rules that one fact may make hold, where known."""

    judged: Judged
    as_of: datetime
    chances: Chances
    opened: Open | None
    by: Govern
    again: Callable[[Facts], Judged]

    def candidates(self) -> Iterator[Candidate]:
        """What to try of the facts that are worth it, test by test, each once.

        The governing rule's tests come first, then those of each rule with a better outcome.
        """
        business, demands, opened, seen = self.judged.business, self.chances.demands, self.opened, set[Candidate]()
        worth = None if demands is None or opened is None else demands.worth_trying(opened)
        for hint, setting in self._trials():
            if worth is None or hint.fact.name in worth:
                for candidate in hint.nearest(setting, business, self.as_of):
                    if candidate not in seen:
                        seen.add(candidate)
                        yield candidate

    def _trials(self) -> Iterable[tuple[Hint, Setting]]:
        judged, floor = self.judged, self.judged.floor
        trials = [(hint, judged.setting) for hint in self.chances.hints]
        if isinstance(floor, AppliedFloor):
            # A floor's rules are read in the setting of the buyer's country.
            better, governing = self.chances.better, floor.verdict.governing
            hints = _hints(floor.policy, governing, better, judged.business, judged.policy)
            trials += [(hint, floor.setting) for hint in hints]
        return trials

    def tried(self, candidate: Candidate) -> tuple[Place, Change] | None:
        """The change, with its place among others, where the candidate gives a strictly better answer."""
        judged = self.judged
        given, policy = judged.setting.facts, judged.policy
        if given.get(candidate.fact) == candidate.value:
            return None  # it is so already
        facts = {**given, candidate.fact: candidate.value}
        demands = self.chances.demands
        if demands and self.opened and not demands.may_be_met(self.opened, candidate.fact, facts):
            return None
        verdict = self._verdict_alone(candidate, facts) if self.chances.alone else self._verdict(facts)
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
        if not may_be_so(judged.business, policy, candidate.fact, facts, self.as_of) or not self._may_be_better(facts):
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
        return rule.answer.outcome in self.chances.better

    def _is_better(self, changed: Verdict) -> bool:
        """Whether a verdict has a better answer, by a rule that may be told of."""
        rule = changed.governing
        return rule.public and not changed.undecided and rule.answer.outcome in self.chances.better


# --- what to try ------------------------------------------------------------------------------


Nearest = Callable[[Setting, Business, datetime], Iterable["Candidate"]]


@dataclass(frozen=True, slots=True)
class Hint:
    """A fact that a test asks about, the parts of the test that set limits to it, and its values ``nearest`` to these.

    ``presence`` says that the test asks whether it is there, and that it may be absent.
    """

    fact: Fact
    limits: tuple[Expression, ...]
    presence: bool
    nearest: Nearest = field(compare=False)


def _chances(business: Business, policy: Policy, governing: Rule, outcome: str, by: Govern) -> Chances:
    """The chances beside an answer of that outcome, the policy's own or a floor's; they are kept with the business."""
    key = (_chances, id(policy), id(governing), outcome, by.test if isinstance(by, Engine) else None)
    return business.kept.of(key, lambda: _chances_of(business, policy, governing, outcome, by))


def _chances_of(business: Business, policy: Policy, governing: Rule, outcome: str, by: Govern) -> Chances:
    better, alone = policy.better_than(outcome), not policy.asks and not policy.floors
    hints = _hints(policy, governing, better, business, policy)
    holding = _holding(business.calendar, by)
    return Chances(better, alone, hints, _demands(policy, governing, better, hints, holding) if alone else None)


@dataclass(frozen=True, slots=True)
class Demands:
    """What the rules with a better outcome demand: parts that must all hold, each with the facts that it reads.

    Facts that may be ``tried`` are bits; a part stands at its place among all ``parts``, which facts may hold or not.
    """

    tried: Mapping[str, int]
    parts: tuple[Holds, ...]
    rules: tuple[Demand, ...]

    def open(self, facts: Facts) -> Open:
        """The rules that one fact may make hold: none does while a part fails that does not read this fact."""
        every, parts, found = (1 << len(self.tried)) - 1, self.parts, []
        held: list[bool | None] = [None] * len(parts)
        for demand in self.rules:
            worth = every
            for place, reads in demand:
                if not worth & ~reads:
                    continue
                holds = held[place]
                if holds is None:  # several rules may have it in common
                    holds = held[place] = parts[place](facts)
                if not holds:
                    worth &= reads
                    if not worth:
                        break
            if worth:
                found.append((worth, demand))
        return found

    def worth_trying(self, opened: Open) -> frozenset[str]:
        """The facts of which a single one may make one of the rules hold."""
        some = 0
        for worth, _ in opened:
            some |= worth
        return frozenset([name for name, bit in self.tried.items() if some & bit])

    def may_be_met(self, opened: Open, name: str, facts: Facts) -> bool:
        """Whether one of these rules holds on facts of which that one alone has become otherwise."""
        bit, parts = self.tried[name], self.parts
        held: list[bool | None] = [None] * len(parts)
        for worth, demand in opened:
            if worth & bit:
                for place, reads in demand:
                    if reads & bit:
                        holds = held[place]
                        if holds is None:
                            holds = held[place] = parts[place](facts)
                        if not holds:
                            break
                else:
                    return True
        return False


Holds = Callable[[Facts], bool]
Demand = tuple[tuple[int, int], ...]
Open = list[tuple[int, Demand]]
"""Rules that one fact may make hold, each with the facts that may."""


def _demands(
    policy: Policy,
    governing: Rule,
    better: frozenset[str],
    hints: tuple[Hint, ...],
    holding: Callable[[Expression], Holds],
) -> Demands | None:
    """The demands of the public rules with a better outcome; None where there are too many to look at each."""
    rules = [*policy.rules, policy.otherwise]
    asked = [one for one in rules if one.answer.outcome in better and one.public]
    if len(asked) > MOST_BETTER:
        return None
    tried = {name: 1 << place for place, name in enumerate(dict.fromkeys(hint.fact.name for hint in hints))}
    parts = list(dict.fromkeys(part for one in asked for part in _parts(one)))
    places = {part: (place, _bits(part, tried)) for place, part in enumerate(parts, start=1)}
    # A rule that stands behind the governing one demands that this one fails, which it does not as it is.
    behind = {id(one) for one in dropwhile(lambda one: one is not governing, rules)}
    fails, governs = (0, _bits(governing.when, tried)), holding(governing.when)
    return Demands(
        tried,
        (lambda facts: not governs(facts), *(holding(part) for part in parts)),
        tuple((*([fails] if id(one) in behind else []), *(places[part] for part in _parts(one))) for one in asked),
    )


def _holding(calendar: Calendar, by: Govern) -> Callable[[Expression], Holds]:
    """What gives whether a condition surely holds on facts: by generated code, where nothing is unknown."""
    code = by.test if isinstance(by, Engine) else None

    def holding(condition: Expression) -> Holds:
        slowly, test = evaluator(condition), code(condition) if code else None

        def holds(facts: Facts) -> bool:
            if test is not None:
                try:
                    return bool(test(facts, {}, {}))
                except KeyError:
                    pass  # something is unknown
            return slowly(Setting(facts, calendar)) is True

        return holds

    return holding


def _parts(rule: Rule) -> tuple[Expression, ...]:
    return rule.when.parts if isinstance(rule.when, And) else (rule.when,)


def _bits(part: Expression, tried: Mapping[str, int]) -> int:
    """The facts that a part reads."""
    return sum(tried.get(name, 0) for name in set(facts_read(part)))


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
            yield _hint(hint.fact, limits, presence=presence)


def _hints_in(rule: Rule, business: Business, policy: Policy) -> Iterator[Hint]:
    for node in every(rule.when, elements=False):
        if isinstance(node, Test) and isinstance(node.subject, FactRef):
            fact = business.facts[node.subject.name]
            if fact.hint and not _tells_more(node, business, policy):
                parts = tuple(every(node.condition, elements=False))
                presence = fact.optional and any(isinstance(part, Presence) for part in parts)
                limits = tuple(part for part in parts if _sets_limit(part, fact.name))
                yield _hint(fact, limits, presence=presence)


def _hint(fact: Fact, limits: tuple[Expression, ...], *, presence: bool) -> Hint:
    return Hint(fact, limits, presence, _nearest(fact, limits, presence=presence))


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


def _nearest(fact: Fact, limits: tuple[Expression, ...], *, presence: bool) -> Nearest:
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
