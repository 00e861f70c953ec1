"""Headings: what a column of a spreadsheet means, and what is said of a heading that means nothing."""

from __future__ import annotations

import pytest

from policykit.model import FactRef, LetRef, MoneyLiteral, Test
from policykit.source.columns import Heading, heading
from tests.unit.source.tabled import POLICY, fee, findings

HEADINGS = {
    "item.weight": Heading("test", "item.weight"),
    "item.weight (kg)": Heading("test", "item.weight", "kg"),
    "  item.weight(kg) ": Heading("test", "item.weight", "kg"),
    "重量（公斤）": Heading("test", "重量", "公斤"),
    "then fee (TWD)": Heading("answer", "fee", "TWD"),
    "Then fee": Heading("answer", "fee"),
    "-> fee": Heading("answer", "fee"),
    "→fee (TWD)": Heading("answer", "fee", "TWD"),
    "the weight\nof the goods": Heading("test", "the weight of the goods"),
    "thenar": Heading("test", "thenar"),
}


@pytest.mark.parametrize(("text", "expected"), HEADINGS.items())
def test_a_heading_is_taken_apart(text, expected):
    assert expected == heading(text)


def columns(csv: str, tmp_path, policy: str = POLICY) -> tuple[str, ...]:
    """The names that the first row tests and answers."""
    rule = fee(csv, tmp_path, policy).rules[0]
    parts = rule.when.parts if not isinstance(rule.when, Test) else (rule.when,)
    subjects = [part.subject for part in parts]
    assert all(isinstance(subject, FactRef | LetRef) for subject in subjects)
    return (*(subject.name for subject in subjects), *rule.answer.values)


BRINGS = ",then outcome,then fee (TWD),then note (text)\n"
ROW = ",bring,1,x\n"


@pytest.mark.parametrize(
    ("text", "cell", "name"),
    [("item.weight (kg)", "5", "item.weight"), ("Item.weight (kg)", "5", "item.weight"), ("heavy", "yes", "heavy"),
     ("heavy (yes or no)", "yes", "heavy"), ("Price (TWD)", "5", "item.price"),
     ("item.kind (choice)", "fresh", "item.kind")],
)  # fmt: skip
def test_a_heading_is_a_name_or_what_customers_read_for_it(text, cell, name, tmp_path):
    assert (name, "fee", "note") == columns(f"{text}{BRINGS}{cell}{ROW}", tmp_path)


def test_values_are_named_by_their_labels_too(tmp_path):
    head = "item.weight (kg),then outcome,then Delivery fee (TWD),then note\n"
    rule = fee(head + '5,bring,1,"""x"""\n', tmp_path).rules[0]
    assert MoneyLiteral(1, "TWD") == rule.answer.values["fee"]


EXPLAINED = POLICY.replace(
    "  file: tables/fees.csv\n",
    "  file: tables/fees.csv\n  columns:\n    重量: item.weight (kg)\n    結果: then outcome\n"
    '    運費 (元): then fee (TWD)\n    說明: "→ note (text)"\n',
)


def test_other_headings_are_explained_in_the_policy(tmp_path):
    head = "重量（公斤）,結果,運費 (元),說明\n"
    assert ("item.weight", "fee", "note") == columns(head + "5,bring,1,x\n", tmp_path, EXPLAINED)


def test_rows_have_ids_and_notes(tmp_path):
    rules = fee(f"id,note,item.weight (kg){BRINGS}light,ask Ms Lin,5{ROW}heavy,,10{ROW}", tmp_path).rules
    assert ["light", "heavy"] == [rule.id for rule in rules]


def test_rows_without_ids_are_called_by_their_number_in_the_spreadsheet(tmp_path):
    assert ["row-2", "row-4"] == [
        rule.id for rule in fee(f"item.weight (kg){BRINGS}5{ROW},,,\n10{ROW}", tmp_path).rules
    ]


WRONG = {
    "a misspelt name": ("item.wieght (kg)", "unknown-fact", "did you mean `item.weight`?"),
    "a misspelt meaning": ("Prize (TWD)", "unknown-column", "did you mean `price`?"),
    "another language": (
        "重量 (kg)", "unknown-column",
        ("say it under `columns:`, as `重量 (kg): order.weight (kg)`; your own remarks have the heading `note`"),
    ),
    "an answer without then": (
        "outcome", "unknown-column", "a column that answers begins with `then`: `then outcome`",
    ),
    "another unit": ("item.weight (lb)", "wrong-type", "write `(kg)`, or nothing"),
    "a unit of a choice": ("item.kind (kg)", "wrong-type", "write `(choice)`, or nothing"),
    "a list": ("rooms", "wrong-type", "name a count of it under `let:`, and test that"),
    "nothing": ("", "unknown-column", "write one, or empty the column"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "help"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_heading_is_told_once(text, code, help, tmp_path):
    found = findings(f"{text}{BRINGS}5{ROW}5{ROW}", tmp_path)
    assert [(code, help, 1, 1)] == [(one.code, one.help, one.span.line, one.span.column) for one in found]
    assert all(one.span.file.endswith("tables/fees.csv") for one in found)


WHOLE = {
    "no outcome": ("item.weight (kg),then fee (TWD)\n5,1\n", ["missing-key"]),
    "nothing to test": ("then outcome,then fee (TWD),then note (text)\nbring,1,x\n", ["missing-key"]),
    "two of a kind": (f"item.weight (kg),Item.weight (kg){BRINGS}5,5{ROW}", ["duplicate-name"]),
    "wording": (f"item.weight (kg),then wording{BRINGS}5,x{ROW}", ["unknown-value"]),
    "an unknown value": (f"item.weight (kg),then fees{BRINGS}5,x{ROW}", ["unknown-column"]),
    "a bad id": (f"id,item.weight (kg){BRINGS}Light!,5{ROW}", ["bad-value"]),
    "an id twice": (f"id,item.weight (kg){BRINGS}a,5{ROW}a,10{ROW}", ["duplicate-name"]),
}


@pytest.mark.parametrize(("csv", "codes"), WHOLE.values(), ids=WHOLE.keys())
def test_what_is_wrong_with_the_headings_together(csv, codes, tmp_path):
    assert codes == [one.code for one in findings(csv, tmp_path)]


def test_an_explanation_of_no_heading_is_told(tmp_path):
    head = "重量（公斤）,結果,運費 (元),then note (text)\n"
    (found,) = findings(head + "5,bring,1,x\n", tmp_path, EXPLAINED)
    assert ("no column is headed `說明`", "shop/fee.yaml") == (found.message, found.span.file)


def test_a_heading_that_is_not_understood_hides_nothing_in_the_other_columns(tmp_path):
    found = findings(f"重量,item.kind{BRINGS}5,frsh,bring,=1,x\n", tmp_path)
    assert [(1, "unknown-column"), (2, "cell-formula"), (2, "unknown-choice")] == sorted(
        (one.span.line, one.code) for one in found
    )
