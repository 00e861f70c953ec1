"""What a policy names: formulas alone, formulas with a label, and what is wrong with them."""

from __future__ import annotations

from tests.unit.source.test_conditions import RULE, built


def test_a_formula_with_a_label_is_the_formula_alone(tmp_path):
    alone, _ = built(tmp_path / "alone", "let: {twice: order.count * 2}\n" + RULE)
    labelled, wrong = built(
        tmp_path / "labelled", "let: {twice: {label: {en: twice as many}, formula: order.count * 2}}\n" + RULE
    )
    assert alone is not None
    assert labelled is not None, wrong
    assert alone.lets == labelled.lets
    assert ({}, {"twice": {"en": "twice as many"}}) == (alone.labels, labelled.labels)


def test_a_label_holds_no_digits(tmp_path):
    _, wrong = built(tmp_path, 'let: {twice: {label: {en: "2 times as many"}, formula: order.count * 2}}\n' + RULE)
    assert ["`2` is written out and could drift from the rule"] == [message for message, _ in wrong]


def test_a_formula_that_has_a_label_takes_nothing_of_a_list(tmp_path):
    text = "let: {twice: {label: {en: twice}, formula: order.count * 2, of: line.price}}\n" + RULE
    _, wrong = built(tmp_path, text)
    assert [("`of` does not go with `formula`", "give the list's formula a name of its own")] == wrong
