"""An expression as its author would write it, and back."""

from __future__ import annotations

import pytest

from policykit.language.written import written
from policykit.model import (
    Aggregate,
    Aggregation,
    And,
    Asked,
    FieldRef,
    FlagLiteral,
    LetRef,
    Not,
    NumberRef,
    Or,
    PeriodLiteral,
    Quantifier,
    Quantity,
    Test,
    Unit,
)
from tests.unit.language.shop import gives, holds, ref

FORMULAS = [
    "price",
    "0.5 * price",
    "(1 - 0.2) * price",
    "price - (price - 5 TWD)",
    "price - 5 TWD - 1 TWD",
    "price / 2 * 3",
    "count * (2 / 4)",
    "count + (2 - 4)",
    "min(price, 80 TWD, 0.2 * price)",
    "2 working days after made_at",
    "14 calendar days or the next working day after made_at",
    "time(made_at) >= 09:00",
    "weekday(made_at) in (sat, sun)",
    "1 day before made_at",
    "if flag = yes then price else 0 TWD",
    "(if flag = yes then price else 0 TWD) + 1 TWD",
    "kind in (fresh, boxed)",
    "day in (2026-01-01, 2026-01-02)",
    "2026-03-01T08:00:00+08:00",
    "maybe.count is absent",
    "count >= 7",
    "2.50 kg",
    '"a text"',
    "yes",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_comes_back_as_it_was_written(text):
    """written(read(text)) = text."""
    assert text == written(gives(text).expression)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_is_written_means_the_same(text):
    """read(written(read(text))) = read(text)."""
    expression = gives(text).expression
    assert expression == gives(written(expression)).expression


def test_names_stand_for_themselves():
    hours = PeriodLiteral(24, Unit.HOURS)
    names = [NumberRef("limit", hours), LetRef("rate", hours), Asked("errand", "outcome"), FieldRef("line", "kind")]
    assert ["limit", "rate", "errand.outcome", "line.kind"] == list(map(written, names))


def test_a_line_of_a_rule_is_in_its_author_s_words():
    line = Test(ref("count"), "at least 7", holds("count", "at least 7"))
    assert "count: at least 7" == written(line)
    assert "any of (count: at least 7; not (count: at least 7))" == written(Or((line, Not(line))))
    assert "all of (flag)" == written(And((ref("flag"),)))


def test_a_window_says_how_it_lies():
    texts = ["within 24 hours after delivered_at", "more than 2 days before delivered_at"]
    assert [f"made_at: {text}" for text in texts] == [written(holds("made_at", text)) for text in texts]


def test_lists_say_what_of_which_elements():
    always, some = FlagLiteral(value=True), ref("flag")
    assert "count: line in lines" == written(Aggregate(Aggregation.COUNT, "line", "lines", always, None))
    total = Aggregate(Aggregation.SUM, "line", "lines", some, FieldRef("line", "price"))
    assert "sum: line in lines of line.price where (flag)" == written(total)
    assert "some: line in lines where (flag)" == written(Quantifier(Quantity.SOME, "line", "lines", some))
