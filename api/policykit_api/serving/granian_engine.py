"""Serving with granian, for those who choose it (`server.engine: granian`; the extra `granian`).

It watches over its connections by itself: of the limits it knows the header's time, the sizes it can buffer and how
many requests are under way. Before it is told to stop, its processes give their last answers (``last_answers``).
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import select
import signal
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any, cast

from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.app import Api, create_app
from policykit_api.metrics.shared import Share, Shared
from policykit_api.reload.reloading import Files
from policykit_api.serving.last_answers import last_answers
from policykit_api.serving.stopping import STEP
from policykit_api.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar

QUIET = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}
"""granian's own form of log lines is left out: they go where all others go."""


class Word:
    """A word that one process gives to those it has made, or they to it: an end of a pipe that is closed.

    Who dies gives it as well. Nothing is ever written.
    """

    def __init__(self) -> None:
        self.heard, self._given = os.pipe()

    def give(self) -> None:
        os.close(self._given)

    def is_given(self, seconds: float) -> bool:
        """Whether all who can give it have, at the latest after so many seconds."""
        return bool(select.select([self.heard], [], [], seconds)[0])


class Server(MPServer):
    """granian's server; before its processes stop, they are given time for their last answers.

    The processes are copies of the one that makes it, and have a copy of it as well.
    """

    def __init__(self, settings: Settings, **named: Any) -> None:
        super().__init__("policykit", **named)
        server = settings.server
        self.patience = server.drain + 2 * server.grace + 1.0
        self.stop, self.done = Word(), Word()
        self.interrupts = 0
        self.passed_on = False
        """Whether SIGHUP was passed on: it is for those as well that take a place later."""

    def signal_handler_interrupt(self, number: int, frame: FrameType | None) -> None:
        """Stop; at the second SIGINT without waiting for anybody."""
        self.interrupts += number == signal.SIGINT
        super().signal_handler_interrupt(number, frame)  # type: ignore[no-untyped-call]  # granian's

    def signal_handler_reload(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # a handler's
        """Have every process look at the files. granian would end them and make others."""
        self.passed_on = True
        for process in multiprocessing.active_children():
            with suppress(ProcessLookupError):
                os.kill(cast(int, process.pid), signal.SIGHUP)

    def shutdown(self, exit_code: int = 0) -> None:
        self.stop.give()
        self.done.give()
        for _ in range(round(self.patience / STEP)):
            if self.interrupts > 1 or self.done.is_given(STEP):
                break
        super().shutdown(exit_code)  # type: ignore[no-untyped-call]  # granian's

    # --- in each of the processes ---

    def heed(self, app: Litestar) -> None:
        """Give this process's last answers once it is told to stop, and say that they are given."""
        loop = asyncio.get_running_loop()

        def told() -> None:
            loop.remove_reader(self.stop.heard)
            finishing = loop.create_task(last_answers(cast(Api, app), service.of(app)))
            finishing.add_done_callback(lambda _: self.done.give())

        loop.add_reader(self.stop.heard, told)
        loop.remove_signal_handler(signal.SIGINT)  # a terminal says it to all: the first process gives the word
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.passed_on:
            os.kill(os.getpid(), signal.SIGHUP)


def serve(bundle: Bundle, settings: Settings, files: Files | None = None) -> None:
    """Serve the bundle until the process is told to stop."""
    multiprocessing.set_start_method("fork", force=True)  # the processes are copies that have the policies
    workers = settings.server.workers
    shared, numbers = Shared(workers), multiprocessing.Value("i", 0)
    server = Server(
        settings,
        address=settings.server.host,
        port=settings.server.port,
        uds=Path(settings.server.socket) if settings.server.socket else None,
        interface=Interfaces.ASGI,
        workers=workers,
        backpressure=settings.limits.requests,
        http1_settings=HTTP1Settings(
            header_read_timeout=round(settings.limits.header_seconds * 1000),
            max_buffer_size=max(settings.limits.header_bytes + settings.limits.target_bytes, 8192),
        ),
        websockets=False,
        log_dictconfig=QUIET,
        log_level=LogLevels(settings.log.level),
        respawn_failed_workers=True,
        workers_kill_timeout=max(1, round(settings.server.grace)),
    )

    def application() -> Litestar:
        """The application of one process; one that takes the place of another has the next number."""
        server.stop.give()  # the word is heard when the first process has given it as well
        with numbers.get_lock():
            number = numbers.value
            numbers.value += 1
        app = create_app(bundle, settings, files)
        running = service.of(app)
        running.share = Share(shared, number % workers)
        running.counts = running.share.before()
        app.on_startup.append(server.heed)
        return app

    server.serve(target_loader=application, wrap_loader=False)
