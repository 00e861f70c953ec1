"""Decisions on the wire, each part for whoever may see it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import to_builtins

from policykit import pipeline
from policykit.decision import Condition, Decision, Hit
from policykit.explain import Also, Audience, Explanation
from policykit.model import Business, MoneyType
from policykit.pipeline import Bundle
from policykit_api.wire.decision import Reader, to_decided

DOUBT = Condition("staff.photo_in_doubt", "yes", value=True, held=True, by=timedelta(hours=1))
MASKED = {"fact": "staff.photo_in_doubt", "test": "yes", "held": None, "private": True}
TWD = MoneyType("TWD")
AS_OF = datetime.fromisoformat("2026-03-20T12:00:00+08:00")


def reader(audience: str) -> Reader:
    return Reader("en", audience, frozenset({"reasons", "would_change"}))


def test_an_internal_rule_that_governs_has_no_name_for_a_customer(fruit_shop: Business, second_look: Decision):
    for_customer = to_decided(second_look, fruit_shop, reader("customer"), None)
    for_agent = to_decided(second_look, fruit_shop, reader("agent"), None)
    assert (None, "second-look") == (for_customer.rule, for_agent.rule)
    assert "/terms/fruit-shop/en/damage-claim" == for_customer.policy.href == for_agent.policy.href


def test_a_message_to_somebody_else_goes_along_with_the_explanation(fruit_shop: Business, second_look: Decision):
    message = Also("packer", "the packer", ("Thank you.",), "Hello,\n\nThank you.\n", "<p>Thank you.</p>")
    explained = Explanation("en", Audience.AGENT, "…", "…", (message,))
    shown = to_builtins(to_decided(second_look, fruit_shop, reader("agent"), explained))
    expected = {"to": "packer", "name": "the packer", "text": "Hello,\n\nThank you.\n", "html": "<p>Thank you.</p>"}
    assert [expected] == shown["explanation"]["also"]


def test_where_nobody_else_is_addressed_nothing_is_said_of_it(fruit_shop: Business, second_look: Decision):
    shown = to_builtins(to_decided(second_look, fruit_shop, reader("agent"), Explanation("en", Audience.AGENT, "", "")))
    assert "also" not in shown["explanation"]


def test_the_rows_of_a_table_that_collects_are_shown_with_their_values(bundle: Bundle, fruit_shop: Business):
    case = next(case for case in fruit_shop.cases if case.id == "three-pears-with-specks")
    decision = pipeline.decide(bundle.businesses["fruit-shop"], case.policy, case.facts, case.as_of)
    name, value = next(iter(decision.answer.values.items()))
    collected = replace(decision, answer=replace(decision.answer, hits=(Hit("surface-marks", {name: value}),)))
    shown = to_builtins(to_decided(collected, fruit_shop, reader("customer"), None))
    assert [{"rule": "surface-marks", "values": {name: shown["values"][name]}}] == shown["hits"]
    assert "hits" not in to_builtins(to_decided(decision, fruit_shop, reader("customer"), None))


# --- item by item -----------------------------------------------------------------------------


@pytest.fixture
def one_worn(bundle: Bundle) -> tuple[Decision, Business]:
    """Two things sent back at once: one that is looked at first, and one whose refund is settled."""
    ready = bundle.businesses["online-store"]
    case = next(case for case in ready.business.cases if case.id == "one-is-worn-after-the-fortnight")
    return pipeline.decide(ready, case.policy, case.facts, case.as_of, frozenset()), ready.business


def test_the_items_own_answers_are_on_the_wire(one_worn: tuple[Decision, Business]):
    decision, business = one_worn
    worn, lamp = to_builtins(to_decided(decision, business, reader("customer"), None))["items"]["together"]
    assert ("review", "used-then-returned", {}) == (worn["outcome"], worn["rule"], worn["values"])
    assert ("refund", "change-of-mind") == (lamp["outcome"], lamp["rule"])
    assert (Decimal(27), "EUR") == (Decimal(lamp["values"]["amount"]["amount"]), lamp["values"]["amount"]["currency"])
    assert [("due", "2026-03-30")] == [(one["name"], one["day"]) for one in lamp["deadlines"]]


def test_an_internal_rule_has_no_name_among_the_items_either(one_worn: tuple[Decision, Business]):
    decision, business = one_worn
    (returns,) = business.policies["returns"]
    hidden = replace(returns, rules=tuple(replace(rule, public=False) for rule in returns.rules))
    secret = replace(business, policies=business.policies | {"returns": (hidden,)})
    rules = {
        audience: [item.rule for item in to_decided(decision, secret, reader(audience), None).items["together"]]
        for audience in ("customer", "agent")
    }
    assert {"customer": [None, None], "agent": ["used-then-returned", "change-of-mind"]} == rules


def test_a_decision_on_one_thing_alone_has_no_items(fruit_shop: Business, second_look: Decision):
    assert "items" not in to_builtins(to_decided(second_look, fruit_shop, reader("auditor"), None))
