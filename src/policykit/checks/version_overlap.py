"""`version-overlap`: two versions of a policy are in force at the same time, so none decides."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for earlier, later in pairwise(versions):
            if earlier.ends is None or later.starts is None or later.starts < earlier.ends:
                yield Diagnostic(
                    "version-overlap",
                    f"two versions of `{later.id}` are in force at the same time",
                    later.span,
                    help=f"end the earlier one: `until: {later.version}`",
                    related=(Related(earlier.span, "the earlier version"),),
                )
