"""The exact operations: they say what decide takes and answers, no more and no less."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import jsonschema_rs
import pytest

from policykit.model import Business, Case
from policykit.pipeline import Bundle
from policykit_api.openapi.examples import request

Document = dict[str, Any]
Validators = dict[str, tuple[jsonschema_rs.Validator, jsonschema_rs.Validator]]
RETURNS = "/v1/fruit-shop/policies/returns/decide"


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Document:
    return client.get("/openapi.json").json()


def validator(document: Document, schema: dict[str, Any]) -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(schema | {"components": document["components"]}, validate_formats=True)


def cases(bundle: Bundle) -> Iterator[tuple[Business, Case]]:
    for ready in bundle.businesses.values():
        for case in ready.business.cases:
            yield ready.business, case


@pytest.fixture(scope="module")
def validators(document: Document) -> Validators:
    """Of every policy's decide, by its path: what is sent, and what comes back."""
    found = {}
    for path, told in document["paths"].items():
        if path.endswith("/decide") and "{" not in path:
            sent = told["post"]["requestBody"]["content"]["application/json"]["schema"]
            answered = told["post"]["responses"]["200"]["content"]["application/json"]["schema"]
            found[path] = (validator(document, sent), validator(document, answered))
    return found


def test_every_policy_has_a_path_of_its_own(bundle: Bundle, document: Document):
    for name, ready in bundle.businesses.items():
        for policy in ready.business.policies:
            assert f"/v1/{name}/policies/{policy}/decide" in document["paths"]
    assert "decideFruitShopReturns" == document["paths"][RETURNS]["post"]["operationId"]


def test_every_case_is_as_described_and_so_is_its_answer(client: httpx.Client, bundle: Bundle, validators: Validators):
    for business, case in cases(bundle):
        path = f"/v1/{business.id}/policies/{case.policy}/decide"
        sent, answered = validators[path]
        asked = request(case, business) | {"audience": "auditor", "include": ["reasons", "would_change", "explanation"]}
        sent.validate(asked)
        answer = client.post(path, json=asked)
        assert 200 == answer.status_code, answer.text
        answered.validate(answer.json())


# --- what is refused --------------------------------------------------------------------------

Spoil = Callable[[Document], object]


def first_group(body: Document) -> Document:
    group: Document = next(group for group in body["facts"].values() if isinstance(group, dict))
    return group


def first_fact(body: Document) -> tuple[Document, str]:
    group = first_group(body)
    return group, next(iter(group))


def replace_fact(value: object) -> Spoil:
    def spoil(body: Document) -> None:
        group, name = first_fact(body)
        group[name] = value

    return spoil


SPOILED: dict[str, Spoil] = {
    "an unknown member": lambda body: body.update({"fact": {}}),
    "an unknown group": lambda body: body["facts"].update({"nothing": {}}),
    "an unknown fact": lambda body: first_group(body).update({"nothing": True}),
    "a name with a point": lambda body: body["facts"].update({"order.placed_at": "2026-03-01T08:00:00+08:00"}),
    "a list of facts": lambda body: body.update({"facts": []}),
    "no facts": lambda body: body.pop("facts"),
    "a group that is a text": lambda body: body["facts"].update({next(iter(body["facts"])): "order"}),
    "a fact that is an empty object": replace_fact({}),
    "a fact that is a list of texts": replace_fact(["a"]),
    "a time without an offset": lambda body: body.update({"as_of": "2026-03-01T08:00:00"}),
    "a time that is null": lambda body: body.update({"as_of": None}),
    "an audience that nobody is": lambda body: body.update({"audience": "everybody"}),
    "a part that no answer has": lambda body: body.update({"include": ["everything"]}),
    "parts that are no list": lambda body: body.update({"include": "reasons"}),
    "a locale that is none": lambda body: body.update({"locale": "en_GB!"}),
}


@pytest.mark.parametrize("what", SPOILED)
def test_what_decide_refuses_is_not_as_described(
    client: httpx.Client, bundle: Bundle, validators: Validators, what: str
):
    for business in (ready.business for ready in bundle.businesses.values()):
        for policy in business.policies:
            path = f"/v1/{business.id}/policies/{policy}/decide"
            asked = next(request(case, business) for case in business.cases if case.policy == policy and case.facts)
            spoiled = copy.deepcopy(asked)
            SPOILED[what](spoiled)
            assert not validators[path][0].is_valid(spoiled)
            assert 422 == client.post(path, json=spoiled).status_code


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("item.kind", "vegetable"),
        ("item.kind", None),
        ("item.price", 600),
        ("item.price", {"amount": "600", "currency": "CNY"}),
        ("item.price", {"amount": "6e2", "currency": "TWD"}),
        ("item.price", {"amount": "600"}),
        ("order.placed_at", "2026-03-01"),
        ("order.placed_at", None),
        ("order.delivered_at", "2026-02-30T08:00:00+08:00"),
        ("order.delivered_at", "1899-12-31T08:00:00+08:00"),
        ("seller.goodwill", "yes"),
    ],
)
def test_wrong_facts_are_refused_and_not_as_described(
    client: httpx.Client, validators: Validators, place: str, value: Any
):
    group, name = place.split(".")
    asked = {"facts": {group: {name: value}}}
    assert not validators[RETURNS][0].is_valid(asked)
    assert 422 == client.post(RETURNS, json=asked).status_code


# --- the rest of an operation -----------------------------------------------------------------


def test_examples_are_cases_with_their_real_answers(client: httpx.Client, document: Document):
    shown = 0
    for path, methods in document["paths"].items():
        for told in methods.values():
            body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
            answers = told["responses"]["200"]["content"].get("application/json", {}).get("examples", {})
            for name, example in answers.items():
                shown += 1
                got = client.post(path, json=body["examples"][name]["value"], headers={"accept-language": "en"})
                assert {**got.json(), "id": example["value"]["id"]} == example["value"]
    assert shown > 50


def test_who_may_call_is_said(document: Document):
    decide = document["paths"][RETURNS]["post"]
    assert [{}, {"key": ["decide"]}] == decide["security"]
    assert "scope `decide`" in decide["description"]
    assert [] == document["paths"]["/health/live"]["get"]["security"]
    assert "bearer" == document["components"]["securitySchemes"]["key"]["scheme"]


def test_streams_are_described_line_by_line(document: Document):
    batch = document["paths"]["/v1/fruit-shop/policies/returns/decide-batch"]["post"]
    lines = batch["requestBody"]["content"]["application/x-ndjson"]["schema"]
    assert {"$ref": "#/components/schemas/FruitShopReturnsBatchItem"} == lines
    assert {"$ref": "#/components/schemas/FruitShopReturnsLineEntry"} == (
        batch["responses"]["200"]["content"]["application/x-ndjson"]["schema"]
    )


def test_operations_are_grouped_by_business_and_policy(document: Document):
    decide = document["paths"][RETURNS]["post"]
    assert ["fruit-shop: returns"] == decide["tags"]
    (tag,) = [tag for tag in document["tags"] if tag["name"] == "fruit-shop: returns"]
    assert tag["description"]


def test_every_reference_leads_somewhere(client: httpx.Client, bundle: Bundle, document: Document):
    for told in [document, *(client.get(f"/v1/{name}/openapi.json").json() for name in bundle.businesses)]:
        for place in references(told):
            target: Any = told
            for part in place.removeprefix("#/").split("/"):
                target = target[part]


def references(schema: Any) -> Iterator[str]:
    match schema:
        case {"$ref": str(place)}:
            yield place
    for value in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from references(value)


def test_the_document_of_a_business_names_it_everywhere(client: httpx.Client):
    told = client.get("/v1/fruit-shop/openapi.json").json()
    assert not any("{business}" in path for path in told["paths"])
    policy = told["paths"]["/v1/fruit-shop/policies/{policy}"]["get"]["parameters"][0]
    assert ["conduct", "contact", "damage-claim", "returns"] == policy["schema"]["enum"]
    assert "/v1/fruit-shop/policies/{policy}/decide" not in told["paths"]
    assert "DecideRequest" not in told["components"]["schemas"]
    assert 404 == client.get("/v1/nowhere/openapi.json").status_code
