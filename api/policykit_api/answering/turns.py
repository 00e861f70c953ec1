"""Long work in short turns: between two of them the event loop serves the other requests."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import perf_counter
from typing import TypeVar

T = TypeVar("T")

TURN = 0.002
"""Seconds after which work that goes on lets others go first."""


async def in_turns(work: Iterable[T], turn: float = TURN) -> AsyncIterator[list[T]]:
    """What the work gives, in its order, a list for each turn; an entry that takes longer is a turn of its own."""
    done: list[T] = []
    until = perf_counter() + turn
    for one in work:
        done.append(one)
        if perf_counter() >= until:
            yield done
            done = []
            await asyncio.sleep(0)
            until = perf_counter() + turn
    if done:
        yield done
