"""The one look at all connections, about once a second: what has taken too long is ended."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from policykit_api.metrics.counts import Counts
from policykit_api.serving.crowd import Crowd
from policykit_api.settings import Settings

if TYPE_CHECKING:
    from policykit_api.serving.connection import Connection

LONGEST = 1.0
SHORTEST = 0.05
"""Seconds between two looks."""


class Watch:
    """The time of the last look, which stamps what happens on connections; and since when the server stops, if it does.

    A stamp may be older than what it stamps by the time between two looks.
    """

    def __init__(self, settings: Settings, counts: Counts) -> None:
        self.settings = settings
        self.counts = counts
        self.crowd = Crowd(settings.server)
        self.now = 0.0
        self.stopping: float | None = None
        limits = settings.limits
        shortest = min(limits.header_seconds, limits.body_seconds, limits.idle_seconds, limits.request_seconds)
        self.interval = min(LONGEST, max(SHORTEST, shortest / 4))

    async def run(self, connections: set[Connection]) -> None:
        """Look for as long as the server runs."""
        while True:
            self.look(connections)
            await asyncio.sleep(self.interval)

    def stop(self) -> None:
        self.stopping = asyncio.get_running_loop().time()

    def look(self, connections: set[Connection]) -> None:
        self.now = asyncio.get_running_loop().time()
        for connection in list(connections):
            connection.check(self.now)
