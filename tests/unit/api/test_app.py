from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from litestar import get
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app

PAGES = ["/", "/v1", "/openapi.json", "/docs", "/terms", "/health/live", "/v1/fruit-shop/policies/returns"]


@pytest.mark.parametrize("path", PAGES)
def test_head_answers_as_get_without_the_body(client: httpx.Client, path: str):
    got, head = client.get(path), client.head(path)
    assert (200, b"") == (head.status_code, head.content)
    assert got.headers["content-length"] == head.headers["content-length"]
    assert got.headers["content-type"] == head.headers["content-type"]


def test_head_of_what_is_not_there_has_no_body(client: httpx.Client):
    answer = client.head("/nowhere")
    assert (404, b"") == (answer.status_code, answer.content)


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1", "GET, HEAD, OPTIONS"), ("/v1/fruit-shop/policies/returns/decide", "OPTIONS, POST")],
)
def test_options_and_405_name_every_method(client: httpx.Client, path: str, allowed: str):
    options, refused = client.options(path), client.delete(path)
    assert (204, allowed) == (options.status_code, options.headers["allow"])
    assert (405, allowed) == (refused.status_code, refused.headers["allow"])


def test_head_where_there_is_only_post_is_refused(client: httpx.Client):
    answer = client.head("/v1/fruit-shop/policies/returns/decide")
    assert (405, "OPTIONS, POST", b"") == (answer.status_code, answer.headers["allow"], answer.content)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/docs/start.js", "/terms/fruit-shop/en/returns"])
def test_every_answer_carries_the_headers_that_keep_browsers_strict(client: httpx.Client, path: str):
    headers = client.get(path).headers
    assert "nosniff" == headers["x-content-type-options"]
    assert "no-referrer" == headers["referrer-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


def test_no_page_allows_another_host(client: httpx.Client):
    policies = [client.get(path).headers["content-security-policy"] for path in PAGES]
    assert not any("http" in policy or "unsafe" in policy or "*" in policy for policy in policies)


def test_a_failure_is_told_without_what_it_said(bundle: Bundle, caplog: pytest.LogCaptureFixture):
    @get("/broken")
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
