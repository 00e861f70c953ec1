"""`table-overlap`: rows that can hold together where the hit policy excludes it."""

from __future__ import annotations

import pytest

from policykit.checks import table_overlap
from policykit.checks.table_overlap import check
from policykit.diagnostics import Diagnostic
from tests.unit.checks.shop import policy, shop, table


def found(body: str, tmp_path) -> list[Diagnostic]:
    return list(check(shop({"main.yaml": policy(body)}, tmp_path)))


APART = {
    "a number and all others": ("count", "1", "not(1)"),
    "an absence": ("other", "absent", "present"),
    "an absence and a value": ("other", "absent", "a"),
    "two choices": ("kind", "a", "b"),
    "lists of choices": ("kind", "'a, b'", "c"),
    "a choice and the others": ("kind", "a", "not(a)"),
    "a choice that may be absent, and the others": ("other", "a", "not(a)"),
    "yes and no": ("flag", "yes", "no"),
    "yes and not yes": ("flag", "yes", "not(yes)"),
    "numbers": ("count", "1", "2"),
    "below and from": ("count", "less than 5", "at least 5"),
    "up to and above": ("count", "at most 5", "more than 5"),
    "above and up to": ("count", "more than 5", "at most 5"),
    "a number and a half-line": ("count", "3", "more than 3"),
    "a half-line and a number": ("count", "more than 3", "3"),
    "steps": ("count", "at least 3 and less than 5", "at least 5 and less than 7"),
    "steps said backwards": ("count", "less than 5 and at least 3", "at least 5"),
    "days": ("day", "before 2026-01-01", "after 2026-01-01"),
    "not equal": ("count", "1", '"!= 1"'),
    "one of several": ("count", "less than 3 or more than 7", "5"),
    "bounds of one direction": ("count", "less than 5 and less than 3", "at least 5"),
    "a step with a fact for a bound": ("count", "at least limit and less than 5", "at least 7"),
    "bounds that are no bounds": ("count", "not(1) and less than 5", "at least 5"),
}
TOGETHER = {
    "the same choice": ("kind", "a", "'a, b'"),
    "any": ("kind", '"-"', "a"),
    "the same number": ("count", "at most 5", "at least 5"),
    "a step within a half-line": ("count", "at least 3 and less than 5", "at least 4"),
    "two half-lines in one direction": ("count", "more than 3", "more than 5"),
    "something that depends on facts": ("count", "less than limit", "at least limit"),
    "the value of another fact": ("count", "limit", "limit"),
    "a list with a fact in it": ("count", "'1, limit'", "2"),
    "not the value of another fact": ("count", "not(limit)", "limit"),
    "a window": ("made_at", "within 3 days after found_at", "more than 3 days after found_at"),
}


@pytest.mark.parametrize(("column", "one", "other"), APART.values(), ids=APART.keys())
def test_rows_that_a_column_keeps_apart(column, one, other, tmp_path):
    assert [] == found(table("unique", f"{one}, yield", f"{other}, yield", when=column), tmp_path)


@pytest.mark.parametrize(("column", "one", "other"), TOGETHER.values(), ids=TOGETHER.keys())
def test_rows_that_nothing_is_seen_to_keep_apart(column, one, other, tmp_path):
    (finding,) = found(table("unique", f"{one}, yield", f"{other}, yield", when=column), tmp_path)
    assert ("table-overlap", "`row-1` and `row-2` can hold together, and the table is `unique`") == (
        finding.code, finding.message,
    )  # fmt: skip
    assert ["the other row"] == [related.caption for related in finding.related]


def test_one_column_that_keeps_them_apart_is_enough(tmp_path):
    body = table("unique", "a, at least 1, yield", "b, at least 1, yield", when="kind, count")
    assert [] == found(body, tmp_path)


def test_rows_of_an_any_table_may_overlap_if_they_answer_alike(tmp_path):
    alike = table("any", "at least 3, pay, 3 TWD", "at least 5, pay, 3 TWD", then="outcome, amount")
    assert [] == found(alike, tmp_path)


def test_rows_of_an_any_table_that_differ_do_not(tmp_path):
    different = table("any", "at least 3, pay, 3 TWD", "at least 5, pay, 5 TWD", then="outcome, amount")
    (finding,) = found(different, tmp_path)
    assert "`row-1` and `row-2` can hold together, and the table is `any`" == finding.message


@pytest.mark.parametrize("hit_policy", ["first", "priority"])
def test_other_tables_may_overlap(hit_policy, tmp_path):
    assert [] == found(table(hit_policy, "at least 3, yield", "at least 5, yield"), tmp_path)


def test_plain_rules_may_overlap(tmp_path):
    assert [] == found("rules: []", tmp_path)


def large(count: int, width: int) -> str:
    """Bands of one column, each as wide as it says and a step above the one before."""
    rows = (f"at least {low} and less than {low + width}, yield" for low in range(count))
    return table("unique", *rows)


def test_a_large_table_is_compared_too(tmp_path):
    assert [] == found(large(3_000, 1), tmp_path)


def test_of_many_overlaps_the_first_are_told(tmp_path):
    assert table_overlap.MOST_FINDINGS == len(found(large(300, 2), tmp_path))


def test_a_band_that_spans_many_others_is_seen(tmp_path):
    rows = [f"at least {low} and less than {low + 1}, yield" for low in range(400)]
    (finding,) = found(table("unique", *rows, "at least 399.5, yield"), tmp_path)
    assert "`row-400` and `row-401` can hold together, and the table is `unique`" == finding.message


def test_a_band_beside_many_others_is_apart_from_all(tmp_path):
    rows = [f"at least {low} and less than {low + 1}, yield" for low in range(400)]
    assert [] == found(table("unique", *rows, "at least 400, yield", "less than 0, yield"), tmp_path)
