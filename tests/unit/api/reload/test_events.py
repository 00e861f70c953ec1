"""Who listens to what happens: everything in order, what was missed first, and a bound on all of it."""

from __future__ import annotations

import asyncio
import json

import pytest

from policykit_api.reload import events as module
from policykit_api.reload.events import BEHIND, KEPT, Event, Events, TooMany, heard, written
from policykit_api.reload.news import Reloaded


def news(number: int) -> Reloaded:
    return Reloaded(f"2026-03-01T08:00:{number % 60:02}Z", {"shop": f"sha256:{number}"}, [])


def told(events: list[Event]) -> list[str]:
    return [event.news.businesses["shop"].removeprefix("sha256:") for event in events]


def test_everybody_who_listens_hears_every_event_in_order():
    events = Events(2)
    with events.listening() as one, events.listening() as other:
        events.publish(news(1))
        events.publish(news(2))
        assert ["1", "2"] == told([one.get_nowait(), one.get_nowait()])
        assert ["1", "2"] == told([other.get_nowait(), other.get_nowait()])


def test_no_more_listen_than_may_and_one_that_leaves_makes_room():
    events = Events(1)
    with events.listening():
        assert events.full
        with pytest.raises(TooMany), events.listening():
            pass
    with events.listening():
        pass


def test_whoever_comes_back_is_told_what_came_after_their_last_event():
    events = Events(1)
    for number in range(3):
        events.publish(news(number))
    first, second, third = events._kept
    assert (second, third) == events.since(first.id)
    assert () == events.since(third.id)


@pytest.mark.parametrize("last", ["", "0000-1", "none\r\n"])
def test_what_another_process_has_told_is_not_known_here(last):
    events = Events(1)
    events.publish(news(1))
    assert events.since(last) is None


def test_what_is_long_ago_is_not_known_any_more():
    events = Events(1)
    events.publish(news(0))
    (first,) = events._kept
    for number in range(KEPT):
        events.publish(news(number))
    assert events.since(first.id) is None


def test_a_listener_that_is_too_slow_is_let_go_and_can_come_back():
    async def listen() -> list[Event | None]:
        events = Events(1)
        with events.listening() as queue:
            for number in range(BEHIND + 5):
                events.publish(news(number))
            got = [event async for event in heard(queue)]
        assert len(events.since(got[-1].id)) == 5
        return got

    assert BEHIND == len(asyncio.run(listen()))


@pytest.mark.parametrize("when", ["before", "after"])
def test_when_the_server_stops_everybody_is_let_go(when):
    async def listen() -> list[Event | None]:
        events = Events(1)
        if when == "before":
            events.close()
        with events.listening() as queue:
            events.close()
            return [event async for event in heard(queue)]

    assert [] == asyncio.run(listen())


def test_silence_is_told_too(monkeypatch):
    monkeypatch.setattr(module, "HEARTBEAT", 0.01)

    async def listen() -> Event | None:
        with Events(1).listening() as queue:
            return await anext(heard(queue))

    assert asyncio.run(listen()) is None


def test_an_event_is_written_with_its_id_its_name_and_its_data_on_one_line():
    lines = written(Event("a-1", news(1))).decode().split("\n")
    assert ["id: a-1", "event: reloaded"] == lines[:2]
    assert {"shop": "sha256:1"} == json.loads(lines[2].removeprefix("data: "))["businesses"]
    assert ["", ""] == lines[3:]
    assert written(Event("", news(1))).startswith(b"event: ")
