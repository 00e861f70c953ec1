"""Numbers are exact, and amounts are rounded once: on output, to the smallest unit, a half the customer's way."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Context, Decimal
from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from policykit.calculation import LARGEST
from policykit.deciding.decide import decide
from policykit.model import (
    Aggregate,
    Aggregation,
    Answer,
    Arithmetic,
    Better,
    Business,
    Calendar,
    Call,
    Comparator,
    Comparison,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    ListType,
    MoneyType,
    NumberLiteral,
    NumberType,
    Operator,
    Outcome,
    OutcomeValue,
    Policy,
    Rule,
)
from policykit.semantics import Setting, evaluate
from tests.implementations import IMPLEMENTATIONS

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
NOWHEN = Calendar("UTC")
decimals = st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False, places=6)
MONEY = MoneyType("TWD")
A, B = FactRef("a"), FactRef("b")
ALWAYS = FlagLiteral(value=True)
OPERATIONS = {
    Operator.ADD: lambda a, b: a + b, Operator.SUBTRACT: lambda a, b: a - b, Operator.MULTIPLY: lambda a, b: a * b,
}  # fmt: skip


Values = Mapping[str, tuple[Expression, Better]]


def business(formula: Expression, unit: str = "1", when: Expression = ALWAYS, values: Values | None = None) -> Business:
    """A business whose one policy answers with an amount, or with nothing where its rule does not hold."""
    values = values or {"amount": (formula, Better.NONE)}
    facts = {name: Fact(name, MONEY) for name in "ab"}
    lines = ListType({"price": Fact("price", MONEY)})
    paid = Outcome("pay", values=tuple(OutcomeValue(name, MONEY, better) for name, (_, better) in values.items()))
    policy = Policy(
        "refund", "decision", {}, (paid, Outcome("refuse")),
        (Rule("pays", when, Answer("pay", {name: one for name, (one, _) in values.items()})),),
        Rule("otherwise", ALWAYS, Answer("refuse")),
    )  # fmt: skip
    return Business(
        "shop", {}, ("en",), "TW", "TWD", Decimal(unit), NOWHEN,
        {**facts, "lines": Fact("lines", lines)}, policies={"refund": (policy,)},
    )  # fmt: skip


def amounts(shop: Business, facts) -> set[Decimal | None]:
    """The amount that each implementation pays; None where it pays nothing."""
    found = [decide(shop, "refund", facts, AS_OF, by=one.engine(shop)).answer for one in IMPLEMENTATIONS]
    return {answer.values.get("amount") if answer else None for answer in found}


def rounded(exact: Fraction, unit: Fraction) -> Decimal:
    """The nearest multiple of the unit, half away from zero, by whole numbers alone."""
    sign, units = (-1 if exact < 0 else 1), abs(exact) / unit
    whole = (2 * units.numerator + units.denominator) // (2 * units.denominator)
    result = sign * whole * unit
    return Decimal(result.numerator) / Decimal(result.denominator)


@given(decimals, decimals, st.sampled_from(tuple(OPERATIONS)))
def test_sums_differences_and_products_are_exact(a, b, operator):
    result = evaluate(Arithmetic(operator, A, B), Setting({"a": a, "b": b}, NOWHEN))
    assert OPERATIONS[operator](Fraction(a), Fraction(b)) == Fraction(result)


FINEST = "0.000001"
"""The smallest unit of a business whose amounts are not rounded: the numbers here have six digits after the point."""


def given_by_both(formula: Expression, **facts: Decimal) -> Decimal:
    """What both implementations give, to six digits after the point."""
    (amount,) = amounts(business(formula, FINEST), facts)
    assert amount is not None
    return amount


def called(function: Function, *arguments: Decimal) -> Call:
    return Call(function, (A, *(NumberLiteral(argument) for argument in arguments)))


def away(number: Fraction) -> int:
    """The whole number at or beyond it, seen from zero."""
    return math.ceil(number) if number > 0 else math.floor(number)


def half_away(number: Fraction) -> int:
    return int(rounded(number, Fraction(1)))


WAYS = {Function.ROUND: half_away, Function.ROUND_UP: away, Function.ROUND_DOWN: math.trunc}


@given(decimals, st.integers(0, 7), st.sampled_from(tuple(WAYS)))
@example(Decimal("-0.5"), 0, Function.ROUND)
@example(Decimal("0.000001"), 5, Function.ROUND_UP)
def test_rounding_is_to_the_digits_asked_for_and_of_the_exact_number(a, digits, way):
    """round(a, d) = whole(a * 10^d) / 10^d, in fractions."""
    power = 10**digits
    expected = Fraction(WAYS[way](Fraction(a) * power), power)
    assert expected == Fraction(given_by_both(called(way, Decimal(digits)), a=a))


@given(decimals, st.sampled_from((Function.FLOOR, Function.CEILING)))
def test_floor_and_ceiling_are_whole_numbers(a, way):
    whole = {Function.FLOOR: math.floor, Function.CEILING: math.ceil}[way]
    assert whole(Fraction(a)) == given_by_both(called(way), a=a)


@given(decimals, decimals.filter(bool))
@example(Decimal(-7), Decimal(3))
@example(Decimal("0.3"), Decimal("0.1"))
def test_what_is_left_is_exact(a, divisor):
    """a = divisor * floor(a / divisor) + modulo(a, divisor), in fractions."""
    left = Fraction(given_by_both(called(Function.MODULO, divisor), a=a))
    times = math.floor(Fraction(a) / Fraction(divisor))
    assert Fraction(a) == Fraction(divisor) * times + left
    assert left == 0 or (left < 0) == (divisor < 0)


@given(st.lists(decimals, min_size=1, max_size=30))
def test_a_mean_is_the_sum_divided_once(prices):
    """As Python's decimal divides with 100 digits; the sum before is exact."""
    node = Aggregate(Aggregation.MEAN, "x", "lines", FlagLiteral(value=True), FieldRef("x", "price"))
    lines = tuple({"price": price} for price in prices)
    whole = sum(map(Fraction, prices))
    expected = Context(prec=100).divide(Decimal(whole.numerator), Decimal(whole.denominator * len(prices)))
    assert expected == evaluate(node, Setting({"lines": lines}, NOWHEN))
    paid = rounded(Fraction(expected), Fraction(1))
    assert {paid} == amounts(business(Call(Function.OR_ELSE, (node, NumberLiteral(Decimal(0))))), {"lines": lines})


@given(st.lists(decimals, max_size=30))
def test_a_sum_does_not_depend_on_the_order(prices):
    node = Aggregate(Aggregation.SUM, "x", "lines", FlagLiteral(value=True), FieldRef("x", "price"))

    def total(values):
        return evaluate(node, Setting({"lines": tuple({"price": value} for value in values)}, NOWHEN))

    assert sum(map(Fraction, prices)) == Fraction(total(prices)) == Fraction(total(prices[::-1]))


@given(decimals, st.sampled_from(("1", "0.01", "0.05", "10")))
@example(Decimal("0.5"), "1")
@example(Decimal("-0.5"), "1")
@example(Decimal("2.5"), "1")
@example(Decimal("0.125"), "0.05")
def test_an_amount_is_rounded_half_away_from_zero_to_the_smallest_unit(amount, unit):
    expected = rounded(Fraction(amount), Fraction(unit))
    assert {expected} == amounts(business(A, unit), {"a": amount})


@given(st.integers(0, 10**9), decimals, st.sampled_from(("1", "0.01", "0.05", "10")))
@example(1205, Decimal("120.5"), "1")
@example(1205, Decimal("-120.5"), "1")
def test_a_fee_and_what_is_left_of_the_price_add_up_to_it(units, fee, unit):
    """round_down_on_half(b) + round_up_on_half(a - b) == a, where a is a price that can be paid."""
    price = units * Decimal(unit)
    left = Arithmetic(Operator.SUBTRACT, A, B)
    assume((fee < 0) == (price - fee < 0))
    shop = business(left, unit, values={"amount": (left, Better.HIGHER), "fee": (B, Better.LOWER)})
    for one in IMPLEMENTATIONS:
        answer = decide(shop, "refund", {"a": price, "b": fee}, AS_OF, by=one.engine(shop)).answer
        assert answer is not None
        assert price == answer.values["amount"] + answer.values["fee"]


@given(decimals, st.integers(1, 9))
def test_an_amount_is_rounded_once_and_not_on_the_way(amount, parts):
    """round(n * (a / n)) == round(a): a share that was rounded before would lose what the others lose."""
    share = Arithmetic(Operator.DIVIDE, A, NumberLiteral(Decimal(parts)))
    whole = Arithmetic(Operator.MULTIPLY, NumberLiteral(Decimal(parts)), share)
    amount = amount.quantize(Decimal("0.1"))
    if Fraction(amount) % 1 != Fraction(1, 2):  # a third of a half is no decimal
        assert amounts(business(A), {"a": amount}) == amounts(business(whole), {"a": amount})


@given(decimals, decimals)
def test_comparisons_are_of_unrounded_amounts(a, b):
    shop = business(A, when=Comparison(Comparator.LESS, A, B))
    assert (Fraction(a) < Fraction(b)) == (amounts(shop, {"a": a, "b": b}) != {None})


def test_tenths_add_up():
    """0.1 + 0.2 = 0.3, which binary fractions do not know."""
    tenths = Arithmetic(Operator.ADD, NumberLiteral(Decimal("0.1")), NumberLiteral(Decimal("0.2")))
    assert evaluate(Comparison(Comparator.EQUAL, tenths, NumberLiteral(Decimal("0.3"))), Setting({}, NOWHEN))


def test_numbers_too_large_for_us_stay_numbers():
    """Squared again and again, a number stops at the largest there is; nothing is infinite, nothing undefined."""
    formula: Expression = A
    for _ in range(12):
        formula = Arithmetic(Operator.MULTIPLY, formula, formula)
    nothing = Arithmetic(Operator.SUBTRACT, formula, formula)
    setting = Setting({"a": Decimal(10**29)}, NOWHEN)
    assert LARGEST == evaluate(formula, setting)
    assert Decimal(0) == evaluate(nothing, setting)
    assert len(amounts(business(formula), setting.facts)) == 1


def test_the_type_of_a_number_says_nothing_of_its_digits():
    assert NumberType("km") == NumberType("km", Decimal(0), Decimal(5), Decimal(1))
