"""`trait-undeclared`: a fact that reads like a protected trait, and does not say whether it is one. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.traits import trait_of
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Fact, ListType


def check(business: Business) -> Iterator[Diagnostic]:
    for fact in business.facts.values():
        for one in (fact, *_fields(fact)):
            trait = trait_of(one)
            if trait is not None and not one.protected and not one.cleared:
                yield Diagnostic(
                    "trait-undeclared",
                    f"`{one.name}` reads like a protected trait ({trait})",
                    one.span,
                    severity="warning",
                    help="say `protected: yes`, or `protected: no` if it is none",
                )


def _fields(fact: Fact) -> tuple[Fact, ...]:
    return tuple(fact.type.fields.values()) if isinstance(fact.type, ListType) else ()
