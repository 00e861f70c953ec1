"""A policy of returns as schema.org's `MerchantReturnPolicy`, where it is one of goods that are delivered.

It is told where the policy says what delivery is (`delivery:`) and some window runs from it under no condition. What
has no property of its own (exclusions, conditions) is told by its title and outcome; without a title, nothing is told.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TypeVar

from policykit.backends.prose.reading import Reading, reading
from policykit.backends.prose.rules import outcome_label
from policykit.backends.structured_data.fees import FREE, Cost, cost_of, refund_of, restocking_of
from policykit.backends.structured_data.nodes import (
    Fees,
    MerchantReturnPolicy,
    MerchantReturnPolicySeasonalOverride,
    PropertyValue,
)
from policykit.backends.structured_data.windows import Stay, stay_of
from policykit.model import Business, Policy, Rule

FINITE = "https://schema.org/MerchantReturnFiniteReturnWindow"
T = TypeVar("T", bound=Hashable)


def return_policy(business: Business, policy: Policy, locale: str, url: str | None) -> MerchantReturnPolicy | None:
    """The policy in the reader's language; None where schema.org has no words for what it says."""
    if policy.delivery is None:
        return None
    reader = reading(business, policy, locale)
    stays = accepted(policy)
    usual, seasonal = [one for one in stays if one.season is None], [one for one in stays if one.season is not None]
    limits = limits_of(policy, stays, reader)
    days = [one.length for one in usual if isinstance(one.length, int)]
    if limits is None or not days or len(days) < len(usual) or (seasonal and len(usual) > 1):
        return None
    # The law that the policy binds may let the customer pay less than its own rules do.
    own = [] if policy.floors else [one.rule.answer for one in stays]
    cost = agreed(cost_of(answer) for answer in own) or Cost()
    return MerchantReturnPolicy(
        name=reader.text(policy.question),
        description=reader.text(policy.summary) or None,
        url=url,
        merchant_return_link=url,
        applicable_country=policy.delivery.to,
        return_policy_country=policy.delivery.back_to,
        return_policy_category=FINITE,
        merchant_return_days=max(days),
        return_fees=cost.fees,
        return_shipping_fees_amount=cost.amount,
        customer_remorse_return_fees=cost.fees,
        item_defect_return_fees=defect_fees(policy),
        restocking_fee=agreed(restocking_of(answer) for answer in own),
        refund_type=agreed(refund_of(answer) for answer in own),
        return_policy_seasonal_override=tuple(override(one, reader) for one in seasonal),
        additional_property=limits,
    )


def accepted(policy: Policy) -> list[Stay]:
    """The windows within which goods come back under no condition, and with the best outcome of those."""
    assert policy.delivery is not None
    found = [stay for rule in public(policy, "windows") if (stay := stay_of(rule, policy.delivery.at)) is not None]
    taken = [one for one in found if takes_back(one.rule, policy)]
    best = min((policy.rank(one.rule.answer.outcome) for one in taken), default=0)
    return [one for one in taken if policy.rank(one.rule.answer.outcome) == best]


def limits_of(policy: Policy, stays: list[Stay], reader: Reading) -> tuple[PropertyValue, ...] | None:
    """What else decides, and less well for the customer, by title and outcome; None where one has no title."""
    best = min((policy.rank(one.rule.answer.outcome) for one in stays), default=0)
    rules = [
        rule
        for rule in public(policy, "exclusions", "conditions", "windows")
        if policy.rank(rule.answer.outcome) > best
    ]
    if any(not rule.title for rule in rules):
        return None
    return tuple(limit(rule, reader) for rule in rules)


def limit(rule: Rule, reader: Reading) -> PropertyValue:
    outcome = outcome_label(reader.policy.outcome(rule.answer.outcome), reader)
    return PropertyValue(property_id=rule.id, name=reader.text(rule.title), value=reader.words.sentence(outcome))


def defect_fees(policy: Policy) -> Fees | None:
    """Whether what is our fault comes back free of charge, which no law makes dearer."""
    answers = [rule.answer for rule in public(policy, "our_fault") if takes_back(rule, policy)]
    return FREE if answers and all(cost_of(answer).fees == FREE for answer in answers) else None


def override(stay: Stay, reader: Reading) -> MerchantReturnPolicySeasonalOverride:
    assert stay.season is not None
    return MerchantReturnPolicySeasonalOverride(
        name=reader.text(stay.rule.title) or None,
        start_date=stay.season.starts,
        end_date=stay.season.last,
        merchant_return_days=stay.length,
        return_policy_category=FINITE,
    )


def public(policy: Policy, *parts: str) -> Iterable[Rule]:
    return (rule for rule in policy.rules if rule.public and rule.part in parts)


def takes_back(rule: Rule, policy: Policy) -> bool:
    outcome = policy.outcome(rule.answer.outcome)
    return outcome.final and not outcome.refuses


def agreed(found: Iterable[T]) -> T | None:
    """What all of them are; None where they differ, or there are none."""
    different = set(found)
    return different.pop() if len(different) == 1 else None
