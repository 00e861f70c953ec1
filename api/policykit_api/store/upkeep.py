"""What the store needs while a server runs: to be opened in time, cleared of what is old, and closed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from functools import partial

from litestar import Litestar

from policykit.values import now
from policykit_api.repeating import again_and_again
from policykit_api.service import Service
from policykit_api.settings.store import Store as StoreSettings
from policykit_api.store import Store, TooNew, Unavailable

EVERY = 600.0
"""Seconds between two looks for what is old."""

LOOK = 5.0
"""Seconds between two looks whether the database is there, where no decision can be given without it."""

MOST = 20
"""So many parts are deleted at one look: what is left has time until the next."""

log = logging.getLogger("policykit.store")


def kept_up(service: Service) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """What opens the store with the application, keeps it small, and closes it."""

    @asynccontextmanager
    async def live(_: Litestar) -> AsyncIterator[None]:
        await open_in_time(service.store, service.settings.store)
        tasks = [asyncio.create_task(clear_for_ever(service.store, service.settings.store))]
        if service.settings.store.decisions == "always":
            await look(service)
            tasks.append(asyncio.create_task(look_for_ever(service)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            await service.store.close()

    return live


def is_certain(settings: StoreSettings) -> bool:
    """Whether it is known from the start that something will be stored."""
    return settings.url is not None or settings.decisions == "always"


async def open_in_time(store: Store, settings: StoreSettings) -> None:
    """Open a store that is sure to be needed. Raises ``TooNew``; one that is out of reach may come back."""
    if is_certain(settings):
        try:
            await store.open()
        except Unavailable as error:
            log.warning("the database at %s cannot be used yet (%s)", store.place.shown, error)


async def look(service: Service) -> None:
    """Say that the server is not ready where every decision must be kept and none can be."""
    try:
        await (await service.store.open()).ping()
    except (Unavailable, TooNew):
        service.obstacles["store"] = "decisions must be kept, and the database cannot be used"
    else:
        service.obstacles.pop("store", None)


async def look_for_ever(service: Service) -> None:
    await again_and_again(LOOK, partial(look, service))


async def clear_for_ever(store: Store, settings: StoreSettings) -> None:
    await again_and_again(EVERY, partial(clear_if_open, store, settings))


async def clear_if_open(store: Store, settings: StoreSettings) -> None:
    if store.is_open:
        try:
            await clear(store, settings)
        except (Unavailable, TooNew) as error:
            log.warning("what is old in %s could not be deleted (%s)", store.place.shown, error)


async def clear(store: Store, settings: StoreSettings) -> int:
    """Delete what is no longer kept, up to a bound; how many rows that were."""
    decisions = await store.decisions()
    answers = await store.answers(timedelta(hours=settings.answer_hours))
    total = 0
    for _ in range(MOST):
        deleted = await decisions.purge(now() - timedelta(days=settings.keep_days)) + await answers.purge(now())
        total += deleted
        if not deleted:
            break
    return total
