from __future__ import annotations

import asyncio
from collections.abc import Iterator

from policykit_api.answering.turns import in_turns


async def gathered(turn: float) -> tuple[list[list[int]], int]:
    """What five entries of work come in, and how often another task had its turn meanwhile."""
    others = 0

    async def other() -> None:
        nonlocal others
        while True:
            others += 1
            await asyncio.sleep(0)

    task = asyncio.create_task(other())
    pieces = [piece async for piece in in_turns(range(5), turn)]
    task.cancel()
    return pieces, others


def test_all_of_short_work_is_done_in_one_turn():
    assert ([[0, 1, 2, 3, 4]], 0) == asyncio.run(gathered(60))


def test_others_have_their_turn_while_long_work_goes_on():
    pieces, others = asyncio.run(gathered(0))
    assert ([[0], [1], [2], [3], [4]], 5) == (pieces, others)


def test_work_is_not_done_before_it_is_wanted():
    done: list[int] = []

    def work() -> Iterator[int]:
        for number in range(5):
            done.append(number)
            yield number

    async def first() -> list[int]:
        turns = in_turns(work(), 0)
        return await anext(turns)

    assert [0] == asyncio.run(first())
    assert [0] == done
