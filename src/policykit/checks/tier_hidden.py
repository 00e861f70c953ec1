"""`tier-hidden`: a level is given by what nobody can read, so that nobody can reach it.

The same facts give the same answer to everybody, and the criteria are public: no internal rule, no private fact.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic
from policykit.model import Business, Rule
from policykit.walk import facts_read


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            for rule in policy.rules if policy.kind == "tiers" else ():
                hidden = _hidden(rule, business)
                if hidden is not None:
                    yield Diagnostic(
                        "tier-hidden",
                        f"`{rule.id}` gives a level {hidden}",
                        rule.span,
                        help="grade by what customers can read and reach",
                    )


def _hidden(rule: Rule, business: Business) -> str | None:
    if not rule.public:
        return "and is internal"
    read = [business.facts[name] for name in facts_read(rule.when) if name in business.facts]
    private = next((fact.name for fact in read if fact.private), None)
    return f"by `{private}`, which is private" if private else None
