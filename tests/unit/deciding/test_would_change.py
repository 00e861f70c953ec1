"""What would have changed the answer: the nearest value of one fact, told only where it is true and may be told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from policykit.deciding import would_change as module
from policykit.model import ABSENT
from tests.unit.deciding.shop import AS_OF, at, decided, policy, shop


def hints(business, data, as_of=AS_OF) -> list[tuple[str, str, object]]:
    found = decided(business, data, "would_change", as_of=as_of).would_change
    return [(change.fact, change.relation, change.becomes) for change in found]


def rule(when: str, more: str = "", then: str = "{outcome: exchange}", internal: str = "no"):
    return shop(policy(f"rules:\n  - {{id: a, when: {{{when}}}, then: {then}, internal: {internal}}}", more))


def item(**facts) -> dict[str, object]:
    return {"item": facts}


@pytest.mark.parametrize(
    ("when", "data", "expected"),
    [
        ("item.sealed: yes", item(sealed=False), ("item.sealed", "is", True)),
        ("item.kind: boxed", item(kind="fresh"), ("item.kind", "is", "boxed")),
        ("item.weight: at least 10 kg", item(weight=5), ("item.weight", "is", Decimal(10))),
        ("item.weight: more than 10 kg", item(weight=5), ("item.weight", "is", Decimal(15))),
        ("item.weight: less than 10 kg", item(weight=15), ("item.weight", "is", Decimal(5))),
        ("item.weight: at least 12 kg", item(weight=5), ("item.weight", "is", Decimal(15))),
    ],
)
def test_the_nearest_value_that_turns_the_test(when, data, expected):
    assert [expected] == hints(rule(when), data)


def test_the_nearest_amount_is_one_that_can_be_paid():
    price = item(price={"amount": 40, "currency": "TWD"})
    assert [("item.price", "is", Decimal(101))] == hints(rule("item.price: more than 100.5 TWD"), price)


def test_an_act_would_have_had_to_be_by_an_instant_or_from_it_on():
    order = {"order": {"placed_at": at("08 10:00").isoformat()}}
    early = rule("claim.made_at: within 1 day after order.placed_at")
    late = rule("claim.made_at: more than 5 days after order.placed_at")
    assert [("claim.made_at", "by", at("09 10:00"))] == hints(early, order)
    assert [("claim.made_at", "from", at("13 10:00"))] == hints(late, order)


def test_an_act_measured_from_a_day():
    business = rule("claim.made_at: within 1 calendar day after item.day")
    assert [("claim.made_at", "by", at("03 00:00"))] == hints(business, item(day="2026-03-01"))


def test_an_act_compared_with_another():
    order = {"order": {"placed_at": at("08 10:00").isoformat()}}
    assert [("claim.made_at", "by", at("08 10:00"))] == hints(rule("claim.made_at: before order.placed_at"), order)


def test_nobody_is_told_that_a_time_should_have_been_what_it_was():
    rules = """\
rules:
  - {id: early, when: {claim.made_at: within 1 day after order.placed_at}, then: {outcome: exchange}}
  - {id: later, when: {claim.made_at: within 3 days after order.placed_at}, then: {outcome: look}}
"""
    order = {"order": {"placed_at": at("05 10:00").isoformat()}}
    assert [("claim.made_at", "by", at("06 10:00")), ("claim.made_at", "by", at("08 10:00"))] == hints(
        shop(policy(rules)), order
    )


def test_of_two_times_that_lead_to_the_same_the_nearer_is_told():
    rules = """\
rules:
  - {id: early, when: {claim.made_at: within 1 day after order.placed_at}, then: {outcome: exchange}}
  - {id: later, when: {claim.made_at: within 3 days after order.placed_at}, then: {outcome: exchange}}
"""
    order = {"order": {"placed_at": at("05 10:00").isoformat()}}
    assert [("claim.made_at", "by", at("08 10:00"))] == hints(shop(policy(rules)), order)


def test_something_absent_would_have_had_to_be_there_and_the_other_way_round():
    photo = {"claim": {"photo_at": at("09 10:00").isoformat()}}
    assert [("claim.photo_at", "present", AS_OF)] == hints(
        rule("claim.photo_at: present"), {"claim": {"photo_at": None}}
    )
    assert [("claim.photo_at", "is", ABSENT)] == hints(rule("claim.photo_at: absent"), photo)


@pytest.mark.parametrize("fact", ["staff.doubt", "staff.untold", "customer.old"])
def test_private_protected_and_untold_facts_are_never_hinted_at(fact):
    assert [] == hints(rule(f"{fact}: yes"), {})


def test_an_internal_rule_is_never_hinted_at():
    assert [] == hints(rule("item.sealed: yes", internal="yes"), item(sealed=False))


@pytest.mark.parametrize("part", ["ladder", "appeal"])
def test_what_is_on_record_about_somebody_is_never_hinted_at(part):
    business = rule("item.sealed: yes")
    (version,) = business.policies["main"]
    step = replace(version, rules=(replace(version.rules[0], part=part),))
    assert [] == hints(replace(business, policies={"main": (step,)}), item(sealed=False))


def test_what_governs_in_private_tells_nothing_of_its_conditions():
    rules = """\
rules:
  - {id: looks, when: {item.sealed: no}, then: {outcome: look}, internal: yes}
  - {id: swaps, when: {goods.sealed: no}, then: {outcome: exchange}}
"""
    assert [] == hints(shop(policy(rules)), item(sealed=False))


def test_no_hint_leads_to_an_answer_that_is_not_better():
    rules = """\
rules:
  - {id: swaps, when: {item.sealed: no}, then: {outcome: exchange}}
  - {id: looks, when: {item.kind: fresh}, then: {outcome: look}}
"""
    assert [] == hints(shop(policy(rules)), item(sealed=False, kind="fresh"))


def test_no_hint_leads_to_an_open_answer():
    business = rule("item.sealed: yes", then="{outcome: refund, amount: item.price}")
    assert [] == hints(business, item(sealed=False))


def test_no_hint_asks_for_what_would_be_wrong_input():
    """A delivery after the request cannot have happened."""
    order = {"order": {"delivered_at": at("01 10:00").isoformat()}}
    assert [] == hints(rule("order.delivered_at: after 2026-03-20T10:00:00+08:00"), order)


PINNED = "pinned_to: order.placed_at"
LATE = policy(
    "rules:\n  - {id: a, when: {order.placed_at: before 2026-03-04T10:00:00+08:00}, then: {outcome: exchange}}",
    more=PINNED,
    effective="from: 2026-03-05",
)
ORDERED = {"order": {"placed_at": at("08 10:00").isoformat()}}


def test_no_hint_leads_to_another_version():
    early = policy(otherwise="{outcome: look}", more=PINNED, effective="from: 2026-03-01, until: 2026-03-05")
    assert [] == hints(shop(early, LATE), ORDERED)


def test_no_hint_leads_to_before_the_first_version():
    assert [] == hints(shop(LATE), ORDERED)


def test_what_is_said_of_each_element_is_no_single_fact_to_change():
    business = rule("some: room in rooms, where: {item.price: at least 100 TWD, room.taken: yes}")
    data = {**item(price={"amount": 40, "currency": "TWD"}), "rooms": [{"taken": True}]}
    assert [] == hints(business, data)


def test_a_value_that_no_caller_could_send_is_not_told():
    assert [] == hints(rule("item.weight: more than 20 kg"), item(weight=5))
    order = {"order": {"placed_at": at("01 10:00").isoformat()}}
    assert [] == hints(rule("order.placed_at: before 1850-01-01T00:00:00+00:00"), order)


def test_three_hints_are_told_and_what_settles_the_matter_stands_first():
    rules = """\
rules:
  - {id: looks, when: {item.kind: boxed}, then: {outcome: look}}
  - {id: swaps, when: {goods.sealed: yes}, then: {outcome: exchange}}
  - {id: pays, when: {item.sealed: yes}, then: {outcome: refund, amount: 1 TWD}}
  - {id: also, when: {item.weight: at least 10 kg}, then: {outcome: refund, amount: 1 TWD}}
"""
    found = decided(shop(policy(rules)), item(sealed=False, kind="fresh", weight=5), "would_change").would_change
    assert [("refund", "pays"), ("refund", "also"), ("exchange", "swaps")] == [(c.outcome, c.rule) for c in found]


def test_the_work_is_bounded(monkeypatch):
    """After so many trials no more are made, however many tests the rules hold."""
    monkeypatch.setattr(module, "MOST_TRIALS", 1)
    assert [] == hints(rule("item.kind: boxed"), item(kind="fresh"))


@pytest.mark.parametrize(
    ("when", "facts"),
    [
        ("item.age: at most 1 hour", {"age": "PT3H"}),
        ("item.day: before 2026-03-01", {"day": "2026-03-02"}),
        ("item.price: same as other", {"price": {"amount": 1, "currency": "TWD"}}),
    ],
    ids=["durations", "days", "formulas that nobody knows"],
)
def test_some_facts_have_no_nearest_value(when, facts):
    more = "let: {other: 'if item.sealed then 5 TWD else 5 TWD'}" if "other" in when else ""
    assert [] == hints(rule(f"goods.sealed: yes, {when}", more), {"item": facts, "goods": {"sealed": False}})


@pytest.mark.parametrize("test", ["within 1 day after", "before"])
def test_nothing_is_near_an_event_that_is_not_there(test):
    business = rule(f"claim.made_at: {test} order.delivered_at")
    assert [] == hints(business, {"order": {"delivered_at": None}})


def test_a_number_without_steps_is_tried_at_its_limit():
    business = rule("parcel.weight: at least 10.5")
    assert [("parcel.weight", "is", Decimal("10.5"))] == hints(business, {"parcel": {"weight": 5}})


def test_a_limit_that_would_tell_a_private_fact_is_not_told():
    facts = {"item": {"sealed": False}, "staff": {"doubt": True}}
    business = rule("item.sealed: same as staff.doubt")
    assert "otherwise" == decided(business, facts).answer.rule
    assert [] == hints(business, facts)


@pytest.mark.parametrize(("most", "found"), [(1, []), (2, [("item.kind", "is", "boxed")])])
def test_no_more_is_tried_than_the_bound(monkeypatch, most, found):
    """The choices are tried in their order, and `fresh` stands first."""
    monkeypatch.setattr(module, "MOST_TRIALS", most)
    assert found == hints(rule("item.kind: boxed"), item(kind="fresh"))
