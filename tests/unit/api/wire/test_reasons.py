"""Reasons and hints on the wire: who sees which."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import to_builtins

from policykit.decision import Change, Condition, Decision, Reason
from policykit.model import ABSENT, Business, ListType, MoneyType
from policykit_api.wire.reasons import changes, condition, reasons

DOUBT = Condition("staff.photo_in_doubt", "yes", value=True, held=True, by=timedelta(hours=1))
MASKED = {"fact": "staff.photo_in_doubt", "test": "yes", "held": None, "private": True}
TWD = MoneyType("TWD")
AS_OF = datetime.fromisoformat("2026-03-20T12:00:00+08:00")


@pytest.mark.parametrize("audience", ["customer", "agent"])
def test_a_private_value_is_masked(fruit_shop: Business, audience: str):
    assert MASKED == to_builtins(condition(DOUBT, fruit_shop, audience))


def test_an_auditor_sees_everything(fruit_shop: Business):
    shown = to_builtins(condition(DOUBT, fruit_shop, "auditor"))
    assert {"fact": "staff.photo_in_doubt", "test": "yes", "held": True, "value": True, "by": "PT1H"} == shown


def test_a_formula_over_a_private_fact_is_private_too(fruit_shop: Business):
    counted = Condition("doubts", "at least 2", Decimal(3), held=True, reads=("staff.photo_in_doubt",))
    shown = to_builtins(condition(counted, fruit_shop, "agent"))
    assert {"fact": "doubts", "test": "at least 2", "held": None, "private": True} == shown


def test_a_list_with_a_private_field_is_private(fruit_shop: Business):
    name, fact = next((name, fact) for name, fact in fruit_shop.facts.items() if isinstance(fact.type, ListType))
    fields = {key: replace(field, private=True) for key, field in fact.type.fields.items()}
    business = replace(fruit_shop, facts={name: replace(fact, type=ListType(fields))})
    assert condition(Condition(name, "some", (), held=True), business, "agent").private is True


def test_what_was_computed_keeps_its_currency(fruit_shop: Business):
    spent = Condition("spent", "at least 100 TWD", Decimal("185.5"), held=True, by=Decimal("85.5"), type=TWD)
    shown = to_builtins(condition(spent, fruit_shop, "customer"))
    assert {"amount": "185.5", "currency": "TWD"} == shown["value"]
    assert {"amount": "85.5", "currency": "TWD"} == shown["by"]


def test_absent_is_null_and_unknown_is_left_out(fruit_shop: Business):
    absent = Condition("claim.photo_at", "present", ABSENT, held=False, under="none")
    unknown = Condition("claim.photo_at", "present", None, held=None, under="any")
    assert {"fact": "claim.photo_at", "test": "present", "held": False, "value": None, "under": "none"} == to_builtins(
        condition(absent, fruit_shop, "customer")
    )
    assert {"fact": "claim.photo_at", "test": "present", "held": None, "under": "any"} == to_builtins(
        condition(unknown, fruit_shop, "customer")
    )


def test_a_customer_sees_public_rules_alone(fruit_shop: Business, second_look: Decision):
    hidden = {reason.rule for reason in second_look.reasons if not reason.public}
    assert hidden
    for_customer = {reason.rule for reason in reasons(second_look, fruit_shop, "customer")}
    for_agent = {reason.rule for reason in reasons(second_look, fruit_shop, "agent")}
    assert set() == for_customer & hidden
    assert hidden <= for_agent


def test_a_rule_of_an_asked_policy_names_the_policy(fruit_shop: Business, second_look: Decision):
    cited = Reason("too-far", held=True, public=True, conditions=(), policy="errands")
    (shown,) = reasons(replace(second_look, reasons=(cited,)), fruit_shop, "customer")
    assert {"rule": "too-far", "policy": "errands", "held": True, "conditions": []} == to_builtins(shown)


def test_what_would_change_it_says_on_which_side_a_time_must_lie(fruit_shop: Business, second_look: Decision):
    instant = datetime.fromisoformat("2026-03-03T10:00:00+08:00")
    decision = replace(
        second_look,
        would_change=(
            Change("inspect", "look", "claim.photo_at", "by", instant),
            Change("refund", "goodwill", "seller.goodwill", "is", becomes=True),
            Change("refund", "dear", "item.price", "is", Decimal(500)),
        ),
    )
    assert [
        {"fact": "claim.photo_at", "becomes": "by 2026-03-03T10:00:00+08:00"},
        {"fact": "seller.goodwill", "becomes": True},
        {"fact": "item.price", "becomes": {"amount": "500", "currency": "TWD"}},
    ] == [to_builtins(change)["if"] for change in changes(decision.would_change, fruit_shop)]
