"""Which reasons a reader may see, so that none of them tells what a private fact is."""

from __future__ import annotations

from policykit.decision import Condition, Decision, Reason
from policykit.model import Business, Fact, ListType

CUSTOMER, AUDITOR = "customer", "auditor"


def reasons_for(audience: str, decision: Decision, business: Business) -> tuple[Reason, ...]:
    """The reasons for an audience: customers see public rules only, and only an auditor sees all.

    For the others, a rule that failed and tests a private fact is left out: that it failed would tell the fact.
    """
    if audience == AUDITOR:
        return decision.reasons
    return tuple(
        reason
        for reason in decision.reasons
        if (reason.public or audience != CUSTOMER)
        and (reason.held or not any(is_private(one, business) for one in reason.conditions))
    )


def is_private(condition: Condition, business: Business) -> bool:
    """Whether a condition's value would tell what a private fact is, if only through a named formula."""
    return any(_keeps(business.facts[name]) for name in (condition.fact, *condition.reads) if name in business.facts)


def _keeps(fact: Fact) -> bool:
    fields = fact.type.fields.values() if isinstance(fact.type, ListType) else ()
    return fact.private or any(field.private for field in fields)
