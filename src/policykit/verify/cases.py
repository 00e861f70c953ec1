"""The cases of a business decided and compared with what must come out, and the rules that answer no case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never

from policykit import clocks
from policykit.deciding.decide import REASONS, decision_of
from policykit.deciding.facts import complete
from policykit.deciding.judge import Judged, judge
from policykit.decision import Answer, Decision, NoVersion, Status, WrongFacts
from policykit.model import Absent, Business, Case, MoneyType, NumberType, Policy, Type, Value
from policykit.semantics import Govern, govern

NOTHING = "nothing"
"""What stands where a decision has no such part."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A part of the decision that is not as expected; both sides in an author's words."""

    part: str
    expected: str
    got: str


@dataclass(frozen=True, slots=True)
class Result:
    """A case, the decision on it (None where it was refused), and how that differs from what was expected.

    ``rules`` are those that made the answer: one, or every row of a table that collects. A failed
    case's decision carries its reasons.
    """

    case: Case
    decision: Decision | None
    rules: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.differences


def run_cases(business: Business, by: Govern = govern) -> tuple[Result, ...]:
    """A result for every case of the business, in their order; ``by`` is the engine that finds the rule."""
    return tuple(run_case(business, case, by) for case in business.cases)


def run_case(business: Business, case: Case, by: Govern = govern) -> Result:
    """The result of one case."""
    try:
        judged = judge(business, case.policy, complete(business, case.facts, case.as_of), case.as_of, by)
        decision = decision_of(judged, case.as_of, frozenset(), by)
    except (WrongFacts, NoVersion) as refusal:
        expected = case.expected.outcome or case.expected.status or "a decision"
        return Result(case, None, (), (Difference("decision", expected, _refused(refusal)),))
    differences = tuple(_differences(case, decision, business))
    if differences:
        decision = decision_of(judged, case.as_of, frozenset({REASONS}), by)
    return Result(case, decision, tuple(_answering(judged)), differences)


def _answering(judged: Judged) -> Iterator[str]:
    """The rules that made the answer; none where there is no answer yet."""
    if not judged.settled:
        return
    assert judged.verdict is not None
    if judged.ruling.by_floor:
        yield judged.ruling.verdict.governing.id
    hits = [hit.rule for hit in judged.verdict.hits]
    yield from (rule.id for rule in hits or [judged.verdict.governing])


def _refused(refusal: WrongFacts | NoVersion) -> str:
    if isinstance(refusal, NoVersion):
        return str(refusal)
    return "wrong facts: " + "; ".join(f"`{fault.fact or fault.pointer}`: {fault.message}" for fault in refusal.faults)


# --- compared ---------------------------------------------------------------------------------


def _differences(case: Case, decision: Decision, business: Business) -> Iterator[Difference]:
    """What is not as expected. What the case leaves out is not compared, but an outcome asks for a decision."""
    expected, answer = case.expected, decision.answer
    plainly: tuple[tuple[str, object, object], ...] = (
        ("status", expected.status, decision.status.value),
        ("outcome", expected.outcome, answer.outcome if answer else _open(decision)),
        ("rule", expected.rule, answer.rule if answer else NOTHING),
        ("version", expected.version, decision.version),
        ("governed_by", expected.governed_by, decision.governed_by),
        ("needs", _listed(expected.needs), _listed(tuple(need.fact for need in decision.needs))),
        ("possible", _listed(expected.possible), _listed(decision.possible)),
    )
    for part, wanted, got in plainly:
        if wanted is not None and wanted != got:
            yield Difference(part, str(wanted), str(got))
    yield from _value_differences(case, answer, business)
    yield from _deadline_differences(case, answer, business)


def _open(decision: Decision) -> str:
    assert decision.status is Status.NEEDS_INFO
    return f"{decision.status.value} ({', '.join(need.fact for need in decision.needs)})"


def _listed(names: tuple[str, ...] | None) -> str | None:
    return None if names is None else ", ".join(names) or NOTHING


def _value_differences(case: Case, answer: Answer | None, business: Business) -> Iterator[Difference]:
    types = _value_types(business.policies[case.policy])
    got = answer.values if answer else {}
    for name, value in case.expected.values.items():
        if name not in got or got[name] != value:
            found = written(got[name], types.get(name), business) if name in got else NOTHING
            yield Difference(name, written(value, types.get(name), business), found)


def _value_types(versions: Iterable[Policy]) -> dict[str, Type]:
    return {value.name: value.type for version in versions for outcome in version.outcomes for value in outcome.values}


def _deadline_differences(case: Case, answer: Answer | None, business: Business) -> Iterator[Difference]:
    got = {deadline.name: deadline.at for deadline in answer.deadlines} if answer else {}
    for name, at in case.expected.deadlines.items():
        if got.get(name) != at:
            found = written(got[name], None, business) if name in got else NOTHING
            yield Difference(name, written(at, None, business), found)


def written(value: Value, of: Type | None, business: Business) -> str:
    """The value as an author writes it in a case: `600 TWD`, `yes`, an instant in the business's own time."""
    match value:
        case Absent():
            return "absent"
        case bool():
            return "yes" if value else "no"
        case Decimal():
            unit = of.currency if isinstance(of, MoneyType) else of.unit if isinstance(of, NumberType) else None
            return f"{value:f} {unit}" if unit else f"{value:f}"
        case datetime():
            return clocks.in_zone(value, business.calendar).isoformat()
        case date():
            return value.isoformat()
        case timedelta():
            return _elapsed(value)
        case tuple():
            return f"a list of {len(value)}"
        case str():
            return value
        case _:
            assert_never(value)


def _elapsed(value: timedelta) -> str:
    """`26 hours`: in the largest unit that needs no fraction."""
    seconds = int(value.total_seconds())
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60)):
        if seconds % length == 0:
            count = seconds // length
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return f"{value.total_seconds():g} seconds"


# --- coverage ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Uncovered:
    """The rules of one version of a policy that answer no case."""

    policy: Policy
    rules: tuple[str, ...]


def uncovered(business: Business, results: Iterable[Result]) -> tuple[Uncovered, ...]:
    """Per version of each policy, the rules that answer no case; versions without such rules are left out."""
    seen = {
        (result.decision.policy, result.decision.version, rule)
        for result in results
        if result.decision is not None
        for rule in result.rules
    }
    found = (
        Uncovered(policy, tuple(rule for rule in rules(policy) if (policy.id, policy.version, rule) not in seen))
        for versions in business.policies.values()
        for policy in versions
    )
    return tuple(one for one in found if one.rules)


def rules(policy: Policy) -> tuple[str, ...]:
    """The ids of all rules, the last answer's among them."""
    return tuple(rule.id for rule in (*policy.rules, policy.otherwise))
