from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from litestar import get
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.operation import Operation, serves

PAGES = ["/", "/v1", "/openapi.json", "/docs", "/terms", "/health/live", "/v1/fruit-shop/policies/returns"]


def test_no_page_allows_another_host(client: httpx.Client):
    policies = [client.get(path).headers["content-security-policy"] for path in PAGES]
    assert not any("http" in policy or "unsafe" in policy or "*" in policy for policy in policies)


BROKEN = Operation("get", "/broken", "break", "Breaks", "text/html", "broken", scope=None)


def test_a_handler_that_says_nothing_of_who_may_call_it_gets_into_no_application(bundle: Bundle):
    @get("/unguarded")
    async def unguarded() -> None:
        raise AssertionError

    with pytest.raises(TypeError, match=r"the handler .*unguarded has no operation, which says who may call it"):
        create_app(bundle).register(unguarded)


def test_a_failure_is_told_without_what_it_said(bundle: Bundle, caplog: pytest.LogCaptureFixture):
    @serves(BROKEN)
    async def broken() -> None:
        raise RuntimeError("the customer's secret")

    app = create_app(bundle)
    app.register(broken)
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/broken")
    assert (500, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert "/problems/internal-error" == answer.json()["type"]
    assert "secret" not in answer.text + caplog.text
    assert "RuntimeError at " in caplog.text


def test_start_and_end_of_the_server_pass_through(bundle: Bundle):
    sent: list[str] = []

    async def run() -> None:
        said: list[Any] = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

        async def receive() -> Any:
            return said.pop(0)

        async def send(message: Any) -> None:
            sent.append(message["type"])

        await create_app(bundle)({"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}, receive, send)

    asyncio.run(run())
    assert ["lifespan.startup.complete", "lifespan.shutdown.complete"] == sent


def test_options_names_every_method_of_an_address_with_several_handlers(client: httpx.Client):
    allowed = client.options("/terms/fruit-shop/en/returns/your_case").headers["allow"]
    assert {"GET", "HEAD", "OPTIONS", "POST"} == set(allowed.split(", "))
