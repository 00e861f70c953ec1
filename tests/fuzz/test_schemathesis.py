"""The API against its own OpenAPI document, on requests nobody would write by hand."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from typing import Any

import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, HookContext

from policykit import pipeline
from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.examples import request as case_request
from tests.conftest import DEEP

READS, WRITES = (40, 500) if DEEP else (8, 50)
"""Examples for an operation without and with a body, beside those that cover each schema systematically."""
EXACT = 100 if DEEP else 5
"""Examples for an operation of one policy."""
TRIED = "/v1/fruit-shop/policies/returns/"
"""The policy whose own operations are always tried; a deep run tries those of all."""

ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422"]
"""What a request that the document allows may be answered with. It does not say which facts a policy takes: 422."""

KNOWN = {
    "business": ("fruit-shop", "food-delivery", "paint-supplier"),
    "policy": ("damage-claim", "complaint", "errands", "returns", "conduct"),
    "locale": ("en", "zh-Hant", "zh-Hans"),
    "slug": ("wrong-facts", "not-json"),
    "version": ("beginning", "2025-01-01", "2026-01-01"),
}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def config(accepted: list[str], **more: Any) -> schemathesis.Config:
    checks = {"positive_data_acceptance": {"expected-statuses": accepted}, **more}
    return schemathesis.Config.from_dict({"checks": checks})


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """A stream of one line."""
    return json.dumps(value).encode()


def met(_: HookContext, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Most well-formed names become names that exist, or hardly a request would get beyond 404."""
    if parameters:
        for name, value in parameters.items():
            words = KNOWN.get(name, ())
            if words and isinstance(value, str) and NAME.fullmatch(value) and len(value) % 4:
                parameters[name] = words[sum(map(ord, value)) % len(words)]
    return parameters


def bundle() -> Bundle:
    found = pipeline.load(pipeline.example_root()).bundle
    assert found is not None
    return found


# Made while tests are collected: there is one test for each operation of the document.
BUNDLE = bundle()
APP = create_app(BUNDLE)
service.of(APP).events.close()  # a stream of events would never end
schema = schemathesis.openapi.from_asgi("/openapi.json", APP, config=config(ACCEPTED))
# What is wrong with one question of a batch is told in its own entry of an answer with the status 200; a stream is not
# repeated, and refused with an Idempotency-Key. (To configure one operation makes `include` take every operation.)
batches = schemathesis.openapi.from_asgi(
    "/openapi.json",
    APP,
    config=config([*ACCEPTED, "400"], negative_data_rejection={"expected-statuses": ["2xx", "4xx"]}),
)


def examples_for(path: str, method: str) -> int:
    if is_exact(path):
        return EXACT
    return READS if method == "GET" else WRITES


def is_exact(path: str) -> bool:
    return path.startswith("/v1/") and "{" not in path


def as_described(path: str, method: str) -> Callable[..., None]:
    """A test that every answer of one operation is as the document says."""
    document = batches if path.endswith("/decide-batch") else schema
    operation = document.include(path=path, method=method)
    operation.hook("map_path_parameters")(met)

    @operation.parametrize()
    @settings(max_examples=examples_for(path, method), deadline=None, suppress_health_check=list(HealthCheck))
    def test(case: Case) -> None:
        case.call_and_validate()

    return test


# Each under a name of its own: Schemathesis gives all of a function's tests one id, and runs on several processes
# would take them for the same test.
globals().update(
    {
        f"test_{described['operationId']}_answers_as_described": as_described(path, method.upper())
        for path, methods in schema.raw_schema["paths"].items()
        if DEEP or not is_exact(path) or path.startswith(TRIED)
        for method, described in methods.items()
    }
)


# --- facts that are nearly right ----------------------------------------------------------------

CASES = [
    (business.id, case.policy, case_request(case, business))
    for business in (ready.business for ready in BUNDLE.businesses.values())
    for case in business.cases
]
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=20),
    st.sampled_from(["2026-02-30T00:00:00+08:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "P1D", "NaN"]),
    st.fixed_dictionaries({"amount": st.text(max_size=8), "currency": st.sampled_from(["TWD", "CNY", "twd", ""])}),
    st.lists(st.dictionaries(st.text(max_size=5), st.none(), max_size=2), max_size=3),
)


@st.composite
def questions(draw: st.DrawFn) -> tuple[str, str, dict[str, Any]]:
    """A case's question with some facts left out and some replaced."""
    business, policy, request = draw(st.sampled_from(CASES))
    facts = copy.deepcopy(request["facts"])
    for group in facts.values():
        for name in list(group) if isinstance(group, dict) else ():
            match draw(st.sampled_from(["keep", "keep", "keep", "drop", "spoil"])):
                case "drop":
                    del group[name]
                case "spoil":
                    group[name] = draw(JUNK)
    include = draw(st.lists(st.sampled_from(["explanation", "reasons", "would_change"])))
    audience = draw(st.sampled_from(["customer", "agent", "auditor"]))
    return business, policy, {**request, "facts": facts, "include": include, "audience": audience}


@given(questions())
@settings(max_examples=5000 if DEEP else 250, suppress_health_check=list(HealthCheck))
def test_nearly_right_facts_are_decided_or_refused_as_documented(question: tuple[str, str, dict[str, Any]]):
    """200 and a decision, or 422 and faults that each point at something that was sent or is missing."""
    business, policy, body = question
    operation = schema["/v1/{business}/policies/{policy}/decide"]["POST"]
    case = operation.Case(path_parameters={"business": business, "policy": policy}, body=body)
    response = case.call()
    operation.validate_response(response)
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        problem = response.json()
        assert problem["type"] == "/problems/no-version-in-force" or problem["errors"]
        assert all(fault["pointer"].startswith("/facts/") for fault in problem["errors"])
