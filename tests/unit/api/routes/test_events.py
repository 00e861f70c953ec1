"""The stream of events as it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.problem_kinds import WRONG_KEY
from policykit_api.problems import Refused
from policykit_api.reload.events import Events
from policykit_api.reload.news import Reloaded, Serving
from policykit_api.routes.events import ALIVE, BEGINNING, stream

AT = "2026-03-01T08:00:00Z"
SERVING = Serving(AT, {"shop": "sha256:1", "inn": "sha256:2"})
CHANGED = Reloaded(AT, {"shop": "sha256:3"}, [])


def known() -> None:
    """A caller whose key goes on to work."""


def received(
    events: Events, last: str = "", business: str | None = None, check: Callable[[], None] = known
) -> list[bytes]:
    """What a listener gets until it is let go."""

    async def listen() -> list[bytes]:
        got = []
        async for piece in stream(events, last, business, SERVING, check):
            got.append(piece)
            if len(got) == 2:
                events.publish(CHANGED)
                events.close()
        return got

    return asyncio.run(listen())


def names(pieces: list[bytes]) -> list[str]:
    return [
        line.removeprefix(b"event: ").decode() for piece in pieces for line in piece.split(b"\n") if b"event" in line
    ]


def test_whoever_comes_first_learns_what_is_in_use_and_then_what_happens():
    got = received(Events(1))
    assert (BEGINNING, ["serving", "reloaded"]) == (got[0], names(got))


def test_whoever_comes_back_learns_what_was_missed_instead():
    events = Events(1)
    events.publish(CHANGED)
    events.publish(CHANGED)
    first, second = events._kept
    got = received(events, first.id)
    assert ["reloaded", "reloaded"] == names(got)
    assert f"id: {second.id}\n".encode() in got[1]


def test_a_caller_of_one_business_hears_of_no_other():
    got = received(Events(1), business="inn")
    assert (["serving"], ALIVE) == (names(got), got[-1])
    assert b"shop" not in b"".join(got)


def test_where_as_many_listen_as_may_the_stream_ends_at_once():
    events = Events(1)
    with events.listening():
        assert [BEGINNING] == received(events)


@pytest.fixture
def client(bundle: Bundle) -> Iterator[httpx.Client]:
    """The client of a server that is about to stop: streams end."""
    app = create_app(bundle)
    service.of(app).events.close()
    with TestClient(app) as found:
        yield found


def test_events_are_sent_as_events_and_kept_by_nobody(client):
    answer = client.get("/v1/events")
    assert "text/event-stream; charset=utf-8" == answer.headers["content-type"]
    assert ("no-store", "no") == (answer.headers["cache-control"], answer.headers["x-accel-buffering"])
    assert "event: serving\ndata: {" in answer.text


def test_head_waits_for_nothing(bundle):
    with TestClient(create_app(bundle)) as client:
        answer = client.head("/v1/events")
    assert (200, b"") == (answer.status_code, answer.content)


def test_one_listener_too_many_is_told_when_to_come_back(bundle):
    app = create_app(bundle)
    with TestClient(app) as client:
        service.of(app).events._most = 0
        answer = client.get("/v1/events")
    assert (503, "30", "/problems/too-many-listeners") == (
        answer.status_code,
        answer.headers["retry-after"],
        answer.json()["type"],
    )


def test_a_listener_whose_key_has_ended_hears_nothing_more():
    def check() -> None:
        raise Refused(WRONG_KEY, "the key was revoked")

    assert ["serving"] == names(received(Events(1), check=check))
