"""What is vouched for is faultless, and ordinary facts are vouched for."""

from __future__ import annotations

import pytest

from policykit.backends.python.plausible import compiled_in_order, compiled_plausible
from policykit.deciding.facts import check_acts, complete, facts_from_json
from policykit.decision import WrongFacts
from tests.unit.deciding.shop import AS_OF, policy, shop

ALWAYS = """
always:
  - none:
      - claim.photo_at: before order.delivered_at
  - any:
      - order.delivered_at: absent
      - item.sealed: yes
  - some: room in rooms
    where: {room.taken: yes}
"""
SHOP = shop(policy(), always=ALWAYS)
PLAUSIBLE = compiled_plausible(SHOP)
TAKEN = {"rooms": [{"taken": True}]}
BEFORE, AFTER = "2026-03-01T10:00:00+08:00", "2026-03-02T10:00:00+08:00"
ORDINARY = {
    "nothing of what is compared": {"item": {"kind": "fresh"}, **TAKEN},
    "both in their order": {"claim": {"photo_at": AFTER}, "order": {"delivered_at": BEFORE}, "item": {"sealed": True}},
    "one of two": {"claim": {"photo_at": AFTER}, "item": {"sealed": False}},
    "what is absent": {"claim": {"photo_at": None}, "order": {"delivered_at": None}, "item": {"sealed": False}},
}
WRONG = {
    "a time later than as_of": {"order": {"placed_at": "2026-03-11T10:00:00+08:00"}},
    "a time in a list later than as_of": {"rooms": [{"taken": True, "left_at": "2026-03-11T10:00:00+08:00"}]},
    "times in the wrong order": {
        "claim": {"photo_at": BEFORE}, "order": {"delivered_at": AFTER}, "item": {"sealed": True}
    },
    "neither of two": {"order": {"delivered_at": AFTER}, "item": {"sealed": False}},
    "none of a list": {"rooms": [{"taken": False}]},
}  # fmt: skip


def completed(data):
    return {**{name: value for name, value in SHOP.defaults.items() if name != "claim.made_at"}, **data}


@pytest.mark.parametrize("data", ORDINARY.values(), ids=ORDINARY)
def test_ordinary_facts_are_vouched_for(data):
    facts = complete(SHOP, facts_from_json(SHOP, {**TAKEN, **data}), AS_OF)
    assert PLAUSIBLE(facts, AS_OF)


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_never_vouched_for(data):
    facts = facts_from_json(SHOP, {**TAKEN, **data})
    assert not PLAUSIBLE(completed(facts), AS_OF)
    with pytest.raises(WrongFacts):
        complete(SHOP, facts, AS_OF)


def test_a_list_nobody_has_mentioned_leaves_in_doubt_what_is_said_of_it():
    assert not PLAUSIBLE(completed({}), AS_OF)


CLOCK = """\
clocks:
  begins: {event: order.delivered_at, otherwise: order.placed_at}
"""
RULES = """\
rules:
  - id: in-time
    when: {claim.made_at: within 7 days after EVENT}
    then: {outcome: exchange}
"""
ACTS = {
    "an act after its event": (
        {"claim": {"made_at": AFTER}, "order": {"placed_at": BEFORE, "delivered_at": None}}, True, True,
    ),
    "an act before its event": ({"claim": {"made_at": BEFORE}, "order": {"placed_at": AFTER}}, False, False),
    "an event that is unknown": ({"claim": {"made_at": BEFORE}}, True, False),
    "an event that has not been": (
        {"claim": {"made_at": BEFORE}, "order": {"placed_at": AFTER, "delivered_at": None}}, False, False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "plain", "clock"), ACTS.values(), ids=ACTS)
def test_an_act_is_vouched_for_where_it_surely_follows_its_event(data, plain, clock):
    for event, expected in (("order.placed_at", plain), ("begins", clock)):
        business = shop(policy(RULES.replace("EVENT", event), CLOCK))
        (version,) = business.policies["main"]
        facts = facts_from_json(business, data)
        assert expected == compiled_in_order(business)(version, facts), event


def test_what_is_not_in_order_is_looked_at():
    business = shop(policy(RULES.replace("EVENT", "order.placed_at")))
    (version,) = business.policies["main"]
    facts = facts_from_json(business, ACTS["an act before its event"][0])
    with pytest.raises(WrongFacts):
        check_acts(version, facts, business.calendar)
