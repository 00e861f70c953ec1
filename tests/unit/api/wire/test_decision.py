from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from msgspec import to_builtins

from policykit import pipeline
from policykit.decision import Change, Condition, Decision, Hit, Reason
from policykit.explain import Also, Audience, Explanation
from policykit.model import ABSENT, Business, ListType, MoneyType
from policykit.pipeline import Bundle
from policykit_api.wire.decision import Reader, changes, condition, new_id, reasons, to_decided

DOUBT = Condition("staff.photo_in_doubt", "yes", value=True, held=True, by=timedelta(hours=1))
MASKED = {"fact": "staff.photo_in_doubt", "test": "yes", "held": None, "private": True}
TWD = MoneyType("TWD")
AS_OF = datetime.fromisoformat("2026-03-20T12:00:00+08:00")


@pytest.fixture
def second_look(bundle: Bundle, fruit_shop: Business) -> Decision:
    """A decision by an internal rule, which reads a private fact."""
    case = next(case for case in fruit_shop.cases if case.id == "a-second-colleague-looks")
    parts = frozenset({"reasons", "would_change"})
    return pipeline.decide(bundle.businesses["fruit-shop"], case.policy, case.facts, case.as_of, parts)


def reader(audience: str) -> Reader:
    return Reader("en", audience, frozenset({"reasons", "would_change"}))


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
    for_customer = {reason.rule for reason in reasons(second_look, fruit_shop, reader("customer"))}
    for_agent = {reason.rule for reason in reasons(second_look, fruit_shop, reader("agent"))}
    assert set() == for_customer & hidden
    assert hidden <= for_agent


def test_an_internal_rule_that_governs_has_no_name_for_a_customer(fruit_shop: Business, second_look: Decision):
    for_customer = to_decided(second_look, fruit_shop, reader("customer"), None)
    for_agent = to_decided(second_look, fruit_shop, reader("agent"), None)
    assert (None, "second-look") == (for_customer.rule, for_agent.rule)
    assert "/terms/fruit-shop/en/damage-claim" == for_customer.policy.href == for_agent.policy.href


def test_a_rule_of_an_asked_policy_names_the_policy(fruit_shop: Business, second_look: Decision):
    cited = Reason("too-far", held=True, public=True, conditions=(), policy="errands")
    (shown,) = reasons(replace(second_look, reasons=(cited,)), fruit_shop, reader("customer"))
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
    ] == [to_builtins(change)["if"] for change in changes(decision, fruit_shop)]


def test_ids_are_ulids_that_sort_by_time():
    ids = [new_id() for _ in range(50)]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("dec_0[0-9A-HJKMNP-TV-Z]{25}", one) for one in ids)
    assert sorted(one[:12] for one in ids) == [one[:12] for one in ids]


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
