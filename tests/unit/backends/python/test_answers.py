"""What the generated function of a policy says of plain questions, and which it leaves to the long way."""

from __future__ import annotations

import json

import msgspec
import pytest

from policykit.backends.python.answers import Form, Slot, compiled_answers
from policykit.deciding.decide import decide
from policykit.deciding.facts import facts_from_json
from tests.unit.deciding.shop import AS_OF, policy, shop

RULES = """\
rules:
  - id: doubt
    when: {staff.doubt: yes}
    then: {outcome: look, due: order.placed_at, follow_up: 1 hours after claim.made_at}
  - id: set
    when: {staff.untold: yes}
    then: {outcome: look, due: 2 working days after item.day}
  - id: told
    when: {item.sealed: yes}
    then: {outcome: exchange, wording: {en: "{{ item.kind }}"}}
  - id: rooms
    when: {some: room in rooms, where: {room.price: more than 5 TWD}}
    then: {outcome: refund, amount: 7 TWD}
  - id: cheap
    when: {fee: less than limit}
    then: {outcome: refund, amount: fee, due: 2 working days after claim.made_at}
"""
MORE = "numbers: {limit: 100 TWD}\nlet: {base: item.price / 2, fee: base + 1 TWD}"
SHOP = shop(policy(RULES, MORE))


def form(_, rule) -> Form:
    """The rule's name, then its values and deadlines as Python writes them."""

    def slots(formulas):
        return tuple(Slot(one, f"{name}={{}}".format) for name, one in formulas.items())

    given = rule.answer
    return Form(given.outcome, "", f" {rule.id} (", slots(given.values), ") (", slots(given.deadlines), ")")


ANSWERS = compiled_answers(SHOP, SHOP.policies["main"], form)


def answer(data: object) -> str | None:
    assert ANSWERS is not None
    sent = msgspec.convert(data, ANSWERS.type)
    found = ANSWERS.answer(sent, AS_OF, "id", 2, 1)
    if found is None:
        return None
    text, outcome, quotes, instants = found
    told = decide(SHOP, "main", facts_from_json(SHOP, data), AS_OF).answer
    assert told is not None
    assert (told.outcome, json.dumps(data).count('"') + 2) == (outcome, quotes)
    assert json.dumps(data).count("T") + 1 == instants + json.dumps(data).count("TWD")
    return text


PRICE = {"amount": "10", "currency": "TWD"}
NOON = "2026-03-10T12:00:00+08:00"
EARLIER = "2026-03-01T12:00:00+08:00"
ANSWERED = {
    "a value and a deadline counted in days": (
        {"item": {"sealed": False, "price": PRICE}, "rooms": []},
        "id cheap (amount=6) (due=2026-03-13 00:00:00+08:00)",
    ),
    "an amount as it always is": (
        {"item": {"sealed": False}, "rooms": [{"price": {"amount": 6, "currency": "TWD"}}]},
        "id rooms (amount=7) ()",
    ),
    "two deadlines": (
        {"staff": {"doubt": True}, "order": {"placed_at": EARLIER}},
        "id doubt () (due=2026-03-01 12:00:00+08:00,follow_up=2026-03-10 13:00:00+08:00)",
    ),
    "a deadline counted from a day": (
        {"staff": {"untold": True}, "item": {"day": "2026-03-06"}},
        "id set () (due=2026-03-11 00:00:00+08:00)",
    ),
    "what the wording names is known": ({"item": {"sealed": True, "kind": "fresh"}, "rooms": []}, "id told () ()"),
}
LEFT = {
    "a fact on the way is missing": {"rooms": []},
    "a field on the way is missing": {"item": {"sealed": False, "price": PRICE}, "rooms": [{}]},
    "a formula lacks a fact": {"item": {"sealed": False}, "rooms": []},
    "what the wording names is missing": {"item": {"sealed": True}, "rooms": []},
    "what has happened is yet to come": {"staff": {"doubt": True}, "order": {"placed_at": "2026-03-11T12:00:00Z"}},
    "so in a list": {"staff": {"doubt": True}, "rooms": [{"left_at": "2026-03-11T12:00:00Z"}]},
    "a deadline lacks its fact": {"staff": {"doubt": True}},
    "a deadline lacks its day": {"staff": {"untold": True}},
}


@pytest.mark.parametrize(("data", "expected"), ANSWERED.values(), ids=ANSWERED)
def test_what_is_known_is_answered(data, expected):
    assert expected == answer(data)


@pytest.mark.parametrize("data", LEFT.values(), ids=LEFT)
def test_what_is_missing_or_wrong_is_left_to_the_long_way(data):
    assert answer(data) is None


TABLE = """\
table:
  hit_policy: collect
  aggregate: sum
  when: [item.kind]
  then: [outcome, amount]
  rows:
    - [fresh, refund, 10 TWD]
    - ["-", refund, 5 TWD]
"""


def test_a_policy_that_collects_rows_has_none():
    collecting = shop(policy(TABLE))
    assert compiled_answers(collecting, collecting.policies["main"], form) is None
