"""Work that is done again and again while a server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def again_and_again(seconds: float, work: Callable[[], Awaitable[None]]) -> None:
    """Wait so many seconds and do the work, over and over, until the task that does so is cancelled.

    The driver of a database may swallow the cancellation that meets it: the task is asked as well, or it would go on
    for ever while somebody waits for its end.
    """
    task = asyncio.current_task()
    while task is not None and not task.cancelling():
        await asyncio.sleep(seconds)
        await work()
