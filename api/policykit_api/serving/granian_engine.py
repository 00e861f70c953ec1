"""Serving with granian, for those who choose it (`server.engine: granian`; the extra `granian`).

It watches over its connections by itself: of the limits it knows the header's time, the sizes it can buffer and how
many requests are under way. It stops without `server.drain`, and may drop a request whose connection it closes.
"""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import TYPE_CHECKING

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.app import create_app
from policykit_api.metrics.shared import Share, Shared
from policykit_api.reload.reloading import Files
from policykit_api.settings import Settings

if TYPE_CHECKING:
    from litestar import Litestar


QUIET = {"formatters": {}, "handlers": {}, "loggers": {"_granian": {"propagate": True}}}
"""granian's own form of log lines is left out: they go where all others go."""


def serve(bundle: Bundle, settings: Settings, files: Files | None = None) -> None:
    """Serve the bundle until the process is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    multiprocessing.set_start_method("fork", force=True)  # the processes are copies that have the policies
    workers = settings.server.workers
    shared, numbers = Shared(workers), multiprocessing.Value("i", 0)

    def application() -> Litestar:
        """The application of one process; one that takes the place of another has the next number."""
        with numbers.get_lock():
            number = numbers.value
            numbers.value += 1
        app = create_app(bundle, settings, files)
        running = service.of(app)
        running.share = Share(shared, number % workers)
        running.counts = running.share.before()
        return app

    Granian(
        "policykit",
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
    ).serve(target_loader=application, wrap_loader=False)
