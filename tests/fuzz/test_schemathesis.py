"""The API against its own OpenAPI document, on requests nobody would write by hand."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import BaseSchema, Case

from policykit_api.openapi.examples import request as case_request
from tests.conftest import DEEP
from tests.fuzz import contract
from tests.fuzz.contract import TRIED

READS, WRITES, EXACT = (200, 700, 120) if DEEP else (6, 30, 4)
"""Examples for an operation without and with a body, and of one policy, beside those that cover each schema
systematically."""
AT_LEAST = 20_000
"""Cases in a deep run."""
ALWAYS = "/v1/fruit-shop/"
"""The business whose policies' own operations are always tried; a deep run tries those of all."""

# Made while tests are collected: there is one test for each operation of the document.
BUNDLE = contract.bundle()
APP = contract.application(BUNDLE, contract.settings("described"))
OPERATIONS = list(contract.each(APP))


def is_exact(path: str) -> bool:
    return path.startswith("/v1/") and "{" not in path and path.count("/") > 2


def examples_for(path: str, operation: BaseSchema) -> int:
    if is_exact(path):
        return EXACT
    return WRITES if "post" in operation.raw_schema["paths"][path] else READS


def as_described(path: str, operation: BaseSchema) -> Callable[..., None]:
    """A test that every answer of one operation is as the document says."""

    @operation.parametrize()
    @settings(max_examples=examples_for(path, operation), deadline=None, suppress_health_check=list(HealthCheck))
    def test(case: Case) -> None:
        TRIED[case.operation.label] += 1
        case.call_and_validate()

    return test


# Each under a name of its own: Schemathesis gives all of a function's tests one id, and runs on several processes
# would take them for the same test.
globals().update(
    {
        f"test_{name}_answers_as_described": as_described(path, operation)
        for name, path, operation in OPERATIONS
        if DEEP or not is_exact(path) or path.startswith(ALWAYS)
    }
)


def test_enough_cases_were_tried(record_property: Callable[[str, object], None]):
    """Of what this process has run: a run of some tests alone tells how many, and asks for no more."""
    cases, operations = sum(TRIED.values()), len(TRIED)
    record_property("measured", f"Schemathesis: {cases:,} cases of {operations} operations, all checks")
    if operations == len(OPERATIONS):
        assert cases >= AT_LEAST


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
    operation = contract.contract(APP)["/v1/{business}/policies/{policy}/decide"]["POST"]
    case = operation.Case(path_parameters={"business": business, "policy": policy}, body=body)
    response = case.call()
    operation.validate_response(response)
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        problem = response.json()
        assert problem["type"] == "/problems/no-version-in-force" or problem["errors"]
        assert all(fault["pointer"].startswith("/facts/") for fault in problem["errors"])
