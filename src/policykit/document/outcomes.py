"""What a page says of an outcome by its place among those of its policy."""

from __future__ import annotations

from policykit.model import Policy


def worst(outcome: str, policy: Policy) -> bool:
    """Whether no other outcome of the policy is worse for the customer; where there is only one, it is not."""
    return len(policy.outcomes) > 1 and outcome == policy.outcomes[-1].name
