from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from policykit_api import query
from policykit_api.wire.request import Wrong

TERMS = "/v1/fruit-shop/policies/returns/terms"


def refused(client: httpx.Client, address: str) -> dict[str, tuple[str, str | None]]:
    """What is said of each parameter that is refused."""
    answer = client.get(address)
    assert (400, "/problems/wrong-query") == (answer.status_code, answer.json()["type"])
    return {fault["pointer"]: (fault["detail"], fault["help"]) for fault in answer.json()["errors"]}


def test_all_faults_are_named_at_once(client: httpx.Client):
    told = refused(client, f"{TERMS}?locale=en_GB&versoin=2025-01-01&version=a&version=b")
    assert {
        "/versoin": ("unknown parameter `versoin`", "did you mean `version`?"),
        "/version": ("`version` is given 2 times", "give it once"),
        "/locale": ("`en_GB` is not a locale", "write it like `en` or `zh-Hant` (BCP 47)"),
    } == told


@pytest.mark.parametrize(
    "address",
    ["/v1/fruit-shop/facts", "/v1/fruit-shop/policies/returns/facts-schema", "/v1/fruit-shop/terms", TERMS],
)
def test_a_parameter_that_an_address_does_not_take_is_named_with_those_it_takes(client: httpx.Client, address: str):
    detail, help = refused(client, f"{address}?a/b=1")["/a~1b"]
    assert "unknown parameter `a/b`" == detail
    assert help is not None
    assert "`locale`" in help


def test_of_very_many_faults_the_first_hundred_are_told(client: httpx.Client):
    address = f"{TERMS}?{'&'.join(f'x{number}=' for number in range(300))}"
    assert query.MOST_FAULTS == len(refused(client, address))
    assert client.get(address).json()["detail"].startswith("300 parameters")


def test_the_documents_name_the_refusal_where_parameters_are_taken(client: httpx.Client):
    paths = client.get("/openapi.json").json()["paths"]
    for methods in paths.values():
        for operation in methods.values():
            takes = any(one.get("in") == "query" for one in operation.get("parameters", ()))
            assert takes == ("wrong-query" in operation["responses"]["400"]["$ref"])


@pytest.mark.parametrize("text", ["2026-03-01T08:00:00+08:00", "2026-03-01T08:00:00 08:00", "2026-03-01T00:00:00Z"])
def test_an_instant_is_understood_with_a_plus_that_is_not_encoded(text: str):
    assert datetime(2026, 3, 1, tzinfo=UTC) == query.instant(text)


def test_a_space_elsewhere_makes_no_instant():
    with pytest.raises(Wrong):
        query.instant("2026-03-01 08:00:00+08:00 ")
