"""Conditions in words: every kind of test, its denial, and groups within groups."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from policykit.backends.prose.clauses import Joined, clause, in_line
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
    Comparator,
    Comparison,
    DateLiteral,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    LetRef,
    Membership,
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
    TextLiteral,
    Unit,
    Window,
)
from tests.unit.backends.prose.orchard import (
    CLAIM,
    DELIVERED,
    FINDING,
    GOODWILL,
    KIND,
    KIND_NAMED,
    MADE,
    NO_PHOTO_IN_TIME,
    ORCHARD,
    PHOTO,
    PHOTO_IN_TIME,
    PRICE,
    as_line,
    is_choice,
)

PRICE_TEXT = MoneyLiteral(Decimal(500), "TWD")
DAMAGED, FRESH = ChoiceLiteral("damaged"), ChoiceLiteral("fresh")


def words(condition: Expression, locale: str = "en") -> str:
    reader = reading(ORCHARD, CLAIM, locale)
    return in_line(clause(condition, reader), reader.words)


def price(comparator: Comparator) -> Comparison:
    return Comparison(comparator, PRICE, PRICE_TEXT)


NOTE = TextLiteral("by telephone")


def asks(function: Function) -> Comparison:
    return Comparison(Comparator.EQUAL, Call(function, (NOTE, TextLiteral("by"))), FlagLiteral(value=True))


TESTS = {
    "contains": (
        asks(Function.CONTAINS),
        "“by telephone” contains “by”",
        "「by telephone」含有「by」",
    ),
    "does not contain": (
        Not(asks(Function.CONTAINS)),
        "“by telephone” does not contain “by”",
        "「by telephone」不含「by」",
    ),
    "begins": (asks(Function.STARTS_WITH), "“by telephone” begins with “by”", "「by telephone」以「by」開頭"),
    "does not end": (
        Not(asks(Function.ENDS_WITH)),
        "“by telephone” does not end with “by”",
        "「by telephone」不以「by」結尾",
    ),
    "equal": (is_choice(KIND, "fresh"), "the kind of goods is “fresh fruit”", "商品種類為「鮮果」"),
    "other than": (
        Comparison(Comparator.NOT_EQUAL, KIND, FRESH),
        "the kind of goods is not “fresh fruit”",
        "商品種類不是「鮮果」",
    ),
    "less": (price(Comparator.LESS), "the price of the goods is less than NT$500", "商品價格少於 NT$500"),
    "at most": (price(Comparator.AT_MOST), "the price of the goods is at most NT$500", "商品價格不超過 NT$500"),
    "more": (price(Comparator.MORE), "the price of the goods is more than NT$500", "商品價格超過 NT$500"),
    "at least": (price(Comparator.AT_LEAST), "the price of the goods is at least NT$500", "商品價格不少於 NT$500"),
    "one of": (
        KIND_NAMED,
        "the kind of goods is “fresh fruit” or “a gift box”",
        "商品種類為「鮮果」或「禮盒」",
    ),
    "present": (
        Presence(PHOTO, present=True),
        "the time the photo reached us is on record",
        "照片傳來的時間已有紀錄",
    ),
    "absent": (
        Presence(PHOTO, present=False),
        "the time the photo reached us is not on record",
        "照片傳來的時間尚無紀錄",
    ),
    "within": (
        PHOTO_IN_TIME,
        "the time the photo reached us is within 24 hours after the time of delivery",
        "照片傳來的時間在到貨時間後 24 小時內",
    ),
    "before": (
        Window(MADE, False, PeriodLiteral(2, Unit.DAYS), Side.BEFORE, DELIVERED),
        "the time you told us is more than 2 days before the time of delivery",
        "您反映的時間比到貨時間早 2 天以上",
    ),
    "a tier after its event": (
        And(
            (
                Window(MADE, False, PeriodLiteral(2, Unit.DAYS), Side.AFTER, DELIVERED),
                Window(MADE, True, PeriodLiteral(7, Unit.DAYS), Side.AFTER, DELIVERED),
            )
        ),
        "the time you told us is more than 2 days, but within 7 days, after the time of delivery",
        "您反映的時間距到貨時間已超過 2 天\uff0c但仍在 7 天內",
    ),
    "a tier before its event": (
        And(
            (
                Window(MADE, False, PeriodLiteral(2, Unit.DAYS), Side.BEFORE, DELIVERED),
                Window(MADE, True, PeriodLiteral(7, Unit.DAYS), Side.BEFORE, DELIVERED),
            )
        ),
        "the time you told us is within 7 days, but more than 2 days, before the time of delivery",
        "您反映的時間在到貨時間前 7 天內\uff0c但仍早 2 天以上",
    ),
    "later": (
        Comparison(Comparator.AT_LEAST, MADE, DELIVERED),
        "the time you told us is no earlier than the time of delivery",
        "您反映的時間不早於到貨時間",
    ),
    "earlier than a day": (
        Comparison(Comparator.LESS, MADE, DateLiteral(date(2026, 3, 1))),
        "the time you told us is before 1 March 2026",
        "您反映的時間早於 2026 年 3 月 1 日",
    ),
    "yes": (
        Comparison(Comparator.EQUAL, GOODWILL, FlagLiteral(value=True)),
        "“our wish to make an exception” is true",
        "「我們願意通融」成立",
    ),
    "no": (
        Comparison(Comparator.EQUAL, GOODWILL, FlagLiteral(value=False)),
        "“our wish to make an exception” is not true",
        "「我們願意通融」不成立",
    ),
    "flag alone": (GOODWILL, "“our wish to make an exception” is true", "「我們願意通融」成立"),
    "named condition": (
        LetRef("fresh", is_choice(KIND, "fresh")),
        "the kind of goods is “fresh fruit”",
        "商品種類為「鮮果」",
    ),
    "named condition denied": (
        Comparison(Comparator.EQUAL, LetRef("fresh", is_choice(KIND, "fresh")), FlagLiteral(value=False)),
        "the kind of goods is not “fresh fruit”",
        "商品種類不是「鮮果」",
    ),
    "always": (FlagLiteral(value=True), "in every case", "任何情況都成立"),
}


@pytest.mark.parametrize("name", TESTS)
def test_each_test_reads_as_its_language_says_it(name: str):
    condition, english, chinese = TESTS[name]
    assert (english, chinese) == (words(condition), words(condition, "zh-Hant"))


def test_what_must_be_there_is_not_said_twice_where_a_choice_is_excluded():
    condition = as_line(
        FINDING, And((Presence(FINDING, present=True), Not(Comparison(Comparator.EQUAL, FINDING, DAMAGED))))
    )
    assert "the finding is not “truly damaged”" == words(condition)


def test_two_facts_beside_each_other_stay_two_tests():
    condition = And((Presence(PHOTO, present=True), Not(is_choice(KIND, "fresh"))))
    text = "the time the photo reached us is on record and the kind of goods is not “fresh fruit”"
    assert text == words(condition)


def test_what_is_on_record_in_the_same_breath_is_not_said_to_be_missing():
    late = Not(Window(PHOTO, True, PeriodLiteral(24, Unit.HOURS), Side.AFTER, MADE))
    there, fresh = Presence(PHOTO, present=True), is_choice(KIND, "fresh")
    assert words(And((there, fresh, late))).endswith("within 24 hours after the time you told us")
    assert words(And((Or((there, fresh)), late))).endswith("after the time you told us (or nothing is on record)")


def test_a_denied_test_says_that_it_also_holds_where_there_is_nothing():
    assert words(NO_PHOTO_IN_TIME) == (
        "the time the photo reached us is not within 24 hours after the time of delivery (or nothing is on record)"
        " and the time you told us is more than 24 hours after the time of delivery"
    )
    assert "商品種類不是「鮮果」或「禮盒」" == words(Not(KIND_NAMED), "zh-Hant")


def test_a_denied_presence_is_an_absence():
    assert words(Presence(PHOTO, present=False)) == words(Not(Presence(PHOTO, present=True)))


def test_two_denials_are_none():
    assert words(PHOTO_IN_TIME) == words(Not(Not(PHOTO_IN_TIME)))


def test_alternatives_within_a_sentence_stand_in_brackets():
    condition = And((is_choice(FINDING, "damaged"), Or((is_choice(KIND, "fresh"), is_choice(KIND, "gift_box")))))
    assert words(condition) == (
        "the finding is “truly damaged” and (the kind of goods is “fresh fruit” or the kind of goods is “a gift box”)"
    )
    assert "查看結果為「確實受損」，而且（商品種類為「鮮果」，或者商品種類為「禮盒」）" == words(condition, "zh-Hant")


def test_none_of_several_is_a_list_of_what_must_not_be():
    condition = Not(Or((is_choice(KIND, "fresh"), is_choice(FINDING, "sound"))))
    assert "none of these holds: the kind of goods is “fresh fruit”; the finding is “sound”" == words(condition)
    assert "以下各項都不符合：商品種類為「鮮果」；查看結果為「完好」" == words(condition, "zh-Hant")


def test_not_all_of_several_is_a_list_too():
    condition = Not(And((is_choice(KIND, "fresh"), is_choice(FINDING, "sound"))))
    assert words(condition).startswith("not all of these hold: ")


def test_a_denied_constant_is_told_as_what_must_not_be():
    assert "none of these holds: in every case" == words(Not(FlagLiteral(value=True)))


def test_groups_of_one_sense_within_each_other_are_one_group():
    condition = And((And((is_choice(KIND, "fresh"), FlagLiteral(value=True))), is_choice(FINDING, "sound")))
    found = clause(condition, reading(ORCHARD, CLAIM, "en"))
    assert (Joined.ALL, 2) == (found.joined, len(found.parts))


def test_an_empty_conjunction_always_holds():
    assert "in every case" == words(And(()))


def test_a_quantifier_names_the_list_and_what_holds_for_its_elements():
    where = And(
        (
            Comparison(Comparator.EQUAL, FieldRef("call", "answered"), FlagLiteral(value=True)),
            Window(FieldRef("call", "at"), True, PeriodLiteral(4, Unit.DAYS), Side.BEFORE, MADE),
        )
    )
    some = Quantifier(Quantity.SOME, "call", "contact.calls", where)
    assert words(some) == (
        "at least one entry among your earlier calls meets all of these: “somebody answered” is true; "
        "the time of the call is within 4 days before the time you told us"
    )
    assert words(replace(some, quantity=Quantity.EVERY)).startswith("this holds for every one of your earlier calls: ")
    assert words(replace(some, where=where.parts[0])) == (
        "this holds for at least one of your earlier calls: “somebody answered” is true"
    )
    assert words(some, "zh-Hant").startswith("先前的來電之中至少有一項同時符合以下各點：「有人接聽」成立；")


def test_an_asked_answer_is_told_by_its_question_and_its_outcome():
    asking = replace(CLAIM, asks=(Ask("step", "conduct"),))
    reader = reading(ORCHARD, asking, "en")
    condition = Membership(Asked("step", "outcome"), (ChoiceLiteral("warn"), ChoiceLiteral("block")))
    text = "the answer to “When would you stop serving me?” is “a written warning” or “no new orders”"
    assert text == in_line(clause(condition, reader), reader.words)


def test_a_condition_that_is_no_condition_is_told_as_it_stands():
    assert ("3", "24 hours") == (words(NumberLiteral(Decimal(3))), words(PeriodLiteral(24, Unit.HOURS)))


@pytest.mark.parametrize(
    ("subject", "loose"),
    [
        (LetRef("photo", PHOTO), True),
        (Asked("claim", "amount"), True),
        (Asked("claim", "outcome"), False),
        (Aggregate(Aggregation.MAX, "call", "contact.calls", FlagLiteral(value=True), FieldRef("call", "at")), True),
        (Aggregate(Aggregation.COUNT, "call", "contact.calls", FlagLiteral(value=True), None), False),
        (PRICE, False),
    ],
    ids=["let", "asked value", "asked outcome", "greatest", "count", "fact"],
)
def test_only_what_may_be_absent_is_said_to_be_missing(subject: Expression, loose: bool):
    reader = reading(ORCHARD, replace(CLAIM, asks=(Ask("claim", "conduct"),)), "en")
    denied = clause(Not(Comparison(Comparator.LESS, subject, MADE)), reader)
    assert loose is denied.text.endswith("(or nothing is on record)")


@pytest.mark.parametrize(
    "excluded",
    [
        And((is_choice(FINDING, "damaged"), is_choice(FINDING, "sound"))),
        Not(is_choice(FINDING, "damaged")),
        Quantifier(Quantity.SOME, "call", "contact.calls", FlagLiteral(value=True)),
    ],
    ids=["group", "denial", "list"],
)
def test_a_presence_beside_any_other_denial_keeps_both(excluded: Expression):
    found = clause(And((Presence(PRICE, present=True), Not(excluded))), reading(ORCHARD, CLAIM, "en"))
    assert Joined.ALL is found.joined


POINTS, OFTEN = FactRef("conduct.points"), NumberRef("often", NumberLiteral(Decimal("0.4")))
OF_ALL = LetRef("rate", Call(Function.RATIO, (POINTS, POINTS, NumberLiteral(Decimal(0)))))
LOCALES = ("en", "de", "zh-Hant", "zh-Hans")


def limit_of(subject: Expression, limit: Expression, locale: str) -> str:
    """What is said after the subject."""
    known = replace(CLAIM, labels={"rate": {"en": "the rate"}})
    reader = reading(ORCHARD, known, locale)
    said = in_line(clause(Comparison(Comparator.AT_LEAST, subject, limit), reader), reader.words)
    return said.removeprefix("the rate").strip().replace("\u00a0", " ")


def test_the_limit_of_a_share_is_told_in_percent():
    told = [limit_of(OF_ALL, OFTEN, locale) for locale in LOCALES]
    assert ["is at least 40%", "ist mindestens 40 %", "不少於 40%", "不少于 40%"] == told


@pytest.mark.parametrize(
    ("subject", "limit", "told"),
    [
        pytest.param(POINTS, OFTEN, "0.4", id="a-fact-in-plain-numbers"),
        pytest.param(Arithmetic(Operator.DIVIDE, POINTS, NumberLiteral(Decimal(7))), OFTEN, "0.4", id="a-seventh"),
        pytest.param(Call(Function.RATIO, (PRICE, POINTS, PRICE)), OFTEN, "0.4", id="of-another-kind"),
        pytest.param(OF_ALL, NumberLiteral(Decimal("1.5")), "1.5", id="more-than-the-whole"),
        pytest.param(Arithmetic(Operator.DIVIDE, PRICE, PRICE), OFTEN, "40%", id="a-price-of-a-price"),
    ],
)
def test_only_what_one_thing_is_of_another_of_its_kind_is_a_share(subject: Expression, limit: Expression, told: str):
    assert limit_of(subject, limit, "en").endswith(f"is at least {told}")


@pytest.mark.parametrize(
    ("minutes", "told"),
    [
        (30, "30 minutes|30 Minuten|30 分鐘|30 分钟"),
        (240, "4 hours|4 Stunden|4 小時|4 小时"),
        (250, "250 minutes|250 Minuten|250 分鐘|250 分钟"),
        (2880, "48 hours|48 Stunden|48 小時|48 小时"),
        (4320, "3 days|3 Tage|3 天|3 天"),
        (0, "0 minutes|0 Minuten|0 分鐘|0 分钟"),
    ],
)
def test_a_number_of_minutes_is_told_in_the_largest_whole_unit(minutes: int, told: str):
    limit = NumberLiteral(Decimal(minutes), "min")
    for locale, words in zip(LOCALES, told.split("|"), strict=True):
        assert limit_of(POINTS, limit, locale).endswith(words)


def test_a_business_that_has_its_own_word_for_minutes_counts_in_them():
    own = {"min": {"en": {"one": "machine minute", "other": "machine minutes"}}}
    reader = reading(replace(ORCHARD, units=own), CLAIM, "en")
    test = Comparison(Comparator.AT_LEAST, POINTS, NumberLiteral(Decimal(240), "min"))
    assert "the points that count is at least 240 machine minutes" == clause(test, reader).text
