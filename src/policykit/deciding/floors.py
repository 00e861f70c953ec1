"""Floors: the minimum of law that applies, judged in the buyer's country, and the merchant's answer held against it.

The first floor that applies is the one that counts. The merchant's answer stands where it is final
and at least as good on every term: the outcome, each value by its law's better direction, each
deadline by being earlier. Otherwise the floor governs. A deadline that the merchant's answer leaves
open is the law's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from policykit.decision import BY_FLOOR, BY_MERCHANT, EQUAL, Term
from policykit.model import NOTHING, Better, Binding, Business, Floor, OutcomeValue, Policy, Value
from policykit.semantics import UNKNOWN, Govern, Result, Setting, Unknown, Verdict, evaluate


@dataclass(frozen=True, slots=True)
class OpenFloor:
    """A floor of which it is not known yet whether it applies."""

    binding: Binding


@dataclass(frozen=True, slots=True)
class AppliedFloor:
    """The floor that applies, the buyer's country, and what it gives there."""

    binding: Binding
    country: str
    version: Floor
    setting: Setting
    verdict: Verdict

    @property
    def policy(self) -> Policy:
        return self.version.policy

    @property
    def gives(self) -> bool:
        """Whether the law gives anything here, as far as it is settled."""
        return self.verdict.governing.answer.outcome != NOTHING


def floor_of(
    business: Business, policy: Policy, setting: Setting, pin: datetime, govern: Govern
) -> AppliedFloor | OpenFloor | None:
    """The first floor that applies; one that may apply stops the search, for it could be the first."""
    for binding in policy.floors:
        version = _in_force(binding, pin)
        if version is None:
            continue
        applies = _applies(business, binding, setting)
        if applies is UNKNOWN:
            return OpenFloor(binding)
        if applies:
            country = str(setting.facts[binding.country])
            calendar = business.packs[binding.pack].countries[country]
            inner = Setting(setting.facts, calendar, setting.asked)
            return AppliedFloor(binding, country, version, inner, govern(version.policy, inner))
    return None


def _in_force(binding: Binding, pin: datetime) -> Floor | None:
    """The version of the floor at the instant that picks the merchant's version; None before there was one."""
    return next((version for version in binding.versions if version.policy.is_in_force(pin)), None)


def _applies(business: Business, binding: Binding, setting: Setting) -> Result:
    """Whether the buyer's country has this law, and what the binding asks besides holds."""
    country = setting.facts.get(binding.country)
    held = evaluate(binding.when, setting)
    if held is False or (country is not None and country not in business.packs[binding.pack].countries):
        return False
    return UNKNOWN if country is None else held


# --- term by term -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict that is the answer, and whose it is. ``lawful`` are the deadlines that the law gives."""

    verdict: Verdict
    by_floor: bool = False
    terms: tuple[Term, ...] = ()
    lawful: frozenset[str] = frozenset()


def ruling_of(policy: Policy, verdict: Verdict, floor: AppliedFloor | None) -> Ruling:
    """The merchant's settled verdict, or that of the settled floor where the merchant's falls below it."""
    if floor is None or not floor.gives:
        return Ruling(verdict)
    terms = tuple(_terms(policy, verdict, floor))
    law = frozenset(floor.verdict.deadlines)
    if not policy.outcome(verdict.governing.answer.outcome).final or any(_falls_below(term) for term in terms):
        return Ruling(floor.verdict, by_floor=True, terms=terms, lawful=law)
    filled = {**floor.verdict.deadlines, **verdict.deadlines}
    return Ruling(replace(verdict, deadlines=filled), terms=terms, lawful=law - set(verdict.deadlines))


def _falls_below(term: Term) -> bool:
    """Whether the floor is better in it; where the merchant's answer only names no date, the law's is taken."""
    return term.better == BY_FLOOR and not (term.deadline and term.merchant is None)


def _terms(policy: Policy, verdict: Verdict, floor: AppliedFloor) -> Iterator[Term]:
    ours, theirs = verdict.governing.answer.outcome, floor.verdict.governing.answer.outcome
    yield Term("outcome", ours, theirs, _by_rank(policy.rank(ours), policy.rank(theirs)))
    for measured in floor.policy.outcome(theirs).values:
        if measured.name in floor.verdict.values:
            value, minimum = _known(verdict.values.get(measured.name)), _known(floor.verdict.values[measured.name])
            yield Term(measured.name, value, minimum, _by_value(measured, value, minimum))
    for name, latest in floor.verdict.deadlines.items():
        value, limit = _known(verdict.deadlines.get(name)), _known(latest)
        yield Term(name, value, limit, _by_date(value, limit), deadline=True)


def _known(result: Result | None) -> Value | None:
    return None if isinstance(result, Unknown) else result


def _by_rank(ours: int, theirs: int) -> str:
    return EQUAL if ours == theirs else BY_MERCHANT if ours < theirs else BY_FLOOR


def _by_value(measured: OutcomeValue, ours: Value | None, theirs: Value | None) -> str:
    """Which is better for the customer. A value that is not there is worse than any."""
    if ours is None:
        return BY_FLOOR
    if ours == theirs or (measured.better is Better.NONE and measured.best is None):
        return EQUAL
    if measured.best is not None:
        # Of two choices neither of which is the best, nothing says that ours is no worse.
        return BY_MERCHANT if ours == measured.best else BY_FLOOR
    higher = ours > theirs  # type: ignore[operator]  # build has typed both alike, and ordered
    return BY_MERCHANT if higher is (measured.better is Better.HIGHER) else BY_FLOOR


def _by_date(ours: Value | None, theirs: Value | None) -> str:
    if not isinstance(ours, datetime) or not isinstance(theirs, datetime):
        return BY_FLOOR
    return EQUAL if ours == theirs else BY_MERCHANT if ours < theirs else BY_FLOOR
