"""Which facts are asked for: those that could still make a difference, and no others."""

from __future__ import annotations

import pytest

from policykit.deciding.needs import needs, possible
from policykit.decision import Need
from policykit.model import Origin
from tests.unit.deciding.shop import judged, policy, shop


def asked(business, data=None) -> list[str]:
    return [need.fact for need in needs(judged(business, data or {}))]


def rule(when: str, then: str = "{outcome: exchange}", more: str = "", **files: str):
    return shop(policy(f"rules:\n  - {{id: a, when: {{{when}}}, then: {then}}}", more), *files.values())


PHOTO = {"claim": {"photo_at": "2026-03-02T10:00:00+08:00"}}


@pytest.mark.parametrize(
    ("when", "data", "expected"),
    [
        ("item.sealed: yes, item.kind: fresh", {}, ["item.sealed", "item.kind"]),
        ("item.sealed: yes, item.kind: fresh", {"item": {"sealed": True}}, ["item.kind"]),
        ("item.sealed: yes, item.kind: fresh", {"item": {"sealed": False}}, []),
        ("any: [{item.sealed: yes}, {item.kind: fresh}]", {"item": {"kind": "fresh"}}, []),
        ("none: [{item.sealed: yes}]", {}, ["item.sealed"]),
        ("claim.photo_at: present", {}, ["claim.photo_at"]),
        ("item.kind: 'fresh, boxed'", {}, ["item.kind"]),
        ("item.weight: 5 kg to 10 kg", {}, ["item.weight"]),
    ],
)
def test_only_what_keeps_a_rule_undecided_is_asked_for(when, data, expected):
    assert expected == asked(rule(when), data)


@pytest.mark.parametrize("period", ["24 hours", "14 calendar days", "3 working days", "1 month"])
def test_a_window_asks_for_its_act_and_its_event(period):
    business = rule(f"claim.photo_at: within {period} after order.placed_at")
    assert ["claim.photo_at", "order.placed_at"] == asked(business)
    assert ["order.placed_at"] == asked(business, PHOTO)


def test_a_window_whose_act_is_absent_asks_for_nothing():
    assert [] == asked(rule("claim.photo_at: within 1 day after order.placed_at"), {"claim": {"photo_at": None}})


def test_a_rule_that_stands_after_the_one_that_holds_asks_for_nothing():
    rules = """\
rules:
  - {id: first, when: {item.sealed: yes}, then: {outcome: exchange}}
  - {id: second, when: {item.kind: fresh}, then: {outcome: look}}
"""
    assert [] == asked(shop(policy(rules)), {"item": {"sealed": True}})


def test_the_governing_rules_values_deadlines_and_wording_are_asked_for():
    then = """{outcome: refund, amount: item.price, due: 14 calendar days after order.placed_at,
      wording: {en: "For {{ item.kind }} goods."}}"""
    business = rule("item.sealed: yes", then)
    assert ["item.price", "order.placed_at", "item.kind"] == asked(business, {"item": {"sealed": True}})


def test_a_formula_asks_only_on_the_way_that_it_takes():
    business = rule(
        "item.sealed: yes",
        "{outcome: refund, amount: 'if goods.sealed then 1 TWD else half'}",
        "let: {half: item.price / 2}",
    )
    assert ["item.price"] == asked(business, {"item": {"sealed": True}})
    assert [] == asked(business, {"item": {"sealed": True}, "goods": {"sealed": True}})


def test_a_formulas_condition_is_asked_for_first():
    business = rule("item.sealed: yes", "{outcome: refund, amount: 'if item.kind = fresh then item.price else 0 TWD'}")
    assert ["item.kind"] == asked(business, {"item": {"sealed": True}})


def test_what_has_a_name_is_asked_for_once():
    business = rule("fee: at least 1 TWD, twice: at least 1 TWD", more="let: {fee: item.price, twice: 2 * fee}")
    assert ["item.price"] == asked(business)


# --- lists ------------------------------------------------------------------------------------


def test_an_unknown_list_is_asked_for():
    assert ["rooms"] == asked(rule("some: room in rooms, where: {room.price: at least 1 TWD}"))


def test_a_field_missing_in_an_element_is_asked_for_by_its_place():
    business = rule("some: room in rooms, where: {room.price: at least 100 TWD}")
    cheap = {"price": {"amount": 5, "currency": "TWD"}}
    assert ["rooms.1.price", "rooms.2.price"] == asked(business, {"rooms": [cheap, {}, {}]})


def test_an_aggregate_asks_for_the_value_of_an_element_that_counts():
    more = "let: {total: {sum: room in rooms, where: {room.taken: yes}, of: room.price}}"
    business = rule("total: at least 100 TWD", more=more)
    assert ["rooms.1.price"] == asked(business, {"rooms": [{}, {"taken": True}]})


def test_a_count_asks_for_what_its_condition_reads():
    business = rule("gone: at least 1", more="let: {gone: {count: room in rooms, where: {room.left_at: present}}}")
    assert ["rooms.0.left_at"] == asked(business, {"rooms": [{}]})


# --- other policies ---------------------------------------------------------------------------

OTHER = policy("rules:\n  - {id: b, when: {item.price: at least 9 TWD}, then: {outcome: exchange}}", name="other")


def asks(entry: str):
    return rule("errand.outcome: exchange", more=f"asks: {{errand: {{policy: other{entry}}}}}", other=OTHER)


def test_what_an_asked_policy_needs_is_asked_for():
    assert ["item.price"] == asked(asks(""))


def test_the_instant_to_ask_at_is_asked_for_first():
    assert ["order.placed_at"] == asked(asks(", as_of: order.placed_at"))


def test_the_list_to_ask_for_each_element_of_is_asked_for():
    business = asks(", as_of: order.placed_at, each: item in rooms, combine: worst")
    assert ["order.placed_at", "rooms"] == asked(business)
    assert ["order.placed_at"] == asked(business, {"rooms": []})


def test_what_an_element_lacks_is_asked_for_by_its_place():
    assert ["rooms.1.price"] == asked(
        asks(", each: item in rooms, combine: worst"), {"rooms": [{"price": {"amount": 5, "currency": "TWD"}}, {}]}
    )


def test_what_elements_do_not_have_is_asked_for_once_for_all():
    other = policy("rules:\n  - {id: b, when: {item.kind: fresh}, then: {outcome: exchange}}", name="other")
    more = "asks: {errand: {policy: other, each: item in rooms, combine: worst}}"
    assert ["item.kind"] == asked(rule("errand.outcome: exchange", more=more, other=other), {"rooms": [{}, {}]})


# --- who and what -----------------------------------------------------------------------------


def test_a_need_says_who_can_tell_and_where_it_stands_in_the_request():
    found = needs(judged(rule("claim.photo_at: present, item.sealed: yes"), {}))
    assert (
        Need("claim.photo_at", Origin.CUSTOMER, "/claim/photo_at"),
        Need("item.sealed", Origin.BUSINESS, "/item/sealed"),
    ) == found


def test_an_unknown_pinning_fact_is_asked_for_alone():
    business = rule("item.sealed: yes", more="pinned_to: order.placed_at")
    assert ["order.placed_at"] == asked(business)
    assert ("refund", "exchange", "look", "refuse") == possible(judged(business, {}))


def test_the_outcomes_still_open_stand_best_first():
    rules = """\
rules:
  - {id: looks, when: {item.kind: fresh}, then: {outcome: look}}
  - {id: pays, when: {item.sealed: yes}, then: {outcome: refund, amount: 1 TWD}}
  - {id: other, when: {goods.sealed: no}, then: {outcome: exchange}}
"""
    assert ("refund", "exchange", "look") == possible(judged(shop(policy(rules)), {}))
