from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Ask = Callable[..., httpx.Response]
NEEDS = "/v1/fruit-shop/policies/returns/needs"
ORDER = {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"}


def asked(ask: Ask, facts: dict[str, Any], path: str = NEEDS, **said: str) -> dict[str, Any]:
    answer = ask({"facts": facts, "as_of": "2026-03-03T12:00:00+08:00", "locale": "en"} | said, path)
    assert 200 == answer.status_code, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_where_nothing_is_known_it_is_the_first_question_of_a_form(ask: Ask):
    needs = asked(ask, {})
    assert ("needs_info", "order.placed_at") == (needs["status"], needs["next"]["fact"])
    assert ("/facts/order/placed_at", "datetime", "When was the order placed?") == tuple(
        needs["next"][name] for name in ("pointer", "type", "question")
    )
    assert 1 == needs["progress"]["needed_at_least"]


def test_a_customer_is_first_asked_what_customers_can_say(ask: Ask):
    needs = asked(ask, {"order": ORDER, "item": {"condition": "opened"}}, audience="customer")
    assert "return.reason" == needs["next"]["fact"]
    assert {"customer"} == {one["origin"] for one in needs["missing"]["customer"]}
    assert {"business"} == {one["origin"] for one in needs["missing"]["business"]}
    assert needs["missing"]["customer"][0] == needs["next"]
    assert all(choice["label"] for choice in needs["next"]["choices"])


def test_where_customers_can_say_no_more_the_business_is_asked(ask: Ask):
    known = {"order": ORDER, "return": {"reason": "spoiled"}, "item": {"condition": "opened"}}
    needs = asked(ask, known)
    assert [] == needs["missing"]["customer"]
    assert "business" == needs["next"]["origin"]


def test_staff_are_asked_in_the_order_of_the_rules(ask: Ask):
    facts = {"order": ORDER, "return": {"reason": "change_of_mind"}}
    customer, agent = (asked(ask, facts, audience=audience) for audience in ("customer", "agent"))
    assert ("customer", "business") == (customer["next"]["origin"], agent["next"]["origin"])
    assert customer["missing"] == agent["missing"]


def test_when_it_is_decided_nothing_is_missing(ask: Ask, question: dict[str, Any]):
    needs = asked(ask, question["facts"], "/v1/fruit-shop/policies/damage-claim/needs")
    assert ("decided", None, {"customer": [], "business": []}, ["refuse"], 0) == (
        needs["status"],
        needs["next"],
        needs["missing"],
        needs["possible"],
        needs["progress"]["needed_at_least"],
    )


def test_what_is_known_grows_with_what_is_sent(ask: Ask):
    nothing, order = (asked(ask, facts)["progress"]["known"] for facts in ({}, {"order": ORDER}))
    assert 1 == order - nothing  # that of delivery has a default


@pytest.mark.parametrize(("locale", "header", "got"), [("en", "zh-TW", "en"), (None, "zh-TW", "zh-Hant")])
def test_it_is_asked_in_the_reader_s_language(ask: Ask, locale: str | None, header: str, got: str):
    body = {"facts": {}} | ({"locale": locale} if locale else {})
    answer = ask(body, NEEDS, headers={"accept-language": header})
    assert (got, "no-store") == (answer.headers["content-language"], answer.headers["cache-control"])
    assert answer.json()["next"]["question"].endswith({"en": "?", "zh-Hant": "？"}[got])


def test_wrong_facts_and_members_are_refused_together(ask: Ask):
    answer = ask({"facts": {"order": 5}, "include": ["reasons"], "locale": 5}, NEEDS)
    assert ["/include", "/locale", "/facts/order"] == [fault["pointer"] for fault in answer.json()["errors"]]


def test_an_unknown_policy_is_not_found(ask: Ask):
    answer = ask({"facts": {}}, "/v1/fruit-shop/policies/no-policy/needs")
    assert (404, "/problems/unknown-policy") == (answer.status_code, answer.json()["type"])
