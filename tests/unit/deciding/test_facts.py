"""Facts as they come in: decoded, completed, checked; every fault at its place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from policykit.deciding.facts import check_acts, complete, declared, facts_from_json, pointer
from policykit.decision import WrongFacts
from policykit.model import ABSENT
from tests.unit.deciding.shop import AS_OF, at, policy, shop

SHOP = shop(policy())


def faults(data) -> list[tuple[str, str]]:
    with pytest.raises(WrongFacts) as wrong:
        facts_from_json(SHOP, data)
    return [(fault.pointer, fault.message) for fault in wrong.value.faults]


def test_nested_objects_are_facts_by_dotted_name():
    data = {"order": {"placed_at": "2026-03-01T08:00:00+08:00"}, "item": {"sealed": True}}
    assert {"order.placed_at": at("01 08:00"), "item.sealed": True} == facts_from_json(SHOP, data)


def test_what_was_sent_for_a_private_fact_is_not_repeated():
    secret = replace(SHOP, facts={**SHOP.facts, "item.sealed": replace(SHOP.facts["item.sealed"], private=True)})
    with pytest.raises(WrongFacts) as wrong:
        facts_from_json(secret, {"item": {"sealed": "by the mayor"}})
    assert [("/item/sealed", "this value cannot be taken")] == [
        (one.pointer, one.message) for one in wrong.value.faults
    ]
    assert "mayor" not in str(wrong.value.faults)


def test_null_says_that_a_fact_is_absent():
    assert {"claim.photo_at": ABSENT, "item.note": ABSENT} == facts_from_json(
        SHOP, {"claim": {"photo_at": None}, "item": {"note": None}}
    )


def test_null_for_a_record_says_that_all_of_it_is_absent():
    assert {"parcel.weight": ABSENT, "parcel.sent": ABSENT} == facts_from_json(SHOP, {"parcel": None})


def test_a_field_missing_in_an_element_stays_unknown():
    assert {"rooms": ({"taken": True}, {})} == facts_from_json(SHOP, {"rooms": [{"taken": True}, {}]})


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        ([], "", "expected an object of facts"),
        ({"order": {"placed_at": None}}, "/order/placed_at", "this fact is never absent"),
        ({"order": None}, "/order", "expected an object"),
        ({"order": 5}, "/order", "expected an object"),
        ({"order": {"lost_at": 5}}, "/order/lost_at", "unknown fact `order.lost_at`"),
        ({"a/b~c": 5}, "/a~1b~0c", "unknown fact `a/b~c`"),
        ({"item.kind": "fresh"}, "/item.kind", "`item.kind` stands in one name"),
        ({"item": {"kind.x": "fresh"}}, "/item/kind.x", "unknown fact `item.kind.x`"),
        ({"item": {"sealed": "yes"}}, "/item/sealed", "expected true or false, found the text `yes`"),
        ({"rooms": {}}, "/rooms", "expected a list of objects"),
        ({"rooms": None}, "/rooms", "this fact is never absent"),
        ({"rooms": [5]}, "/rooms", "expected a list of objects"),
        ({"rooms": [{}] * 4}, "/rooms", "the list has 4 elements"),
        ({"rooms": [{}, {"taken": 1}]}, "/rooms/1/taken", "expected true or false, found a number"),
        ({"rooms": [{"tken": True}]}, "/rooms/0/tken", "unknown fact `tken`"),
    ],
)
def test_a_fault_is_told_at_its_place(data, place, message):
    assert [(place, message)] == faults(data)


def test_all_faults_are_told_at_once():
    data = {"order": {"placed_at": 5, "delivered_at": "soon"}, "nothing": 1}
    assert ["/order/placed_at", "/order/delivered_at", "/nothing"] == [place for place, _ in faults(data)]


# --- completed --------------------------------------------------------------------------------


def test_facts_not_sent_take_their_defaults():
    whole = complete(SHOP, {}, AS_OF)
    assert (AS_OF, ABSENT, False) == (whole["claim.made_at"], whole["item.note"], whole["staff.doubt"])
    assert "order.placed_at" not in whole


def test_what_was_sent_is_kept():
    assert at("09 10:00") == complete(SHOP, {"claim.made_at": at("09 10:00")}, AS_OF)["claim.made_at"]


def test_the_fields_of_elements_take_their_defaults_too():
    whole = complete(SHOP, {"rooms": ({"price": Decimal(3)}, {"taken": True})}, AS_OF)
    assert ({"taken": False, "price": Decimal(3)}, {"taken": True}) == whole["rooms"]
    assert ({},) == complete(SHOP, {"bills": ({},)}, AS_OF)["bills"]


def wrong(business, facts) -> list[tuple[str, str]]:
    with pytest.raises(WrongFacts) as caught:
        complete(business, facts, AS_OF)
    return [(fault.pointer, fault.message) for fault in caught.value.faults]


def test_what_has_happened_does_not_lie_ahead():
    late = AS_OF + timedelta(seconds=1)
    text = "this is later than `as_of`, and it is said to have happened"
    assert [("/order/placed_at", text)] == wrong(SHOP, {"order.placed_at": late, "claim.photo_at": late})
    assert [("/rooms/1/left_at", text)] == wrong(SHOP, {"rooms": ({"left_at": AS_OF}, {"left_at": late})})


def test_what_has_happened_may_have_happened_at_this_very_instant():
    assert AS_OF == complete(SHOP, {"order.placed_at": AS_OF}, AS_OF)["order.placed_at"]


ALWAYS = shop(policy(), always="always:\n  - claim.made_at: after order.delivered_at\n    item.sealed: yes")


def test_facts_that_contradict_each_other_are_all_named():
    text = "these facts contradict each other: `claim.made_at` after order.delivered_at and `item.sealed` yes"
    places = ["/claim/made_at", "/order/delivered_at", "/item/sealed"]
    facts = {"claim.made_at": at("01 10:00"), "order.delivered_at": at("02 10:00"), "item.sealed": True}
    assert [(place, text) for place in places] == wrong(ALWAYS, facts)


def test_facts_that_are_unknown_contradict_nothing():
    assert complete(ALWAYS, {"order.delivered_at": at("02 10:00")}, AS_OF)


def test_an_act_does_not_lie_before_its_event():
    rules = """\
rules:
  - id: in-time
    when: {claim.made_at: within 7 days after order.delivered_at}
    then: {outcome: exchange}
"""
    (version,) = shop(policy(rules)).policies["main"]
    early = {"claim.made_at": at("01 10:00"), "order.delivered_at": at("02 10:00")}
    with pytest.raises(WrongFacts) as caught:
        check_acts(version, early, SHOP.calendar)
    assert ["/claim/made_at", "/order/delivered_at"] == [fault.pointer for fault in caught.value.faults]
    for facts in ({}, {**early, "order.delivered_at": ABSENT}, {**early, "order.delivered_at": at("01 10:00")}):
        check_acts(version, facts, SHOP.calendar)


def test_an_act_on_the_day_of_its_event_does_not_lie_before_it():
    """What is known by the day alone may have been later on that day."""
    rules = "rules:\n  - {id: a, when: {item.day: within 3 calendar days after order.placed_at}, then: {outcome: look}}"
    (version,) = shop(policy(rules)).policies["main"]
    placed = {"order.placed_at": at("02 10:00")}
    check_acts(version, {**placed, "item.day": date(2026, 3, 2)}, SHOP.calendar)
    with pytest.raises(WrongFacts):
        check_acts(version, {**placed, "item.day": date(2026, 3, 1)}, SHOP.calendar)


# --- names ------------------------------------------------------------------------------------


def test_the_pointer_of_a_fact():
    assert "/order/placed_at" == pointer("order.placed_at")


def test_the_declaration_of_a_fact_or_of_a_field_in_an_element():
    assert SHOP.facts["item.kind"] == declared(SHOP, "item.kind")
    assert SHOP.facts["rooms"].type.fields["price"] == declared(SHOP, "rooms.0.price")
    with pytest.raises(KeyError):
        declared(SHOP, "nothing.at.all")


def test_a_hundred_faults_are_named_and_no_more():
    with pytest.raises(WrongFacts) as raised:
        facts_from_json(shop(policy()), {f"x{number}": 1 for number in range(1000)})
    assert 100 == len(raised.value.faults)
