"""Which reasons and items a reader may see, so that none of them tells what a private fact is."""

from __future__ import annotations

from collections.abc import Mapping

from policykit.deciding.behind import facts_behind
from policykit.decision import Condition, Decision, Item, Reason
from policykit.model import Asked, Business, Fact, ListType, Policy

CUSTOMER, AUDITOR = "customer", "auditor"


def reasons_for(audience: str, decision: Decision, business: Business) -> tuple[Reason, ...]:
    """The reasons for an audience: customers see public rules only, and only an auditor sees all.

    For the others, a rule that failed and tests a private fact is left out: that it failed would tell the fact.
    So is the rule of an asked policy that tests one.
    """
    if audience == AUDITOR:
        return decision.reasons
    kept = _kept_names(business)
    return tuple(
        [
            reason
            for reason in decision.reasons
            if (reason.public or audience != CUSTOMER) and (_governs(reason, decision) or not _tells(reason, kept))
        ]
    )


def _tells(reason: Reason, kept: frozenset[str]) -> bool:
    return any(one.fact in kept or not kept.isdisjoint(one.reads) for one in reason.conditions)


def items_for(audience: str, decision: Decision, policy: Policy, business: Business) -> Mapping[str, tuple[Item, ...]]:
    """The items' answers for an audience: all but auditors see those behind which stands no private fact.

    ``policy`` is the version that decided.
    """
    if audience == AUDITOR:
        return decision.items
    return {alias: found for alias, found in decision.items.items() if not _kept(alias, policy, business)}


def _kept(alias: str, policy: Policy, business: Business) -> bool:
    def looked_up() -> bool:
        behind = facts_behind(business, policy, Asked(alias, "outcome"))
        return any(is_kept(business.facts[name]) for name in behind if name in business.facts)

    return business.kept.of((_kept, alias, id(policy)), looked_up)


def is_private(condition: Condition, business: Business) -> bool:
    """Whether a condition's value would tell what a private fact is, if only through a named formula."""
    kept = _kept_names(business)
    return condition.fact in kept or not kept.isdisjoint(condition.reads)


def _kept_names(business: Business) -> frozenset[str]:
    """The facts whose values are kept from all but auditors."""
    facts = business.facts
    return business.kept.of(is_kept, lambda: frozenset(name for name, fact in facts.items() if is_kept(fact)))


def is_kept(fact: Fact) -> bool:
    """Whether a fact's value is kept from all but auditors: it is private or protected, or a field of it is."""
    fields = fact.type.fields.values() if isinstance(fact.type, ListType) else ()
    return any(one.private or one.protected for one in (fact, *fields))


def _governs(reason: Reason, decision: Decision) -> bool:
    """Whether it is the governing rule's, which stands first; a rule that a floor has overruled held too."""
    return reason is decision.reasons[0]
