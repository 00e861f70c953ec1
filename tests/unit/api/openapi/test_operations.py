from __future__ import annotations

from policykit_api.access.caller import Scope
from policykit_api.openapi.operations import described, responses
from policykit_api.operation import Operation
from policykit_api.problem_kinds import NOT_FOUND, UNKNOWN_BUSINESS

READ = Operation(
    "get", "/v1/x", "readX", "Reads", "text/plain", "x", Scope.READ, refusals=(NOT_FOUND, UNKNOWN_BUSINESS)
)


def test_a_server_that_needs_keys_says_so():
    assert [{"key": ["read"]}] == described(READ, keys=True)["security"]
    assert [{}, {"key": ["read"]}] == described(READ, keys=False)["security"]


def test_refusals_of_one_status_stand_together():
    given = responses(READ, {})
    everywhere = {"400", "408", "414", "421", "431", "500", "503"}
    assert {"200", "304", "401", "403", "404", "429"} | everywhere == set(given)
    assert {"$ref": "#/components/responses/not-found.unknown-business"} == given["404"]
