"""At once or not at all: what a connection answers by itself is what the application answers, header by header."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.limit import Allowance, Limit
from policykit_api.call import Call
from policykit_api.serving.prompt import Prompt
from policykit_api.settings import Settings
from policykit_api.settings.cors import Cors
from policykit_api.settings.limits import Limits
from policykit_api.settings.server import Server as ServerSettings
from policykit_api.settings.store import Store
from policykit_api.settings.traces import Traces
from tests.unit.api.answering.test_express import BODY, JSON, MINIMAL, PLAIN, Server, common, nameless, scope_of

DATE = (b"date", b"Tue, 03 Mar 2026 04:00:00 GMT")
Fields = Iterable[tuple[bytes, bytes]]


def parted(answer: bytes) -> tuple[bytes, dict[str, str], bytes]:
    """The first line, the headers and the body of a whole answer."""
    head, _, body = answer.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first.encode(), dict(line.split(": ", 1) for line in lines), body


def answer(server: Server, body: bytes = BODY, headers: Fields = (JSON, MINIMAL), method: str = "POST") -> bytes | None:
    return Prompt(service.of(server.app)).answer(scope_of(headers, method), body, [DATE])


EXPLAINED = json.dumps({**PLAIN, "locale": "en", "include": ["reasons", "explanation"]}).encode()


@pytest.mark.parametrize("more", [(), [(b"accept-language", b"zh-TW")]], ids=["in no language", "in a language"])
@pytest.mark.parametrize("body", [BODY, EXPLAINED], ids=["as it comes", "explained"])
def test_the_full_answer_is_the_applications(bundle: Bundle, body: bytes, more: Fields):
    server = Server(bundle)
    found = answer(server, body, headers=(JSON, *more))
    assert found is not None
    _, headers, content = parted(found)
    _, expected, expected_content = server.ask(body[:50], body[50:], headers=(JSON, *more))
    assert common(expected) == {name: value for name, value in common(headers).items() if name != "date"}
    assert nameless(expected_content) == nameless(content)


LIKE: Mapping[str, tuple[Settings, Fields]] = {
    "by default": (Settings(), ()),
    "with an id of the caller's": (Settings(), [(b"x-request-id", b"mine-1")]),
    "with an id that does not belong into a log": (Settings(), [(b"x-request-id", b"a b")]),
    "for HTTPS alone": (Settings(server=ServerSettings(hsts=60)), ()),
    "where pages of others may ask": (Settings(cors=Cors(origins=("https://shop.example",))), ()),
}


@pytest.mark.parametrize(("settings", "more"), LIKE.values(), ids=LIKE)
def test_the_answer_is_the_applications(bundle: Bundle, settings: Settings, more: Fields):
    server = Server(bundle, settings)
    found = answer(server, headers=(JSON, MINIMAL, *more))
    assert found is not None
    first, headers, body = parted(found)
    status, expected, expected_body = server.ask(BODY, headers=(JSON, MINIMAL, *more))
    assert (b"HTTP/1.1 200 OK", 200) == (first, status)
    assert common(expected) == {name: value for name, value in common(headers).items() if name != "date"}
    assert (DATE[1].decode(), nameless(expected_body)) == (headers["date"], nameless(body))
    is_own = headers["x-request-id"] == expected["x-request-id"] == "mine-1"
    assert is_own or (headers["x-request-id"] != expected["x-request-id"] and headers["x-request-id"][:4] == "req_")


LEFT: Mapping[str, tuple[Settings, dict[str, Any]]] = {
    "another method": (Settings(), {"method": "PUT"}),
    "another preference": (Settings(), {"headers": [JSON, (b"prefer", b"wait=1")]}),
    "a request that may be repeated": (Settings(), {"headers": [JSON, MINIMAL, (b"idempotency-key", b"1")]}),
    "two hosts": (Settings(), {"headers": [JSON, MINIMAL, (b"host", b"localhost")]}),
    "decisions that are all kept": (Settings(store=Store(decisions="always")), {}),
    "a page of another origin": (Settings(), {"headers": [JSON, MINIMAL, (b"origin", b"https://shop.example")]}),
    "a request through a proxy": (Settings(), {"headers": [JSON, MINIMAL, (b"forwarded", b"for=1.2.3.4")]}),
    "a body too long": (Settings(limits=Limits(body_bytes=100)), {}),
    "a wrong body": (Settings(), {"body": b"{"}),
    "too much to do": (Settings(limits=Limits(requests=1)), {}),
    "a trace of each request": (Settings(traces=Traces(endpoint="http://127.0.0.1:4318")), {}),
}


@pytest.mark.parametrize(("settings", "asked"), LEFT.values(), ids=LEFT)
def test_all_else_is_left_to_the_application(bundle: Bundle, settings: Settings, asked: dict[str, Any]):
    server = Server(bundle, settings)
    running = service.of(server.app)
    running.under_way.add(Call(running.snapshot, {}, b"another"))
    assert answer(server, **asked) is None
    assert {} == running.counts.requests, "the application counts it"


def test_it_is_counted_as_any_other(bundle: Bundle):
    server = Server(bundle)
    counts = service.of(server.app).counts
    server.ask(BODY)
    by_application = dict(counts.requests)
    answer(server)
    assert [1] == list(by_application.values())
    assert dict.fromkeys(by_application, 2) == counts.requests
    assert [2] == [sum(buckets[:-1]) for buckets in counts.seconds.values()]


def test_it_counts_against_the_limit_of_its_key_and_tells_what_is_left(bundle: Bundle):
    server = Server(bundle)
    limited = Caller("k", None, frozenset({Scope.DECIDE}), Limit(Allowance(rate=0.001, burst=2)))
    service.of(server.app).authenticate = lambda *_: limited
    found = [answer(server) for _ in range(3)]
    left = [parted(one)[1]["ratelimit"].split(";")[1] for one in found if one is not None]
    assert (["r=1", "r=0"], None) == (left, found[2])
    assert 429 == server.ask(BODY)[0]


def test_a_refusal_counts_once_against_the_limit_of_its_key(bundle: Bundle):
    server = Server(bundle)
    limit = Limit(Allowance(rate=0.001, burst=9))
    service.of(server.app).authenticate = lambda *_: Caller("k", None, frozenset({Scope.READ}), limit)
    assert (None, 403, 8) == (answer(server), server.ask(BODY)[0], limit.left(time.monotonic()))
