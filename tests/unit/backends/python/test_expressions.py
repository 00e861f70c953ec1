"""Every expression in Python means what it means to the oracle: each tried on every kind of fact."""

from __future__ import annotations

import ast
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import product

import pytest

from policykit.backends.operands import Operands
from policykit.backends.python import compiled_govern
from policykit.backends.python.expressions import RUNTIME, Translator, total
from policykit.calculation import FARTHEST, LARGEST
from policykit.deciding.facts import complete, facts_from_json
from policykit.deciding.judge import judge
from policykit.model import FlagLiteral
from policykit.semantics import govern
from tests.unit.deciding.shop import AS_OF, FACTS, policy, shop

OTHER = policy(
    "rules:\n  - {id: o, when: {goods.sealed: yes}, then: {outcome: refund, amount: 3 TWD}}", name="other"
)  # fmt: skip
ASKS = "asks: {errand: {policy: other}}"
DELIVERED = (
    {},
    {"order": {"delivered_at": None}},
    *({"order": {"delivered_at": f"2026-03-0{day}T10:00:00+08:00"}} for day in (2, 8)),
)
DAYS = tuple({**sent, "item": {"day": f"2026-03-{day}"}} for sent in DELIVERED for day in ("08", "09", "20"))
PRICES = ({}, *({"item": {"price": {"amount": amount, "currency": "TWD"}}} for amount in (0, 3, 100)))
ROOMS = (
    {}, {"rooms": []}, {"rooms": [{}]}, {"rooms": [{"price": {"amount": 3, "currency": "TWD"}, "taken": True}]},
    {"rooms": [{"price": {"amount": 5, "currency": "TWD"}, "left_at": None}]},
    {"rooms": [{"taken": True, "left_at": "2026-03-10T10:00:00+08:00"}, {"left_at": None}]},
)  # fmt: skip
GOODS = ({}, {"goods": {"sealed": True}})
CASES = {
    "a flag": ("item.sealed: yes", ({}, {"item": {"sealed": True}}, {"item": {"sealed": False}})),
    "a choice among several": ("item.kind: 'fresh, boxed'", ({}, {"item": {"kind": "boxed"}})),
    "numbers among several": ("item.weight: '5 kg, 10 kg'", ({}, {"item": {"weight": 10}}, {"item": {"weight": 15}})),
    "a range": ("item.weight: 5 kg to 10 kg", ({}, {"item": {"weight": 10}}, {"item": {"weight": 15}})),
    "a text": ("item.note: '\"pear\"'", ({}, {"item": {"note": "pear"}}, {"item": {"note": "plum"}})),
    "an amount": ("item.price: at least 3 TWD", PRICES),
    "not an amount": ("item.price: not(3 TWD)", PRICES),
    "either of two": ("item.price: less than 1 TWD or more than 50 TWD", PRICES),
    "a date": ("item.day: after 2026-03-01", ({}, {"item": {"day": "2026-03-01"}}, {"item": {"day": "2026-02-28"}})),
    "a duration": ("item.age: at most 1 hour", ({}, *({"item": {"age": age}} for age in ("PT1H", "PT2H", None)))),
    "an instant": ("order.delivered_at: before 2026-03-05T00:00:00+08:00", DELIVERED),
    "absent": ("order.delivered_at: absent", DELIVERED),
    "present": ("order.delivered_at: present", DELIVERED),
    "a window of hours": ("claim.made_at: within 72 hours after order.delivered_at", DELIVERED),
    "beyond a window of hours": ("claim.made_at: more than 72 hours after order.delivered_at", DELIVERED),
    "a window of days": ("claim.made_at: within 3 calendar days after order.delivered_at", DELIVERED),
    "beyond a window of days": ("claim.made_at: more than 3 working days after order.delivered_at", DELIVERED),
    "a window of hours ahead": ("order.delivered_at: within 72 hours before claim.made_at", DELIVERED),
    "beyond hours ahead": ("order.delivered_at: more than 72 hours before claim.made_at", DELIVERED),
    "a window of days ahead": ("order.delivered_at: within 3 calendar days before claim.made_at", DELIVERED),
    "beyond days ahead": ("order.delivered_at: more than 3 working days before claim.made_at", DELIVERED),
    "an act by its day": ("item.day: within 3 calendar days after order.delivered_at", DAYS),
    "beyond by its day": ("item.day: more than 24 hours after order.delivered_at", DAYS),
    "hours after a day": ("order.delivered_at: within 24 hours after item.day", ({}, {"item": {"day": "2026-03-02"}})),
    "a window of a name": ("named_at: within 3 days after order.placed_at", DELIVERED),
    "groups": ("any: [{item.price: 3 TWD}, {all: [{goods.sealed: yes}, {none: [{item.price: 0 TWD}]}]}]", PRICES),
    "some of a list": ("some: room in rooms, where: {room.taken: yes, room.price: at least 3 TWD}", ROOMS),
    "every one of a list": ("every: room in rooms, where: {room.left_at: absent}", ROOMS),
    "a window in a list": ("some: room in rooms, where: {room.left_at: within 3 hours before claim.made_at}", ROOMS),
    "lists in lists": (
        "some: room in rooms, where: {every: next in rooms, where: {next.price: at most 5 TWD}, room.taken: yes}", ROOMS
    ),
    "a count": ("counted: at least 1", ROOMS),
    "a sum": ("summed: at least 5 TWD", ROOMS),
    "the least": ("lowest: at most 3 TWD", ROOMS),
    "the greatest": ("highest: at least 5 TWD", ROOMS),
    "an asked outcome": ("errand.outcome: refund", GOODS),
    "an asked value": ("errand.amount: at least 3 TWD", GOODS),
    "a formula's choice": ("chosen: at least 3 TWD", PRICES),
    "a condition with a name": ("cheap: yes", PRICES),
}  # fmt: skip
LETS = """\
let:
  named_at: 24 hours after or_else(order.delivered_at, 2026-03-01T00:00:00+08:00)
  counted: {count: room in rooms, where: {room.taken: yes}}
  summed: {sum: room in rooms, of: room.price * 2}
  lowest: {min: room in rooms, where: {room.taken: no}, of: room.price}
  highest: {max: room in rooms, of: room.price}
  chosen: "if item.price in (0 TWD, 3 TWD) then item.price else or_else(lowest, 3 TWD)"
  cheap: (item.price < 50 TWD and not(item.price = 3 TWD)) or goods.sealed
"""


def said(business, data, by) -> object:
    facts = complete(business, facts_from_json(business, data), AS_OF)
    return judge(business, "main", facts, AS_OF, by).verdict


@pytest.mark.parametrize(("when", "sent"), CASES.values(), ids=list(CASES))
def test_a_condition(when, sent):
    rules = f"rules:\n  - {{id: a, when: {{{when}}}, then: {{outcome: exchange}}}}"
    business = shop(policy(rules, f"{LETS}{ASKS}"), OTHER)
    compiled = compiled_govern(business)
    for data, more in product(sent, ({}, {"order": {"placed_at": "2026-03-01T00:00:00+08:00"}})):
        whole = {**more, **data, "order": {**more.get("order", {}), **data.get("order", {})}}
        assert said(business, whole, govern) == said(business, whole, compiled)


FORMULAS = {
    "sums and differences": "item.price + 3 TWD - item.price * 2",
    "shares": "0.3 * item.price / 7",
    "a share of a named number": "share * item.price",
    "functions of amounts": "min(item.price, max(2 TWD, abs(-(item.price))))",
    "a ratio": "ratio(item.price, item.price - 3 TWD, 0) * 1 TWD",
    "whole numbers": "floor(item.price / 7 TWD) * 1 TWD + ceiling(item.price / 7 TWD) * 1 TWD",
    "a value in place of an absent one": "or_else(errand.amount, item.price)",
    "one of two": "if item.price > 1 TWD and errand.outcome is present then item.price else 0 TWD",
}


@pytest.mark.parametrize("formula", FORMULAS.values(), ids=list(FORMULAS))
def test_a_formula(formula):
    formula = formula.replace(" and errand.outcome is present", "")
    rules = f"rules:\n  - {{id: a, when: {{item.kind: fresh}}, then: {{outcome: refund, amount: '{formula}'}}}}"
    business = shop(policy(rules, f"numbers: {{share: 0.3}}\n{ASKS}"), OTHER)
    compiled = compiled_govern(business)
    for price, goods in product(PRICES, GOODS):
        data = {"item": {"kind": "fresh", **price.get("item", {})}, **goods}
        assert said(business, data, govern) == said(business, data, compiled)


@pytest.mark.parametrize("formula", ["item.age - old", "item.age + old", "if item.sealed then old else item.age"])
def test_a_formula_of_durations(formula):
    more = f"let: {{sum: '{formula}'}}"
    rules = "rules:\n  - {id: a, when: {sum: at least 1 hour}, then: {outcome: exchange}}"
    business = duration_shop(policy(rules, more))
    compiled = compiled_govern(business)
    for age, sealed in product(("PT1H", "PT3H", "P999999D"), (True, False)):
        data = {"item": {"age": age, "sealed": sealed}, "old": "PT2H"}
        assert said(business, data, govern) == said(business, data, compiled)


def duration_shop(text: str):
    from tests.unit.deciding.shop import BUSINESS, PHRASES, read

    facts = FACTS.replace("item.age: {type: duration, optional: yes,", "item.age: {type: duration,")
    more = "  old: {type: duration, meaning: {en: old}, question: {en: How old?}}\n"
    return read({"business": BUSINESS, "facts": facts + more, "phrases": PHRASES, "main": text})


def test_equal_constants_share_a_name_and_others_do_not():
    translator = Translator(Operands({}), shop(policy()).calendar)
    names = [ast.unparse(translator.constant(value)) for value in (Decimal(1), Decimal(1), Decimal("1.0"), 1)]
    assert ["constant_1", "constant_1", "constant_2", "constant_3"] == names


def test_numbers_and_durations_saturate_as_they_do_for_the_oracle():
    assert LARGEST == RUNTIME["multiply"](LARGEST, LARGEST) == total([LARGEST, LARGEST])
    assert FARTHEST == RUNTIME["add"](FARTHEST, timedelta(1))
    assert -FARTHEST == RUNTIME["subtract"](-FARTHEST, timedelta(1))


def test_a_literal_flag_is_itself():
    business = shop(policy())
    (version,) = business.policies["main"]
    always = replace(version.otherwise, id="always", when=FlagLiteral(value=True))
    business = replace(business, policies={"main": (replace(version, rules=(always,)),)})
    assert "always" == said(business, {}, compiled_govern(business)).governing.id
