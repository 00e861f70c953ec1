"""Listeners are let go as soon as the server is told to stop: their streams have no end for which it could wait."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from types import FrameType

from litestar import Litestar

from policykit_api.reload.events import Events

TOLD = (signal.SIGTERM, signal.SIGINT)
Handler = Callable[[int, FrameType | None], object]


@asynccontextmanager
async def let_go_at_the_end(events: Events, _: Litestar) -> AsyncIterator[None]:
    """While this lasts, a signal to stop lets every listener go, and then does what it did before."""
    loop = asyncio.get_running_loop()
    here = threading.current_thread() is threading.main_thread()  # others may set no handlers
    before = {number: signal.getsignal(number) for number in TOLD if here}
    for number, handler in before.items():
        if callable(handler):
            signal.signal(number, first(lambda: loop.call_soon_threadsafe(events.close), handler))
    try:
        yield
    finally:
        events.close()
        for number, handler in before.items():
            signal.signal(number, handler)


def first(act: Callable[[], object], handler: Handler) -> Handler:
    """A handler that acts before another does its part."""

    def handle(number: int, frame: FrameType | None) -> None:
        act()
        handler(number, frame)

    return handle
