from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from policykit_api.repeating import again_and_again

PATIENCE = 10


async def ended(task: asyncio.Task[None]) -> bool:
    """Whether a cancelled task comes to its end."""
    return bool((await asyncio.wait([task], timeout=PATIENCE))[0])


def test_the_work_is_done_over_and_over_until_the_task_is_cancelled():
    async def story() -> tuple[list[int], bool]:
        done: list[int] = []
        enough = asyncio.Event()

        async def work() -> None:
            done.append(len(done))
            if len(done) == 3:
                enough.set()
                await asyncio.Event().wait()

        task = asyncio.create_task(again_and_again(0, work))
        await asyncio.wait_for(enough.wait(), PATIENCE)
        task.cancel()
        return done, await ended(task) and task.cancelled()

    assert ([0, 1, 2], True) == asyncio.run(story())


def test_it_waits_before_the_first_time():
    async def story() -> list[str]:
        done: list[str] = []

        async def work() -> None:
            done.append("work")

        task = asyncio.create_task(again_and_again(60, work))
        await asyncio.sleep(0)
        task.cancel()
        await ended(task)
        return done

    assert [] == asyncio.run(story())


def test_it_ends_although_the_work_swallows_the_cancellation():
    async def story() -> bool:
        begun = asyncio.Event()

        async def work() -> None:
            if begun.is_set():
                raise AssertionError("the work goes on")
            begun.set()
            with suppress(asyncio.CancelledError):
                await asyncio.Event().wait()

        task = asyncio.create_task(again_and_again(0, work))
        await asyncio.wait_for(begun.wait(), PATIENCE)
        task.cancel()
        return await ended(task) and task.exception() is None

    assert asyncio.run(story())


def test_a_failure_of_the_work_is_told():
    async def work() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        asyncio.run(again_and_again(0, work))
