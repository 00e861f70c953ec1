"""The event stream: who listens, what they are told, and from where on after a connection was lost."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from policykit_api.reload.news import News, name_of
from policykit_api.wire.shape import encode

KEPT = 256
"""How many events are kept for those who come back."""
BEHIND = 64
"""How many events a listener may be behind; one that is slower is let go, and comes back with its last id."""
HEARTBEAT = 15.0
"""Seconds of silence after which a line says that the connection lives."""


class TooMany(Exception):
    """There are as many listeners as there may be."""


@dataclass(frozen=True, slots=True)
class Event:
    """One piece of news, with an id by which its listener asks for what came after it; "" where nothing did."""

    id: str
    news: News


class Events:
    """What has happened lately, and those who listen. All of it happens in one event loop."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._process = secrets.token_hex(4)
        """Ids are this process's own: what another has counted tells nothing here."""
        self._count = 0
        self._kept: deque[Event] = deque(maxlen=KEPT)
        self._queues: set[asyncio.Queue[Event | None]] = set()
        self._closed = False

    def publish(self, news: News) -> None:
        """Tell everybody who listens."""
        self._count += 1
        event = Event(f"{self._process}-{self._count}", news)
        self._kept.append(event)
        for queue in tuple(self._queues):
            if queue.qsize() >= BEHIND:
                self._let_go(queue)
            else:
                queue.put_nowait(event)

    def close(self) -> None:
        """Let everybody go: the server stops."""
        self._closed = True
        for queue in tuple(self._queues):
            self._let_go(queue)

    def _let_go(self, queue: asyncio.Queue[Event | None]) -> None:
        self._queues.discard(queue)
        queue.put_nowait(None)

    @property
    def full(self) -> bool:
        """Whether as many listen as may."""
        return len(self._queues) >= self._most

    def since(self, last: str) -> tuple[Event, ...] | None:
        """What came after the event of that id; None where that is not known any more, or was another process's."""
        known = [event.id for event in self._kept]
        if last == f"{self._process}-{self._count}":
            return ()
        return tuple(self._kept)[known.index(last) + 1 :] if last in known else None

    @contextmanager
    def listening(self) -> Iterator[asyncio.Queue[Event | None]]:
        """A queue that gets every event from now on, and None as the last. Raises TooMany."""
        if self.full:
            raise TooMany
        queue: asyncio.Queue[Event | None] = asyncio.Queue()
        self._queues.add(queue)
        if self._closed:
            self._let_go(queue)
        try:
            yield queue
        finally:
            self._queues.discard(queue)


async def heard(queue: asyncio.Queue[Event | None]) -> AsyncIterator[Event | None]:
    """Each event, and None where nothing has been said for a while; ends where the listener is let go."""
    while True:
        try:
            event = await asyncio.wait_for(queue.get(), HEARTBEAT)
        except TimeoutError:
            yield None
            continue
        if event is None:
            return
        yield event


def written(event: Event) -> bytes:
    """An event as it is sent (Server-Sent Events, HTML Living Standard 9.2)."""
    head = f"id: {event.id}\n" if event.id else ""
    return f"{head}event: {name_of(event.news)}\ndata: ".encode() + encode(event.news) + b"\n\n"
