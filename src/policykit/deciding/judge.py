"""One policy judged: the version that applies, the policies it asks, and what first match gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from policykit.deciding.facts import check_acts
from policykit.decision import NoVersion
from policykit.model import Ask, Business, Facts, Policy, Value
from policykit.semantics import Setting, Unknown, Verdict

Govern = Callable[[Policy, Setting], Verdict]
"""First match over the rules of one version: the oracle's, or a compiled one that must agree with it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A policy's verdict and what it was made from. ``verdict`` is None while the pinning fact is unknown."""

    business: Business
    versions: tuple[Policy, ...]
    policy: Policy
    setting: Setting
    verdict: Verdict | None
    asked: Mapping[str, Judged | Ask] = field(default_factory=dict)

    @property
    def settled(self) -> bool:
        return self.verdict is not None and self.verdict.settled


def judge(business: Business, policy_id: str, facts: Facts, as_of: datetime, govern: Govern) -> Judged:
    """The policy's verdict on completed facts. Raises NoVersion where none was in force, WrongFacts on impossible acts."""
    versions = business.policies[policy_id]
    pinned_to = versions[-1].pinned_to
    pin = facts.get(pinned_to) if pinned_to else as_of
    if not isinstance(pin, datetime):
        return Judged(business, versions, versions[-1], Setting(facts, business.calendar), None)
    policy = version_at(versions, pin)
    check_acts(policy, facts)
    asked = {ask.alias: _ask(business, ask, facts, as_of, govern) for ask in policy.asks}
    answers = {
        alias: _answers(judged) for alias, judged in asked.items() if isinstance(judged, Judged) and judged.settled
    }
    setting = Setting(facts, business.calendar, answers)
    return Judged(business, versions, policy, setting, govern(policy, setting), asked)


def version_at(versions: tuple[Policy, ...], instant: datetime) -> Policy:
    """The version in force at an instant. Raises NoVersion."""
    for version in versions:
        if (version.starts is None or version.starts <= instant) and (version.ends is None or instant < version.ends):
            return version
    first = versions[0].version
    raise NoVersion(f"no version of `{versions[0].id}` was in force at {instant.isoformat()}; the first is `{first}`")


def _ask(business: Business, ask: Ask, facts: Facts, as_of: datetime, govern: Govern) -> Judged | Ask:
    """The asked policy's verdict; the ask itself while the instant to ask at is unknown."""
    instant = facts.get(ask.as_of) if ask.as_of else as_of
    return judge(business, ask.policy, facts, instant, govern) if isinstance(instant, datetime) else ask


def _answers(judged: Judged) -> dict[str, Value]:
    assert judged.verdict is not None
    known = {name: value for name, value in judged.verdict.values.items() if not isinstance(value, Unknown)}
    return {"outcome": judged.verdict.governing.answer.outcome, **known}
