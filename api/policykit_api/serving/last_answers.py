"""The end of a process whose server closes idle connections without looking at them, as granian does.

Nobody is to be idle then who was not for a while: first no connection is begun any more, then every answer says that
it is its connection's last one (RFC 9112, section 9.6), and when no request comes any more the server may stop.
What a client has sent behind a request that is answered so is not answered: HTTP has it send that anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic
from typing import TYPE_CHECKING

from policykit_api.edge.edge import Headers, Inner
from policykit_api.service import Service
from policykit_api.serving.connection import QUIET
from policykit_api.serving.listening import own_listening, somebody_waits, take_no_more
from policykit_api.serving.stopping import STEP

if TYPE_CHECKING:
    from litestar.types import HTTPScope, Message, Receive, Send

    from policykit_api.app import Api

CLOSE = (b"connection", b"close")


async def last_answers(app: Api, service: Service) -> None:
    """Return when the server may be told to stop: no request is under way, and none has come for a while."""
    server = service.settings.server
    service.stop_taking()
    await asyncio.sleep(server.drain)
    with ExitStack() as stack:
        sockets = [stack.enter_context(one) for one in own_listening()]
        for listening in sockets:
            take_no_more(listening)
        await asyncio.sleep(STEP)
        await until(server.grace, lambda: not any(map(somebody_waits, sockets)))
    service.events.close()
    last = Last(app.edge)
    app.edge = last
    await until(server.grace, lambda: monotonic() - last.heard > QUIET and not service.under_way)


async def until(seconds: float, done: Callable[[], bool]) -> None:
    """Return when it is done, at the latest after so many seconds."""
    for _ in range(round(seconds / STEP)):
        if done():
            return
        await asyncio.sleep(STEP)


class Last:
    """The application, each of whose answers is the last one of its connection."""

    def __init__(self, inner: Inner) -> None:
        self.inner = inner
        self.heard = monotonic()
        """When the last request came."""

    async def __call__(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        self.heard = monotonic()

        async def respond(message: Message) -> None:
            if message["type"] == "http.response.start":
                given: Headers = list(message["headers"])
                message["headers"] = [*given, CLOSE]
            await send(message)

        await self.inner(scope, receive, respond)
