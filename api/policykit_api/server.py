"""Serving a bundle: the socket, the processes, and uvicorn on uvloop and httptools in each."""

from __future__ import annotations

import socket
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import uvicorn

from policykit.pipeline import Bundle
from policykit_api import service
from policykit_api.app import create_app
from policykit_api.metrics.shared import Share, Shared
from policykit_api.observation import logs
from policykit_api.reload.reloading import Files
from policykit_api.serving.connection import Connection
from policykit_api.serving.listening import listen
from policykit_api.serving.processes import Processes
from policykit_api.serving.prompt import Prompt
from policykit_api.serving.stopping import Server
from policykit_api.serving.watch import Watch
from policykit_api.settings import Settings, extras
from policykit_api.settings import server as settings_of
from policykit_api.settings.clashes import clashes


def serve(bundle: Bundle, settings: Settings | None = None, files: Files | None = None) -> None:
    """Serve the bundle, and what changes in the files behind it, until told to stop (SIGINT or SIGTERM).

    Raises ValueError where settings do not go together, OSError where an address cannot be listened on, NotInstalled
    where its engine is missing, SystemExit where it cannot run.
    """
    settings = settings or Settings()
    for clash in clashes(settings):
        raise ValueError(f"{clash.message}: {clash.help}")
    extras.require(settings)
    logs.configure(settings.log)
    if settings.server.engine == "granian":
        from policykit_api.serving import granian_engine

        granian_engine.serve(bundle, settings, files)
        return
    with closing(listen(settings.server)) as listening, metrics_socket(settings) as for_metrics:
        workers = settings.server.workers
        place = Place(bundle, files, settings, listening, for_metrics, Shared(workers) if workers > 1 else None)
        if workers == 1:
            work(place, 0)
        elif not Processes(workers, partial(work, place)).run():
            raise SystemExit(1)
    if settings.server.socket:
        Path(settings.server.socket).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Place:
    """What all processes have in common."""

    bundle: Bundle
    files: Files | None
    settings: Settings
    listening: socket.socket
    for_metrics: socket.socket | None
    shared: Shared | None


def metrics_socket(settings: Settings) -> AbstractContextManager[socket.socket | None]:
    """The socket for the metrics, where they have a port of their own."""
    metrics = settings.metrics
    if metrics.port is None:
        return nullcontext()
    return closing(listen(settings_of.Server(host=metrics.host, port=metrics.port)))


def work(place: Place, number: int) -> None:
    """Serve in this process, which has that number, until it is told to stop."""
    app = create_app(place.bundle, place.settings, place.files)
    running = service.of(app)
    if place.shared:
        running.share = Share(place.shared, number)
        running.counts = running.share.before()
    watch = Watch(place.settings, running.counts)
    config = uvicorn.Config(
        app,
        http=cast("type[Connection]", partial(Connection, watch=watch, prompt=Prompt(running))),
        ws="none",
        lifespan="on",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # a page could name its browser's machine by them as it likes
        log_config=None,
    )
    Server(config, watch, running, place.for_metrics).run([place.listening])
