"""Text to typed expression in one step."""

from __future__ import annotations

from policykit.language.types import Typed
from policykit.model import ChoiceLiteral, Comparator, Comparison, NumberLiteral
from tests.unit.language.shop import KIND, formula, gives, holds, place, ref, said_of


def test_a_formula_gives_its_expression_and_type():
    assert ref("count") == gives("count").expression


def test_a_formula_beside_a_choice_takes_words_for_choices():
    typed, found = formula("fresh", like=Typed(ChoiceLiteral(""), KIND))
    assert ([], Typed(ChoiceLiteral("fresh"), KIND)) == (found, typed)


def test_a_test_gives_a_condition():
    condition = holds("count", "at least 7")
    assert isinstance(condition, Comparison)
    assert (Comparator.AT_LEAST, ref("count")) == (condition.comparator, condition.left)
    assert isinstance(condition.right, NumberLiteral)


def test_what_cannot_be_read_is_one_fault_at_its_characters():
    for result, found in (formula("1 +"), said_of("count", "at least")):
        assert result is None
        assert ["syntax"] == [one.code for one in found]
    assert place(4, 5) == formula("1 + ;")[1][0].span
