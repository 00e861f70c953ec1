"""What would have changed the answer: one fact at a time, at its nearest value on the other side of a test.

Every candidate is decided again in full, so a hint is never a guess. Facts that are private, protected
or not to be hinted at are never tried, nor rules that are internal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from policykit.calculation import EXACT
from policykit.deciding.demands import Demands, Open, demands, holding_by
from policykit.deciding.facts import may_be_so
from policykit.deciding.floors import AppliedFloor
from policykit.deciding.hints import Hint, hints
from policykit.deciding.judge import Judged
from policykit.deciding.nearest import Candidate
from policykit.decision import Change, NoVersion, WrongFacts
from policykit.model import (
    Business,
    Facts,
    Policy,
    Rule,
    Value,
)
from policykit.semantics import Engine, Govern, Setting, Verdict

MOST_TRIALS = 64
SHOWN = 3

Place = tuple[bool, int, int]
"""Where a change stands among others: what settles nothing comes last; then by outcome, then by rule."""


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
            by_law = hints(floor.policy, governing, better, judged.business, judged.policy)
            trials += [(hint, floor.setting) for hint in by_law]
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


def _chances(business: Business, policy: Policy, governing: Rule, outcome: str, by: Govern) -> Chances:
    """The chances beside an answer of that outcome, the policy's own or a floor's; they are kept with the business."""
    key = (_chances, id(policy), id(governing), outcome, by.test if isinstance(by, Engine) else None)
    return business.kept.of(key, lambda: _chances_of(business, policy, governing, outcome, by))


def _chances_of(business: Business, policy: Policy, governing: Rule, outcome: str, by: Govern) -> Chances:
    better, alone = policy.better_than(outcome), not policy.asks and not policy.floors
    tests, holding = hints(policy, governing, better, business, policy), holding_by(business.calendar, by)
    return Chances(better, alone, tests, demands(policy, governing, better, tests, holding) if alone else None)
