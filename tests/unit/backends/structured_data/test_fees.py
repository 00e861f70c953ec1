"""Fees and refunds by the names of values that machines know."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.backends.structured_data.fees import Cost, cost_of, refund_of, restocking_of
from policykit.backends.structured_data.nodes import MonetaryAmount
from policykit.model import (
    Answer,
    Arithmetic,
    ChoiceLiteral,
    Expression,
    FactRef,
    MoneyLiteral,
    NumberLiteral,
    NumberRef,
    Operator,
)

PRICE, SHIPPING = FactRef("item.price"), FactRef("order.shipping")
STORE_CREDIT, AS_PAID = ChoiceLiteral("store_credit"), ChoiceLiteral("as_paid")
NOTHING, EIGHTY = MoneyLiteral(Decimal(0), "TWD"), MoneyLiteral(Decimal(80), "TWD")
FIXED = MonetaryAmount(value=Decimal(80), currency="TWD")
TENTH = NumberRef("fee", NumberLiteral(Decimal("0.1")))
FREE, SHIPPING_PAID = "https://schema.org/FreeReturn", "https://schema.org/ReturnShippingFees"
CUSTOMER = "https://schema.org/ReturnFeesCustomerResponsibility"


def times(left: Expression, right: Expression) -> Expression:
    return Arithmetic(Operator.MULTIPLY, left, right)


def answer(**values: Expression) -> Answer:
    return Answer("refund", values)


@pytest.mark.parametrize(
    ("values", "cost"),
    [
        ({}, Cost()),
        ({"return_shipping": NOTHING}, Cost(FREE)),
        ({"return_shipping": EIGHTY}, Cost(SHIPPING_PAID, FIXED)),
        ({"return_shipping": NumberRef("f", EIGHTY)}, Cost(SHIPPING_PAID, FIXED)),
        ({"return_shipping": times(TENTH, PRICE)}, Cost(SHIPPING_PAID)),
        ({"send_back_paid_by": ChoiceLiteral("us")}, Cost(FREE)),
        ({"send_back_paid_by": ChoiceLiteral("you")}, Cost(CUSTOMER)),
        ({"send_back_paid_by": ChoiceLiteral("the_neighbour")}, Cost()),
    ],
    ids=["unsaid", "free", "fixed", "named", "by the case", "we pay", "you pay", "another word"],
)  # fmt: skip
def test_what_sending_back_costs(values: dict[str, Expression], cost: Cost):
    assert cost == cost_of(answer(**values))


@pytest.mark.parametrize(
    ("fee", "told"),
    [
        (NOTHING, None),
        (EIGHTY, FIXED),
        (times(TENTH, PRICE), Decimal(10)),
        (times(PRICE, PRICE), None),
        (PRICE, None),
    ],
    ids=["nothing", "an amount", "a share in percent", "no share", "no fee of ours"],
)
def test_the_restocking_fee(fee: Expression, told: MonetaryAmount | Decimal | None):
    assert told == restocking_of(answer(restocking_fee=fee))


def test_a_refund_is_full_where_nothing_is_taken_off_what_was_paid():
    full = "https://schema.org/FullRefund"
    assert full == refund_of(answer(amount=Arithmetic(Operator.ADD, PRICE, SHIPPING)))
    assert refund_of(answer(amount=Arithmetic(Operator.SUBTRACT, PRICE, EIGHTY))) is None
    assert refund_of(answer(amount=times(TENTH, PRICE))) is None
    assert refund_of(answer()) is None


def test_a_refund_in_another_form_is_told_as_such():
    assert "https://schema.org/StoreCreditRefund" == refund_of(answer(amount=PRICE, refund_to=STORE_CREDIT))
    assert "https://schema.org/FullRefund" == refund_of(answer(amount=PRICE, refund_to=AS_PAID))
