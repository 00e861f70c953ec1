"""The rows of a table as rules: what cells say, and where what is wrong in them stands."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.model import (
    Comparator,
    Comparison,
    FlagLiteral,
    MoneyLiteral,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
    TextLiteral,
    Unit,
)
from policykit.model import Test as Line
from policykit.source.build import build
from policykit.walk import every
from tests.unit.source.tabled import POLICY, fee, findings

HEAD = "item.weight (kg),item.kind,then outcome,then fee (TWD),then note (text)\n"


def literals(csv: str, tmp_path) -> list[object]:
    nodes = every(fee(csv, tmp_path).rules[0].when)
    return [node for node in nodes if isinstance(node, NumberLiteral | PeriodLiteral | TextLiteral)]


UNITS = {
    "alone": ("5", [Decimal(5)]),
    "in words": ("at least 5", [Decimal(5)]),
    "in signs": (">= 5 and < 10", [Decimal(5), Decimal(10)]),
    "several": ("5, 10", [Decimal(5), Decimal(10)]),
    "with its unit": ("at most 5 kg", [Decimal(5)]),
    "not": ("not(5)", [Decimal(5)]),
}


@pytest.mark.parametrize(("cell", "values"), UNITS.values(), ids=UNITS.keys())
def test_a_bare_number_is_one_of_the_heading_s_unit(cell, values, tmp_path):
    found = literals(f'{HEAD}"{cell}",-,bring,1,x\n', tmp_path)
    assert [NumberLiteral(value, "kg") for value in values] == found


def test_a_cell_knows_what_its_column_tests(tmp_path):
    tests = [node for node in every(fee(f"{HEAD}5,-,bring,1,x\n", tmp_path).rules[0].when) if isinstance(node, Line)]
    assert [NumberType("kg")] == [test.type for test in tests]


def test_a_bare_number_is_a_length_of_time_where_the_heading_says_so(tmp_path):
    head = HEAD.replace("item.weight (kg)", "item.age (hours)")
    assert [PeriodLiteral(36, Unit.HOURS)] == literals(f"{head}at least 36,-,bring,1,x\n", tmp_path)


def test_an_answer_takes_the_heading_s_unit_and_its_texts_letter_by_letter(tmp_path):
    answer = (
        fee(f"{HEAD}5,-,bring,-12.5,a, b or c\n".replace("a, b", '"a, b').replace("c\n", 'c"\n'), tmp_path)
        .rules[0]
        .answer
    )
    assert (MoneyLiteral(Decimal("-12.5"), "TWD"), TextLiteral("a, b or c")) == (
        answer.values["fee"],
        answer.values["note"],
    )


def test_a_formula_may_stand_in_a_cell(tmp_path):
    answer = fee(f"{HEAD}5,-,bring,item.price * 0.1,x\n", tmp_path).rules[0].answer
    assert "fee" in answer.values


def test_texts_are_tested_letter_by_letter_where_the_heading_says_text(tmp_path):
    head = HEAD.replace("item.weight (kg)", "item.note (text)")
    rules = fee(f"{head}10115,-,bring,1,x\nabsent,-,bring,1,x\n", tmp_path).rules
    test = rules[0].when.condition
    assert isinstance(test, Comparison)
    assert (Comparator.EQUAL, TextLiteral("10115")) == (test.comparator, test.right)
    assert "absent" == rules[1].when.text


def test_a_row_of_dashes_always_holds(tmp_path):
    assert FlagLiteral(value=True) == fee(f"{HEAD}-,-,refuse,-,-\n", tmp_path).rules[0].when


def test_cells_that_say_the_same_share_their_condition_and_keep_their_places(tmp_path):
    first, second = fee(f"{HEAD}5,-,bring,1,x\n5,-,bring,2,x\n", tmp_path).rules
    assert first.when.condition is second.when.condition
    assert (2, 3) == (first.when.span.line, second.when.span.line)


def test_rows_with_one_outcome_share_their_wording(tmp_path):
    shared = '  answers: {bring: {wording: {en: "It costs {{ fee }}."}, due: 2 days after claim.made_at}}\n'
    rules = fee(f"{HEAD}5,-,bring,1,x\n-,-,refuse,-,-\n", tmp_path, POLICY.replace("  file", f"{shared}  file")).rules
    assert [{"en": "It costs {{ fee }}."}, {}] == [rule.answer.wording.texts for rule in rules]
    assert [["due"], []] == [list(rule.answer.deadlines) for rule in rules]


def test_what_is_wrong_in_shared_wording_is_told_once(tmp_path):
    shared = '  answers: {bring: {wording: {en: "It costs {{ feee }}."}}}\n'
    found = findings(f"{HEAD}5,-,bring,1,x\n10,-,bring,2,y\n", tmp_path, POLICY.replace("  file", f"{shared}  file"))
    assert [("unknown-fact", "shop/fee.yaml")] == [(one.code, one.span.file) for one in found]


FAULTS = {
    "a test": ("5 5,-,bring,1,x", 1, "syntax", "column `item.weight (kg)`, cell `5 5`: `5` is not expected here"),
    "a choice": (
        "5,frsh,bring,1,x", 3, "unknown-choice", "column `item.kind`, cell `frsh`: `frsh` is not a choice here",
    ),
    "an outcome": (
        "5,-,brign,1,x", 5, "unknown-outcome",
        "column `then outcome`, cell `brign`: `brign` is not an outcome of this policy",
    ),
    "a value": (
        "5,-,bring,1 kg,x", 11, "wrong-type",
        "column `then fee (TWD)`, cell `1 kg`: `fee` is an amount in TWD, the formula gives a number of kg",
    ),
    "a mishap": (
        "5-Aug,-,bring,1,x", 1, "cell-date",
        "column `item.weight (kg)`, cell `5-Aug`: a spreadsheet makes such a date of `5-8`",
    ),
    "an empty cell": ("5,,bring,1,x", 3, "empty-value", "column `item.kind`: there is nothing in it"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "column", "code", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_an_error_in_a_cell_names_row_column_and_text(row, column, code, message, tmp_path):
    (found,) = findings(f"{HEAD}{row}\n", tmp_path)
    assert (code, f"row 2, {message}", "shop/tables/fees.csv", 2, column) == (
        found.code, found.message, found.span.file, found.span.line, found.span.column,
    )  # fmt: skip


def test_a_value_that_is_missing_is_told_of_its_row(tmp_path):
    (found,) = findings(f"{HEAD}5,-,bring,-,x\n", tmp_path)
    assert ("missing-value", "row 2: the outcome `bring` needs its value `fee`") == (found.code, found.message)


def test_every_error_is_told_at_once(tmp_path):
    found = findings(f"{HEAD}14-Aug,frsh,bring,=1,x\n5,-,brng,1,x\n", tmp_path)
    assert [(2, "cell-date"), (2, "cell-formula"), (2, "unknown-choice"), (3, "unknown-outcome")] == sorted(
        (one.span.line, one.code) for one in found
    )


def test_the_findings_of_a_table_are_bounded(tmp_path):
    assert 200 <= len(findings(HEAD + "x x,-,bring,1,x\n" * 1_000, tmp_path)) <= 210


def test_the_digest_covers_the_table(tmp_path):
    fee(f"{HEAD}5,-,bring,1,x\n", tmp_path)
    before = build(tmp_path / "shop")[0].digest
    (tmp_path / "shop" / "tables" / "fees.csv").write_text(f"{HEAD}5,-,bring,2,x\n", encoding="utf-8")
    assert before != build(tmp_path / "shop")[0].digest
