from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import jsonschema_rs
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.openapi.examples import request
from policykit_api.problem_kinds import KINDS

UNDESCRIBED = {"/", "/docs", "/docs/{name:str}"}
"""Pages for people and their parts."""


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> dict[str, Any]:
    return client.get("/openapi.json").json()


@pytest.fixture(scope="module")
def generic(document: dict[str, Any], bundle: Bundle) -> dict[str, Any]:
    """The paths for any policy."""
    return {path: told for path, told in document["paths"].items() if not path.startswith(exact(bundle))}


def exact(bundle: Bundle) -> tuple[str, ...]:
    return tuple(f"/v1/{name}/" for name in bundle.businesses)


@pytest.fixture(scope="module")
def app(bundle: Bundle) -> Litestar:
    return create_app(bundle)


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in document["paths"].values() for operation in path.values()]


def test_every_route_is_described_and_every_description_is_a_route(app: Litestar, generic: dict[str, Any]):
    routes = {(route.path, method.lower()) for route in app.routes for method in route.methods}
    served = {(path.replace(":str", ""), method) for path, method in routes if path not in UNDESCRIBED}
    described = {(path, method) for path, methods in generic.items() for method in methods}
    assert {(path, method) for path, method in served if method != "options"} == described


def test_operations_have_ids_of_their_own(document: dict[str, Any]):
    ids = [operation["operationId"] for operation in operations(document)]
    assert sorted(set(ids)) == sorted(ids)


def test_every_refusal_is_a_problem_document(document: dict[str, Any]):
    shared = document["components"]["responses"]
    for operation in operations(document):
        refusals = {status: told["$ref"] for status, told in operation["responses"].items() if status >= "400"}
        assert {"400", "500"} <= set(refusals)
        for_people = operation["tags"] == ["terms"] and "text/html" in operation["responses"]["200"]["content"]
        pages = ["text/html"] if for_people else []
        for place in refusals.values():
            told = shared[place.removeprefix("#/components/responses/")]
            assert ["application/problem+json", *pages] == list(told["content"])


def test_every_path_parameter_has_a_pattern_and_an_example(document: dict[str, Any]):
    parameters = [one for operation in operations(document) for one in operation.get("parameters", [])]
    for one in (one for one in parameters if one.get("in") == "path"):
        assert jsonschema_rs.is_valid(one["schema"] | {"minLength": 1}, one["example"])
        assert "pattern" in one["schema"]


def test_objects_are_closed(document: dict[str, Any]):
    shapes = document["components"]["schemas"]
    objects = {name: shape["additionalProperties"] for name, shape in shapes.items() if shape.get("type") == "object"}
    assert dict.fromkeys(objects, False) == objects


def test_the_document_is_json_schema_in_all_its_parts(document: dict[str, Any]):
    schemas = document["components"]["schemas"]
    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema)
    every = [{"$ref": f"#/components/schemas/{name}"} for name in schemas]
    jsonschema_rs.validator_for({"anyOf": every, "components": document["components"]})


def test_the_examples_are_cases_and_are_answered(client: httpx.Client, document: dict[str, Any]):
    path = "/v1/{business}/policies/{policy}/decide"
    described = document["paths"][path]["post"]
    names = {one["name"]: one["example"] for one in described["parameters"] if one["in"] == "path"}
    examples = described["requestBody"]["content"]["application/json"]["examples"]
    assert 1 <= len(examples) <= 2
    for example in examples.values():
        assert 200 == client.post(path.format(**names), json=example["value"]).status_code


def test_a_bundle_without_public_cases_is_described_too():
    with TestClient(create_app(Bundle({}))) as client:
        described = client.get("/openapi.json").json()
    body = described["paths"]["/v1/{business}/policies/{policy}/decide"]["post"]["requestBody"]
    assert {"schema"} == set(body["content"]["application/json"])


def test_every_answer_to_a_case_is_as_described(client: httpx.Client, bundle: Bundle, document: dict[str, Any]):
    schema = {"$ref": "#/components/schemas/Decided", "components": document["components"]}
    answers = jsonschema_rs.validator_for(schema, validate_formats=True)
    for ready in bundle.businesses.values():
        for case in ready.business.cases:
            path = f"/v1/{ready.business.id}/policies/{case.policy}/decide"
            answer = client.post(path, json=request(case, ready.business) | {"audience": "auditor"})
            assert 200 == answer.status_code, answer.text
            answers.validate(answer.json())


def test_the_items_own_answers_are_described(document: dict[str, Any]):
    shapes = document["components"]["schemas"]
    described = shapes["Decided"]["properties"]["items"]
    assert "items" not in shapes["Decided"]["required"]
    assert {"$ref": "#/components/schemas/ItemAnswer"} == described["additionalProperties"]["items"]
    assert ["outcome", "rule", "values", "deadlines"] == shapes["ItemAnswer"]["required"]


def test_every_address_and_every_kind_of_problem_stands_in_the_readme(root: Path, generic: dict[str, Any]):
    text = (root / "api" / "README.md").read_text(encoding="utf-8")
    wanted = [*generic, *(kind.type for kind in KINDS)]
    assert [] == [address for address in wanted if f"`{address}`" not in text]


def test_every_shape_has_a_name_of_its_own(document: dict[str, Any]):
    """Two shapes of one name would be told apart by the modules that they stand in."""
    assert [] == [name for name in document["components"]["schemas"] if "." in name]
