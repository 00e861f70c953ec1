"""What a return costs and pays back, by the names of values that are known to machines."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from policykit.backends.structured_data.nodes import Fees, MonetaryAmount
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

AMOUNT = "amount"
RETURN_SHIPPING = "return_shipping"
SEND_BACK_PAID_BY = "send_back_paid_by"
RESTOCKING_FEE = "restocking_fee"
REFUND_TO = "refund_to"

FREE: Fees = "https://schema.org/FreeReturn"
PAYERS: dict[str, Fees] = {"us": FREE, "you": "https://schema.org/ReturnFeesCustomerResponsibility"}
REFUNDS = {
    "store_credit": "https://schema.org/StoreCreditRefund",
    "exchange": "https://schema.org/ExchangeRefund",
}
FULL = "https://schema.org/FullRefund"


class Cost(NamedTuple):
    """What sending back costs the customer; without an amount where that depends on the case."""

    fees: Fees | None = None
    amount: MonetaryAmount | None = None


def cost_of(answer: Answer) -> Cost:
    payer = answer.values.get(SEND_BACK_PAID_BY)
    if isinstance(payer, ChoiceLiteral):
        return Cost(PAYERS.get(payer.value))
    shipping = answer.values.get(RETURN_SHIPPING)
    if shipping is None:
        return Cost()
    amount = money_of(shipping)
    if amount is None:
        return Cost("https://schema.org/ReturnShippingFees")
    return Cost("https://schema.org/ReturnShippingFees", amount) if amount.value else Cost(FREE)


def restocking_of(answer: Answer) -> MonetaryAmount | Decimal | None:
    """The restocking fee as an amount, or as a percentage of a price; None where there is none, or it is another."""
    fee = answer.values.get(RESTOCKING_FEE)
    if fee is None:
        return None
    amount = money_of(fee)
    if amount is not None:
        return amount if amount.value else None
    return percentage_of(fee)


def refund_of(answer: Answer) -> str | None:
    """How money comes back: in another form, or all that was paid where nothing is taken off the amount."""
    way, amount = answer.values.get(REFUND_TO), answer.values.get(AMOUNT)
    if isinstance(way, ChoiceLiteral) and way.value in REFUNDS:
        return REFUNDS[way.value]
    return FULL if amount is not None and is_paid(amount) else None


def is_paid(amount: Expression) -> bool:
    """Whether an amount is made of what was paid alone, added up."""
    match amount:
        case FactRef():
            return True
        case Arithmetic(operator=Operator.ADD, left=left, right=right):
            return is_paid(left) and is_paid(right)
        case _:
            return False


def money_of(formula: Expression) -> MonetaryAmount | None:
    match formula:
        case MoneyLiteral(value=value, currency=currency):
            return MonetaryAmount(value=value, currency=currency)
        case NumberRef(literal=literal):
            return money_of(literal)
        case _:
            return None


def percentage_of(formula: Expression) -> Decimal | None:
    match formula:
        case Arithmetic(operator=Operator.MULTIPLY, left=share, right=FactRef()):
            number = number_of(share)
            return None if number is None else (number * 100).normalize()
        case _:
            return None


def number_of(formula: Expression) -> Decimal | None:
    match formula:
        case NumberLiteral(value=value, unit=None):
            return value
        case NumberRef(literal=literal):
            return number_of(literal)
        case _:
            return None
