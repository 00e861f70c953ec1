"""`no-owner`: nobody answers for a policy. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        newest = versions[-1]  # what came before it is history
        if not (newest.owner or business.owner):
            yield Diagnostic(
                "no-owner",
                f"nobody answers for `{newest.id}`",
                newest.span,
                severity="warning",
                help="name a role: `owner: shop manager`, here or for all policies in business.yaml",
            )
