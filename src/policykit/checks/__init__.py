"""What only a whole, well-typed business shows. One file is one check is one code."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from policykit.checks import (
    asks_circle,
    asks_too_deep,
    floor_reads_conduct,
    locale_without_words,
    never_followed_up,
    no_owner,
    no_review,
    notice_too_short,
    number_in_words,
    our_fault_without_due,
    promise_without_due,
    protected_trait,
    refusal_without_alternative,
    restriction_incomplete,
    restriction_touches,
    review_overdue,
    table_overlap,
    tier_hidden,
    trait_undeclared,
    unused_name,
    version_gap,
    version_overlap,
    version_pin,
    wording_blames,
    wording_excuses,
)
from policykit.diagnostics import Diagnostic
from policykit.model import Business

CHECKS: tuple[Callable[[Business], Iterable[Diagnostic]], ...] = (
    asks_circle.check,
    asks_too_deep.check,
    floor_reads_conduct.check,
    locale_without_words.check,
    version_overlap.check,
    version_gap.check,
    version_pin.check,
    notice_too_short.check,
    no_owner.check,
    no_review.check,
    refusal_without_alternative.check,
    promise_without_due.check,
    our_fault_without_due.check,
    restriction_incomplete.check,
    restriction_touches.check,
    protected_trait.check,
    trait_undeclared.check,
    tier_hidden.check,
    wording_excuses.check,
    wording_blames.check,
    number_in_words.check,
    never_followed_up.check,
    table_overlap.check,
    unused_name.check,
)

DATED: tuple[Callable[[Business, date], Iterable[Diagnostic]], ...] = (review_overdue.check,)
"""What depends on the day: the checks read no clock."""


def check(business: Business, today: date | None = None) -> tuple[Diagnostic, ...]:
    """Every finding of every check; without a day, of those that need none."""
    found = tuple(finding for one in CHECKS for finding in one(business))
    return found if today is None else (*found, *check_dated(business, today))


def check_dated(business: Business, today: date) -> tuple[Diagnostic, ...]:
    """The findings of the checks that depend on the day."""
    return tuple(finding for one in DATED for finding in one(business, today))
