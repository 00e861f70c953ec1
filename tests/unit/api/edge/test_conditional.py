from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from policykit_api.edge.conditional import conditional, is_named

READS = ["/v1", "/v1/fruit-shop/policies", "/openapi.json", "/v1/fruit-shop/openapi.json", "/problems", "/docs"]


@pytest.mark.parametrize("path", READS)
def test_what_a_client_has_is_not_sent_again(client: httpx.Client, path: str):
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (200, 304, b"") == (first.status_code, again.status_code, again.content)
    assert "content-type" not in again.headers
    for name in ("etag", "vary", "cache-control", "content-language", "content-security-policy"):
        assert first.headers.get(name) == again.headers.get(name)


def test_head_is_answered_alike(client: httpx.Client):
    tag = client.get("/v1").headers["etag"]
    assert tag == client.head("/v1").headers["etag"]
    again = client.head("/v1", headers={"if-none-match": tag})
    assert (304, b"") == (again.status_code, again.content)


def test_another_language_is_another_answer(client: httpx.Client):
    tags = {client.get("/v1", headers={"accept-language": one}).headers["etag"] for one in ("en", "zh")}
    assert 2 == len(tags)


@pytest.mark.parametrize(("path", "status"), [("/v1/nowhere/policies", 404), ("/health/live", 200)])
def test_refusals_and_what_is_never_kept_have_no_name(client: httpx.Client, path: str, status: int):
    answer = client.get(path, headers={"if-none-match": "*"})
    assert status == answer.status_code
    assert "etag" not in answer.headers


@pytest.mark.parametrize("wanted", [b"*", b'"a"', b'W/"a"', b'"b", W/"a"', b' "b" ,"a"'])
def test_a_name_is_found_in_a_list_weak_or_strong(wanted: bytes):
    assert is_named(b'"a"', wanted)


@pytest.mark.parametrize("wanted", [None, b"", b"a", b'"b"', b'"a', b"**", b'"ab"'])
def test_what_is_not_named_is_sent(wanted: bytes | None):
    assert not is_named(b'"a"', wanted)


def test_what_is_sent_piece_by_piece_passes_through():
    sent: list[Any] = []

    async def run() -> None:
        async def send(message: Any) -> None:
            sent.append(message)

        respond = conditional(b"*", send)
        await respond({"type": "http.response.start", "status": 200, "headers": []})
        await respond({"type": "http.response.body", "body": b"1", "more_body": True})
        await respond({"type": "http.response.body", "body": b"2", "more_body": False})

    asyncio.run(run())
    assert [200, b"1", b"2"] == [message.get("status", message.get("body")) for message in sent]
