from __future__ import annotations

from datetime import UTC, datetime

import httpx
import pytest

from policykit_api import query
from policykit_api.app import OPERATIONS
from policykit_api.operation import Operation
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


STRICT = [one for one in OPERATIONS if one.answer != "text/html"]
"""All but pages for people: links to them get parameters where they are shared."""


@pytest.mark.parametrize("operation", STRICT, ids=lambda one: one.id)
def test_no_operation_takes_a_parameter_that_it_does_not_have(client: httpx.Client, operation: Operation, question):
    address = operation.path.format(
        business="fruit-shop", policy="damage-claim", version="2026-01-01", decision="x", locale="en"
    )
    body = operation.example(question, "damage-claim") if operation.body else None
    for headers in ({}, {"prefer": "return=minimal"}):
        answer = client.request(operation.method, f"{address}?dry_run=yes", json=body, headers=headers)
        assert (400, "/problems/wrong-query") == (answer.status_code, answer.json()["type"]), answer.text
        told = {fault["pointer"]: fault["detail"] for fault in answer.json()["errors"]}
        assert "unknown parameter `dry_run`" == told["/dry_run"]


@pytest.mark.parametrize("address", ["/", "/terms", "/terms/fruit-shop/en/returns", "/problems", "/docs"])
def test_pages_pass_over_what_links_get_where_they_are_shared(client: httpx.Client, address: str):
    assert 200 == client.get(f"{address}?utm_source=letter&utm_source=letter").status_code


def test_the_documents_name_the_refusal_of_every_operation_but_pages(client: httpx.Client):
    paths = client.get("/openapi.json").json()["paths"]
    for methods in paths.values():
        for operation in methods.values():
            page = "text/html" in operation["responses"]["200"].get("content", {})
            assert page != ("wrong-query" in operation["responses"]["400"]["$ref"])


@pytest.mark.parametrize("text", ["2026-03-01T08:00:00+08:00", "2026-03-01T08:00:00 08:00", "2026-03-01T00:00:00Z"])
def test_an_instant_is_understood_with_a_plus_that_is_not_encoded(text: str):
    assert datetime(2026, 3, 1, tzinfo=UTC) == query.instant(text)


def test_a_space_elsewhere_makes_no_instant():
    with pytest.raises(Wrong):
        query.instant("2026-03-01 08:00:00+08:00 ")
