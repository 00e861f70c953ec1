"""A server that needs keys against its own document: without one, with one that may do all, little, or no more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

from hypothesis import HealthCheck, settings
from schemathesis import BaseSchema, Case
from schemathesis.checks import CheckFunction
from schemathesis.specs.openapi.checks import negative_data_rejection

from policykit_api.access.caller import Scope
from policykit_api.settings.access import Access
from tests import keyed
from tests.conftest import DEEP
from tests.fuzz import contract
from tests.fuzz.contract import FOLDER


def spelt(headers: dict[str, str]) -> dict[str, str]:
    """As Schemathesis spells the header, which it takes away again to see whether it is needed."""
    return {"Authorization": headers["authorization"]}


BUNDLE = contract.bundle()
HELD = keyed.settings(Path(FOLDER.name))
EVERYTHING = spelt(keyed.key(HELD))
CALLERS = (
    EVERYTHING,
    EVERYTHING,
    spelt(keyed.key(HELD, "fruit-shop", frozenset({Scope.DECIDE}))),
    spelt(keyed.key(HELD, "food-delivery", frozenset({Scope.READ}))),
)
"""One is taken for each case, by what is in it: each meets everything. Cases without a key come by the checks."""

MET: Counter[int] = Counter()
"""How often each status was met."""

slow = contract.contract(
    contract.application(
        BUNDLE,
        keyed.settings(Path(FOLDER.name), Access(keys="required", rate=0.001, burst=1)),
    )
)


def caller_of(case: Case) -> dict[str, str]:
    sent = repr((case.path_parameters, case.query, case.body))
    return CALLERS[crc32(sent.encode(errors="replace")) % len(CALLERS)]


def unseen(case: Case) -> list[CheckFunction]:
    """What cannot be asked of a case whose fault is that it has no key: it is given one."""
    return [] if "Authorization" in (case.headers or {}) else [negative_data_rejection]


def as_described(operation: BaseSchema) -> Callable[..., None]:
    @operation.parametrize()
    @settings(max_examples=100 if DEEP else 5, deadline=None, suppress_health_check=list(HealthCheck))
    def test(case: Case) -> None:
        answer = case.call_and_validate(headers=caller_of(case), excluded_checks=unseen(case))
        MET[answer.status_code] += 1

    return test


globals().update(
    {
        f"test_{name}_answers_each_caller_as_described": as_described(operation)
        for name, _, operation in contract.each(contract.application(BUNDLE, HELD))
    }
)


@slow.include(operation_id=["decide", "listBusinesses"]).parametrize()
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_too_many_requests_are_answered_as_described(case: Case) -> None:
    MET[case.call_and_validate(headers=EVERYTHING).status_code] += 1


def test_every_refusal_of_a_caller_was_met(record_property: Callable[[str, object], None]):
    statuses = ", ".join(f"{count} × {status}" for status, count in sorted(MET.items()))
    record_property("measured", f"Schemathesis with keys: {sum(MET.values()):,} cases: {statuses}")
    if sum(MET.values()) > 1_000:  # else some tests were left out
        assert {200, 401, 403, 404, 429} <= MET.keys()
