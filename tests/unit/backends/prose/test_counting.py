"""How something is counted: cases line by line, sums and products by their parts."""

from __future__ import annotations

from decimal import Decimal

from policykit.backends.prose.clauses import Clause
from policykit.backends.prose.counting import counting
from policykit.backends.prose.reading import reading
from policykit.model import (
    Aggregate,
    Aggregation,
    Arithmetic,
    Comparator,
    Comparison,
    Expression,
    FieldRef,
    FlagLiteral,
    If,
    NumberLiteral,
    Operator,
)
from tests.unit.backends.prose.orchard import CLAIM, KIND, ORCHARD, PRICE, SHARE, is_choice

ZERO, ONE, TWO, THREE = (NumberLiteral(Decimal(number)) for number in range(4))
ANSWERED = Comparison(Comparator.EQUAL, FieldRef("call", "answered"), FlagLiteral(value=True))
GRADES = If(is_choice(KIND, "fresh"), TWO, If(is_choice(KIND, "boxed"), ONE, ZERO))
EACH = If(ANSWERED, THREE, ONE)


def summed(of: Expression, where: Expression) -> Aggregate:
    return Aggregate(Aggregation.SUM, "call", "contact.calls", where, of)


def told(expression: Expression, locale: str = "en") -> list[str]:
    """The clause as lines, each with two spaces for a level."""
    return list(_lines(counting(expression, reading(ORCHARD, CLAIM, locale))))


def _lines(clause: Clause, indent: str = "") -> list[str]:
    return [indent + clause.text, *(line for part in clause.parts for line in _lines(part, f"{indent}  "))]


def test_what_has_no_parts_is_one_phrase():
    assert ["30% of the price of the goods"] == told(Arithmetic(Operator.MULTIPLY, SHARE, PRICE))


def test_cases_stand_line_by_line_in_their_order():
    assert [
        "the first of these that fits",
        "  2 if the kind of goods is “fresh fruit”",
        "  1 if the kind of goods is “boxed”",
        "  0 in every other case",
    ] == told(GRADES)


def test_a_product_of_cases_is_told_by_its_factors():
    assert [
        "one of these times the other",
        "  2",
        "  the first of these that fits",
        "    2 if the kind of goods is “fresh fruit”",
    ] == told(Arithmetic(Operator.MULTIPLY, TWO, GRADES))[:4]


def test_a_sum_says_which_count_and_how_much_each():
    assert [
        "the sum over your earlier calls, where each counts as follows",
        "  only those count where “somebody answered” is true",
        "  the first of these that fits",
        "    3 if “somebody answered” is true",
        "    1 in every other case",
    ] == told(summed(EACH, ANSWERED))


def test_a_sum_of_something_plain_is_one_phrase():
    assert 1 == len(told(summed(THREE, ANSWERED)))


def test_a_case_that_has_parts_itself_leads_in_to_them():
    nested = If(is_choice(KIND, "fresh"), Arithmetic(Operator.MULTIPLY, GRADES, PRICE), ZERO)
    assert [
        "the first of these that fits",
        "  if the kind of goods is “fresh fruit”",
        "    one of these times the other",
        "      the first of these that fits",
    ] == told(nested)[:4]
    assert "  0 in every other case" == told(nested)[-1]


def test_it_is_told_in_chinese():
    assert ["由上往下\uff0c第一條符合的", "  商品種類為「鮮果」\uff1a2"] == told(GRADES, "zh-Hant")[:2]
    assert "  其他情況\uff1a0" == told(GRADES, "zh-Hant")[-1]
