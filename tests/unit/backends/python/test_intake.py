"""What the generated intake takes is what the long way takes; all else it leaves to that."""

from __future__ import annotations

import json

import msgspec
import pytest

from policykit.backends.python.intake import compiled_intake
from policykit.deciding.facts import complete, facts_from_json
from policykit.values import has_plain_instants
from tests.unit.deciding.shop import AS_OF, policy, shop

SHOP = shop(policy())
INTAKE = compiled_intake(SHOP)
TAKEN = {
    "nothing": {},
    "an empty group": {"order": {}},
    "instants": {"order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-01T08:00:00Z"}},
    "what is absent": {"order": {"delivered_at": None}, "item": {"note": None}},
    "money by digits": {"item": {"price": {"amount": "600.50", "currency": "TWD"}}},
    "money by number": {"item": {"price": {"currency": "TWD", "amount": 600}}},
    "numbers": {"item": {"weight": 5}},
    "a number in a text": {"item": {"weight": "10.0"}},
    "a choice, a flag, a date, a duration and a text": {
        "item": {"kind": "fresh", "sealed": True, "day": "2026-03-01", "age": "PT1H", "note": "梨"}
    },
    "lists": {
        "rooms": [{"taken": True, "left_at": None}, {}],
        "bills": [{"total": {"amount": "0", "currency": "TWD"}}],
    },
}
LEFT = {
    "an unknown fact": {"order": {"lost_at": None}},
    "a fact that is never absent": {"order": {"placed_at": None}},
    "no group": {"order": None},
    "no object": [],
    "a record that is absent": {"parcel": None},
    "an instant in a form that few use": {"order": {"placed_at": "2026-03-01T08:00+08:00"}},
    "an instant with a blank for its T": {"order": {"placed_at": "2026-03-01 08:00:00+08:00"}},
    "two wrongs that would count as right": {
        "order": {"placed_at": "2026-03-01 08:00:00+08:00"},
        "item": {"note": "2026-03-01T08:00:00+08:00"},
    },
    "an instant without offset": {"order": {"placed_at": "2026-03-01T08:00:00"}},
    "an instant in weeks": {"order": {"placed_at": "2026-W09-7T08:00:00+08:00"}},
    "an instant of no clock": {"order": {"placed_at": "2026-03-01T24:00:00+08:00"}},
    "an instant out of range": {"order": {"placed_at": "2200-01-01T08:00:00+08:00"}},
    "a number that is none": {"item": {"weight": "1_0"}},
    "a flag for a number": {"item": {"weight": True}},
    "a number out of range": {"item": {"weight": 25}},
    "a number between two steps": {"item": {"weight": 3}},
    "an unknown choice": {"item": {"kind": "rotten"}},
    "money in another currency": {"item": {"price": {"amount": "1", "currency": "EUR"}}},
    "money with more to it": {"item": {"price": {"amount": "1", "currency": "TWD", "tax": "1"}}},
    "money without its currency": {"item": {"price": {"amount": "1"}}},
    "a text that is too long": {"item": {"note": "x" * 501}},
    "a list that is too long": {"rooms": [{}] * 4},
    "a wrong element": {"rooms": [{"price": 5}]},
    "an element that is none": {"rooms": [5]},
}


def taken(data):
    assert INTAKE is not None
    body = json.dumps(data).encode()
    try:
        sent = msgspec.json.decode(body, type=INTAKE.type)
    except msgspec.ValidationError:
        return None
    found = INTAKE.take(sent, AS_OF)
    return found if found is not None and has_plain_instants(body, found[2]) else None


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_it_takes_what_the_long_way_takes_and_counts_the_quotation_marks(data):
    expected = complete(SHOP, facts_from_json(SHOP, data), AS_OF)
    found = taken(data)
    assert found is not None
    facts, quotes, _ = found
    assert repr(sorted(expected.items())) == repr(sorted(facts.items()))
    assert json.dumps(data).count('"') == quotes


@pytest.mark.parametrize("data", LEFT.values(), ids=LEFT)
def test_what_is_unusual_is_left_to_the_long_way(data):
    assert taken(data) is None
