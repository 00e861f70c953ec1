"""The decision: facts completed, the policy judged, amounts rounded, and the parts that were wanted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal

from policykit import clocks, values
from policykit.calculation import EXACT, exact
from policykit.deciding.facts import complete
from policykit.deciding.floors import AppliedFloor, Ruling
from policykit.deciding.indispensable import needed_at_least
from policykit.deciding.judge import Judged, Known, PerItemJudged, judge
from policykit.deciding.needs import needs, possible
from policykit.deciding.reasons import reasons
from policykit.deciding.trace import traces
from policykit.deciding.windows import may_be_provisional, provisional
from policykit.deciding.would_change import would_change
from policykit.decision import (
    BY_MERCHANT,
    MERCHANT,
    Answer,
    Change,
    Cited,
    Deadline,
    Decision,
    Hit,
    Item,
    Law,
    NoVersion,
    Status,
    Term,
    WrongFacts,
)
from policykit.model import Better, Business, Expression, Facts, MoneyType, OutcomeValue, Value
from policykit.semantics import Govern, Result, Unknown, govern

POWERS_OF_TEN = frozenset(Decimal(1).scaleb(-digits) for digits in range(7))
"""Units of which an amount with as many digits after its point is a multiple as it stands."""
REASONS, WOULD_CHANGE, TRACE = "reasons", "would_change", "trace"


def decide(
    business: Business,
    policy_id: str,
    facts: Facts,
    as_of: datetime,
    parts: frozenset[str] = frozenset(),
    *,
    by: Govern = govern,
) -> Decision:
    """The decision of a policy on decoded facts. Raises WrongFacts and NoVersion.

    ``parts`` may hold ``reasons``, ``would_change`` and ``trace``; ``by`` is the engine that finds the rule.
    """
    return decision_of(judge(business, policy_id, complete(business, facts, as_of, by), as_of, by), as_of, parts, by)


def decide_each(
    business: Business,
    policy_ids: Iterable[str],
    facts: Facts,
    as_of: datetime,
    parts: frozenset[str] = frozenset(),
    *,
    by: Govern = govern,
) -> dict[str, Decision | WrongFacts | NoVersion]:
    """Each policy's decision on the same decoded facts, or why it has none.

    Raises WrongFacts where the facts cannot all be true. Policies that ask one and the same share its answer.
    """
    known: Known = {}
    completed = complete(business, facts, as_of, by)

    def decided(policy_id: str) -> Decision | WrongFacts | NoVersion:
        try:
            return decision_of(judge(business, policy_id, completed, as_of, by, known), as_of, parts, by)
        except (WrongFacts, NoVersion) as error:
            return error

    return {policy_id: decided(policy_id) for policy_id in policy_ids}


def decision_of(judged: Judged, as_of: datetime, parts: frozenset[str], by: Govern) -> Decision:
    """The decision that a verdict gives."""
    policy = judged.policy
    if not judged.settled:
        open_needs = needs(judged)
        return Decision(
            judged.business.id, policy.id, policy.version, as_of, Status.NEEDS_INFO, None,
            final=False, decided_by="policy", possible=possible(judged), needs=open_needs,
            needed_at_least=needed_at_least(judged), facts=judged.setting.facts,
            traces=traces(judged, as_of) if TRACE in parts else (),
        )  # fmt: skip
    ruling = judged.ruling
    verdict = ruling.verdict
    outcome = policy.outcome(verdict.governing.answer.outcome)
    return Decision(
        judged.business.id, policy.id, policy.version, as_of, Status.DECIDED,
        answer_of(judged, ruling),
        final=outcome.final,
        decided_by=outcome.decided_by.value,
        possible=(outcome.name,),
        reasons=reasons(judged, as_of) if REASONS in parts else (),
        would_change=changes_of(judged, as_of, by) if WOULD_CHANGE in parts else (),
        traces=traces(judged, as_of) if TRACE in parts else (),
        because=None if ruling.by_floor else _cited(judged),
        governed_by=judged.floor.binding.id if ruling.by_floor and judged.floor else MERCHANT,
        law=_law(judged),
        terms=tuple(_told(judged, term) for term in ruling.terms),
        alternative_answer=_alternative(judged, ruling),
        items=_items(judged),
        facts=judged.setting.facts,
        named=_known(verdict.named),
    )  # fmt: skip


def _items(judged: Judged) -> dict[str, tuple[Item, ...]]:
    """The items' own answers, where all of them have one."""
    return {
        alias: tuple(_item(item) for item in found.items)
        for alias, found in judged.asked.items()
        if isinstance(found, PerItemJudged) and all(item.settled for item in found.items)
    }


def _item(item: Judged) -> Item:
    return Item(item.policy.id, item.policy.version, answer_of(item, item.ruling))


def changes_of(judged: Judged, as_of: datetime, by: Govern) -> tuple[Change, ...]:
    """What would have changed the answer of a settled question."""
    return would_change(judged, as_of, by, lambda changed: _judged_again(judged, changed, as_of, by))


def _judged_again(judged: Judged, facts: Facts, as_of: datetime, by: Govern) -> Judged:
    """The same question on other facts, which are checked anew."""
    return judge(judged.business, judged.policy.id, complete(judged.business, facts, as_of, by), as_of, by)


def _known(results: Mapping[str, Result]) -> dict[str, Value]:
    return {name: result for name, result in results.items() if not isinstance(result, Unknown)}


def _law(judged: Judged) -> Law | None:
    """The floor that applied and gave something."""
    floor = judged.floor
    if not isinstance(floor, AppliedFloor) or not floor.gives:
        return None
    provision = floor.version.provisions.get(floor.verdict.governing.id)
    provisions = judged.business.packs[floor.binding.pack].provisions
    return Law(floor.binding.id, floor.policy.version, floor.country, provisions[provision] if provision else None)


def _told(judged: Judged, term: Term) -> Term:
    """The term as it is told: money rounded, a time with the offset that the buyer's zone has then."""
    declared = {value.name: value for outcome in judged.policy.outcomes for value in outcome.values}
    calendar = judged.floor.setting.calendar if isinstance(judged.floor, AppliedFloor) else judged.business.calendar

    def told(value: Value | None) -> Value | None:
        if isinstance(value, datetime) and term.deadline:
            return clocks.in_zone(value, calendar)
        return None if value is None else rounded_to_unit(judged.business, declared.get(term.name), value)

    return replace(term, merchant=told(term.merchant), floor=told(term.floor))


def _alternative(judged: Judged, ruling: Ruling) -> Answer | None:
    """The merchant's answer, where the law's governs and ours is better in more than how soon it comes."""
    verdict = judged.verdict
    assert verdict is not None
    final = judged.policy.outcome(verdict.governing.answer.outcome).final
    if not ruling.by_floor or not final or all(term.better != BY_MERCHANT or term.deadline for term in ruling.terms):
        return None
    return answer_of(judged, Ruling(verdict))


def answer_of(judged: Judged, ruling: Ruling) -> Answer:
    """The answer proper: money rounded once, deadlines with their last day where they are counted."""
    business, verdict = judged.business, ruling.verdict
    given = verdict.governing.answer
    declared = {value.name: value for value in judged.policy.outcome(given.outcome).values}

    def rounded(results: Mapping[str, Result]) -> dict[str, Value]:
        return {name: rounded_to_unit(business, declared[name], value) for name, value in _known(results).items()}

    return Answer(
        given.outcome,
        verdict.governing.id,
        rounded(verdict.values),
        tuple(
            _deadline(judged, ruling, name, at)
            for name, at in _known(verdict.deadlines).items()
            if isinstance(at, datetime)
        ),
        given.alternatives,
        given.next_steps,
        given.scope,
        given.unaffected,
        tuple(Hit(hit.rule.id, rounded(hit.values)) for hit in verdict.hits),
    )


def unit_of(business: Business, kind: MoneyType) -> Decimal:
    """The smallest amount of a currency that the business pays."""
    return business.smallest_unit if kind.currency == business.currency else values.minor_unit(kind.currency)


def rounded_to_unit(business: Business, declared: OutcomeValue | None, value: Value) -> Value:
    """Money to the smallest unit, a half the customer's way; everything else as it is.

    A half of what is better for the customer where it is lower goes towards zero, all other away from it: so a fee
    and what is refunded less that fee still come to the price.
    """
    if declared is None or not isinstance(declared.type, MoneyType) or not isinstance(value, Decimal):
        return value
    unit = unit_of(business, declared.type)
    if unit in POWERS_OF_TEN and value.same_quantum(unit):
        return value
    way = ROUND_HALF_DOWN if declared.better is Better.LOWER else ROUND_HALF_UP
    units = exact(EXACT.divide(value, unit)).to_integral_value(way, EXACT)
    return exact(EXACT.multiply(units, unit))


def _deadline(judged: Judged, ruling: Ruling, name: str, at: datetime) -> Deadline:
    """A deadline in the calendar that it is counted in: the law's in the buyer's country's."""
    formula, setting = ruling.verdict.governing.answer.deadlines.get(name), judged.setting
    if name in ruling.lawful and isinstance(judged.floor, AppliedFloor):
        formula, setting = judged.floor.verdict.governing.answer.deadlines[name], judged.floor.setting
    assert formula is not None
    calendar = setting.calendar
    return Deadline(
        name,
        *clocks.end(at, calendar),
        _may_be_provisional(judged.business, formula) and provisional(formula, setting),
    )


def _may_be_provisional(business: Business, formula: Expression) -> bool:
    return business.kept.of((may_be_provisional, id(formula)), lambda: may_be_provisional(formula))


def _cited(judged: Judged) -> Cited | None:
    assert judged.verdict is not None
    alias = judged.verdict.governing.answer.because
    asked = judged.asked.get(alias) if alias else None
    if not isinstance(asked, Judged) or asked.verdict is None:
        return None
    return Cited(asked.policy.id, asked.policy.version, asked.verdict.governing.id)
