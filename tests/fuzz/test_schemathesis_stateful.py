"""Sequences of requests, each made of what an earlier answer said, by the links of the OpenAPI document.

List, then read; ask what is missing, then decide; decide and keep, then tell the decision again for others.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from unittest import TestCase

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case

from tests.conftest import DEEP
from tests.fuzz import contract

CASES: dict[str, list[int]] = {}
"""The statuses with which each operation of a conversation was answered."""

APP = contract.application(contract.bundle(), contract.settings("stateful"))


def kept(_: Any, body: Any) -> Any:
    """Every other decision is kept."""
    if isinstance(body, dict) and isinstance(body.get("facts"), dict) and len(str(body)) % 2:
        body["store"] = True
    return body


def conversation(operations: Sequence[str], examples: int) -> type[TestCase]:
    """The test of sequences of these operations."""
    # Links that Schemathesis guesses would lead from anywhere to anywhere: those of the document are tried.
    phases = {"stateful": {"inference": {"algorithms": []}}}
    schema = contract.contract(APP, phases=phases).include(operation_id=list(operations))
    schema.hook("map_body")(kept)

    class Conversation(schema.as_state_machine()):
        def after_call(self, response: schemathesis.Response, case: Case) -> None:
            CASES.setdefault(case.operation.definition.raw["operationId"], []).append(response.status_code)

    made: type[TestCase] = Conversation.TestCase
    quiet = list(HealthCheck)
    made.settings = settings(max_examples=examples, stateful_step_count=6, deadline=None, suppress_health_check=quiet)
    return made


LISTS = ("listBusinesses", "readBusiness", "listPolicies", "readPolicy", "readTermsData")
DECISIONS = ("readNeeds", "decide", "listDecisions", "readDecision")

TestLists = conversation(LISTS, 200 if DEEP else 6)
TestDecisions = conversation(DECISIONS, 500 if DEEP else 20)


def test_conversations_went_on(record_property: Callable[[str, object], None]):
    """In a deep run each operation was answered with what it was asked for; a short one may not come so far."""
    found = sum(map(len, CASES.values()))
    record_property("measured", f"Schemathesis: {found:,} cases in conversations of up to 6 requests")
    if DEEP:
        answered = {name for name, statuses in CASES.items() if 200 in statuses}
        assert answered == {*LISTS, *DECISIONS}
