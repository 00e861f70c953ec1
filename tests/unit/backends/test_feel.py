"""Expressions as FEEL: what is the same there, what is written out, and what FEEL does not have."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from policykit.backends.feel import NotInFeel, context, feel, literal, rules_in_feel
from policykit.model import (
    ABSENT,
    Aggregate,
    Aggregation,
    And,
    Answer,
    Arithmetic,
    Business,
    Calendar,
    Call,
    Comparator,
    Comparison,
    DateTimeType,
    DateType,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    LetRef,
    ListType,
    Membership,
    Moment,
    NumberLiteral,
    NumberType,
    Operator,
    Outcome,
    PeriodLiteral,
    Policy,
    Quantifier,
    Quantity,
    Rule,
    Side,
    Test,
    TextLiteral,
    Unit,
    Window,
)

LINES = ListType({"price": Fact("price", NumberType()), "date": Fact("date", DateType(), optional=True)})
FACTS = {
    fact.name: fact
    for fact in (
        Fact("order.count", NumberType()), Fact("order.paid", NumberType(), optional=True),
        Fact("return.asked_at", DateTimeType()), Fact("delivered_at", DateTimeType(), optional=True),
        Fact("on", DateType()), Fact("count", NumberType()), Fact("lines", LINES),
    )
}  # fmt: skip
COUNT, PAID, ASKED_AT, DELIVERED_AT = map(FactRef, ("order.count", "order.paid", "return.asked_at", "delivered_at"))
ONE, TWO = NumberLiteral(Decimal(1)), NumberLiteral(Decimal(2))
DAY = PeriodLiteral(24, Unit.HOURS)
YES = FlagLiteral(value=True)
PRICE = FieldRef("line", "price")


def less(left: Expression, right: Expression) -> Comparison:
    return Comparison(Comparator.LESS, left, right)


SAME = {
    "(order.count + 2)": Arithmetic(Operator.ADD, COUNT, TWO),
    "(order.count < (-1.5))": less(COUNT, NumberLiteral(Decimal("-1.5"))),
    "((order.count = 1) or (order.count = 2))": Membership(COUNT, (ONE, TWO)),
    "true": And(()),
    'upper case("a \\"b\\"")': Call(Function.UPPER_CASE, (TextLiteral('a "b"'),)),
    "min(order.count, 1)": Call(Function.MIN, (COUNT, ONE)),
    "(some line in lines satisfies (line.price < 2))": Quantifier(Quantity.SOME, "line", "lines", less(PRICE, TWO)),
    "mean((for line in lines return line.price))": Aggregate(Aggregation.MEAN, "line", "lines", YES, PRICE),
    "count(flatten(for line in lines return (if (line.price < 2) then 1 else [])))": Aggregate(
        Aggregation.COUNT, "line", "lines", less(PRICE, TWO), None
    ),
    "(order.count < 1)": Test(COUNT, "less than 1", less(COUNT, ONE)),
}  # fmt: skip


@pytest.mark.parametrize("text", SAME)
def test_what_is_the_same_in_feel(text):
    assert text == feel(SAME[text], FACTS)


WRITTEN_OUT = {
    "(order.paid != null and order.paid < 1)": less(PAID, ONE),
    "(order.paid = 1)": Comparison(Comparator.EQUAL, PAID, ONE),
    "(order.paid != null and delivered_at != null and order.paid = delivered_at)": Comparison(
        Comparator.EQUAL, PAID, DELIVERED_AT
    ),
    "(function(a, b) a != null and a < b)(max((for line in lines return line.price)), order.count)": less(
        Aggregate(Aggregation.MAX, "line", "lines", YES, PRICE), COUNT
    ),
    '(delivered_at != null and return_.asked_at >= delivered_at + duration("PT24H"))': Window(
        ASKED_AT, False, DAY, Side.AFTER, DELIVERED_AT
    ),
    '(return_.asked_at >= return_.asked_at - duration("PT24H") and return_.asked_at < return_.asked_at)': Window(
        ASKED_AT, True, DAY, Side.BEFORE, ASKED_AT
    ),
    '(return_.asked_at - duration("PT24H"))': Moment(DAY, Side.BEFORE, ASKED_AT),
    "round half up(order.count, 2)": Call(Function.ROUND, (COUNT, TWO)),
    "(count_ < 1)": less(FactRef("count"), ONE),
    "sort(flatten(for line in lines return (if line.date_ != null then line.date_ else [])), "
    "function(a, b) a < b)[1]": Aggregate(Aggregation.EARLIEST, "line", "lines", YES, FieldRef("line", "date")),
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN_OUT)
def test_what_is_written_out(text):
    assert text == feel(WRITTEN_OUT[text], FACTS)


def test_named_formulas_stand_before_what_uses_them_once_each():
    double = LetRef("double", Arithmetic(Operator.ADD, COUNT, COUNT))
    four_times = LetRef("four_times", Arithmetic(Operator.ADD, double, double))
    text = "{double: (order.count + order.count), four_times: (double + double), Result: (four_times < 2)}.Result"
    assert text == feel(less(four_times, TWO), FACTS)


@pytest.mark.parametrize(
    ("expression", "missing"),
    [
        (Window(ASKED_AT, True, PeriodLiteral(2, Unit.WORKING_DAYS), Side.AFTER, ASKED_AT), "period of 2 working days"),
        (Moment(DAY, Side.AFTER, FactRef("on")), "time zone, which a period from a date needs"),
    ],
)
def test_what_feel_does_not_have(expression, missing):
    with pytest.raises(NotInFeel, match=missing):
        feel(expression, FACTS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (ABSENT, "null"),
        (Decimal("1E+3"), "1000"),
        ('a\n"b"', '"a\\n\\"b\\""'),
        (date(2026, 3, 1), 'date("2026-03-01")'),
        (datetime(2026, 3, 1, 8, tzinfo=UTC), 'date and time("2026-03-01T08:00:00+00:00")'),
        (timedelta(minutes=-90), 'duration("-PT90M")'),
        (timedelta(seconds=1, microseconds=500_000), 'duration("PT1.500000S")'),
        (({"date": ABSENT, "kind.of": "x"},), '[{date_: null, kind: {of_: "x"}}]'),
    ],
)  # fmt: skip
def test_a_value_as_feel_writes_it(value, text):
    assert text == literal(value)


def test_facts_are_contexts_by_the_parts_of_their_names():
    assert "{order: {count: 1, paid: null}, return_: {date_: 2}}" == context(
        {"order.count": Decimal(1), "order.paid": ABSENT, "return.date": Decimal(2)}
    )


def test_a_policy_says_in_its_place_what_feel_does_not_have():
    due = Moment(PeriodLiteral(2, Unit.WORKING_DAYS), Side.AFTER, ASKED_AT)
    rule = Rule("paid", less(PAID, ONE), Answer("pay", {"amount": COUNT}, {"due": due}))
    otherwise = Rule("otherwise", YES, Answer("refuse"))
    policy = Policy("p", "decision", {}, (Outcome("pay"), Outcome("refuse")), (rule,), otherwise)
    shop = Business("shop", {}, ("en",), "TW", "TWD", Decimal(1), Calendar("UTC"), FACTS)
    assert rules_in_feel(policy, shop) == (
        "// paid: pay\nwhen: (order.paid != null and order.paid < 1)\namount: order.count\n"
        "due: // FEEL has no period of 2 working days\n\n// otherwise: refuse\nwhen: true"
    )
