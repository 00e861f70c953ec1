"""`version-gap`: between two versions of a policy lies a time in which none is in force."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for earlier, later in pairwise(versions):
            if earlier.ends is not None and later.starts is not None and earlier.ends < later.starts:
                yield Diagnostic(
                    "version-gap",
                    f"no version of `{later.id}` is in force from {earlier.ends.date()} until {later.version}",
                    later.span,
                    help=f"let the earlier one run on: `until: {later.version}`",
                    related=(Related(earlier.span, "the earlier version"),),
                )
