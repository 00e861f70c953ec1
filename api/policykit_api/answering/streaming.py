"""Questions in, answers out, a line each: answered as they come in, with bounded memory, for as long as they come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policykit_api import problems
from policykit_api.access.gate import pause
from policykit_api.answering.batching import Batch
from policykit_api.answering.lines import Left, Line, Lines, chunks
from policykit_api.answering.turns import in_turns
from policykit_api.problem_kinds import TIMED_OUT, TOO_LARGE, Kind
from policykit_api.problems import Refused
from policykit_api.settings.limits import Limits
from policykit_api.wire.batch import VARY, Entry
from policykit_api.wire.minimal import MINIMAL
from policykit_api.wire.shape import encode

if TYPE_CHECKING:
    from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send

MEDIA_TYPE = "application/x-ndjson"


def nothing() -> None:
    """A client that needs no key keeps its right to ask."""


@dataclass(frozen=True, slots=True)
class Stream:
    """The ASGI application that answers one request.

    Nothing more is read before what has been read is answered and on its way, so a client that reads slowly
    is read from slowly; so is one whose key is at its limit. ``check`` raises ``Refused`` once that has ended.
    """

    batch: Batch
    limits: Limits
    check: Callable[[], None] = nothing

    async def __call__(self, _: Scope, receive: Receive, send: Send) -> None:
        with suppress(Left):
            await self.converse(receive, send)

    async def converse(self, receive: Receive, send: Send) -> None:
        """The whole stream; raises ``Left`` where the client is gone."""
        lines, begun = Lines(self.limits.line_bytes), False
        try:
            async for chunk in chunks(receive, self.limits.stream_seconds):
                if not begun:
                    await self.give(send, start(minimal=self.batch.minimal))
                    begun = True
                self.check()
                await self.answer(lines.feed(chunk), send)
            await self.answer(lines.finish(), send)
        except Refused as unkept:
            last = numbered(lines.number, refused(unkept.kind, unkept.detail))
            await self.give(send, part(last + b"\n"))
        except TimeoutError:
            if not begun:
                raise Refused(TIMED_OUT, self.waited()) from None
            late = numbered(lines.number + 1, refused(TIMED_OUT, self.waited()))
            await self.give(send, part(late + b"\n"))
        await self.give(send, part(b"", more=False))

    def waited(self) -> str:
        return f"nothing has come for {self.limits.stream_seconds:g} seconds"

    async def answer(self, lines: Iterable[Line], send: Send) -> None:
        """Answer the lines; raises ``Refused`` where what they want to be kept cannot be."""
        async for piece in in_turns(self.entries(lines)):
            await self.batch.recorder.keep()
            await self.give(send, part(b"\n".join([*piece, b""])))
            await asyncio.sleep(pause(self.batch.recorder.caller, len(piece)))

    def entries(self, lines: Iterable[Line]) -> Iterator[bytes]:
        lane = self.batch.lane
        for line in lines:
            if line.sent is None:
                detail = f"the line is longer than {self.limits.line_bytes:,} bytes"
                yield numbered(line.number, refused(TOO_LARGE, detail))
            else:
                yield numbered(line.number, self.batch.entry(line.sent, lane))

    async def give(self, send: Send, message: HTTPResponseStartEvent | HTTPResponseBodyEvent) -> None:
        """Send; a client that does not read for too long counts as one that has left."""
        try:
            async with asyncio.timeout(self.limits.stream_seconds):
                await send(message)
        except TimeoutError:
            raise Left from None


def start(*, minimal: bool) -> HTTPResponseStartEvent:
    headers = [(b"content-type", MEDIA_TYPE.encode()), (b"cache-control", b"no-store"), (b"vary", VARY.encode())]
    applied = [(b"preference-applied", MINIMAL)] if minimal else []
    return {"type": "http.response.start", "status": 200, "headers": [*headers, *applied]}


def part(body: bytes, *, more: bool = True) -> HTTPResponseBodyEvent:
    return {"type": "http.response.body", "body": body, "more_body": more}


def refused(kind: Kind, detail: str) -> bytes:
    return encode(Entry(problem=problems.problem(kind, detail)))


def numbered(line: int, entry: bytes) -> bytes:
    """The entry of the question on that line: a ``LineEntry``, encoded."""
    return b'{"line":%d,%b' % (line, entry[1:])
