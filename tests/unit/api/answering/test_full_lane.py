"""Before the framework: a full answer to a plain request comes by the lane, and everything else by the route."""

from __future__ import annotations

import json
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.limit import Allowance, Limit
from policykit_api.answering.full_lane import FullLane, Told
from policykit_api.settings import Settings
from policykit_api.settings.limits import Limits
from tests.unit.api.answering.test_express import BODY, CALLERS, JSON, MINIMAL, PLAIN, Server, common, nameless

SENT = json.dumps(PLAIN | {"include": ["reasons", "explanation"]}).encode()
FRENCH, CHINESE = (b"accept-language", b"fr"), (b"accept-language", b"zh-TW, en;q=0.5")


@pytest.fixture(scope="module")
def server(bundle: Bundle) -> Server:
    return Server(bundle)


@pytest.fixture
def answered(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the lane answered, for each question that it was asked."""
    found: list[bool] = []
    right = FullLane.answer

    def answer(self: FullLane, sent: bytes, caller: Caller, accepted: str | None) -> Told | None:
        given = right(self, sent, caller, accepted)
        found.append(given is not None)
        return given

    monkeypatch.setattr(FullLane, "answer", answer)
    return found


ALIKE = {
    "reasons and an explanation": (SENT, [JSON]),
    "nothing included": (BODY, [JSON]),
    "a locale in the body": (json.dumps(PLAIN | {"locale": "zh-TW"}).encode(), [JSON, FRENCH]),
    "a locale accepted": (SENT, [JSON, CHINESE]),
    "a locale that nobody writes": (SENT, [JSON, FRENCH]),
    "an agent": (json.dumps(PLAIN | {"audience": "agent", "include": ["explanation"]}).encode(), [JSON]),
    "a fact that is missing": (b'{"facts": {}, "as_of": "2026-03-03T12:00:00+08:00"}', [JSON]),
}


@pytest.mark.parametrize(("sent", "headers"), ALIKE.values(), ids=ALIKE)
def test_the_lane_and_the_route_give_the_same_answer_and_headers(
    server: Server, answered: list[bool], sent: bytes, headers: list[tuple[bytes, bytes]]
):
    by_lane, by_route = server.ask(sent, headers=headers), server.ask(sent[:50], sent[50:], headers=headers)
    assert [True] == answered
    assert (200, 200) == (by_lane[0], by_route[0])
    assert list(common(by_lane[1]).items()) == list(common(by_route[1]).items())
    assert nameless(by_lane[2]) == nameless(by_route[2])


def test_the_locale_is_said_in_the_header(server: Server):
    assert "zh-Hant" == server.ask(SENT, headers=[JSON, CHINESE])[1]["content-language"]


ASIDE: dict[str, tuple[tuple[bytes, ...], dict[str, Any], int]] = {
    "another method": ((b"",), {"method": "PUT"}, 405),
    "HEAD": ((b"",), {"method": "HEAD"}, 405),
    "the preference, and parts to be included": ((SENT,), {"headers": [JSON, MINIMAL]}, 200),
    "another preference": ((SENT,), {"headers": [JSON, (b"prefer", b"wait=1")]}, 200),
    "a header sent twice": ((SENT,), {"headers": [JSON, CHINESE, FRENCH]}, 200),
    "another media type": ((SENT,), {"headers": [(b"content-type", b"text/plain")]}, 415),
    "no media type": ((SENT,), {"headers": []}, 415),
    "a key of its own, which is none": ((SENT,), {"headers": [JSON, (b"idempotency-key", b" ")]}, 400),
    "a body that is compressed": ((SENT,), {"headers": [JSON, (b"content-encoding", b"gzip")]}, 415),
    "a body in pieces": ((SENT[:9], SENT[9:]), {"headers": [JSON]}, 200),
    "a long body in pieces": ((b" " * 600_000, b" " * 600_000), {"headers": [JSON]}, 413),
    "a long body": ((b" " * 1_200_000,), {"headers": [JSON]}, 413),
}


@pytest.mark.parametrize(("chunks", "asked", "status"), ASIDE.values(), ids=ASIDE)
def test_what_is_out_of_the_ordinary_goes_by_the_route(
    server: Server, answered: list[bool], chunks: tuple[bytes, ...], asked: dict[str, Any], status: int
):
    assert status == server.ask(*chunks, **asked)[0]
    assert [] == answered


LEFT = {
    "no JSON": (b"{", 400),
    "a repeated name": (SENT.replace(b'"as_of"', b'"as_of": "2026-03-03T12:00:00+08:00", "as_of"'), 400),
    "a wrong fact": (SENT.replace(b"TWD", b"EUR"), 422),
    "a wrong part": (SENT.replace(b"reasons", b"raisins"), 422),
    "no version in force": (SENT.replace(b"2026-03", b"1996-03"), 422),
    "a decision to be kept": (json.dumps(PLAIN | {"store": False}).encode(), 200),
    "an auditor who reads it": (json.dumps(PLAIN | {"audience": "auditor"}).encode(), 200),
}


@pytest.mark.parametrize(("sent", "status"), LEFT.values(), ids=LEFT)
def test_what_the_lane_leaves_is_answered_by_the_route(server: Server, answered: list[bool], sent: bytes, status: int):
    assert status == server.ask(sent, headers=[JSON])[0]
    assert [False] == answered


def test_the_limit_of_a_body_is_the_servers(bundle: Bundle):
    small = Server(bundle, Settings(limits=Limits(body_bytes=100)))
    assert 413 == small.ask(SENT, headers=[JSON])[0]


@pytest.mark.parametrize(("caller", "status"), CALLERS.values(), ids=CALLERS)
@pytest.mark.parametrize("audience", ["customer", "agent"])
def test_the_lane_is_open_to_those_who_may_have_the_route(bundle: Bundle, caller: Caller, status: int, audience: str):
    guarded = Server(bundle)
    service.of(guarded.app).authenticate = lambda *_: caller
    sent = json.dumps(PLAIN | {"audience": audience}).encode()
    by_lane, by_route = guarded.ask(sent, headers=[JSON]), guarded.ask(sent[:9], sent[9:], headers=[JSON])
    expected = 403 if audience == "agent" and status == 200 else status
    assert (expected, expected) == (by_lane[0], by_route[0])
    assert nameless(by_lane[2]) == nameless(by_route[2])


def test_a_question_by_the_lane_counts_against_the_limit_of_its_key(bundle: Bundle):
    guarded = Server(bundle)
    limited = Caller("k", None, frozenset({Scope.DECIDE}), Limit(Allowance(rate=0.001, burst=2)))
    service.of(guarded.app).authenticate = lambda *_: limited
    assert [200, 200, 429] == [guarded.ask(SENT, headers=[JSON])[0] for _ in range(3)]
