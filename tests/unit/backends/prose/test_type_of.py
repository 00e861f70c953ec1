"""The type of an expression."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from policykit.backends.prose.type_of import Types
from policykit.language.types import TimeOfDayType
from policykit.model import (
    AbsentLiteral,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    ChoiceType,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FactRef,
    FieldRef,
    FlagType,
    Function,
    If,
    LetRef,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberRef,
    NumberType,
    Operator,
    PeriodLiteral,
    Quantifier,
    Quantity,
    TextLiteral,
    TextType,
    TimeLiteral,
    Type,
    Unit,
)
from policykit.model import Test as Line
from tests.unit.explain.example import CLAIM, LOOK_UNTIL, SHOP, YES

PRICE = FactRef("item.price")
NUMBER = NumberLiteral(Decimal(2))
MONEY = MoneyLiteral(Decimal(5), "TWD")
OVER_ORDERS = ("past", "customer.orders", YES)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (PRICE, MoneyType("TWD")),
        (MONEY, MoneyType("TWD")),
        (NumberLiteral(Decimal(2), "km"), NumberType("km")),
        (NumberRef("two", NUMBER), NumberType()),
        (LetRef("price", PRICE), MoneyType("TWD")),
        (Arithmetic(Operator.MULTIPLY, NUMBER, PRICE), MoneyType("TWD")),
        (Arithmetic(Operator.MULTIPLY, PRICE, NUMBER), MoneyType("TWD")),
        (Arithmetic(Operator.DIVIDE, PRICE, NUMBER), MoneyType("TWD")),
        (Arithmetic(Operator.DIVIDE, PRICE, MONEY), NumberType()),
        (Arithmetic(Operator.SUBTRACT, PRICE, MONEY), MoneyType("TWD")),
        (If(YES, PRICE, MONEY), MoneyType("TWD")),
        (Call(Function.RATIO, (PRICE, MONEY, NUMBER)), NumberType()),
        (Call(Function.OR_ELSE, (PRICE, MONEY)), MoneyType("TWD")),
        (Aggregate(Aggregation.COUNT, *OVER_ORDERS, None), NumberType()),
        (Aggregate(Aggregation.SUM, *OVER_ORDERS, FieldRef("past", "price")), MoneyType("TWD")),
        (Aggregate(Aggregation.MAX, "past", "item.kind", YES, FieldRef("past", "price")), TextType()),
        (Asked("errand", "outcome"), ChoiceType(("never",))),
        (Asked("errand", "nothing"), TextType()),
        (ChoiceLiteral("fresh"), ChoiceType(("fresh",))),
        (DateLiteral(date(2026, 3, 1)), DateType()),
        (DateTimeLiteral(datetime(2026, 3, 1, tzinfo=UTC)), DateTimeType()),
        (LOOK_UNTIL, DateTimeType()),
        (PeriodLiteral(24, Unit.HOURS), DurationType()),
        (TimeLiteral(540), TimeOfDayType()),
        (Call(Function.TIME, (LOOK_UNTIL,)), TimeOfDayType()),
        (Call(Function.OR_ELSE, (AbsentLiteral(), PRICE)), MoneyType("TWD")),
        (TextLiteral("a"), TextType()),
        (And((YES, YES)), FlagType()),
        (Line(PRICE, "yes", YES), FlagType()),
        (Quantifier(Quantity.SOME, *OVER_ORDERS), FlagType()),
    ],
)
def test_every_expression_has_a_type(expression: Expression, expected: Type):
    assert expected == Types(SHOP, CLAIM).of(expression)
