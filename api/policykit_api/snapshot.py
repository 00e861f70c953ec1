"""What a request looks at: one bundle and everything made of it once, swapped as a whole."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from policykit.decision import NoVersion
from policykit.diagnostics import did_you_mean
from policykit.model import Policy
from policykit.pipeline import Bundle, Ready, version_at
from policykit.values import now
from policykit_api.problem_kinds import UNKNOWN_BUSINESS, UNKNOWN_LOCALE, UNKNOWN_POLICY, UNKNOWN_VERSION
from policykit_api.problems import Refused

if TYPE_CHECKING:
    from policykit_api.openapi import Contract

DECIDE = re.compile("/v1/([^/]+)/policies/([^/]+)/decide")
MOST_NAMED = 20
"""Policies that the answer to a wrong name lists."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A checked bundle, its contract (the OpenAPI documents that describe it), and what stands at which address."""

    bundle: Bundle
    contract: Contract
    addresses: dict[str, tuple[Ready, str]] = field(default_factory=dict, repr=False, compare=False)

    def asked_at(self, path: str) -> tuple[Ready, str] | None:
        """The business and the policy whose decisions are asked for at that address; None where there is none."""
        if path in self.addresses:
            return self.addresses[path]
        found = DECIDE.fullmatch(path)
        ready = self.bundle.businesses.get(found[1]) if found else None
        if found is None or ready is None or found[2] not in ready.business.policies:
            return None
        return self.addresses.setdefault(path, (ready, found[2]))

    def ready(self, business: str) -> Ready:
        """The business of that id; raises ``Refused`` (404)."""
        found = self.bundle.businesses.get(business)
        if found is None:
            raise unknown_business(business)
        return found

    def writing(self, business: str, locale: str) -> Ready:
        """The business of that id, which writes in that locale; raises ``Refused`` (404)."""
        ready = self.ready(business)
        if locale not in ready.business.locales:
            offered = ", ".join(ready.business.locales)
            raise Refused(UNKNOWN_LOCALE, f"no terms in `{shown(locale)}`: this business writes in {offered}")
        return ready


def unknown_business(business: str) -> Refused:
    """What a caller is told of a business that does not exist, or not for him."""
    return Refused(UNKNOWN_BUSINESS, f"there is no business `{shown(business)}`")


def versions(ready: Ready, policy: str) -> tuple[Policy, ...]:
    """All versions of the policy, oldest first; raises ``Refused`` (404)."""
    found = ready.business.policies.get(policy)
    if not found:
        known = ready.business.policies
        advice = did_you_mean(
            policy[:80], known, f"it has {', '.join(f'`{one}`' for one in islice(known, MOST_NAMED))}"
        )
        raise Refused(UNKNOWN_POLICY, f"`{ready.business.id}` has no policy `{shown(policy)}`: {advice}")
    return found


def version(ready: Ready, policy: str, name: str) -> Policy:
    """The version of that name, which is one that decided."""
    return next(one for one in versions(ready, policy) if one.version == name)


def named(ready: Ready, policy: str, name: str) -> Policy:
    """The version of that name; raises ``Refused`` (404)."""
    for one in versions(ready, policy):
        if one.version == name:
            return one
    known = ", ".join(one.version for one in versions(ready, policy))
    raise Refused(UNKNOWN_VERSION, f"`{policy}` has no version `{shown(name)}`: it has {known}")


def current(ready: Ready, policy: str) -> Policy:
    """The version in force now, or the latest where none is; raises ``Refused`` (404)."""
    listed = versions(ready, policy)
    try:
        return version_at(ready, policy, now())
    except NoVersion:
        return listed[-1]


def shown(text: str) -> str:
    """The caller's text, cut to what a message can carry."""
    return text if len(text) <= 80 else f"{text[:79]}…"
