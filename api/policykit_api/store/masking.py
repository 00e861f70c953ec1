"""A decision without what private facts are: as much of it as an agent may see, and none of their values.

The answer itself stays: it is what the customer was told. So does the name of a private fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policykit.deciding.behind import facts_behind
from policykit.deciding.privacy import is_kept, is_private, items_for, reasons_for
from policykit.decision import Condition, Decision, Reason
from policykit.model import Business, Fact, Facts, ListType, Policy, Rule, Value

AGENT = "agent"


def masked(decision: Decision, business: Business) -> Decision:
    """The decision as it may be kept."""
    policy = next(one for one in business.policies[decision.policy] if one.version == decision.version)
    return replace(
        decision,
        facts=public(decision.facts, business.facts),
        named={name: value for name, value in decision.named.items() if _is_open(name, decision, policy, business)},
        reasons=tuple(_reason(one, business) for one in reasons_for(AGENT, decision, business)),
        would_change=tuple(one for one in decision.would_change if not _is_kept(one.fact, business)),
        items=items_for(AGENT, decision, policy, business),
    )


def kept_back(decision: Decision, business: Business) -> tuple[str, ...]:
    """The names of the facts that the decision was made from and whose values, or a part of them, are not kept."""
    return tuple(name for name in decision.facts if _is_kept(name, business))


def public(facts: Facts, declared: Mapping[str, Fact]) -> dict[str, Value]:
    """The facts that are not private, lists without the private fields of their elements."""
    return {
        name: _elements(value, declared[name])
        for name, value in facts.items()
        if not (declared[name].private or declared[name].protected)
    }


def _elements(value: Value, fact: Fact) -> Value:
    if not isinstance(fact.type, ListType) or not isinstance(value, tuple):
        return value
    fields = fact.type.fields
    return tuple(public(element, fields) for element in value)


def _is_kept(name: str, business: Business) -> bool:
    fact = business.facts.get(name)
    return fact is None or is_kept(fact)


def _reason(reason: Reason, business: Business) -> Reason:
    return replace(reason, conditions=tuple(_condition(one, business) for one in reason.conditions))


def _condition(one: Condition, business: Business) -> Condition:
    return replace(one, value=None, held=None, by=None, window=None) if is_private(one, business) else one


def _is_open(name: str, decision: Decision, policy: Policy, business: Business) -> bool:
    """Whether no private fact stands behind a named value. One of which nobody can say is not open."""
    found = [rule.answer.named[name] for rule in _rules(decision, policy) if name in rule.answer.named]
    behind = facts_behind(business, policy, *found)
    return bool(found) and not any(_is_kept(fact, business) for fact in behind if fact in business.facts)


def _rules(decision: Decision, policy: Policy) -> Iterator[Rule]:
    """The rules that may have named it: the policy's own of that id, and those of the floors."""
    floors = (version.policy for binding in policy.floors for version in binding.versions)
    for one in (policy, *floors):
        rule = one.own_rule(decision.answer.rule) if decision.answer else None
        if rule is not None:
            yield rule
