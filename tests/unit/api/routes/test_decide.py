from __future__ import annotations

import copy
import logging
from collections.abc import Callable
from typing import Any

import httpx
import pytest

Ask = Callable[..., httpx.Response]
MEMBERS = {
    "id", "status", "outcome", "final", "decided_by", "rule", "governed_by", "provision", "values", "alternatives",
    "next_steps", "scope", "unaffected", "deadlines", "needs", "possible", "policy", "as_of", "terms",
    "alternative_answer",
}  # fmt: skip


def pointers(answer: httpx.Response) -> list[str]:
    assert 422 == answer.status_code, answer.text
    return [fault["pointer"] for fault in answer.json()["errors"]]


# --- answers ------------------------------------------------------------------------------------


def test_a_late_claim_without_a_photo_is_refused_with_a_way_on(ask: Ask, question: dict[str, Any]):
    answer = ask(question).json()
    assert ("decided", "refuse", True, "policy", "no-photo-in-time") == tuple(
        answer[name] for name in ("status", "outcome", "final", "decided_by", "rule")
    )
    assert ("merchant", None, {}, [], ["refuse"]) == tuple(
        answer[name] for name in ("governed_by", "provision", "values", "needs", "possible")
    )
    assert ["keep_and_tell_us_taste", "next_order_picked_by_hand"] == [one["id"] for one in answer["alternatives"]]
    assert all(one["text"] for one in answer["alternatives"])
    assert question["as_of"] == answer["as_of"]
    assert MEMBERS | {"reasons", "would_change", "explanation"} == set(answer)


def test_the_policy_is_named_with_version_digest_and_place(ask: Ask, client: httpx.Client, question: dict[str, Any]):
    policy = ask(question).json()["policy"]
    assert ("damage-claim", "2026-01-01") == (policy["id"], policy["version"])
    assert policy["digest"].startswith("sha256:")
    assert "/terms/fruit-shop/en/damage-claim#no-photo-in-time" == policy["href"]
    path, _, anchor = policy["href"].partition("#")
    assert f'id="{anchor}"' in client.get(path).text


RETURN = {
    "facts": {
        "order": {
            "shipped_at": "2026-01-03T09:00:00+08:00",
            "delivered_at": "2026-01-05T10:00:00+08:00",
            "shipping": {"amount": "120", "currency": "TWD"},
        },
        "item": {"kind": "preserve", "condition": "unopened", "price": {"amount": "600", "currency": "TWD"}},
        "return": {"reason": "change_of_mind", "asked_at": "2026-01-14T10:00:00+08:00"},
    },
    "as_of": "2026-01-20T12:00:00+08:00",
    "locale": "en",
    "audience": "agent",
    "include": ["explanation"],
}


@pytest.mark.parametrize(
    ("placed_at", "version", "rule"),
    [
        ("2024-12-31T23:59:59+08:00", "beginning", "otherwise"),
        ("2025-01-01T00:00:00+08:00", "2025-01-01", "second-week"),
        ("2026-01-01T00:00:00+08:00", "2026-01-01", "second-week"),
    ],
)
def test_an_order_keeps_the_terms_it_was_placed_under_and_reads_which(ask: Ask, placed_at, version, rule):
    question = copy.deepcopy(RETURN)
    question["facts"]["order"]["placed_at"] = placed_at
    answer = ask(question, "/v1/fruit-shop/policies/returns/decide").json()
    assert (version, rule) == (answer["policy"]["version"], answer["rule"])
    assert version in answer["explanation"]["text"]


def test_reasons_tell_the_test_the_value_and_by_how_much(ask: Ask, question: dict[str, Any]):
    (governing, *_) = ask(question).json()["reasons"]
    assert {
        "rule": "no-photo-in-time",
        "held": True,
        "conditions": [
            {
                "fact": "claim.photo_at",
                "test": "within photo_limit after order.delivered_at",
                "value": None,
                "held": False,
                "under": "none",
                "window": {
                    "state": "closed",
                    "opens": "2026-03-02T10:00:00+08:00",
                    "closes": "2026-03-03T10:00:00+08:00",
                    "last_day": "2026-03-03",
                    "provisional": False,
                },
            },
            {
                "fact": "claim.made_at",
                "test": "more than photo_limit after order.delivered_at",
                "value": "2026-03-03T11:00:00+08:00",
                "held": True,
                "by": "PT1H",
                "window": {
                    "state": "open",
                    "opens": "2026-03-03T10:00:00+08:00",
                    "closes": None,
                    "last_day": None,
                    "provisional": False,
                },
            },
        ],
    } == governing


def test_money_and_deadlines_are_exact(ask: Ask, question: dict[str, Any]):
    question["facts"]["inspection"] = {"finding": "surface_marks"}
    question["facts"]["claim"] = {"made_at": "2026-03-02T18:20:00+08:00", "photo_at": "2026-03-02T18:30:00+08:00"}
    question["facts"]["item"]["price"]["amount"] = "605"
    answer = ask(question).json()
    assert {"amount": {"amount": "182", "currency": "TWD"}} == answer["values"]
    (due, *_) = answer["deadlines"]
    assert {
        "name": "due",
        "at": "2026-03-06T00:00:00+08:00",
        "day": "2026-03-05",
        "whole_day": True,
        "provisional": False,
    } == due


def test_only_the_parts_wanted_are_sent(ask: Ask, question: dict[str, Any]):
    del question["include"]
    assert MEMBERS == set(ask(question).json())
    question["include"] = ["reasons"]
    assert MEMBERS | {"reasons"} == set(ask(question).json())


def test_missing_facts_are_asked_for_in_the_reader_s_language(ask: Ask, question: dict[str, Any]):
    question["facts"], question["locale"] = {}, "zh-TW"
    answer = ask(question, "/v1/fruit-shop/policies/returns/decide").json()
    assert ("needs_info", None, None, False) == tuple(answer[name] for name in ("status", "outcome", "rule", "final"))
    assert len(answer["possible"]) > 1
    (first, *_) = answer["needs"]
    assert first["pointer"] == "/facts/" + first["fact"].replace(".", "/")
    assert first["question"].endswith("？")


def test_a_choice_that_is_asked_for_comes_with_its_labels(ask: Ask, question: dict[str, Any]):
    question["facts"] = {"errand": {"asked_at": "2026-03-03T11:00:00+08:00"}}
    needs = ask(question, "/v1/food-delivery/policies/errands/decide").json()["needs"]
    choices = [one["choices"] for one in needs if one["type"] == "choice"]
    assert choices
    assert all(choice["label"] and choice["value"] for one in choices for choice in one)


def test_without_as_of_it_is_now(ask: Ask, question: dict[str, Any]):
    del question["as_of"]
    answer = ask(question)
    assert 200 == answer.status_code
    assert answer.json()["as_of"] > "2026-03-03T12:00:00"


def test_nobody_keeps_a_decision_on_the_way(ask: Ask, question: dict[str, Any]):
    assert "no-store" == ask(question).headers["cache-control"]


@pytest.mark.parametrize(
    ("wanted", "header", "got"),
    [
        ("en", "zh-TW", "en"),
        (None, "zh-TW, en;q=0.5", "zh-Hant"),
        (None, "en-GB", "en"),
        ("zh-HK", None, "zh-Hant"),
        ("fr", None, "zh-Hant"),
        (None, "\t;;q=,*", "zh-Hant"),
    ],
)
def test_the_locale_of_the_body_comes_before_the_header(
    ask: Ask, question: dict[str, Any], wanted: str | None, header: str | None, got: str
):
    question |= {"locale": wanted} if wanted else {}
    if not wanted:
        del question["locale"]
    answer = ask(question, headers={"accept-language": header} if header else {})
    assert (got, got) == (answer.headers["content-language"], answer.json()["explanation"]["locale"])


def test_a_customer_never_reads_what_is_internal_or_private(ask: Ask, question: dict[str, Any]):
    question["facts"]["staff"] = {"photo_in_doubt": True}
    question["facts"]["claim"] = {"made_at": "2026-03-02T18:20:00+08:00", "photo_at": "2026-03-02T18:30:00+08:00"}
    customer = ask(question)
    assert (200, None) == (customer.status_code, customer.json()["rule"])
    assert "photo_in_doubt" not in customer.text
    assert "second-look" not in customer.text
    agent = ask(question | {"audience": "agent"}).json()
    assert "second-look" == agent["rule"]
    conditions = [one for reason in agent["reasons"] for one in reason["conditions"] if "private" in one]
    assert conditions
    assert all("value" not in one for one in conditions)
    auditor = ask(question | {"audience": "auditor"}).json()
    assert not any("private" in one for reason in auditor["reasons"] for one in reason["conditions"])


# --- refusals -----------------------------------------------------------------------------------


def test_every_wrong_fact_is_named_at_once(ask: Ask, question: dict[str, Any]):
    question["facts"] = {
        "order": {"placed_at": "yesterday", "delivered_at": 1772510400, "delivred_at": None},
        "item": {"price": {"amount": "600", "currency": "USD"}, "kind": "vegetable"},
        "seller": {"goodwill": "yes"},
        "a/b": 1,
    }
    answer = ask(question)
    assert [
        "/facts/order/placed_at",
        "/facts/order/delivered_at",
        "/facts/order/delivred_at",
        "/facts/item/price",
        "/facts/item/kind",
        "/facts/seller/goodwill",
        "/facts/a~1b",
    ] == pointers(answer)
    assert ("/problems/wrong-facts", "application/problem+json") == (
        answer.json()["type"],
        answer.headers["content-type"],
    )
    assert "did you mean `delivered_at`?" == answer.json()["errors"][2]["help"]


PRICES = {
    "text": "600",
    "number": 600,
    "flag": True,
    "no currency": {"amount": "600"},
    "exponent": {"amount": "6e2", "currency": "TWD"},
    "absent": None,
    "list": [],
}


@pytest.mark.parametrize("value", PRICES.values(), ids=PRICES)
def test_nothing_is_converted_kindly(ask: Ask, question: dict[str, Any], value: object):
    question["facts"]["item"]["price"] = value
    assert ["/facts/item/price"] == pointers(ask(question))


def test_a_number_without_end_is_a_wrong_fact(client: httpx.Client):
    facts = b'{"errand": {"distance": 1.%s, "asked_at": 1e%s}}' % (b"1" * 500_000, b"9" * 60)
    answer = client.post(
        "/v1/paint-supplier/policies/errands/decide",
        content=b'{"facts": %s}' % facts,
        headers={"content-type": "application/json"},
    )
    assert ["/facts/errand/distance", "/facts/errand/asked_at"] == pointers(answer)


def test_facts_that_contradict_each_other_are_named(ask: Ask, question: dict[str, Any]):
    question["facts"]["order"]["delivered_at"] = "2026-04-01T00:00:00+08:00"
    assert "/facts/order/delivered_at" in pointers(ask(question))


def test_wrong_members_are_named_together_with_wrong_facts(ask: Ask, question: dict[str, Any]):
    question |= {"as_of": "noon", "locale": "!", "audience": "boss", "include": ["all"], "extra": 1}
    question["facts"]["order"]["placed_at"] = 5
    answer = ask(question)
    assert ["/extra", "/as_of", "/locale", "/audience", "/include/0", "/facts/order/placed_at"] == pointers(answer)
    assert "/problems/wrong-request" == answer.json()["type"]


def test_a_wrong_member_is_refused_where_all_facts_are_right(ask: Ask, question: dict[str, Any]):
    answer = ask(question | {"audience": "boss"})
    assert ["/audience"] == pointers(answer)
    assert "the request cannot be taken: see errors for what is wrong, in 1 place" == answer.json()["detail"]


def test_before_the_first_version_there_is_no_answer(ask: Ask, question: dict[str, Any]):
    question["facts"]["order"]["placed_at"] = "2020-03-01T08:00:00+08:00"
    answer = ask(question)
    assert (422, "/problems/no-version-in-force") == (answer.status_code, answer.json()["type"])
    assert "2026-01-01" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/v1/no-shop/policies/returns/decide", "unknown-business"),
        ("/v1/fruit-shop/policies/no-policy/decide", "unknown-policy"),
        (f"/v1/{'x' * 500}/policies/returns/decide", "unknown-business"),
    ],
    ids=["business", "policy", "long name"],
)
def test_an_unknown_policy_is_not_found(ask: Ask, question: dict[str, Any], path: str, slug: str):
    answer = ask(question, path)
    assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])
    assert len(answer.text) < 500


def test_facts_do_not_reach_the_log(ask: Ask, question: dict[str, Any], caplog: pytest.LogCaptureFixture):
    question["facts"]["staff"] = {"photo_in_doubt": "a secret"}
    with caplog.at_level(logging.DEBUG):
        ask(question)
    assert "a secret" not in caplog.text
