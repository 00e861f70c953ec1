"""Columns cut into stretches: which rows hold at each value, and sets of rows."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.model import ABSENT, And, Answer, Calendar, FlagLiteral, Rule, Test
from policykit.semantics import Setting, evaluate
from policykit.stretches import Column, below, columns_of, each, first, row_set, union
from tests.unit.language.shop import holds, ref

CALENDAR = Calendar("UTC")
COUNT, KIND = ref("maybe.count"), ref("kind")
CELLS = (
    ("at least 3", "fresh"), ("3", "-"), ("less than 5", "boxed"), ("-", "not(fresh)"), ("absent", "-"), ("2, 7", "-"),
)  # fmt: skip


def row(number: int, count: str, kind: str) -> Rule:
    cells = (("maybe.count", COUNT, count), ("kind", KIND, kind))
    tests = tuple(Test(subject, text, holds(name, text)) for name, subject, text in cells if text != "-")
    return Rule(f"row-{number}", And(tests) if tests else FlagLiteral(value=True), Answer("refuse"))


ROWS = tuple(row(number, *cells) for number, cells in enumerate(CELLS))


def column(room: int | None = None) -> Column:
    return columns_of(ROWS, CALENDAR, room).columns[0]


VALUES = (*(Decimal(text) for text in ("0", "2", "2.5", "3", "4", "5", "6", "7", "8")), ABSENT)


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_column_tells_the_rows_that_hold_at_a_value(value):
    setting = Setting({"maybe.count": value}, CALENDAR)
    tested = [[part for part in rule.when.parts if part.subject is COUNT] for rule in ROWS]
    expected = [number for number, parts in enumerate(tested) if all(evaluate(part, setting) for part in parts)]
    assert expected == list(each(column().rows(value)))


def test_stretches_with_the_same_rows_share_them():
    rows = column().at + column().between
    assert len({id(one) for one in rows}) == len(set(rows))


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_in_little_room_no_row_is_lost(value):
    assert 0 == column().rows(value) & ~column(1).rows(value)


def test_in_little_room_no_row_is_told_exactly():
    assert below(len(ROWS)) == columns_of(ROWS, CALENDAR).exact
    assert 0 == columns_of(ROWS, CALENDAR, 1).exact


def test_a_test_of_other_facts_is_not_told_exactly():
    other = Rule("row", Test(COUNT, "share", holds("maybe.count", "share")), Answer("refuse"))
    assert [0] == list(each(columns_of((ROWS[0], other), CALENDAR).exact))


def test_sets_of_rows():
    rows = row_set((9, 2, 100))
    assert ([2, 9, 100], 2, 7) == (list(each(rows)), first(rows, 7), first(0, 7))
    assert [2, 9] == list(each(rows & below(100)))
    assert [1, 2, 9, 100] == list(each(union((rows, row_set((1,))))))
