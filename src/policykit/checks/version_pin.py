"""`version-pin`: two versions of a policy are pinned to different facts, so they disagree on which of them applies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business, Policy


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for earlier, later in pairwise(versions):
            if earlier.pinned_to != later.pinned_to:
                yield Diagnostic(
                    "version-pin",
                    f"version {later.version} of `{later.id}` is pinned to {_fact(later)}, "
                    f"and the one before it to {_fact(earlier)}",
                    later.span,
                    help="write the same `pinned_to:` in both, or in neither",
                    related=(Related(earlier.span, "the earlier version"),),
                )


def _fact(policy: Policy) -> str:
    return f"`{policy.pinned_to}`" if policy.pinned_to else "no fact"
