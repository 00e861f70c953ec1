"""Kind `decision` as plain rules: a list of rules, or a table."""

from __future__ import annotations

import pytest

from policykit.kinds.plain import Problem
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
    assert (None, ()) == (plain.table, plain.problems)
    assert ["refund", "refuse"] == [name for name, _ in plain.outcomes]
    assert ("otherwise",) == plain.otherwise_path


NEITHER = "kind: decision\noutcomes: [small]\notherwise: {outcome: small}\n"
BOTH = RULES + "table: {hit_policy: first, when: [a], then: [outcome], rows: [[yes, refund]]}\n"


@pytest.mark.parametrize("text", [NEITHER, BOTH], ids=["neither rules nor table", "both"])
def test_a_decision_has_rules_or_a_table(text):
    problems = lowered(text).problems
    expected = Problem("wrong-shape", "a decision has either `rules` or a `table`", (), "write one of the two")
    assert (expected,) == problems
