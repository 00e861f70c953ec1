"""The decision: facts completed, the policy judged, amounts rounded, and the parts that were wanted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from policykit import clocks, values
from policykit.calculation import EXACT, exact
from policykit.deciding.facts import complete
from policykit.deciding.judge import Govern, Judged, judge
from policykit.deciding.needs import needs, possible
from policykit.deciding.reasons import reasons
from policykit.deciding.windows import provisional
from policykit.deciding.would_change import would_change
from policykit.decision import Answer, Change, Cited, Deadline, Decision, Hit, Status
from policykit.model import Business, Facts, MoneyType, Value
from policykit.semantics import Result, Unknown, Verdict, govern

REASONS, WOULD_CHANGE = "reasons", "would_change"


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

    ``parts`` may hold ``reasons`` and ``would_change``; ``by`` is the engine that finds the rule.
    """
    return decision_of(judge(business, policy_id, complete(business, facts, as_of), as_of, by), as_of, parts, by)


def decision_of(judged: Judged, as_of: datetime, parts: frozenset[str], by: Govern) -> Decision:
    """The decision that a verdict gives."""
    policy, verdict = judged.policy, judged.verdict
    if verdict is None or not verdict.settled:
        open_needs = needs(judged)
        return Decision(
            judged.business.id, policy.id, policy.version, as_of, Status.NEEDS_INFO, None,
            final=False, decided_by="policy", possible=possible(judged), needs=open_needs, facts=judged.setting.facts,
        )  # fmt: skip
    outcome = policy.outcome(verdict.governing.answer.outcome)
    changes: tuple[Change, ...] = ()
    if WOULD_CHANGE in parts:
        changes = would_change(judged, as_of, lambda changed: _judged_again(judged, changed, as_of, by))
    return Decision(
        judged.business.id, policy.id, policy.version, as_of, Status.DECIDED,
        answer_of(judged, verdict),
        final=outcome.final,
        decided_by=outcome.decided_by.value,
        possible=(outcome.name,),
        reasons=reasons(judged, as_of) if REASONS in parts else (),
        would_change=changes,
        because=_cited(judged),
        facts=judged.setting.facts,
        named=_known(verdict.named),
    )  # fmt: skip


def _judged_again(judged: Judged, facts: Facts, as_of: datetime, by: Govern) -> Judged:
    """The same question on other facts, which are checked anew."""
    return judge(judged.business, judged.policy.id, complete(judged.business, facts, as_of), as_of, by)


def _known(results: Mapping[str, Result]) -> dict[str, Value]:
    return {name: result for name, result in results.items() if not isinstance(result, Unknown)}


def answer_of(judged: Judged, verdict: Verdict) -> Answer:
    """The answer proper, of a settled verdict: money rounded once, deadlines with their last day."""
    business, given = judged.business, verdict.governing.answer
    kinds = {value.name: value.type for value in judged.policy.outcome(given.outcome).values}

    def rounded(results: Mapping[str, Result]) -> dict[str, Value]:
        return {name: _rounded(business, kinds[name], value) for name, value in _known(results).items()}

    return Answer(
        given.outcome,
        verdict.governing.id,
        rounded(verdict.values),
        tuple(
            _deadline(business, name, at, provisional=provisional(given.deadlines[name], judged.setting))
            for name, at in _known(verdict.deadlines).items()
            if isinstance(at, datetime)
        ),
        given.alternatives,
        given.next_steps,
        given.scope,
        given.unaffected,
        tuple(Hit(hit.rule.id, rounded(hit.values)) for hit in verdict.hits),
    )


def _rounded(business: Business, kind: object, value: Value) -> Value:
    """Money to the smallest unit, half away from zero; everything else as it is."""
    if not isinstance(kind, MoneyType) or not isinstance(value, Decimal):
        return value
    unit = business.smallest_unit if kind.currency == business.currency else values.minor_unit(kind.currency)
    units = exact(EXACT.divide(value, unit)).to_integral_value(ROUND_HALF_UP, EXACT)
    return exact(EXACT.multiply(units, unit))


def _deadline(business: Business, name: str, at: datetime, *, provisional: bool) -> Deadline:
    calendar = business.calendar
    local = clocks.in_zone(at, calendar)
    return Deadline(name, local, clocks.last_day(local, calendar), clocks.is_midnight(local, calendar), provisional)


def _cited(judged: Judged) -> Cited | None:
    assert judged.verdict is not None
    alias = judged.verdict.governing.answer.because
    asked = judged.asked.get(alias) if alias else None
    if not isinstance(asked, Judged) or asked.verdict is None:
        return None
    return Cited(asked.policy.id, asked.policy.version, asked.verdict.governing.id)
