from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import BAD_REQUEST
from policykit_api.problems import Refused
from policykit_api.settings import Settings
from policykit_api.settings.limits import Limits
from tests.unit.api.test_app import PAGES


def test_a_sound_id_comes_back_and_another_is_made(client: httpx.Client):
    assert "mine-1" == client.get("/v1", headers={"x-request-id": "mine-1"}).headers["x-request-id"]
    made = [client.get("/v1", headers={"x-request-id": "not sound"}).headers["x-request-id"] for _ in range(2)]
    assert made[0] != made[1]
    assert all(one.startswith("req_") for one in made)


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/docs/start.js", "/terms/fruit-shop/en/returns"])
def test_every_answer_carries_the_headers_that_keep_browsers_strict(client: httpx.Client, path: str):
    headers = client.get(path).headers
    assert "nosniff" == headers["x-content-type-options"]
    assert "no-referrer" == headers["referrer-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"]


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


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_a_refusal_at_the_edge_is_a_problem_document_with_all_headers(bundle: Bundle, method: str):
    def nobody(*_: object):
        raise Refused(BAD_REQUEST, "no", headers={"Retry-After": "7"})

    app = create_app(bundle)
    app.state.service.authenticate = nobody
    with TestClient(app) as client:
        answer = client.request(method, "/v1")
    assert (400, "application/problem+json", "7") == (
        answer.status_code,
        answer.headers["content-type"],
        answer.headers["retry-after"],
    )
    assert {"x-request-id", "x-content-type-options", "content-security-policy"} <= set(answer.headers)
    assert answer.content == b"" if method == "HEAD" else answer.json()["detail"] == "no"


SLOW = Operation("get", "/slow", "wait", "Waits", "text/plain", "slow", scope=None)


@pytest.fixture
def slow(bundle: Bundle) -> Iterator[TestClient]:
    """A server that takes one request at once, for half a second at most, with an address that takes longer."""

    @serves(SLOW)
    async def handler() -> str:
        await asyncio.sleep(5)
        return "at last"

    app = create_app(bundle, Settings(limits=Limits(requests=1, request_seconds=0.5)))
    app.register(handler)
    with TestClient(app) as client:
        yield client


def test_what_takes_too_long_is_given_up(slow: TestClient):
    answer = slow.get("/slow")
    assert (503, "/problems/took-too-long", "1") == (
        answer.status_code,
        answer.json()["type"],
        answer.headers["retry-after"],
    )
    assert 200 == slow.get("/v1").status_code


def test_a_request_too_many_is_refused_and_health_answers(slow: TestClient):
    with ThreadPoolExecutor() as others:
        first = others.submit(slow.get, "/slow")
        time.sleep(0.2)
        answer, health = slow.get("/v1"), slow.get("/health/ready")
        assert 503 == first.result().status_code
    assert (503, "/problems/too-busy", "1") == (
        answer.status_code,
        answer.json()["type"],
        answer.headers["retry-after"],
    )
    assert 200 == health.status_code
