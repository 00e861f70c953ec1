"""Formulas as phrases: shares, sums, functions, lists, other policies' values, and times."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from policykit.backends.prose.formulas import limit, phrase
from policykit.backends.prose.reading import reading
from policykit.model import (
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Ask,
    Asked,
    Call,
    ChoiceLiteral,
    Combination,
    Comparator,
    Comparison,
    DateTimeLiteral,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    If,
    LetRef,
    Moment,
    MoneyLiteral,
    NumberLiteral,
    NumberRef,
    Operator,
    Or,
    PeriodLiteral,
    PerItem,
    Presence,
    Side,
    TextLiteral,
    Unit,
)
from tests.unit.backends.prose.orchard import (
    AMOUNT,
    CLAIM,
    CONDUCT,
    DELIVERED,
    DUE,
    GOODWILL,
    KIND,
    MADE,
    ORCHARD,
    PHOTO,
    PRICE,
    SHARE,
    after,
    is_choice,
)

POINTS = FactRef("conduct.points")
FEE = NumberRef("fee", NumberLiteral(Decimal("0.1")))
ONE, ZERO, FIFTY = NumberLiteral(Decimal(1)), NumberLiteral(Decimal(0)), MoneyLiteral(Decimal(50), "TWD")
NOTE = TextLiteral("a note")
ANSWERED = Comparison(Comparator.EQUAL, FieldRef("call", "answered"), FlagLiteral(value=True))


def times(left: Expression, right: Expression) -> Arithmetic:
    return Arithmetic(Operator.MULTIPLY, left, right)


def plus(left: Expression, right: Expression) -> Arithmetic:
    return Arithmetic(Operator.ADD, left, right)


def minus(left: Expression, right: Expression) -> Arithmetic:
    return Arithmetic(Operator.SUBTRACT, left, right)


def calls(aggregation: Aggregation, where: Expression, of: Expression | None = None) -> Aggregate:
    return Aggregate(aggregation, "call", "contact.calls", where, of)


FORMULAS = {
    "fact": (PRICE, "the price of the goods", "商品價格"),
    "share": (times(SHARE, PRICE), "30% of the price of the goods", "商品價格的 30%"),
    "share of a sum": (
        times(SHARE, plus(PRICE, FIFTY)),
        "30% of (the price of the goods plus NT$50)",
        "（商品價格加上 NT$50）的 30%",
    ),
    "what a fee leaves": (times(minus(ONE, FEE), PRICE), "90% of the price of the goods", "商品價格的 90%"),
    "named share": (times(LetRef("left", minus(ONE, FEE)), PRICE), "90% of the price of the goods", None),
    "small share": (times(NumberLiteral(Decimal("0.125")), PRICE), "12.5% of the price of the goods", None),
    "multiple": (times(NumberLiteral(Decimal(2)), PRICE), "2 × the price of the goods", "2 × 商品價格"),
    "sum": (plus(PRICE, FIFTY), "the price of the goods plus NT$50", "商品價格加上 NT$50"),
    "sum of sums": (plus(plus(PRICE, FIFTY), FIFTY), "the price of the goods plus NT$50 plus NT$50", None),
    "difference": (minus(PRICE, FIFTY), "the price of the goods minus NT$50", "商品價格減去 NT$50"),
    "quotient": (Arithmetic(Operator.DIVIDE, PRICE, ONE), "the price of the goods divided by 1", None),
    "constant": (plus(ONE, ONE), "2", "2"),
    "ratio": (
        Call(Function.RATIO, (POINTS, POINTS, ZERO)),
        "the points that count divided by the points that count (0 if that is zero)",
        "有效的記點除以有效的記點（除數為零時是 0）",
    ),
    "default": (
        Call(Function.OR_ELSE, (POINTS, ZERO)),
        "the points that count (0 if nothing is on record)",
        "有效的記點（尚無紀錄時是 0）",
    ),
    "default choice": (
        Call(Function.OR_ELSE, (KIND, ChoiceLiteral("fresh"))),
        "the kind of goods (“fresh fruit” if nothing is on record)",
        None,
    ),
    "least": (
        Call(Function.MIN, (FIFTY, times(SHARE, PRICE))),
        "NT$50 or 30% of the price of the goods, whichever is lower",
        "NT$50 或商品價格的 30%（取較低者）",
    ),
    "greatest": (Call(Function.MAX, (FIFTY, PRICE)), "NT$50 or the price of the goods, whichever is higher", None),
    "size": (Call(Function.ABS, (POINTS,)), "the size of the points that count, whatever its sign", None),
    "down": (Call(Function.FLOOR, (POINTS,)), "the points that count, rounded down", "有效的記點（無條件捨去）"),
    "up": (Call(Function.CEILING, (POINTS,)), "the points that count, rounded up", None),
    "either": (
        If(is_choice(KIND, "fresh"), PRICE, FIFTY),
        "the price of the goods if the kind of goods is “fresh fruit”, otherwise NT$50",
        "商品價格（如果商品種類為「鮮果」），否則 NT$50",
    ),
    "count": (
        calls(Aggregation.COUNT, ANSWERED),
        "the number of your earlier calls (counting only those where “somebody answered” is true)",
        "先前的來電的數目（只計「有人接聽」成立的）",
    ),
    "count of all": (calls(Aggregation.COUNT, And(())), "the number of your earlier calls", "先前的來電的數目"),
    "latest": (
        calls(Aggregation.MAX, FlagLiteral(value=True), FieldRef("call", "at")),
        "the time of the call (the latest among your earlier calls)",
        "先前的來電之中最晚的來電時間",
    ),
    "last of all": (
        calls(Aggregation.LATEST, FlagLiteral(value=True), FieldRef("call", "at")),
        "the time of the call (the latest among your earlier calls, once there is one for each)",
        "先前的來電之中最晚的來電時間（每一項都有了才算）",
    ),
    "first": (
        calls(Aggregation.EARLIEST, ANSWERED, FieldRef("call", "at")),
        (
            "the time of the call (the earliest among your earlier calls) "
            "(counting only those where “somebody answered” is true)"
        ),
        None,
    ),
    "sum of what is worked out": (
        calls(Aggregation.SUM, FlagLiteral(value=True), Call(Function.ROUND, (POINTS, ZERO))),
        "the sum of (the points that count, rounded to a whole number) over your earlier calls",
        "先前的來電的（有效的記點（四捨五入到整數））總和",
    ),
    "mean": (
        calls(Aggregation.MEAN, FlagLiteral(value=True), POINTS),
        "the average of the points that count over your earlier calls",
        "先前的來電的有效的記點平均",
    ),
    "earlier": (
        Call(Function.MIN, (DELIVERED, MADE)),
        "the time of delivery or the time you told us, whichever is earlier",
        "到貨時間或您反映的時間（取較早者）",
    ),
    "longer": (
        Call(Function.MAX, (PeriodLiteral(1, Unit.HOURS), PeriodLiteral(2, Unit.HOURS))),
        "1 hour or 2 hours, whichever is longer",
        None,
    ),
    "rounded": (
        Call(Function.ROUND, (PRICE, ZERO)),
        "the price of the goods, rounded to a whole number",
        "商品價格（四捨五入到整數）",
    ),
    "rounded up": (
        Call(Function.ROUND_UP, (PRICE, ONE)),
        "the price of the goods, rounded up to one decimal place",
        "商品價格（無條件進位到小數點後一位）",
    ),
    "rounded down": (
        Call(Function.ROUND_DOWN, (PRICE, NumberLiteral(Decimal(2)))),
        "the price of the goods, rounded down to 2 decimal places",
        "商品價格（無條件捨去到小數點後 2 位）",
    ),
    "remainder": (
        Call(Function.MODULO, (POINTS, NumberLiteral(Decimal(7)))),
        "what is left of the points that count after whole multiples of 7",
        "有效的記點除以 7 的餘數",
    ),
    "length of a text": (Call(Function.LENGTH, (NOTE,)), "the number of characters in “a note”", "「a note」的字數"),
    "capitals": (Call(Function.UPPER_CASE, (NOTE,)), "“a note” in capital letters", "「a note」（轉為大寫）"),
    "small letters": (Call(Function.LOWER_CASE, (NOTE,)), "“a note” in small letters", None),
    "text test": (Call(Function.CONTAINS, (NOTE, TextLiteral("not"))), "““a note” contains “not””", None),
    "condition": (Or((GOODWILL,)), "““our wish to make an exception” is true”", None),
    "text": (TextLiteral("as is"), "“as is”", "「as is」"),
    "flag": (FlagLiteral(value=True), "yes", "是"),
    "instant": (DateTimeLiteral(datetime(2026, 3, 1, tzinfo=UTC)), "1 March 2026, 08:00", None),
    "moment": (DUE, "2 working days after the time you told us", "您反映的時間後 2 個工作日"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_each_formula_reads_as_its_language_says_it(name: str):
    formula, english, chinese = FORMULAS[name]
    assert english == phrase(formula, reading(ORCHARD, CLAIM, "en"))
    if chinese is not None:
        reader = reading(ORCHARD, CLAIM, "zh-Hant")
        assert chinese == reader.words.tidy(phrase(formula, reader))


def test_the_value_of_an_asked_policy_is_told_by_its_label_and_its_question():
    asking = reading(ORCHARD, replace(CONDUCT, asks=(Ask("claim", "damage-claim"),)), "en")
    text = "refund in the answer to “My fruit arrived damaged. What will you do?”"
    assert text == phrase(Asked("claim", "amount"), asking)
    assert "refund" == asking.text(AMOUNT.label)


@pytest.mark.parametrize(
    ("combination", "value", "text"),
    [
        (Combination.BEST, "outcome", "the best answer to “{}” among your earlier calls"),
        (Combination.WORST, "outcome", "the least favourable answer to “{}” among your earlier calls"),
        (Combination.SUM, "outcome", "the least favourable answer to “{}” among your earlier calls"),
        (Combination.SUM, "amount", "the sum of “refund” in the answers to “{}” for your earlier calls"),
        (Combination.BEST, "amount", "refund in the best answer to “{}” among your earlier calls"),
    ],
    ids=["best", "worst", "worst of a sum", "sum", "value of the best"],
)
def test_where_a_policy_is_asked_once_an_element_it_is_told_which_answer_counts(combination, value, text):
    ask = Ask("claim", "damage-claim", per_item=PerItem("call", "contact.calls", combination))
    asking = reading(ORCHARD, replace(CONDUCT, asks=(ask,)), "en")
    assert text.format("My fruit arrived damaged. What will you do?") == phrase(Asked("claim", value), asking)


def test_a_limit_says_within_and_before():
    reader = reading(ORCHARD, CLAIM, "en")
    assert "within 2 working days after the time you told us" == limit(LetRef("due", DUE), reader)
    before = replace(DUE, side=Side.BEFORE)
    assert "no later than 2 working days before the time you told us" == limit(before, reader)
    assert "by the time of delivery" == limit(DELIVERED, reader)


def test_a_period_that_runs_from_the_rules_own_deadline_does_not_tell_it_again():
    reader = replace(reading(ORCHARD, CLAIM, "zh-Hant"), due=DUE)
    assert "上述期限後 2 天" == reader.words.tidy(phrase(after(2, Unit.DAYS, LetRef("due", DUE)), reader))


def test_a_choice_nobody_labelled_is_told_by_its_word():
    reader = reading(ORCHARD, CLAIM, "en")
    assert "“kept dry”" == phrase(ChoiceLiteral("kept_dry"), reader)
    assert "2 weeks" == phrase(PeriodLiteral(2, Unit.WEEKS), reader)
    assert "the time the photo reached us" == phrase(PHOTO, reader)
    assert "2 days after the time you told us" == phrase(after(2, Unit.DAYS, MADE), reader)


def test_a_named_formula_is_told_by_what_it_stands_for():
    assert "the price of the goods" == phrase(LetRef("paid", PRICE), reading(ORCHARD, CLAIM, "en"))


SCORE = If(is_choice(KIND, "fresh"), NumberLiteral(Decimal(2)), NumberLiteral(Decimal(0)))
LABELLED = replace(CLAIM, lets={"score": SCORE}, labels={"score": {"en": "your score", "zh-Hant": "得分"}})


def test_a_formula_with_a_name_for_readers_goes_by_it():
    total = Arithmetic(Operator.ADD, POINTS, LetRef("score", SCORE))
    told = phrase(total, reading(ORCHARD, LABELLED, "en"))
    assert "the points that count plus your score" == told
    assert "得分" == phrase(LetRef("score", SCORE), reading(ORCHARD, LABELLED, "zh-Hant"))


def test_a_period_that_goes_on_from_another_is_told_with_it():
    ready = Moment(PeriodLiteral(4, Unit.WORKING_DAYS), Side.AFTER, FactRef("claim.made_at"))
    safe = Moment(PeriodLiteral(9, Unit.WORKING_HOURS), Side.AFTER, ready)
    reader = reading(ORCHARD, CLAIM, "en")
    assert "4 working days plus 9 working hours after the time you told us" == phrase(safe, reader)
    assert "within 4 working days plus 9 working hours after the time you told us" == limit(safe, reader)


def test_a_clock_is_told_by_its_event_and_what_stands_in_for_it():
    buffered = If(Presence(MADE, present=True), after(5, Unit.DAYS, MADE), MADE)
    clock = If(Presence(DELIVERED, present=True), DELIVERED, buffered)
    english, chinese = (reading(ORCHARD, CLAIM, locale) for locale in ("en", "zh-Hant"))
    expected = "the time of delivery (or 5 days after the time you told us, while that is not on record)"
    assert expected == phrase(clock, english)
    assert "到貨時間\uff08尚無紀錄時\uff0c以您反映的時間後 5 天為準\uff09" == chinese.words.tidy(phrase(clock, chinese))


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", "2 for “truly damaged”, 1 for “marks on the skin”, otherwise 0"),
        ("zh-Hant", "「確實受損」計 2，「表皮有小花皮」計 1，其餘計 0"),
    ],
)
def test_what_each_word_of_a_choice_gives_is_told_in_a_row(locale: str, told: str):
    def gives(word: str, points: int, otherwise: Expression) -> If:
        asked = Comparison(Comparator.EQUAL, FactRef("inspection.finding"), ChoiceLiteral(word))
        return If(asked, NumberLiteral(Decimal(points)), otherwise)

    reader = reading(ORCHARD, CLAIM, locale)
    chain = gives("damaged", 2, gives("marks", 1, NumberLiteral(Decimal(0))))
    assert told == reader.words.tidy(phrase(chain, reader))
