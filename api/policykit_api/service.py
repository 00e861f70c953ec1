"""What an application is made of, for as long as it runs."""

from __future__ import annotations

import logging
import os
from asyncio import sleep
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from litestar import Litestar

from policykit_api.access.caller import Caller
from policykit_api.call import Call
from policykit_api.metrics.counts import Counts, together
from policykit_api.metrics.shared import Share
from policykit_api.problem_kinds import TOO_BUSY
from policykit_api.problems import Refused
from policykit_api.reload.events import Events
from policykit_api.reload.news import Refusal
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store

if TYPE_CHECKING:
    from litestar.types import HTTPScope

    from policykit_api.reload.reloading import Reloading

log = logging.getLogger("policykit.server")

EVERY = 1.0
"""Seconds after which other processes see what this one has counted."""

Authenticate = Callable[["HTTPScope", Call], Caller]
"""Who sent a request; raises ``Refused`` where nothing is for him. Called for every request, before routing."""


@dataclass(slots=True)
class Service:
    """The settings, the snapshot in use, how callers are known, what is kept, and who listens to what happens.

    The snapshot is swapped whole: requests under way keep theirs. ``refused`` says why the policies' files
    of now are not in use; it is None while they are. ``reloading`` is None where no folder stands behind them.
    """

    settings: Settings
    snapshot: Snapshot
    store: Store
    events: Events
    authenticate: Authenticate
    refused: Refusal | None = None
    reloading: Reloading | None = None
    counts: Counts = field(default_factory=Counts)
    share: Share | None = None
    """Where the counts of all processes are, if there are several."""
    under_way: set[Call] = field(default_factory=set)
    last_answer: float | None = None
    """When an answer was begun that says that it is its connection's last (``monotonic``); None while none is to."""
    obstacles: dict[str, str] = field(default_factory=dict)
    """Why the server is not ready, each reason by the name of the part that gives and takes it back."""

    def require_known(self, scope: HTTPScope, asked: Call) -> None:
        """Raises ``Refused`` (401) where the key of a request that goes on for long has ended meanwhile."""
        caller = self.authenticate(scope, asked)
        if caller.unknown is not None:
            raise caller.unknown

    def begin_stream(self, asked: Call) -> None:
        """Let the answer go on for as long as the question; raises ``Refused`` (503) where as many as may do so."""
        if sum(one.streams for one in self.under_way) >= self.settings.limits.streams:
            raise Refused(TOO_BUSY, "as many streams are under way as are taken", headers={"Retry-After": "1"})
        asked.streams = True

    def stop_taking(self) -> None:
        """From now on the server says that it is not ready, so that nobody sends more to it."""
        self.obstacles["server"] = "it is stopping"

    def give_up(self) -> None:
        """End the work on all that is under way: the server stops, and there is no more time."""
        waiting = [asked for asked in self.under_way if not asked.overdue]
        if waiting:
            log.warning("not waited for", extra={"pid": os.getpid(), "requests": len(waiting)})
        for asked in waiting:
            asked.give_up("the server has stopped before the answer was there")

    def exposed(self, accept: str) -> tuple[bytes, str]:
        """The counts of all processes for Prometheus, and their media type."""
        from policykit_api.metrics.exposition import exposed

        self.counts.under_way = len(self.under_way)
        others = self.share.others() if self.share else ()
        return exposed(together((self.counts, *others)), accept)

    def publish(self) -> None:
        """Show the counts of this process to the others."""
        if self.share:
            self.counts.under_way = len(self.under_way)
            self.share.write(self.counts)


async def publish(service: Service) -> None:
    """Show the counts of this process to the others, for as long as it runs."""
    while service.share:
        service.publish()
        await sleep(EVERY)


def of(app: Litestar) -> Service:
    """The service behind an application."""
    service: Any = app.state.service
    assert isinstance(service, Service)
    return service
