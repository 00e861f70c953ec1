"""Before the framework: a bare answer to a plain request comes by the lane, and everything else by the route."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.gate import stranger
from policykit_api.access.limit import Allowance, Limit
from policykit_api.answering.lane import Lane
from policykit_api.problem_kinds import KEY_NEEDED
from policykit_api.settings import Settings
from policykit_api.settings.limits import Limits
from tests.unit.api.conftest import DECIDE, QUESTION

PLAIN = {name: QUESTION[name] for name in ("facts", "as_of")}
BODY = json.dumps(PLAIN).encode()
HOST = (b"host", b"127.0.0.1:8000")
MINIMAL = (b"prefer", b"return=minimal")
JSON = (b"content-type", b"application/json")


class Server:
    """The application, asked as a server asks it, with an eye on whether a request reached the framework."""

    def __init__(self, bundle: Bundle, settings: Settings | None = None) -> None:
        self.app = create_app(bundle, settings)

    def ask(
        self, *chunks: bytes, headers: Iterable[tuple[bytes, bytes]] = (JSON, MINIMAL), method: str = "POST"
    ) -> tuple[int, dict[str, str], bytes]:
        waiting: list[dict[str, Any]] = [
            {"type": "http.request", "body": chunk, "more_body": number < len(chunks)}
            for number, chunk in enumerate(chunks, start=1)
        ]
        sent: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return waiting.pop(0) if waiting else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        asyncio.run(self.app(scope_of(headers, method), receive, send))
        start, *bodies = sent
        given = {name.decode(): value.decode() for name, value in start["headers"]}
        return start["status"], given, b"".join(one["body"] for one in bodies)


def scope_of(headers: Iterable[tuple[bytes, bytes]] = (JSON, MINIMAL), method: str = "POST") -> Any:
    return {
        "type": "http", "method": method, "path": DECIDE, "raw_path": DECIDE.encode(), "query_string": b"",
        "headers": [HOST, *headers], "http_version": "1.1", "scheme": "http", "server": ("127.0.0.1", 8000),
        "client": ("127.0.0.1", 5000), "root_path": "", "extensions": {},
    }  # fmt: skip


@pytest.fixture(scope="module")
def server(bundle: Bundle) -> Server:
    return Server(bundle)


def nameless(answer: bytes) -> bytes:
    return re.sub(rb'"id":"dec_\w+"', b"", answer)


def common(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "x-request-id"}


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the lane answered, for each question that it was asked."""
    found: list[bool] = []
    right = Lane.answer

    def answer(self: Lane, sent: bytes) -> bytes | None:
        given = right(self, sent)
        found.append(given is not None)
        return given

    monkeypatch.setattr(Lane, "answer", answer)
    return found


def test_the_lane_and_the_route_give_the_same_answer_and_headers(server: Server, answered: list[bool]):
    by_lane, by_route = server.ask(BODY), server.ask(BODY[:50], BODY[50:])
    assert [True] == answered
    for status, headers, _ in (by_lane, by_route):
        assert (200, "return=minimal", "Prefer") == (status, headers["preference-applied"], headers["vary"])
        assert headers["x-request-id"].startswith("req_")
    assert common(by_lane[1]) == common(by_route[1])
    assert nameless(by_lane[2]) == nameless(by_route[2])


def test_a_body_of_the_length_that_its_header_says_is_whole_whatever_is_said_to_follow(
    server: Server, answered: list[bool]
):
    length = (b"content-length", str(len(BODY)).encode())
    assert 200 == server.ask(BODY, b"", headers=(JSON, MINIMAL, length))[0]
    assert [True] == answered
    assert 200 == server.ask(BODY[:9], BODY[9:], headers=(JSON, MINIMAL, length))[0]
    assert [True] == answered


ASIDE: dict[str, tuple[tuple[bytes, ...], dict[str, Any], int]] = {
    "another method": ((b"",), {"method": "PUT"}, 405),
    "HEAD": ((b"",), {"method": "HEAD"}, 405),
    "OPTIONS": ((b"",), {"method": "OPTIONS"}, 204),
    "no preference": ((BODY,), {"headers": [JSON]}, 200),
    "the preference in other words": ((BODY,), {"headers": [JSON, (b"prefer", b"wait=1, Return = minimal")]}, 200),
    "the media type in other words": ((BODY,), {"headers": [(b"content-type", b"Application/JSON"), MINIMAL]}, 200),
    "another media type": ((BODY,), {"headers": [(b"content-type", b"text/plain"), MINIMAL]}, 415),
    "no media type": ((BODY,), {"headers": [MINIMAL]}, 415),
    "a body that is compressed": ((BODY,), {"headers": [JSON, MINIMAL, (b"content-encoding", b"gzip")]}, 415),
    "a body in pieces": ((BODY[:9], BODY[9:]), {}, 200),
    "a long body in pieces": ((b" " * 600_000, b" " * 600_000), {}, 413),
    "a long body": ((b" " * 1_200_000,), {}, 413),
}


@pytest.mark.parametrize(("chunks", "asked", "status"), ASIDE.values(), ids=ASIDE)
def test_what_is_out_of_the_ordinary_goes_by_the_route(
    server: Server, answered: list[bool], chunks: tuple[bytes, ...], asked: dict[str, Any], status: int
):
    assert status == server.ask(*chunks, **asked)[0]
    assert [] == answered


LEFT = {
    "no JSON": (b"{", 400),
    "a repeated name": (BODY.replace(b'"as_of"', b'"as_of": "2026-03-03T12:00:00+08:00", "as_of"'), 400),
    "a wrong fact": (BODY.replace(b"TWD", b"EUR"), 422),
    "a fact that is missing": (b'{"facts": {}, "as_of": "2026-03-03T12:00:00+08:00"}', 200),
    "staff who read it": (json.dumps({**PLAIN, "audience": "agent"}).encode(), 200),
}


@pytest.mark.parametrize(("sent", "status"), LEFT.values(), ids=LEFT)
def test_what_the_lane_leaves_is_answered_by_the_route(server: Server, answered: list[bool], sent: bytes, status: int):
    assert status == server.ask(sent)[0]
    assert [False] == answered


def test_the_limit_of_a_body_is_the_servers(bundle: Bundle):
    small = Server(bundle, Settings(limits=Limits(body_bytes=100)))
    assert 413 == small.ask(BODY)[0]


CALLERS = {
    "of that business": (Caller("k", "fruit-shop", frozenset({Scope.DECIDE})), 200),
    "of every business": (Caller("k", None, frozenset({Scope.DECIDE})), 200),
    "of another business": (Caller("k", "car-dealer", frozenset({Scope.DECIDE})), 404),
    "without the scope": (Caller("k", "fruit-shop", frozenset({Scope.READ})), 403),
    "whom nobody knows": (stranger(KEY_NEEDED, "who is it?"), 401),
}


@pytest.mark.parametrize(("caller", "status"), CALLERS.values(), ids=CALLERS)
def test_the_lane_is_open_to_those_who_may_have_the_route(bundle: Bundle, caller: Caller, status: int):
    guarded = Server(bundle)
    service.of(guarded.app).authenticate = lambda *_: caller
    by_lane, by_route = guarded.ask(BODY), guarded.ask(BODY[:9], BODY[9:])
    assert (status, status) == (by_lane[0], by_route[0])
    assert nameless(by_lane[2]) == nameless(by_route[2])


def test_a_question_by_the_lane_counts_against_the_limit_of_its_key(bundle: Bundle):
    guarded = Server(bundle)
    limited = Caller("k", None, frozenset({Scope.DECIDE}), Limit(Allowance(rate=0.001, burst=2)))
    service.of(guarded.app).authenticate = lambda *_: limited
    assert [200, 200, 429] == [guarded.ask(BODY)[0] for _ in range(3)]
