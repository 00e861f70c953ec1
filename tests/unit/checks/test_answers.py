"""The answers that courtesy is asked of."""

from __future__ import annotations

from policykit.checks.answers import answers
from tests.unit.checks.shop import policy, shop, table


def test_every_rule_and_the_last_answer(tmp_path):
    rules = (
        "rules:\n"
        "  - {id: a, when: {flag: yes}, then: {outcome: yield}}\n"
        "  - {id: b, when: {flag: no}, then: {outcome: yield}}"
    )
    found = answers(shop({"main.yaml": policy(rules), "other.yaml": policy(name="other")}, tmp_path))
    assert [("main", "a"), ("main", "b"), ("main", "otherwise"), ("other", "otherwise")] == [
        (one.id, rule.id) for one, rule in found
    ]


def test_rows_that_answer_alike_are_one(tmp_path):
    rows = table("first", "1, pay, price", "2, pay, 2 * price", "3, yield, -", then="outcome, amount")
    found = answers(shop({"main.yaml": policy(rows)}, tmp_path))
    assert ["row-1", "row-3", "otherwise"] == [rule.id for _, rule in found]
