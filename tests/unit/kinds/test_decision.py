"""Kind `decision` as plain rules: a list of rules, or the rows of a table."""

from __future__ import annotations

import pytest

from policykit.kinds.plain import Problem
from policykit.model import Aggregation, HitPolicy
from tests.unit.kinds.lowered import lowered, rules

RULES = """\
kind: decision
outcomes: [refund, {refuse: {final: yes}}]
rules:
  - id: late
    when: {claim.late: yes}
    then: {outcome: refuse}
  - id: broken
    internal: yes
    scenario: S2
    when: {item.state: broken}
    then: {outcome: refund, amount: item.price}
otherwise: {outcome: refuse}
"""
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


def test_rules_stay_as_they_are():
    assert [
        ("late", [{"claim.late": "yes"}], {"outcome": "refuse"}),
        ("broken", [{"item.state": "broken"}], {"outcome": "refund", "amount": "item.price"}),
    ] == rules(RULES)


def test_a_rule_keeps_its_place_and_its_attributes():
    late, broken = lowered(RULES).rules
    assert (("rules", 0), False, None) == (late.path, late.internal, late.scenario)
    assert (("rules", 1), True, "S2") == (broken.path, broken.internal, broken.scenario)


def test_rules_are_first_match():
    plain = lowered(RULES)
    assert (HitPolicy.FIRST, None, ()) == (plain.hit_policy, plain.aggregation, plain.problems)
    assert ["refund", "refuse"] == [name for name, _ in plain.outcomes]
    assert ("otherwise",) == plain.otherwise_path


def test_a_row_is_a_rule_whose_dashes_test_and_give_nothing():
    assert [
        ("row-1", [{"weight": "at most 5 kg"}, {"size": "small"}], {"outcome": "small", "amount": "80 TWD"}),
        ("row-2", [{"weight": "more than 5 kg"}], {"outcome": "large"}),
    ] == rules(TABLE)


def test_a_row_points_at_its_cells():
    row = lowered(TABLE).rules[1]
    assert (("table", "rows", 1), ("table", "rows", 1, 0)) == (row.path, row.when[0].path)
    assert ("table", "rows", 1, 2) == row.answer["outcome"].path
    assert "table" == row.part


def test_rows_may_have_ids():
    assert ["light", "heavy"] == [
        name for name, _, _ in rules(TABLE.replace("  rows:", "  ids: [light, heavy]\n  rows:"))
    ]


def test_a_table_has_its_hit_policy():
    collecting = TABLE.replace("unique", "collect\n  aggregate: sum")
    assert (HitPolicy.UNIQUE, None) == (lowered(TABLE).hit_policy, lowered(TABLE).aggregation)
    assert (HitPolicy.COLLECT, Aggregation.SUM, ()) == (
        lowered(collecting).hit_policy,
        lowered(collecting).aggregation,
        lowered(collecting).problems,
    )


NEITHER = "kind: decision\noutcomes: [small]\notherwise: {outcome: small}\n"
PROBLEMS = {
    "neither rules nor table": (NEITHER, "wrong-shape", "a decision has either `rules` or a `table`", ()),
    "both": (TABLE + "rules: []\n", "wrong-shape", "a decision has either `rules` or a `table`", ()),
    "collect alone": (
        TABLE.replace("unique", "collect"), "misplaced-key", "`collect` needs `aggregate`", ("table", "hit_policy")
    ),
    "aggregate alone": (
        TABLE.replace("unique", "unique\n  aggregate: sum"),
        "misplaced-key", "`aggregate` goes with `hit_policy: collect`", ("table", "hit_policy"),
    ),
    "no outcome": (
        TABLE.replace("then: [outcome", "then: [size"),
        "missing-key", "a table needs the column `outcome`", ("table", "then"),
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


def test_a_row_of_the_wrong_length_is_no_rule():
    assert ["row-1"] == [name for name, _, _ in rules(TABLE.replace('large, "-"]', "large]"))]
