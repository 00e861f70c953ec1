"""One policy judged: the version that applies, the policies it asks, and what first match gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import assert_never, cast

from policykit.calculation import EXACT, exact
from policykit.deciding.facts import check_acts, check_together
from policykit.deciding.floors import AppliedFloor, OpenFloor, Ruling, floor_of, ruling_of
from policykit.decision import NoVersion
from policykit.model import Ask, Business, Combination, Facts, ListType, PerItem, Policy, Record, Value
from policykit.semantics import Govern, Setting, Unknown, Verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """A policy's verdict and what it was made from. ``verdict`` is None while the pinning fact is unknown."""

    business: Business
    versions: tuple[Policy, ...]
    policy: Policy
    setting: Setting
    verdict: Verdict | None
    asked: Mapping[str, Judged | PerItemJudged | Ask] = field(default_factory=dict)
    floor: AppliedFloor | OpenFloor | None = None

    @property
    def settled(self) -> bool:
        """Whether there is an answer: the merchant's is settled, and so is the floor's where one may apply."""
        return self.verdict is not None and self.verdict.settled and self._floor_settled

    @property
    def _floor_settled(self) -> bool:
        match self.floor:
            case None:
                return True
            case OpenFloor():
                return False
            case AppliedFloor(verdict=verdict):
                return verdict.settled
            case _:
                assert_never(self.floor)

    @property
    def ruling(self) -> Ruling:
        """The answer of a settled question, and whose it is."""
        assert self.verdict is not None
        assert not isinstance(self.floor, OpenFloor)
        return ruling_of(self.policy, self.verdict, self.floor)


@dataclass(frozen=True, slots=True)
class PerItemJudged:
    """A policy judged once per element of a list, in the list's order."""

    per_item: PerItem
    items: tuple[Judged, ...]


Known = dict[tuple[str, datetime], "Judged"]
"""What has been judged on the same facts, by policy and instant: two who ask one policy share its answer."""


def judge(
    business: Business, policy_id: str, facts: Facts, as_of: datetime, govern: Govern, known: Known | None = None
) -> Judged:
    """The policy's verdict on completed facts.

    Raises NoVersion where no version was in force, and WrongFacts where an act lies before its event.
    """
    known = {} if known is None else known
    if (policy_id, as_of) not in known:
        known[policy_id, as_of] = _judge(Question(business, facts, as_of, govern, known), policy_id)
    return known[policy_id, as_of]


@dataclass(frozen=True, slots=True)
class Question:
    """What is the same for a policy and for those it asks."""

    business: Business
    facts: Facts
    as_of: datetime
    govern: Govern
    known: Known


def _judge(question: Question, policy_id: str) -> Judged:
    business, facts, as_of = question.business, question.facts, question.as_of
    versions = business.policies[policy_id]
    pinned_to = versions[-1].pinned_to
    pin = facts.get(pinned_to) if pinned_to else as_of
    if not isinstance(pin, datetime):
        return Judged(business, versions, versions[-1], Setting(facts, business.calendar), None)
    policy = version_at(versions, pin)
    check_acts(policy, facts, business.calendar, question.govern)
    asked = {ask.alias: _ask(question, ask) for ask in policy.asks}
    answers = {alias: answer for alias, found in asked.items() if (answer := _answers(found)) is not None}
    setting = Setting(facts, business.calendar, answers)
    floor = floor_of(business, policy, setting, pin, question.govern)
    return Judged(business, versions, policy, setting, question.govern(policy, setting), asked, floor)


def version_at(versions: tuple[Policy, ...], instant: datetime) -> Policy:
    """The version in force at an instant. Raises NoVersion."""
    for version in versions:
        if version.is_in_force(instant):
            return version
    first = versions[0].version
    raise NoVersion(f"no version of `{versions[0].id}` was in force at {instant.isoformat()}; the first is `{first}`")


def _ask(question: Question, ask: Ask) -> Judged | PerItemJudged | Ask:
    """The asked policy's verdict, or one per element; the ask itself while the instant or the list is unknown."""
    business, facts, govern = question.business, question.facts, question.govern
    instant = facts.get(ask.as_of) if ask.as_of else question.as_of
    if not isinstance(instant, datetime):
        return ask
    if ask.per_item is None:
        return judge(business, ask.policy, facts, instant, govern, question.known)
    found = facts.get(ask.per_item.list)
    if not isinstance(found, tuple):
        return ask
    each = [_with_element(business, facts, ask.per_item, element) for element in found]
    for item in each:
        check_together(business, item, question.as_of, govern)
    return PerItemJudged(ask.per_item, tuple(judge(business, ask.policy, item, instant, govern) for item in each))


def _with_element(business: Business, facts: Facts, per_item: PerItem, element: Record) -> Facts:
    """The facts, with an element's fields in place of those they stand for; a field not sent is unknown."""
    kind = business.facts[per_item.list].type
    assert isinstance(kind, ListType)
    names = {f"{per_item.variable}.{field}": field for field in kind.fields}
    kept = {name: value for name, value in facts.items() if name not in names}
    given = {name: element[field] for name, field in names.items() if field in element and name in business.facts}
    return {**kept, **given}


def _answers(found: Judged | PerItemJudged | Ask) -> Mapping[str, Value] | None:
    """The outcome and values of an asked policy; None while anything in them is open."""
    match found:
        case Judged():
            return _answer(found) if found.settled else None
        case PerItemJudged():
            return _combined(found) if all(item.settled for item in found.items) else None
        case Ask():
            return None
        case _:
            assert_never(found)


def _answer(judged: Judged) -> dict[str, Value]:
    verdict = judged.ruling.verdict
    known = {name: value for name, value in verdict.values.items() if not isinstance(value, Unknown)}
    return {"outcome": verdict.governing.answer.outcome, **known}


def _combined(found: PerItemJudged) -> dict[str, Value]:
    """One answer of all: the worst or best, the first among equals; of no items, nothing."""
    if not found.items:
        return {}
    answers = [(item.policy.rank(_outcome(item)), _answer(item)) for item in found.items]
    best = found.per_item.combination is Combination.BEST
    _, chosen = (min if best else max)(answers, key=lambda ranked: ranked[0])
    if found.per_item.combination is not Combination.SUM:
        return chosen
    amounts = [value for _, answer in answers for value in answer.items() if isinstance(value[1], Decimal)]
    sums: dict[str, Decimal] = {}
    for name, amount in amounts:
        sums[name] = exact(EXACT.add(sums.get(name, Decimal(0)), cast(Decimal, amount)))
    return {**chosen, **sums}


def _outcome(judged: Judged) -> str:
    return judged.ruling.verdict.governing.answer.outcome
