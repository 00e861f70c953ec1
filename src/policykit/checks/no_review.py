"""`no-review`: nothing says when somebody looks at a policy again. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        newest = versions[-1]  # what came before it is history
        if newest.ends is None and not (newest.review or business.review):
            yield Diagnostic(
                "no-review",
                f"nothing says when `{newest.id}` is looked at again",
                newest.span,
                severity="warning",
                help="give a date: `review: 2027-01-15`, here or for all policies in business.yaml",
            )
