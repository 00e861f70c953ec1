"""Which version of each policy a page shows."""

from __future__ import annotations

from datetime import datetime

from policykit.deciding import judge
from policykit.decision import NoVersion
from policykit.model import Business, Policy


def version_at(business: Business, policy_id: str, at: datetime | None) -> Policy:
    """The version in force at an instant; without an instant, the newest. Raises NoVersion, KeyError."""
    versions = business.policies[policy_id]
    return versions[-1] if at is None else judge.version_at(versions, at)


def current(business: Business, at: datetime | None) -> tuple[Policy, ...]:
    """The version of every policy that is in force, in the order of the business's files."""
    found = []
    for policy_id in business.policies:
        try:
            found.append(version_at(business, policy_id, at))
        except NoVersion:
            continue
    return tuple(found)
