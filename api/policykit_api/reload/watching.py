"""When to look at the files: whenever the system tells of a change, and now and then in case that it does not."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from math import inf
from pathlib import Path

from litestar import Litestar
from watchfiles import awatch

from policykit.parts import compile_now
from policykit.pipeline import LAW
from policykit_api.reload.reloading import Reloading, log
from policykit_api.reload.steady import beside
from policykit_api.settings.reload import Reload

QUIET = 250
"""Milliseconds without a change after which whoever writes is taken to have finished.

On a busy machine, a program that saves several files may be kept waiting between two of them: with 50, half of such a
change was now and then taken for all of it.
"""
LOOK = 1000
"""Milliseconds after which the path itself is looked at: a link to another release tells nobody."""
FOLLOW = 0.5
"""Seconds after which a process learns that another was asked to look at the files."""

Place = tuple[str, int, int] | None


@asynccontextmanager
async def kept_current(reloading: Reloading, settings: Reload, _: Litestar) -> AsyncIterator[None]:
    """While this lasts, changed policies are taken over: by SIGHUP at once, and as the settings say by themselves."""
    # The bundle stays for long, and to look through a large one for rings of objects stops every request for a
    # second. What is taken over later is looked through: generated code is in rings, and would never go.
    gc.freeze()
    tasks: set[asyncio.Task[object]] = set()

    def on_signal() -> None:
        task = loop.create_task(look(reloading))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    loop = asyncio.get_running_loop()
    with suppress(AttributeError, NotImplementedError, RuntimeError, ValueError):  # no such signal; not the main thread
        loop.add_signal_handler(signal.SIGHUP, on_signal)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGHUP,))  # one of several processes was born deaf to it
    stop = asyncio.Event()
    tasks.add(asyncio.create_task(compiled(reloading)))
    tasks.add(asyncio.create_task(follow(reloading)))
    if settings.watch:
        tasks.add(asyncio.create_task(watch(reloading, settings, stop)))
    try:
        yield
    finally:
        stop.set()
        for task in tuple(tasks):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def compiled(reloading: Reloading) -> None:
    """Compile, one after the other, what was taken from disk: nobody who comes later waits for it.

    A change that comes meanwhile goes first.
    """
    service = reloading.service
    for name, ready in service.snapshot.bundle.businesses.items():
        async with reloading.turn:
            if service.snapshot.bundle.businesses.get(name) is ready:
                await beside(compile_now, ready)


async def follow(reloading: Reloading) -> None:
    """Look at the files whenever another process was asked to, for as long as there are several."""
    share = reloading.service.share
    while share is not None:
        if share.is_called():
            await look(reloading)
        await asyncio.sleep(FOLLOW)


async def look(reloading: Reloading, *, patient: bool = False) -> None:
    """Take over what has changed. A failure is logged, and the next occasion tries again."""
    try:
        await reloading.reload(patient=patient)
    except Exception:  # noqa: BLE001  # whatever it is, the policies in use go on being served
        log.exception("the policies could not be looked at")


async def watch(reloading: Reloading, settings: Reload, stop: asyncio.Event) -> None:
    """Take over what changes, until told to stop."""
    async for _ in occasions(reloading.files.path, settings, stop):
        await look(reloading, patient=True)


async def occasions(path: Path, settings: Reload, stop: asyncio.Event) -> AsyncIterator[None]:
    """An occasion to look: at first, after each change that has come to rest, and every now and then.

    Polling looks at every file in turn: watchfiles' own sees no two changes within a second.
    """
    while not stop.is_set():
        place = place_of(path)
        yield
        if place is None:
            await asyncio.sleep(LOOK / 1000)
            continue
        if settings.poll:
            await asyncio.sleep(LOOK / 1000)
            continue
        looked = -inf  # what changed before the watch began told nobody: once it has, another look
        with suppress(OSError):  # it has vanished meanwhile: the next round sees that
            async for changes in awatch(
                *watched(Path(place[0])), stop_event=stop, step=QUIET, rust_timeout=LOOK, yield_on_timeout=True,
                ignore_permission_denied=True,
            ):  # fmt: skip
                if place_of(path) != place:
                    break
                if changes or time.monotonic() - looked > settings.sweep_seconds:
                    looked = time.monotonic()
                    yield


def watched(path: Path) -> tuple[Path, ...]:
    """The policies' folder; of a single business, the folder of law packs beside it as well."""
    beside = path.parent / LAW
    return (path, beside) if (path / "business.yaml").is_file() and beside.is_dir() else (path,)


def place_of(path: Path) -> Place:
    """What stands at the path: another folder, or a link elsewhere, is another place; None where nothing does."""
    try:
        seen = path.stat()
    except OSError:
        return None
    return os.path.realpath(path), seen.st_dev, seen.st_ino
