"""A table as its author writes it: columns, rows, what an outcome's rows share, and what is wrong with it."""

from __future__ import annotations

import pytest

from policykit.kinds.plain import PlainTable, Problem
from policykit.model import Aggregation, HitPolicy
from tests.unit.kinds.lowered import lowered

TABLE = """\
kind: decision
outcomes: [small, large]
table:
  hit_policy: unique
  when: [weight, size]
  then: [outcome, amount]
  rows:
    - [at most 5 kg, small, small, 80 TWD]
    - [more than 5 kg, "-", large, "-"]
otherwise: {outcome: large}
"""
FILE = """\
kind: decision
outcomes: [small]
table:
  hit_policy: first
  file: tables/sizes.csv
otherwise: {outcome: small}
"""


def table(text: str) -> PlainTable:
    found = lowered(text).table
    assert found is not None
    return found


def test_a_table_has_columns_that_test_and_columns_that_answer():
    found = table(TABLE)
    assert [("weight", ("table", "when", 0)), ("size", ("table", "when", 1))] == [
        (column.name, column.path) for column in found.tested
    ]
    assert ["outcome", "amount"] == [column.name for column in found.given]


def test_a_row_keeps_its_cells_with_their_places():
    row = table(TABLE).rows[1]
    assert ("row-2", 2, ("more than 5 kg", "-", "large", "-")) == (row.id, row.number, row.cells)
    assert ("large", ("table", "rows", 1, 2)) == (row.cell(2).data, row.cell(2).path)


def test_rows_may_have_ids():
    named = TABLE.replace("  rows:", "  ids: [light, heavy]\n  rows:")
    assert ["light", "heavy"] == [row.id for row in table(named).rows]


def test_a_table_has_its_hit_policy():
    collecting = table(TABLE.replace("unique", "collect\n  aggregate: sum"))
    assert (HitPolicy.UNIQUE, None) == (table(TABLE).hit_policy, table(TABLE).aggregation)
    listing = table(TABLE.replace("unique", "rule order"))
    assert (HitPolicy.COLLECT, Aggregation.SUM) == (collecting.hit_policy, collecting.aggregation)
    assert (HitPolicy.RULE_ORDER, None) == (listing.hit_policy, listing.aggregation)


def test_what_an_outcome_s_rows_share_stands_by_outcome():
    shared = table(TABLE.replace("  rows:", "  answers: {small: {next_steps: [wait]}}\n  rows:")).shared
    assert {"small": {"next_steps": ["wait"]}} == {
        name: {key: piece.data for key, piece in answer.items()} for name, answer in shared.items()
    }


def test_a_table_in_a_file_has_no_rows_yet():
    found = table(FILE)
    assert found.file is not None
    assert ("tables/sizes.csv", (), ()) == (found.file.data, found.tested, found.rows)


PROBLEMS = {
    "a sum of rows in order": (
        TABLE.replace("unique", "rule order\n  aggregate: sum"),
        "misplaced-key", "`aggregate` goes with `hit_policy: collect`", ("table", "hit_policy"),
    ),
    "aggregate alone": (
        TABLE.replace("unique", "unique\n  aggregate: sum"),
        "misplaced-key", "`aggregate` goes with `hit_policy: collect`", ("table", "hit_policy"),
    ),
    "no outcome": (
        TABLE.replace("then: [outcome", "then: [size"),
        "missing-key", "a table needs the column `outcome`", ("table", "then"),
    ),
    "neither columns nor file": (
        FILE.replace("  file: tables/sizes.csv\n", ""),
        "missing-key", "a table needs `when` and `then` and `rows`", ("table",),
    ),
    "rows beside a file": (
        FILE.replace("otherwise", "  rows: [[a, b]]\notherwise"),
        "misplaced-key", "`rows` stands in the file", ("table", "rows"),
    ),
    "headings without a file": (
        TABLE.replace("  rows:", "  columns: {a: weight}\n  rows:"),
        "misplaced-key", "`columns` says what the headings of a `file` mean", ("table", "columns"),
    ),
    "a column twice": (
        TABLE.replace("[weight, size]", "[weight, weight]"),
        "duplicate-name", "`weight` is a column already", ("table", "when", 1),
    ),
    "wording in a column": (
        TABLE.replace("[outcome, amount]", "[outcome, wording]"),
        "unknown-value", "`wording` cannot be a column of a table", ("table", "then", 1),
    ),
    "what an unknown outcome shares": (
        TABLE.replace("  rows:", "  answers: {smal: {next_steps: [wait]}}\n  rows:"),
        "unknown-outcome", "`smal` is not an outcome of this policy", ("table", "answers", "smal"),
    ),
    "too few ids": (
        TABLE.replace("  rows:", "  ids: [light]\n  rows:"), "wrong-shape", "1 ids for 2 rows", ("table", "ids")
    ),
    "a short row": (
        TABLE.replace('large, "-"]', "large]"),
        "wrong-shape", "row 2 has 3 cells, the table has 4 columns", ("table", "rows", 1),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "message", "path"), PROBLEMS.values(), ids=PROBLEMS.keys())
def test_what_is_wrong_with_a_table(text, code, message, path):
    problems = lowered(text).problems
    assert [(code, message, path)] == [(one.code, one.message, one.path) for one in problems]
    assert all(isinstance(one, Problem) and one.help for one in problems)


def test_a_row_of_the_wrong_length_is_left_out():
    assert ["row-1"] == [row.id for row in table(TABLE.replace('large, "-"]', "large]")).rows]
