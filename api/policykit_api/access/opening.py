"""How a server begins: whether callers need keys, and the keys read once before the first request and ever after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from policykit.values import now
from policykit_api.access.gate import Gate
from policykit_api.access.keyring import Keyring
from policykit_api.access.keys import is_active
from policykit_api.access.limit import Allowance
from policykit_api.access.nearness import Nearness, is_loopback
from policykit_api.repeating import again_and_again
from policykit_api.store import Store

if TYPE_CHECKING:
    from litestar import Litestar

    from policykit_api.settings import Settings
    from policykit_api.store.keys import Keys

log = logging.getLogger("policykit.api")


class NoKeys(Exception):
    """The server would answer everybody; ``help`` says what to do instead."""

    help = "make one with `policykit keys make NAME`, or listen on 127.0.0.1"

    def __init__(self, address: str) -> None:
        self.message = f"others than this machine can reach {address}, and there is no key that they would need"
        super().__init__(f"{self.message}: {self.help}")


def is_keyless(settings: Settings) -> bool:
    """Whether callers need no keys: the address is this machine's own, and the settings do not ask for keys.

    Behind a Unix socket there is usually a proxy, which makes everybody's requests come from this machine.
    """
    own = settings.server.socket is None and is_loopback(settings.server.host)
    return settings.access.keys == "auto" and own


def gate(settings: Settings) -> Gate:
    """The gate of one worker, without keys as yet. Each worker counts its share of what a key may send."""
    if is_keyless(settings):
        return Gate(Keyring(), Nearness(settings.access.hosts, settings.cors.origins))
    workers = settings.server.workers
    return Gate(Keyring(Allowance(settings.access.rate / workers, max(1, settings.access.burst // workers))))


async def read(keyring: Keyring, store: Store) -> None:
    """Take the keys that the store holds now. Raises ``Unavailable``."""
    keys = await store.keys()
    keyring.replace(await keys.every())


def needs_a_key(settings: Settings) -> bool:
    """Whether a server must not start without a key. One whose settings ask for keys may wait for its first."""
    return settings.access.keys == "auto" and not is_keyless(settings)


async def require_keys(settings: Settings, kept: Keys) -> None:
    """Raise ``NoKeys`` where no key works."""
    if not any(is_active(key, now()) for key in await kept.every()):
        raise NoKeys(settings.server.socket or settings.server.host)


def reading(opened: Gate, store: Store, settings: Settings) -> Callable[[Litestar], AbstractAsyncContextManager[None]]:
    """The part of an application's life in which its keys are read again and again."""

    @asynccontextmanager
    async def live(_: Litestar) -> AsyncIterator[None]:
        if opened.near is not None:
            yield
            return
        if needs_a_key(settings):
            await require_keys(settings, await store.keys())
        await read(opened.keyring, store)
        task = asyncio.create_task(read_for_ever(opened.keyring, store, settings.access.refresh))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    return live


async def read_for_ever(keyring: Keyring, store: Store, every: float) -> None:
    """Keep the keys as they are in the store; while they cannot be read, as they were last."""
    reached = True

    async def once() -> None:
        nonlocal reached
        fault = await failure(keyring, store)
        if reached and fault is not None:
            log.warning("the keys cannot be read (%s): those read last go on to count", type(fault).__name__)
        if not reached and fault is None:
            log.warning("the keys can be read again")
        reached = fault is None

    await again_and_again(every, once)


async def failure(keyring: Keyring, store: Store) -> Exception | None:
    """Read the keys; why that could not be, whatever it is: if it were raised, no key could be revoked any more."""
    try:
        await read(keyring, store)
    except Exception as fault:  # noqa: BLE001  # the docstring says why
        return fault
    return None
