"""What only a whole, well-typed business shows. One file is one check is one code."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from policykit.checks import (
    asks_circle,
    locale_without_words,
    table_overlap,
    unused_name,
    version_gap,
    version_overlap,
    version_pin,
)
from policykit.diagnostics import Diagnostic
from policykit.model import Business

CHECKS: tuple[Callable[[Business], Iterable[Diagnostic]], ...] = (
    asks_circle.check,
    locale_without_words.check,
    version_overlap.check,
    version_gap.check,
    version_pin.check,
    table_overlap.check,
    unused_name.check,
)


def check(business: Business) -> tuple[Diagnostic, ...]:
    """Every finding of every check."""
    return tuple(finding for one in CHECKS for finding in one(business))
