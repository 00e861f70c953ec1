"""What an expression is made of, and what it reads."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from policykit.model import (
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    If,
    LetRef,
    Membership,
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Quantifier,
    Quantity,
    Side,
    Test,
    TextLiteral,
    Unit,
    Window,
)
from policykit.walk import aliases_read, depth, every, every_once, facts_read, parts, size

A, B, C = FactRef("a"), FactRef("b"), FactRef("c")
DAY = PeriodLiteral(1, Unit.DAYS)
SOME = Quantifier(Quantity.SOME, "x", "rooms", A)
TOTAL = Aggregate(Aggregation.SUM, "x", "rooms", A, B)
LEAVES = (
    A, FieldRef("x", "a"), Asked("other", "outcome"), FlagLiteral(value=True), ChoiceLiteral("a"),
    NumberLiteral(Decimal(1)), MoneyLiteral(Decimal(1), "TWD"), DateLiteral(date(2026, 1, 1)),
    DateTimeLiteral(datetime(2026, 1, 1, tzinfo=UTC)), DAY, TextLiteral("a"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("whole", "inside"),
    [
        (And((A, B)), (A, B)),
        (Or((A, B)), (A, B)),
        (Not(A), (A,)),
        (Test(A, "yes", B), (B,)),
        (LetRef("fee", A), (A,)),
        (Comparison(Comparator.LESS, A, B), (A, B)),
        (Arithmetic(Operator.ADD, A, B), (A, B)),
        (Membership(A, (B, C)), (A, B, C)),
        (Presence(A, present=True), (A,)),
        (Window(A, True, DAY, Side.AFTER, B), (A, DAY, B)),
        (Moment(DAY, Side.AFTER, A), (DAY, A)),
        (If(A, B, C), (A, B, C)),
        (Call(Function.MIN, (A, B)), (A, B)),
        (SOME, (A,)),
        (TOTAL, (A, B)),
        pytest.param(Aggregate(Aggregation.COUNT, "x", "rooms", A, None), (A,), id="a count"),
        (NumberRef("limit", DAY), (DAY,)),
        *((leaf, ()) for leaf in LEAVES),
    ],
    ids=lambda part: type(part).__name__ if not isinstance(part, tuple) else "",
)
def test_the_parts_of_an_expression_in_reading_order(whole, inside):
    assert inside == parts(whole)


def test_every_node_is_met_in_reading_order():
    assert [And((Not(A), B)), Not(A), A, B] == list(every(And((Not(A), B))))


def test_what_has_a_name_is_gone_into_once():
    fee = LetRef("fee", A)
    assert [And((fee, fee)), fee, A, fee] == list(every(And((fee, fee))))


def test_what_is_said_of_elements_can_be_left_out():
    both = And((SOME, TOTAL))
    assert [both, SOME, TOTAL] == list(every(both, elements=False))
    assert [both, SOME, A, TOTAL, A, B] == list(every(both))


def test_names_that_stand_on_names_are_no_work():
    """Each of forty names uses the one below it twice: a walk that went into both would never end."""
    formula = A
    for index in range(40):
        formula = LetRef(f"let_{index}", And((formula, formula)))
    read, deep = facts_read(formula), depth(formula)
    assert (("a",), 81) == (read, deep)


def test_the_size_of_an_expression_that_is_written_out():
    """Each use of a name counts, and is as large as the name is said to be."""
    named = LetRef("both", And((A, B)))
    assert [1, 2, 7, 4] == [size(A, {}), size(Not(A), {}), size(Or((named, named)), {"both": 3}), size(named, {})]


def test_the_depth_of_an_expression():
    assert [0, 0, 1, 2] == [depth(node) - 1 for node in (A, DAY, Not(A), Not(And((A, B))))]


def test_the_facts_that_are_read_lists_among_them_each_once():
    assert ("a", "b", "rooms") == facts_read(And((A, B, A)), SOME, TOTAL)


def test_the_asked_policies_that_are_read():
    assert ("first", "second") == aliases_read(And((Asked("first", "outcome"), A)), Asked("second", "fee"),
                                               Asked("first", "fee"))  # fmt: skip


def test_what_expressions_share_is_gone_into_once_in_reading_order():
    shared = Comparison(Comparator.LESS, A, B)
    one, other = And((shared, C)), And((C, shared))
    assert [one, shared, A, B, C, other] == list(every_once((one, other)))
