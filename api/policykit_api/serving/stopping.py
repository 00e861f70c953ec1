"""uvicorn's server, stopped so that no request is lost that was fully sent before its connection was closed."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING, cast

import uvicorn

from policykit_api.service import Service
from policykit_api.serving import metrics_port
from policykit_api.serving.listening import close_doors
from policykit_api.serving.paces import STEP
from policykit_api.serving.watch import Watch

if TYPE_CHECKING:
    from policykit_api.serving.connection import Connection

log = logging.getLogger("policykit.server")

LAST = 1.0
"""Seconds for the end of what goes on beside the requests, where somebody insists on the end."""


class Server(uvicorn.Server):
    """uvicorn's server with the watch over its connections, the metrics on a socket of their own, and its end."""

    def __init__(
        self, config: uvicorn.Config, watch: Watch, running: Service, for_metrics: socket.socket | None
    ) -> None:
        super().__init__(config)
        self.watch = watch
        self.settings = watch.settings.server
        self.running = running
        self.for_metrics = for_metrics
        self.interrupts = 0

    @property
    def connections(self) -> set[Connection]:
        return cast("set[Connection]", self.server_state.connections)

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until SIGTERM or SIGINT. Ends in peace: uvicorn would raise the signal again."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.handle_exit)
        await self._serve(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # the signature of a handler
        """Stop; at the second SIGINT without waiting for anybody."""
        self.interrupts += sig == signal.SIGINT
        self.should_exit = True
        self.force_exit = self.interrupts > 1

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.for_metrics:
            self.metrics = await metrics_port.serve(self.running, self.for_metrics)
        log.info("serving", extra={"pid": os.getpid(), **self._where()})
        self.watching = asyncio.create_task(self.watch.run(self.connections))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say that the server is not ready, take no new connections, finish, close what is idle, and end."""
        log.info("stopping", extra={"pid": os.getpid(), "requests": len(self.running.under_way)})
        self.running.stop_taking()
        loop = asyncio.get_running_loop()
        await self._until(loop.time() + self.settings.drain, lambda: False)
        end = loop.time() + self.settings.grace
        await close_doors(sockets or [], partial(self._until, end))
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        self.running.events.close()
        await self._finish(end)
        self.watching.cancel()
        if self.for_metrics:
            self.metrics.close()
        with suppress(TimeoutError):  # a part that is not left in order tells so with a traceback
            await asyncio.wait_for(self.lifespan.shutdown(), LAST if self.force_exit else None)
        log.info("stopped", extra={"pid": os.getpid()})

    def _where(self) -> dict[str, object]:
        return (
            {"socket": self.settings.socket}
            if self.settings.socket
            else {"host": self.settings.host, "port": self.settings.port}
        )

    async def _finish(self, end: float) -> None:
        """Wait for the answers under way, while there is time."""
        self.watch.stop()
        for connection in list(self.connections):
            connection.shutdown()
        await self._until(end, lambda: not self.connections and not self.server_state.tasks)
        self.running.give_up()
        await asyncio.sleep(STEP)
        for task in self.server_state.tasks:
            task.cancel()
        for connection in list(self.connections):
            connection.transport.abort()

    async def _until(self, end: float, done: Callable[[], bool]) -> None:
        """Go on up to then, unless it is done before or somebody insists on the end."""
        loop = asyncio.get_running_loop()
        while loop.time() < end and not done() and not self.force_exit:
            self.watch.look(self.connections)
            await asyncio.sleep(STEP)
