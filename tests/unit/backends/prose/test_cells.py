"""Cells of a decision table: a test in words, without its subject."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policykit.backends.prose.cells import cell, row_tests
from policykit.backends.prose.reading import reading
from policykit.model import (
    And,
    Answer,
    Arithmetic,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    Expression,
    FactRef,
    FlagLiteral,
    Membership,
    MoneyLiteral,
    Not,
    NumberLiteral,
    Operator,
    Or,
    Presence,
    Quantifier,
    Quantity,
    Rule,
    Test,
)
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

PRICE, FINDING, PHOTO = FactRef("item.price"), FactRef("inspection.finding"), FactRef("claim.photo_at")
SOUND, DAMAGED = ChoiceLiteral("sound"), ChoiceLiteral("damaged")


def price(comparator: Comparator, amount: int) -> Comparison:
    return Comparison(comparator, PRICE, MoneyLiteral(Decimal(amount), "TWD"))


def day(comparator: Comparator) -> Comparison:
    return Comparison(comparator, PHOTO, DateLiteral(date(2026, 3, 2)))


def of_all(share: Decimal) -> Comparison:
    return Comparison(Comparator.AT_LEAST, Arithmetic(Operator.DIVIDE, PRICE, PRICE), NumberLiteral(share))


@pytest.mark.parametrize(
    ("condition", "en", "zh_hant"),
    [
        (Comparison(Comparator.EQUAL, FINDING, DAMAGED), "truly damaged", "確實受損"),
        (Comparison(Comparator.NOT_EQUAL, FINDING, DAMAGED), "not truly damaged", "不是確實受損"),
        (Membership(FINDING, (SOUND, DAMAGED)), "sound or truly damaged", "完好或確實受損"),
        (Not(Membership(FINDING, (SOUND,))), "not sound", "不是完好"),
        (price(Comparator.AT_LEAST, 600), "at least NT$600", "不少於 NT$600"),
        (
            And((price(Comparator.MORE, 300), price(Comparator.LESS, 600))),
            "more than NT$300 and less than NT$600",
            "超過 NT$300，而且少於 NT$600",
        ),
        (
            Or((price(Comparator.LESS, 300), price(Comparator.AT_MOST, 600))),
            "less than NT$300 or at most NT$600",
            "少於 NT$300，或者不超過 NT$600",
        ),
        (day(Comparator.LESS), "before 2 March 2026", "早於 2026 年 3 月 2 日"),
        (of_all(Decimal("0.4")), "at least 40%", "不少於 40%"),
        (Presence(PHOTO, present=True), "on record", "已有紀錄"),
        (Presence(PHOTO, present=False), "none on record", "尚無紀錄"),
        (Test(PRICE, "at most 600 TWD", price(Comparator.AT_MOST, 600)), "at most NT$600", "不超過 NT$600"),
    ],
)
def test_a_test_is_told_without_its_subject(condition: Expression, en: str, zh_hant: str):
    readers = [reading(ORCHARD, CLAIM, locale) for locale in ("en", "zh-Hant")]
    assert [en, zh_hant] == [reader.words.tidy(cell(condition, reader)) for reader in readers]


def test_what_cannot_be_told_apart_from_its_subject_is_told_whole():
    every = Quantifier(Quantity.EVERY, "call", "contact.calls", FlagLiteral(value=True))
    assert "your earlier calls" in cell(every, reading(ORCHARD, CLAIM, "en"))


def test_the_row_tests_a_row_stand_by_their_subjects():
    one, other = Test(PRICE, "", price(Comparator.LESS, 600)), Test(FINDING, "", Membership(FINDING, (SOUND,)))
    assert {PRICE: one, FINDING: other} == row_tests(Rule("row-1", And((one, other)), Answer("refund")))
    assert {PRICE: one} == row_tests(Rule("row-1", one, Answer("refund")))
    assert {} == row_tests(Rule("row-1", FlagLiteral(value=True), Answer("refund")))
