"""The customer's message where a table lists the rows that hold."""

from __future__ import annotations

from policykit.explain import Audience, explain
from tests.unit.deciding.shop import decided, policy, shop

ROWS = """\
table:
  hit_policy: rule order
  when: [item.kind, item.sealed]
  then: [outcome, amount]
  rows:
    - [fresh, "-", refund, 10 TWD]
    - ["-", yes, refund, 5 TWD]
"""
BOTH = {"item": {"kind": "fresh", "sealed": True}}


def lines(table: str, audience: Audience = Audience.CUSTOMER) -> list[str]:
    business = shop(policy(table))
    decision = decided(business, BOTH, "reasons")
    return explain(business, business.policies["main"][0], decision, "en", audience).text.splitlines()


def test_each_row_is_told_with_its_values():
    told = lines(ROWS)
    assert ["Our answer: refund.", "Amount: NT$10", "Amount: NT$5"] == [
        line for line in told if line.startswith(("Our answer", "Amount"))
    ]


def test_the_wording_that_all_rows_share_stands_above_them():
    told = lines(ROWS.replace("  rows:", "  answers: {refund: {wording: {en: Here is what you get.}}}\n  rows:"))
    start = told.index("Here is what you get.")
    assert ["Amount: NT$10", "Amount: NT$5"] == [line for line in told[start + 1 :] if line][:2]


def test_of_a_sum_only_the_sum_is_told():
    told = lines(ROWS.replace("rule order", "collect\n  aggregate: sum"))
    assert ["Amount: NT$15"] == [line for line in told if line.startswith("Amount")]


def test_an_auditor_sees_every_row():
    told = "\n".join(lines(ROWS, Audience.AUDITOR))
    assert "#row-1" in told
    assert "#row-2" in told


def test_what_made_each_row_hold_is_told():
    told = lines(ROWS.replace("rule order", "collect\n  aggregate: sum"))
    assert ["Kind: fresh", "Seal: yes"] == [line.strip(" •-") for line in told if "Kind:" in line or "Seal:" in line]
