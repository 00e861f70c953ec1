from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

Ask = Callable[..., httpx.Response]
SEVERAL = "/v1/fruit-shop/decide"


def pointers(answer: httpx.Response) -> list[str]:
    assert 422 == answer.status_code, answer.text
    return [fault["pointer"] for fault in answer.json()["errors"]]


def test_each_policy_answers_by_its_id_in_the_order_asked(ask: Ask, question: dict[str, Any]):
    answer = ask(question | {"policies": ["returns", "damage-claim"]}, SEVERAL)
    assert (200, "no-store", "en") == (
        answer.status_code,
        answer.headers["cache-control"],
        answer.headers["content-language"],
    )
    policies = answer.json()["policies"]
    assert ["returns", "damage-claim"] == list(policies)
    assert ["needs_info", "decided"] == [one["answer"]["status"] for one in policies.values()]


def test_each_answers_as_it_would_alone(ask: Ask, question: dict[str, Any]):
    together = ask(question | {"policies": ["damage-claim", "returns"]}, SEVERAL).json()["policies"]
    for policy, found in together.items():
        alone = ask(question, f"/v1/fruit-shop/policies/{policy}/decide").json()
        assert alone | {"id": ""} == found["answer"] | {"id": ""}


def test_what_one_policy_cannot_take_is_its_own_problem(ask: Ask, question: dict[str, Any]):
    question["facts"]["order"]["placed_at"] = "2020-03-01T08:00:00+08:00"
    policies = ask(question | {"policies": ["returns", "damage-claim"]}, SEVERAL).json()["policies"]
    assert {"answer"} == set(policies["returns"])
    assert {"problem"} == set(policies["damage-claim"])
    assert "/problems/no-version-in-force" == policies["damage-claim"]["problem"]["type"]


def test_all_faults_are_named_at_once_and_each_once(ask: Ask, question: dict[str, Any]):
    question |= {"policies": ["returs", "returns", "returns", 5], "audience": "boss"}
    question["facts"]["order"] = {"placed_at": 5, "delivred_at": None}
    answer = ask(question, SEVERAL)
    assert [
        "/policies/0",
        "/policies/2",
        "/policies/3",
        "/audience",
        "/facts/order/placed_at",
        "/facts/order/delivred_at",
    ] == pointers(answer)
    assert "did you mean `returns`?" == answer.json()["errors"][0]["help"]
    assert "/problems/wrong-request" == answer.json()["type"]


def test_facts_that_cannot_all_be_true_are_refused_for_all(ask: Ask, question: dict[str, Any]):
    question["facts"]["order"]["delivered_at"] = "2026-04-01T00:00:00+08:00"
    answer = ask(question | {"policies": ["returns", "damage-claim"]}, SEVERAL)
    assert "/facts/order/delivered_at" in pointers(answer)
    assert "/problems/wrong-facts" == answer.json()["type"]


@pytest.mark.parametrize("policies", [None, "returns", [], ["returns"] * 21, {}])
def test_from_one_to_twenty_policies_are_asked(ask: Ask, question: dict[str, Any], policies: object):
    assert ["/policies"] == pointers(ask(question | {"policies": policies}, SEVERAL))


def test_the_policies_must_be_named(ask: Ask, question: dict[str, Any]):
    assert ["/policies"] == pointers(ask(question, SEVERAL))


def test_an_unknown_business_is_not_found(ask: Ask, question: dict[str, Any]):
    answer = ask(question | {"policies": ["returns"]}, "/v1/no-shop/decide")
    assert (404, "/problems/unknown-business") == (answer.status_code, answer.json()["type"])
