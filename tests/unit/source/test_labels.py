"""Choices and outcomes in a spreadsheet, written as customers read them."""

from __future__ import annotations

import pytest

from policykit.model import ChoiceLiteral, Membership, Not
from policykit.source.labels import as_words, by_label
from tests.unit.deciding.shop import FACTS
from tests.unit.source import tabled
from tests.unit.source.tabled import POLICY, fee, findings

LABELS = by_label(
    [
        ("fresh", {"en": "Fresh fruit", "zh-Hant": "鮮果"}),
        ("boxed", {"en": "A box, tied", "zh-Hant": "禮盒"}),
        ("jar", {"en": "jar", "zh-Hant": "罐"}),
        ("tin", {"en": "tin", "zh-Hant": "罐"}),
    ]
)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("鮮果", "fresh"),
        ("fresh fruit", "fresh"),
        ("A box, tied", "boxed"),
        ("鮮果, 禮盒", "fresh, boxed"),
        ("鮮果,boxed", "fresh, boxed"),
        ("not(禮盒)", "not(boxed)"),
        ("fresh", "fresh"),
        ("罐", "罐"),
        ("-", "-"),
        ("absent", "absent"),
    ],
)
def test_a_label_stands_for_its_word_where_no_other_word_has_it(cell, expected):
    assert expected == as_words(cell, LABELS)


HEAD = "item.kind,then outcome,then fee (TWD),then note (text)\n"


@pytest.fixture
def labelled(monkeypatch):
    """The shop, with labels that are not the words themselves."""
    facts = FACTS.replace("fresh: {en: fresh}", "fresh: {en: 鮮果}").replace("boxed: {en: boxed}", "boxed: {en: 禮盒}")
    monkeypatch.setattr(tabled, "FACTS", facts)
    return POLICY.replace("label: {en: bring}", "label: {en: 送貨}")


def test_choices_and_outcomes_may_be_written_by_their_labels(labelled, tmp_path):
    rules = fee(f'{HEAD}鮮果,送貨,1,x\n"fresh, 禮盒",bring,1,x\nnot(鮮果),送貨,1,x\n', tmp_path, labelled).rules
    assert ["bring"] * 3 == [rule.answer.outcome for rule in rules]
    one, both, other = (rule.when.condition for rule in rules)
    assert ChoiceLiteral("fresh") == one.right
    assert isinstance(both, Membership)
    assert isinstance(other, Not)
    assert "鮮果" == rules[0].when.text


def test_a_misspelt_label_is_a_choice_that_is_not_there(labelled, tmp_path):
    (found,) = findings(f"{HEAD}鮮菓,送貨,1,x\n", tmp_path, labelled)
    assert ("unknown-choice", "row 2, column `item.kind`, cell `鮮菓`: `鮮菓` is not a choice here") == (
        found.code, found.message,
    )  # fmt: skip
