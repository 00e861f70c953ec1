"""`review-overdue`: the day by which somebody was to look at a policy again has passed. A warning."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policykit.diagnostics import Diagnostic
from policykit.model import Business, Policy


def check(business: Business, today: date) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            review = policy.review or business.review
            if review is not None and review < today and not _is_over(policy, today):
                yield Diagnostic(
                    "review-overdue",
                    f"`{policy.id}` was to be looked at again by {review}",
                    policy.span,
                    severity="warning",
                    help="ask its owner whether it still fits, and set the next `review:`",
                )


def _is_over(policy: Policy, today: date) -> bool:
    return policy.ends is not None and policy.ends.date() <= today
