"""Fingerprints: alike for what means the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.model import (
    And,
    Comparator,
    Comparison,
    FactRef,
    LetRef,
    NumberLiteral,
    NumberRef,
    Or,
    PeriodLiteral,
    Span,
    Test,
    Unit,
)
from policykit.verify.meaning import Fingerprints

A, B, C = (FactRef(name) for name in "abc")
SEVEN = NumberLiteral(Decimal(7))
AT_LEAST = Comparison(Comparator.AT_LEAST, A, SEVEN)

ALIKE = {
    "spelling": (Test(A, "at least 7", AT_LEAST), Test(A, ">= 7", AT_LEAST)),
    "place": (FactRef("a", Span("x", 1, 1, 1, 1)), A),
    "zeros": (NumberLiteral(Decimal("7.00")), SEVEN),
    "a number's name": (NumberRef("limit", SEVEN), SEVEN),
    "a formula's name": (LetRef("one", AT_LEAST), LetRef("other", AT_LEAST)),
    "a formula written out": (LetRef("one", AT_LEAST), AT_LEAST),
    "order": (And((A, B)), And((B, A))),
    "brackets": (Or((A, Or((B, C)))), Or((Or((A, B)), C))),
    "one alone": (And((A,)), A),
    "elapsed units": (PeriodLiteral(24, Unit.HOURS), PeriodLiteral(1, Unit.DAYS)),
}
UNLIKE = {
    "comparators": (AT_LEAST, Comparison(Comparator.MORE, A, SEVEN)),
    "and, or": (And((A, B)), Or((A, B))),
    "brackets": (And((A, Or((B, C)))), Or((And((A, B)), C))),
    "sides": (Comparison(Comparator.LESS, A, B), Comparison(Comparator.LESS, B, A)),
    "numbers": (NumberRef("limit", SEVEN), NumberRef("limit", NumberLiteral(Decimal(8)))),
    "units": (PeriodLiteral(1, Unit.DAYS), PeriodLiteral(1, Unit.CALENDAR_DAYS)),
    "measures": (NumberLiteral(Decimal(7), "kg"), NumberLiteral(Decimal(7), "km")),
}


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE)
def test_alike(pair):
    one, other = map(Fingerprints().of, pair)
    assert one == other


@pytest.mark.parametrize("pair", UNLIKE.values(), ids=UNLIKE)
def test_unlike(pair):
    one, other = map(Fingerprints().of, pair)
    assert one != other


def test_a_name_whose_change_is_told_stands_for_itself():
    told = Fingerprints({"limit"})
    assert told.of(NumberRef("limit", SEVEN)) == told.of(NumberRef("limit", NumberLiteral(Decimal(8))))


def test_names_within_names_take_no_longer_than_what_is_written():
    """Each of forty names uses the one above it twice: written out, a million million of them."""
    formula = A
    for step in range(40):
        formula = LetRef(f"step_{step}", And((formula, Comparison(Comparator.EQUAL, formula, B))))
    assert Fingerprints().of(formula) == Fingerprints().of(formula)
