"""What is known of an operand before anything is evaluated."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.backends.operands import Operands
from policykit.model import (
    Aggregate,
    Aggregation,
    Asked,
    Call,
    DateTimeType,
    DurationType,
    Fact,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    If,
    LetRef,
    ListType,
    Moment,
    NumberLiteral,
    NumberRef,
    NumberType,
    PeriodLiteral,
    Side,
    Unit,
)

LINES = ListType({"at": Fact("at", DateTimeType(), optional=True), "price": Fact("price", NumberType())})
FACTS = {
    fact.name: fact
    for fact in (
        Fact("at", DateTimeType()), Fact("maybe", DateTimeType(), optional=True), Fact("price", NumberType()),
        Fact("takes", DurationType()), Fact("lines", LINES),
    )
}  # fmt: skip
AT, MAYBE, PRICE, TAKES = map(FactRef, ("at", "maybe", "price", "takes"))
YES, ONE, HOUR = FlagLiteral(value=True), NumberLiteral(Decimal(1)), PeriodLiteral(1, Unit.HOURS)


def made(word: Aggregation, field: str) -> Aggregate:
    return Aggregate(word, "line", "lines", YES, FieldRef("line", field))


@pytest.mark.parametrize(
    ("expression", "absent", "instant", "time"),
    [
        (AT, False, True, True),
        (MAYBE, True, True, True),
        (PRICE, False, False, False),
        (TAKES, False, False, True),
        (LetRef("last", MAYBE), True, True, True),
        (If(YES, AT, MAYBE), True, True, True),
        (Asked("errand", "amount"), True, False, False),
        (Moment(HOUR, Side.AFTER, AT), False, True, True),
        (Call(Function.OR_ELSE, (MAYBE, AT)), False, True, True),
        (Call(Function.MIN, (ONE, PRICE)), False, False, False),
        (Call(Function.MAX, (HOUR, TAKES)), False, False, True),
        (NumberRef("limit", HOUR), False, False, True),
        (made(Aggregation.LATEST, "at"), True, True, True),
        (made(Aggregation.SUM, "price"), False, False, False),
        (made(Aggregation.MIN, "price"), True, False, False),
    ],
)
def test_what_is_known_of_an_operand(expression, absent, instant, time):
    operands = Operands(FACTS)
    found = operands.may_be_absent(expression), operands.is_instant(expression), operands.is_time(expression)
    assert (absent, instant, time) == found
