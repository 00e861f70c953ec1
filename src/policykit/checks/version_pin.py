"""`version-pin`: two versions of a policy are pinned to different facts, so they disagree on which of them applies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for earlier, later in pairwise(versions):
            if earlier.pinned_to != later.pinned_to:
                yield Diagnostic(
                    "version-pin",
                    f"two versions of `{later.id}` are pinned to different facts",
                    later.span,
                    help="write the same `pinned_to:` in both, or in neither",
                    related=(Related(earlier.span, "the earlier version"),),
                )
