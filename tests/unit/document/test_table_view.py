"""A decision table on a page: columns, rows, and once what rows answer alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.backends.prose.reading import reading
from policykit.backends.prose.rules import Line
from policykit.document.rule_views import MOST_ROWS, Group, groups
from policykit.document.table_view import OPEN, TableView, table_view
from policykit.document.words import words_for
from policykit.model import (
    Aggregation,
    And,
    Answer,
    Expression,
    FlagLiteral,
    HitPolicy,
    Or,
    PeriodLiteral,
    Policy,
    Rule,
    Unit,
)
from tests.unit.backends.prose.orchard import (
    CLAIM,
    DELIVERED,
    FINDING,
    KIND,
    KIND_NAMED,
    MADE,
    ORCHARD,
    PRICE,
    after,
    is_choice,
    within,
)
from tests.unit.document.test_policy_page import view

MARKS, DAMAGED = is_choice(FINDING, "marks"), is_choice(FINDING, "damaged")


def row(name: str, when: Expression, answer: Answer) -> Rule:
    return Rule(name, when, answer, part="table")


def refund(days: int = 3) -> Answer:
    return Answer(
        "refund",
        {"amount": PRICE},
        {"due": after(days, Unit.DAYS, MADE), "follow_up": after(9, Unit.DAYS, MADE)},
        next_steps=("refund_follows",),
    )


REFUSED = Answer("refuse", alternatives=("write_to_us",))
ROWS = (
    row("damaged", And((DAMAGED, KIND_NAMED)), refund()),
    row("marks", MARKS, REFUSED),
    row("all-others", FlagLiteral(value=True), refund()),
)


def told(*rows: Rule) -> TableView:
    policy = replace(CLAIM, rules=rows)
    return table_view(rows, range(1, len(rows) + 1), reading(ORCHARD, policy, "en"), words_for("en"))


def test_each_subject_is_a_column_and_what_a_row_leaves_open_is_a_dash():
    table = told(*ROWS)
    assert ("The finding", "The kind of goods", "Answer", "Refund") == table.headings
    assert [
        ("truly damaged", "fresh fruit or a gift box", "Refund in full", "the price of the goods"),
        ("marks on the skin", OPEN, "No refund", OPEN),
        (OPEN, OPEN, "Refund in full", "the price of the goods"),
    ] == [line.cells for line in table.rows]
    assert [("damaged", "1"), ("marks", "2"), ("all-others", "3")] == [(line.id, line.number) for line in table.rows]


def test_one_outcome_needs_no_column():
    assert ("The finding", "Refund") == told(row("damaged", DAMAGED, refund())).headings


def test_what_rows_of_one_outcome_answer_alike_is_told_once():
    full, none = told(*ROWS).alike
    assert ("Refund in full", "No refund") == (full.outcome, none.outcome)
    assert ["Our time limit", "We follow up"] == [line.label for line in full.lines]
    assert (("The money goes back the way you paid.",), ("Write to us at any time.",)) == (
        full.prose.next_steps,
        none.prose.alternatives,
    )


def test_a_deadline_in_which_rows_differ_is_a_column():
    table = told(row("damaged", DAMAGED, refund(3)), row("marks", MARKS, refund(5)))
    assert ("The finding", "Refund", "Our time limit") == table.headings
    assert ["within 3 days after the time you told us", "within 5 days after the time you told us"] == [
        line.cells[-1] for line in table.rows
    ]
    assert [Line("We follow up", "9 days after the time you told us")] == list(table.alike[0].lines)


def window(name: str, days: int, when: Expression | None = None) -> Rule:
    inside = within(MADE, PeriodLiteral(days, Unit.CALENDAR_DAYS), DELIVERED)
    return Rule(name, inside if when is None else And((inside, when)), refund(), part="windows")


def windows(*rules: Rule) -> Group:
    return group_of(replace(CLAIM, rules=rules))


def test_windows_stand_side_by_side_and_end_with_every_other_case():
    found = windows(window("week", 7, KIND_NAMED), window("fortnight", 14)).compared
    assert found is not None
    assert ("The time you told us", "The kind of goods", "Refund") == found.headings
    assert [
        (
            "week",
            "1. Refund in full",
            ("within 7 calendar days after the time of delivery", "fresh fruit or a gift box"),
        ),
        ("fortnight", "2. Refund in full", ("within 14 calendar days after the time of delivery", OPEN)),
        ("otherwise", "In every other case: We look at it", (OPEN, OPEN)),
    ] == [(line.id, line.number, line.cells[:2]) for line in found.rows]


def test_one_window_needs_no_comparison():
    assert windows(window("week", 7)).compared is None


@pytest.mark.parametrize("when", [Or((MARKS, KIND_NAMED)), within(MADE, PeriodLiteral(1, Unit.DAYS), DELIVERED)])
def test_where_a_table_would_leave_out_a_condition_there_is_none(when):
    assert windows(window("week", 7, when), window("fortnight", 14)).compared is None


def test_of_levels_the_table_says_what_they_get_and_leaves_what_they_ask_to_their_cards():
    levels = [replace(window(name, 7, Or((MARKS, KIND_NAMED))), part="tiers") for name in ("upper", "lower")]
    found = windows(*levels).compared
    assert found is not None
    assert ("Refund",) == found.headings


def test_rules_of_other_parts_are_not_compared():
    assert (
        windows(replace(window("week", 7), part="conditions"), replace(window("two", 14), part="conditions")).compared
        is None
    )


def group_of(policy: Policy) -> Group:
    (group,) = view(policy).groups
    return group


def test_a_page_shows_the_rows_of_a_table_and_names_them_by_their_number():
    group = group_of(replace(CLAIM, rules=ROWS))
    assert group.table is not None
    assert (3, "1", ()) == (len(group.table.rows), group.table.rows[0].number, group.rules)
    assert "Row 2" == view(replace(CLAIM, rules=ROWS)).headings["marks"]


NOTES = {
    (HitPolicy.FIRST, None): "Read the rows from top to bottom: the first one that fits your case decides.",
    (HitPolicy.UNIQUE, None): "At most one row fits your case, and that one decides.",
    (HitPolicy.ANY, None): "Where several rows fit your case, they all say the same.",
    (HitPolicy.PRIORITY, None): "Where several rows fit your case, the one that is best for you decides.",
    (HitPolicy.RULE_ORDER, None): "Every row that fits your case counts, each for itself.",
    (HitPolicy.COLLECT, None): "Every row that fits your case counts, each for itself.",
    (HitPolicy.COLLECT, Aggregation.SUM): "Every row that fits your case counts, and what they give is added up.",
    (HitPolicy.COLLECT, Aggregation.MIN): "Of all rows that fit your case, the lowest value counts.",
    (HitPolicy.COLLECT, Aggregation.MAX): "Of all rows that fit your case, the highest value counts.",
    (HitPolicy.COLLECT, Aggregation.COUNT): "What counts is how many rows fit your case.",
}


@pytest.mark.parametrize(("table", "note"), NOTES.items())
def test_a_table_says_which_of_the_rows_that_fit_decide(table, note):
    hit_policy, aggregation = table
    rows = (ROWS[0], ROWS[2])
    assert note == group_of(replace(CLAIM, rules=rows, hit_policy=hit_policy, aggregation=aggregation)).note


def test_of_a_long_table_the_first_rows_are_shown_and_those_that_are_cited():
    many = tuple(replace(ROWS[0], id=f"row-{number}") for number in range(1, MOST_ROWS + 21))
    policy = replace(CLAIM, rules=many)
    (group,) = groups(reading(ORCHARD, policy, "en"), words_for("en"), {"row-210"})
    assert group.table is not None
    assert [(f"row-{MOST_ROWS}", str(MOST_ROWS)), ("row-210", "210")] == [
        (line.id, line.number) for line in group.table.rows[-2:]
    ]
    assert group.table.more.startswith("19 more rows are not shown here.")
    assert "" == group_of(replace(CLAIM, rules=ROWS)).table.more


def test_an_internal_row_is_not_shown():
    hidden = replace(CLAIM, rules=(replace(ROWS[0], public=False), *ROWS[1:]))
    table = group_of(hidden).table
    assert table is not None
    assert ["marks", "all-others"] == [line.id for line in table.rows]
    assert KIND not in table.headings
