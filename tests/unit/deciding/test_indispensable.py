"""How many facts are still needed at least: never more than turn out to be."""

from __future__ import annotations

import pytest

from policykit.deciding.indispensable import needed_at_least
from tests.unit.deciding.shop import judged, policy, shop


def least(when: str, data=None, then: str = "{outcome: exchange}") -> int:
    business = shop(policy(f"rules:\n  - {{id: a, when: {{{when}}}, then: {then}}}", ""))
    return needed_at_least(judged(business, data or {}))


@pytest.mark.parametrize(
    ("when", "data", "expected"),
    [
        ("item.sealed: yes", {}, 1),
        ("item.sealed: yes", {"item": {"sealed": True}}, 0),
        ("item.sealed: yes, item.kind: fresh", {}, 1),
        ("any: [{item.sealed: yes}, {item.kind: fresh}]", {}, 1),
        ("any: [{item.sealed: yes, item.kind: fresh}, {item.sealed: yes, item.weight: 5 kg}]", {}, 1),
        ("claim.photo_at: within 24 hours after order.placed_at", {}, 1),
    ],
)
def test_a_condition_may_be_decided_by_any_part_of_it(when, data, expected):
    assert expected == least(when, data)


@pytest.mark.parametrize(
    ("amount", "data", "expected"),
    [
        ("item.price", {}, 1),
        ("item.price", {"item": {"price": {"amount": "5", "currency": "TWD"}}}, 0),
        ("item.price * (item.weight / 5 kg)", {}, 2),
        ("if item.sealed then item.price else item.price * 2", {}, 1),
        ("if item.sealed then item.price else item.price * 2", {"item": {"sealed": True}}, 1),
    ],
)
def test_an_amount_needs_all_that_it_is_worked_out_from(amount, data, expected):
    assert expected == least("goods.sealed: no", data, f"{{outcome: refund, amount: '{amount}'}}")


@pytest.mark.parametrize(
    ("when", "data", "expected"),
    [
        ("item.day: within 3 calendar days after order.placed_at", {}, 2),
        ("item.sealed: same as goods.sealed", {}, 1),
        ("item.age: same as item.age", {}, 1),
        ("order.delivered_at: within 3 calendar days after order.placed_at", {}, 1),
    ],
)
def test_two_facts_that_are_compared_are_both_needed_where_neither_may_be_absent(when, data, expected):
    assert expected == least(when, data)


def test_while_it_is_open_which_version_applies_one_fact_is_needed():
    assert 1 == needed_at_least(judged(shop(policy(more="pinned_to: order.placed_at")), {}))
