"""A body as it comes in, and the lines of it, with no more of it in memory than one line and what has just come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from litestar.types import Receive


class Left(Exception):
    """The client has closed the connection."""


async def chunks(receive: Receive, longest_wait: float) -> AsyncIterator[bytes]:
    """The body, piece by piece.

    Raises ``Left`` where the client leaves before the end, and ``TimeoutError`` where it sends nothing for so
    many seconds.
    """
    more = True
    while more:
        async with asyncio.timeout(longest_wait):
            message = await receive()
        if message["type"] != "http.request":
            raise Left
        yield message["body"]
        more = message.get("more_body", False)


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end, and its number from 1 on. ``sent`` is None where it is too long to be taken."""

    number: int
    sent: bytes | None


@dataclass(slots=True)
class Lines:
    """Bytes in, lines out: what follows the last end of a line is kept until its rest comes."""

    longest: int
    number: int = 0
    begun: bytearray = field(default_factory=bytearray)
    passing: bool = False
    """Whether a line that is too long is under way; its bytes are not kept."""

    def feed(self, chunk: bytes) -> Iterator[Line]:
        """The lines that end in this piece. Empty ones are counted and passed over."""
        *ended, rest = chunk.split(b"\n")
        for end in ended:
            self.keep(end)
            yield from self.finish()
        self.keep(rest)

    def keep(self, part: bytes) -> None:
        if len(self.begun) + len(part) > self.longest:
            self.passing = True
            self.begun.clear()
        if not self.passing:
            self.begun += part

    def finish(self) -> Iterator[Line]:
        """The line that has just ended, or at the end of all, the last one."""
        self.number += 1
        sent = None if self.passing else bytes(self.begun)
        self.passing = False
        self.begun.clear()
        if sent is None or sent.strip():
            yield Line(self.number, sent)
