"""Serving with granian, for those who choose it (`server.engine: granian`; the extra `granian`).

It watches over its connections by itself: of the limits it knows the header's time, the sizes it can buffer and how
many requests are under way. Each of its processes gives its last answers before granian may stop it (``last_answers``).
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from functools import partial
from math import ceil
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, TypeVarTuple

import uvloop
from granian import loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.app import create_app
from policykit_api.metrics.shared import Share, Shared
from policykit_api.reload.reloading import Files
from policykit_api.serving.last_answers import last_answers
from policykit_api.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar

log = logging.getLogger("policykit.server")

QUIET = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}
"""granian's own form of log lines is left out: they go where all others go."""
MORE = 2
"""Seconds that a process has for its end behind all that it may wait for."""


Arguments = TypeVarTuple("Arguments")


class Loop(uvloop.Loop):
    """The loop of a process, which remembers what granian would do when the process is told to stop."""

    end: Callable[[], object] | None = None

    def add_signal_handler(self, sig: int, callback: Callable[[*Arguments], object], *args: *Arguments) -> None:
        if sig == signal.SIGTERM and self.end is None:
            self.end = partial(callback, *args)
        super().add_signal_handler(sig, callback, *args)


@loops.register("auto")
def made() -> asyncio.AbstractEventLoop:
    """The loop of a process, as granian asks for it."""
    loop = Loop()
    asyncio.set_event_loop(loop)
    return loop


async def heed(app: Litestar) -> None:
    """From now on this process, when it is told to stop, first gives its last answers."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Loop)
    end = loop.end
    assert end is not None
    tasks: list[asyncio.Task[None]] = []

    def told() -> None:
        if not tasks:
            tasks.append(loop.create_task(last_answers(service.of(app))))
            tasks[0].add_done_callback(given)

    def given(task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (fault := task.exception()):
            log.error("the last answers were not waited for", exc_info=fault)
        end()

    loop.add_signal_handler(signal.SIGTERM, told)
    loop.remove_signal_handler(signal.SIGINT)  # a terminal says it to all: the first process says it once more
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Server(MPServer):
    """granian's server, the first of its processes."""

    def __init__(self, shared: Shared, **named: Any) -> None:
        super().__init__("policykit", **named)
        self.shared = shared
        self.interrupts = 0

    def signal_handler_interrupt(self, number: int, frame: FrameType | None) -> None:
        """Stop; at the second SIGINT without waiting for anybody."""
        self.interrupts += number == signal.SIGINT
        if self.interrupts > 1:
            for process in self.wrks:
                process.kill()  # type: ignore[no-untyped-call]  # granian's
        super().signal_handler_interrupt(number, frame)  # type: ignore[no-untyped-call]  # granian's

    def signal_handler_reload(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # a handler's
        """Have every process look at the files. granian would end them and make others."""
        self.shared.call()


class Seats:
    """Which process has which number: one that takes the place of another has that one's."""

    def __init__(self, processes: int) -> None:
        self._taken = multiprocessing.Array("q", processes)

    def take(self, own: int) -> int:
        """The number of the process that has this id."""
        with self._taken.get_lock():
            taken: list[int] = self._taken[:]
            number = next((number for number, pid in enumerate(taken) if not pid or not lives(pid)), 0)
            self._taken[number] = own
        return number


def lives(pid: int) -> bool:
    """Whether there is such a process; one that has ended and is not reaped yet still counts."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def serve(bundle: Bundle, settings: Settings, files: Files | None = None) -> None:
    """Serve the bundle until the process is told to stop."""
    multiprocessing.set_start_method("fork", force=True)  # the processes are copies that have the policies
    server, workers = settings.server, settings.server.workers
    shared, seats = Shared(workers), Seats(workers)

    def application() -> Litestar:
        """The application of one process."""
        app = create_app(bundle, settings, files)
        running = service.of(app)
        running.share = Share(shared, seats.take(os.getpid()))
        running.counts = running.share.before()
        app.on_startup.append(heed)
        return app

    Server(
        shared,
        address=server.host,
        port=server.port,
        uds=Path(server.socket) if server.socket else None,
        interface=Interfaces.ASGI,
        workers=workers,
        http=HTTPModes.http1,
        backpressure=settings.limits.requests,
        http1_settings=HTTP1Settings(
            header_read_timeout=round(settings.limits.header_seconds * 1000),
            max_buffer_size=max(settings.limits.header_bytes + settings.limits.target_bytes, 8192),
        ),
        websockets=False,
        log_dictconfig=QUIET,
        log_level=LogLevels(settings.log.level),
        respawn_failed_workers=True,
        workers_kill_timeout=ceil(server.drain + server.grace) + MORE,
    ).serve(target_loader=application, wrap_loader=False)
