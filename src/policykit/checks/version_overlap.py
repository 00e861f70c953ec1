"""`version-overlap`: two versions of a policy are in force at the same time, so none decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business, Policy


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for earlier, later in pairwise(versions):
            if earlier.ends is None or later.starts is None or later.starts < earlier.ends:
                yield _overlap(earlier, later)


def _overlap(earlier: Policy, later: Policy) -> Diagnostic:
    together = earlier.starts == later.starts
    text = f"versions {earlier.version} and {later.version} of `{later.id}` are in force at the same time"
    return Diagnostic(
        "version-overlap",
        f"two versions of `{later.id}` begin together ({later.version})" if together else text,
        later.span,
        help="let one begin later, or keep one alone" if together else f"end the earlier one: `until: {later.version}`",
        related=(Related(earlier.span, "the earlier version" if not together else "the other version"),),
    )
