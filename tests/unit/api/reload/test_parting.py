"""A signal to stop lets every listener go, and then does what it did before."""

from __future__ import annotations

import asyncio
import os
import signal
import threading

import pytest
from litestar import Litestar

from policykit_api.reload.events import Event, Events, heard
from policykit_api.reload.parting import let_go_at_the_end

APP = Litestar()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_listeners_are_let_go_and_the_signal_does_its_part(number):
    told: list[int] = []

    async def listen() -> list[Event | None]:
        events = Events(1)
        async with let_go_at_the_end(events, APP):
            with events.listening() as queue:
                os.kill(os.getpid(), number)
                return [event async for event in heard(queue)]

    before = signal.signal(number, lambda got, _: told.append(got))
    try:
        mine = signal.getsignal(number)
        assert ([], [number], mine) == (asyncio.run(listen()), told, signal.getsignal(number))
    finally:
        signal.signal(number, before)


def test_in_another_thread_listeners_are_let_go_at_the_end():
    events = Events(1)

    async def live() -> None:
        async with let_go_at_the_end(events, APP):
            pass

    thread = threading.Thread(target=asyncio.run, args=(live(),))
    thread.start()
    thread.join()
    with events.listening() as queue:
        assert queue.get_nowait() is None
