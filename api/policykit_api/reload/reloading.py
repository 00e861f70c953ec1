"""From changed files to the snapshot in use: all that is checked is taken over at once, all else is refused."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import time

from policykit.parts import Keeper
from policykit.pipeline import Bundle, Loaded
from policykit.values import now
from policykit_api.metrics.counts import RELOAD
from policykit_api.observation.tracing import span
from policykit_api.reload.news import Refusal, Reloaded, refusal, reloaded
from policykit_api.reload.steady import beside, steady
from policykit_api.service import Service
from policykit_api.snapshot import Snapshot
from policykit_api.wire.values import moment

GONE = 1.0
"""Seconds for which a business stays away before it is taken for deleted: a folder is replaced by taking it away."""

log = logging.getLogger("policykit.reload")


@dataclass(frozen=True, slots=True)
class Files:
    """The folder that a bundle was loaded from, all that the load gave, and where parts are kept on disk."""

    path: Path
    loaded: Loaded
    kept: Keeper | None = None


@dataclass(slots=True)
class Reloading:
    """The files behind the snapshot in use, as they were when they were last loaded; ``make`` makes snapshots."""

    service: Service
    files: Files
    make: Callable[[Bundle], Snapshot]
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Whose turn it is to work beside the requests: two at once would take as long, and keep both waiting."""

    async def reload(self, *, patient: bool = False) -> Reloaded | Refusal | None:
        """Take the files over as they are now; None where nothing has changed.

        A ``patient`` one waits whether a business that has vanished comes back. Whoever asks while another
        reload is under way gets what the files are after it.
        """
        async with self.turn:
            with span("reload"):
                return await self._reload(patient=patient)

    async def _reload(self, *, patient: bool) -> Reloaded | Refusal | None:
        path, before = self.files.path, self.files.loaded
        loaded = await steady(path, before, self.files.kept)
        if loaded is not None and patient and self._lacks(loaded):
            await asyncio.sleep(GONE)
            loaded = await steady(path, loaded, self.files.kept)
        if loaded is None:
            log.warning("the policies do not come to rest: the last good ones stay in use")
            return None
        self.files = Files(path, loaded, self.files.kept)
        if is_same(before, loaded):
            return self.service.refused
        return self._refuse(loaded) if loaded.bundle is None else await self._take(loaded.bundle)

    def _lacks(self, loaded: Loaded) -> bool:
        """Whether a business that is served has no folder any more."""
        served = self.service.snapshot.bundle.businesses
        return not served.keys() <= loaded.parts.keys()

    async def _take(self, bundle: Bundle) -> Reloaded | None:
        served = self.service.snapshot.bundle
        news = reloaded(served, bundle, moment(now()))
        if list(served.businesses.items()) != list(bundle.businesses.items()):
            self.service.snapshot = await beside(self.make, bundle)
        was_refused, self.service.refused = self.service.refused, None
        if not (news.businesses or news.removed or was_refused):
            return None
        if news.businesses or news.removed:
            changed, removed = (", ".join(names) or "none" for names in (news.businesses, news.removed))
            log.info("policies reloaded: %s; removed: %s", changed, removed, extra={"pid": os.getpid()})
        else:
            log.info("policies are again as they were taken over last", extra={"pid": os.getpid()})
        self.service.counts.event(RELOAD, "taken")
        self.service.counts.loaded_at = time()
        self.service.events.publish(news)
        return news

    def _refuse(self, loaded: Loaded) -> Refusal:
        news = refusal(loaded.diagnostics, moment(now()))
        first = news.findings[0]
        log.error(
            "policies refused, the last good ones stay in use: %s, the first %s at %s:%d",
            news.counted, first.code, first.file, first.line, extra={"pid": os.getpid()},
        )  # fmt: skip
        self.service.counts.event(RELOAD, "refused")
        before = self.service.refused
        if before is None or before.findings != news.findings:
            self.service.events.publish(news)
        # Since when the files have been wrong, however often they changed in between.
        self.service.refused = Refusal(before.at if before else news.at, news.errors, news.findings)
        return self.service.refused


def is_same(before: Loaded, after: Loaded) -> bool:
    """Whether a load has found nothing but what the one before it had made."""
    if before.parts.keys() != after.parts.keys() or before.diagnostics != after.diagnostics:
        return False
    return all(part.business is after.parts[name].business for name, part in before.parts.items())
