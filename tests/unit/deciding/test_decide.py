"""The decision: what it says when it is made, and what when facts are missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policykit.decision import Cited, Deadline, Hit, Status
from tests.unit.deciding.shop import BUSINESS, at, decided, policy, shop

RULES = """\
rules:
  - id: doubt
    when: {staff.doubt: yes}
    then: {outcome: look}
  - id: sealed
    when: {item.sealed: yes}
    then:
      outcome: refund
      amount: item.price / 2
      due: 2 working days after claim.made_at
      follow_up: 36 hours after claim.made_at
      alternatives: [keep_it]
      next_steps: [call_us]
      wording: {en: "We pay {{ amount }} for {{ item.kind }} goods by {{ due }}."}
"""
SHOP = shop(policy(RULES))
PRICED = {"item": {"sealed": True, "price": {"amount": "5", "currency": "TWD"}, "kind": "fresh"}}


def test_a_decision_carries_the_answer_of_the_governing_rule():
    decision = decided(SHOP, PRICED)
    answer = decision.answer
    assert answer is not None
    assert (Status.DECIDED, True, "policy", ("refund",)) == (
        decision.status, decision.final, decision.decided_by, decision.possible,
    )  # fmt: skip
    assert ("refund", "sealed", ("keep_it",), ("call_us",)) == (
        answer.outcome, answer.rule, answer.alternatives, answer.next_steps,
    )  # fmt: skip


def test_an_amount_is_rounded_half_away_from_zero_to_the_smallest_unit():
    assert {"amount": Decimal(3)} == decided(SHOP, PRICED).answer.values


def test_a_deadline_tells_its_instant_its_last_day_and_whether_it_ends_with_it():
    assert (
        Deadline("due", at("13 00:00"), date(2026, 3, 12), whole_day=True),
        Deadline("follow_up", at("12 00:00"), date(2026, 3, 11), whole_day=True),
    ) == decided(SHOP, PRICED).answer.deadlines


def test_the_facts_and_the_names_that_the_wording_uses_come_along():
    decision = decided(SHOP, PRICED)
    assert {"item.kind": "fresh"} == decision.named
    assert Decimal(5) == decision.facts["item.price"]


def test_reasons_and_hints_come_when_they_are_asked_for():
    assert ((), ()) == (decided(SHOP, PRICED).reasons, decided(SHOP, PRICED).would_change)
    assert decided(SHOP, PRICED, "reasons").reasons
    assert decided(SHOP, {"item": {**PRICED["item"], "sealed": False}}, "would_change").would_change


def test_an_outcome_that_settles_nothing_is_a_proposal_where_a_person_decides():
    decision = decided(SHOP, {"staff": {"doubt": True}})
    assert (False, "person") == (decision.final, decision.decided_by)


def test_while_a_fact_is_missing_the_decision_says_what_it_needs_and_what_is_possible():
    decision = decided(SHOP, {})
    assert (Status.NEEDS_INFO, None, False) == (decision.status, decision.answer, decision.final)
    assert (["item.sealed"], ("refund", "refuse")) == ([need.fact for need in decision.needs], decision.possible)


def test_a_wording_that_needs_a_fact_keeps_the_answer_open():
    """The answer must be worded: a sentence with a hole is none."""
    item = {key: value for key, value in PRICED["item"].items() if key != "kind"}
    assert ["item.kind"] == [need.fact for need in decided(SHOP, {"item": item}).needs]


@pytest.mark.parametrize(("currency", "expected"), [("CNY", "2.5"), ("JPY", "3")])
def test_an_amount_in_another_currency_is_rounded_to_what_that_currency_has(currency, expected):
    business = shop(
        policy(f"rules:\n  - {{id: a, when: {{item.sealed: yes}}, then: {{outcome: refund, amount: 2.5 {currency}}}}}")
        .replace("type: money", f"type: money, currency: {currency}")
    )  # fmt: skip
    assert Decimal(expected) == decided(business, {"item": {"sealed": True}}).answer.values["amount"]


def test_a_value_that_is_no_money_is_not_rounded():
    text = policy("rules:\n  - {id: a, when: {item.sealed: yes}, then: {outcome: refund, amount: 2.55}}")
    business = shop(text.replace("type: money", "type: number"), business=BUSINESS)
    assert Decimal("2.55") == decided(business, {"item": {"sealed": True}}).answer.values["amount"]


# --- rows that are collected ------------------------------------------------------------------

ROWS = """\
table:
  hit_policy: HIT
  when: [item.kind, item.sealed]
  then: [outcome, amount]
  rows:
    - [fresh, "-", refund, 10.4 TWD]
    - ["-", yes, refund, 5.4 TWD]
"""
BOTH = {"item": {"kind": "fresh", "sealed": True}}


def test_a_list_of_rows_is_the_answer_and_each_row_s_amount_is_rounded():
    answer = decided(shop(policy(ROWS.replace("HIT", "rule order"))), BOTH).answer
    hits = (Hit("row-1", {"amount": Decimal(10)}), Hit("row-2", {"amount": Decimal(5)}))
    assert ("refund", "row-1", {}, hits) == (answer.outcome, answer.rule, answer.values, answer.hits)


def test_a_sum_is_rounded_once_and_names_its_rows():
    answer = decided(shop(policy(ROWS.replace("HIT", "collect\n  aggregate: sum"))), BOTH).answer
    assert ({"amount": Decimal(16)}, ["row-1", "row-2"]) == (answer.values, [hit.rule for hit in answer.hits])


def test_an_answer_of_no_row_has_no_hits():
    business = shop(policy(ROWS.replace("HIT", "collect")))
    assert () == decided(business, {"item": {"kind": "boxed", "sealed": False}}).answer.hits


# --- citing an asked policy -------------------------------------------------------------------

OTHER = policy("rules:\n  - {id: sealed, when: {goods.sealed: yes}, then: {outcome: exchange}}", name="other")
CITES = policy(
    "rules:\n  - {id: cites, when: {errand.outcome: exchange}, then: {outcome: refuse, because: errand}}",
    more="asks: {errand: {policy: other}}",
)


def test_a_decision_cites_the_rule_of_the_asked_policy_that_it_rests_on():
    business = shop(CITES, OTHER)
    assert Cited("other", "beginning", "sealed") == decided(business, {"goods": {"sealed": True}}).because
    assert decided(business, {}).because is None


# --- asked once an element --------------------------------------------------------------------

ONE_ITEM = """\
policy: other
kind: decision
question: {en: One?}
effective: {from: 2026-01-01}
outcomes:
  - refund: {label: {en: refund}, values: {amount: {type: money, label: {en: amount}}}}
  - refuse: {label: {en: nothing}}
rules:
  - {id: dear, when: {item.price: at least 100 TWD}, then: {outcome: refund, amount: item.price / 3}}
otherwise: {outcome: refuse}
"""
BY_ITEM = "asks: {each_one: {policy: other, each: item in rooms, combine: worst}}"
ALL_OF_THEM = "rules:\n  - {id: all, when: {each_one.outcome: refund}, then: {outcome: exchange}}"
ROOMS = {"rooms": [{"price": {"amount": amount, "currency": "TWD"}} for amount in ("50", "100")]}


def test_the_items_own_answers_are_kept_in_their_order_and_rounded():
    decision = decided(shop(policy(ALL_OF_THEM, BY_ITEM), ONE_ITEM), ROOMS)
    first, second = decision.items["each_one"]
    assert ("other", "2026-01-01", "refuse", "otherwise", {}) == (
        first.policy, first.version, first.answer.outcome, first.answer.rule, first.answer.values,
    )  # fmt: skip
    assert ("dear", {"amount": Decimal(33)}) == (second.answer.rule, second.answer.values)


def test_while_an_item_is_open_no_items_are_kept():
    business = shop(policy("rules: []", BY_ITEM), ONE_ITEM)
    assert {} == decided(business, {"rooms": [{}]}).items
