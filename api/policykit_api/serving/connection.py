"""A connection of uvicorn's, within limits: what is half sent, idle, too large or too much is ended with a reason.

No timer runs per request. What happens on a connection is stamped with the time of the last look at all
connections (``watch``), and each look compares the stamps with the limits.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import struct
import termios
from typing import TYPE_CHECKING, Any, cast

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from policykit_api import call, problem_kinds
from policykit_api.metrics.counts import REFUSED_CONNECTION
from policykit_api.problem_kinds import Kind
from policykit_api.serving.crowd import Seat
from policykit_api.serving.paces import QUIET
from policykit_api.serving.refusal import spoken

if TYPE_CHECKING:
    from litestar.types import HTTPScope
    from uvicorn._types import ASGI3Application
    from uvicorn.protocols.http.httptools_impl import RequestResponseCycle

    from policykit_api.call import Call
    from policykit_api.serving.prompt import Prompt
    from policykit_api.serving.watch import Watch

log = logging.getLogger("policykit.server")

LINGER = 2.0
"""Seconds that a client has to read a refusal, while what it still sends is thrown away."""
NONE = Seat(None, "the connection is not made yet")


class TooMuch(Exception):
    """A header beyond the limits: raised within the parser, to stop it."""


class Connection(HttpToolsProtocol):
    """One connection, what it is doing, and since when."""

    def __init__(self, *args: Any, watch: Watch, prompt: Prompt, **named: Any) -> None:
        super().__init__(*args, **named)
        self.watch = watch
        self.prompt = prompt
        self.limits = watch.settings.limits
        self.since = self.heard = watch.now
        self.in_header = self.in_body = False
        self.header_size = 0
        """Bytes of a header that has not come to its end."""
        self.fed = 0
        """The most that the header which ends next can be long."""
        self.begun = 0
        """Headers that begin in what has come at once."""
        self.body_size = 0
        self.offers = False
        """Whether the header offers another protocol: the request is read anew, without the offer."""
        self.reading = False
        """Whether what has just come is being parsed."""
        self.held: tuple[RequestResponseCycle, ASGI3Application] | None = None
        """A request that is answered at once where its body has come with its header."""
        self.refusal: tuple[Kind, str] | None = None
        self.last_words: bytes | None = None
        """A refusal that waits for the answers to earlier requests."""
        self.lingering = False
        """Whether what arrives is thrown away."""
        self.ended = False
        """Whether the client has sent all that it wants to."""
        self.seat = NONE
        self.told_last: RequestResponseCycle | None = None
        """The request whose answer says that it is the last one."""

    # --- what arrives ---------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self.seat = self.watch.crowd.enter(self.client[0] if self.client else None)

    def connection_lost(self, exc: Exception | None) -> None:
        self.watch.crowd.leave(self.seat)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.lingering:
            return
        began, amid, size = self.in_header, self.in_body, len(data)
        self.heard = self.watch.now
        self.body_size += size
        self.begun = 0
        self.fed = size + self.header_size if began else size
        self.reading = True
        self._parse(data)
        self.reading = False
        if self.held is not None:
            self._start_held()
        if self.in_header and not self.lingering:
            alone = began or (self.begun == 1 and not amid)
            self.header_size = self.fed if alone else self._parsed_size()
            self._check_unfinished_header()

    def _parse(self, data: bytes) -> None:
        while True:
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as offered:
                data = self._without_offer(data[offered.args[0] :])
            except httptools.HttpParserError:
                self._broken()
                return
            else:
                return

    def _take_offer(self) -> None:
        if self.parser.get_method() == b"CONNECT":
            self._stop(problem_kinds.BAD_REQUEST, "this server connects to no other")
        self.offers = True

    def _without_offer(self, rest: bytes) -> bytes:
        """The request again for a new parser, without the other protocol that it offers, and what comes behind it.

        The parser takes nothing that follows an offer for HTTP, not even the body. Java's client sends one (h2c)
        with its first request.
        """
        start = b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
        kept = [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        self.offers = False
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn's own
        return b"\r\n".join([start, *kept, b"", rest])

    def eof_received(self) -> bool | None:  # type: ignore[override]  # True keeps the other direction open
        """A client that has sent all that it wants to still gets its answers, but for one that never ends."""
        self.ended = True
        return (not self.lingering and self._answering() and not self.in_body and not self._endless()) or None

    def _endless(self) -> bool:
        """Whether events are sent: only the end of what the client sends tells that it has gone."""
        asked: Call | None = self.cycle.scope.get(call.KEY)  # type: ignore[assignment]  # our own member of the scope
        return asked is not None and asked.streams and self.cycle.scope["method"] == "GET"

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.in_header = True
        self.begun += 1
        self.header_size = 0
        self.since = self.watch.now

    def on_headers_complete(self) -> None:
        self.in_header = False
        self._check_header()
        if self.parser.should_upgrade():
            self._take_offer()
            return
        self.body_size = self.header_size = 0
        self.since = self.watch.now
        if self.told_last is not None and not self.told_last.response_started:
            self.told_last.keep_alive = True
            self.told_last = None
        super().on_headers_complete()
        self.in_body = True

    def on_message_complete(self) -> None:
        if self.offers:
            return
        self.in_body = False
        super().on_message_complete()
        if self.held is not None and not self._answered_at_once(self.held[0]):
            self._start_held()

    # --- answering ------------------------------------------------------------------------------

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: ASGI3Application) -> None:
        if self.watch.stopping is not None:
            self._tell_last(cycle)
        if self.reading and cycle.keep_alive and not cycle.waiting_for_100_continue:
            self.held = cycle, app
        else:
            super()._start_asgi_task(cycle, app)

    def _start_held(self) -> None:
        held, self.held = self.held, None
        if held is not None:
            super()._start_asgi_task(*held)

    def _answered_at_once(self, cycle: RequestResponseCycle) -> bool:
        """Whether the request that has come whole is answered, without the application."""
        if self.flow.write_paused or self.transport.is_closing():
            return False
        try:
            answer = self.prompt.answer(cast("HTTPScope", cycle.scope), bytes(cycle.body), cycle.default_headers)
        except Exception:  # noqa: BLE001  # within the parser nobody would learn of it: the application fails as well
            return False
        if answer is None:
            return False
        self.held = None
        cycle.response_started = cycle.response_complete = True
        self.transport.write(answer)
        self.on_response_complete()
        return True

    def on_response_complete(self) -> None:
        """As uvicorn's, without a timer for the time until the next request: ``check`` sees to that."""
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.since = self.watch.now
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
        elif self.last_words is not None:
            self._say(self.last_words)
        elif self.ended:
            self.transport.close()

    def _answering(self) -> bool:
        """Whether an answer is under way or waits for its turn."""
        current = cast("RequestResponseCycle | None", self.cycle)
        return bool(self.pipeline) or (current is not None and not current.response_complete)

    # --- limits ---------------------------------------------------------------------------------

    def check(self, now: float) -> None:
        """End what has taken longer than the limits let it."""
        if self.transport.is_closing():
            return
        if self.lingering:
            if self.last_words is None and now - self.since > LINGER:
                self.transport.close()
        elif self.in_header:
            if now - self.since > self.limits.header_seconds:
                self.refuse(problem_kinds.TIMED_OUT, "the header of the request has not come in time")
        elif self.in_body:
            self._check_body(now)
        elif not self._answering():
            self._check_idle(now)

    def _check_body(self, now: float) -> None:
        if self.flow.read_paused:  # it is us who keep the client waiting
            self.heard = now
            return
        silent, taken = now - self.heard, now - self.since
        if (silent > self.limits.body_seconds or self._is_slow(taken)) and not self._streams():
            self._refuse_body(problem_kinds.TIMED_OUT, "the body of the request has not come in time")

    def _is_slow(self, taken: float) -> bool:
        return taken > self.limits.body_seconds and self.body_size < taken * self.limits.body_rate

    def _streams(self) -> bool:
        """Whether the body is a stream of lines: its sender may pause, and the route sees to it for how long."""
        lines = any(name == b"content-type" and b"ndjson" in value for name, value in self.cycle.scope["headers"])
        return lines and not self.cycle.response_complete

    def _check_idle(self, now: float) -> None:
        last = max(self.since, self.heard)
        stopping = self.watch.stopping
        patience = self.limits.idle_seconds if self.seat.beyond is None else min(LINGER, self.limits.idle_seconds)
        if now - last > patience or (stopping is not None and now - max(last, stopping) > QUIET and not self._unread()):
            self.transport.close()

    def _check_header(self) -> None:
        """Raises TooMuch. Adding up is left out where what came is too short to be too long."""
        limits = self.limits
        if len(self.url) > limits.target_bytes:
            self._stop(problem_kinds.TARGET_TOO_LONG, f"the address is longer than {limits.target_bytes:,} bytes")
        if len(self.headers) > limits.header_fields:
            self._stop(problem_kinds.HEADER_TOO_LARGE, f"the header has more than {limits.header_fields:,} lines")
        if self.fed > limits.header_bytes and self._parsed_size() - len(self.url) > limits.header_bytes:
            self._stop(problem_kinds.HEADER_TOO_LARGE, f"the header is longer than {limits.header_bytes:,} bytes")
        if self.seat.beyond is not None and not self.url.startswith(b"/health/"):
            self._stop(problem_kinds.TOO_BUSY, self.seat.beyond)

    def _check_unfinished_header(self) -> None:
        limits = self.limits
        if len(self.url) > limits.target_bytes:
            self.refuse(problem_kinds.TARGET_TOO_LONG, f"the address is longer than {limits.target_bytes:,} bytes")
        elif self.header_size > limits.header_bytes + limits.target_bytes:
            self.refuse(problem_kinds.HEADER_TOO_LARGE, f"the header is longer than {limits.header_bytes:,} bytes")

    def _parsed_size(self) -> int:
        return len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)

    # --- refusing -------------------------------------------------------------------------------

    def _stop(self, kind: Kind, detail: str) -> None:
        self.refusal = kind, detail
        raise TooMuch

    def _broken(self) -> None:
        """The parser has stopped: by itself, or because a limit was passed."""
        self.in_header = False
        if self.in_body:
            self._refuse_body(problem_kinds.BAD_REQUEST, "the body of the request is not as its header says")
        else:
            self.refuse(*(self.refusal or (problem_kinds.BAD_REQUEST, "this is no request in HTTP/1.1")))

    def refuse(self, kind: Kind, detail: str) -> None:
        """Answer with a problem, after the answers to earlier requests, and end the connection."""
        self.lingering = True
        self.watch.counts.event(REFUSED_CONNECTION, kind.slug)
        log.info("connection refused", extra={"problem": kind.slug})
        words = spoken(kind, detail)
        if self._answering():
            self.last_words = words
        else:
            self._say(words)

    def _say(self, words: bytes) -> None:
        """The last words. Closing at once would make the client lose them where it is still sending."""
        self.last_words = None
        self.lingering = True
        self.since = self.watch.now
        self.transport.write(words)
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _refuse_body(self, kind: Kind, detail: str) -> None:
        """Refuse the request whose body does not come as it should; the application is told that its client has gone.

        A client that has an answer already, or a part of one, gets no other.
        """
        self.in_body = False
        if self.pipeline:
            self.pipeline.popleft()
            return self.refuse(kind, detail)
        answered = self.cycle.response_started
        asked: Call | None = self.cycle.scope.get(call.KEY)  # type: ignore[assignment]  # our own member of the scope
        if asked is not None and not answered:
            asked.refused_with = kind.status
        self.cycle.disconnected = self.cycle.response_complete = True
        self.cycle.message_event.set()
        return self._say(b"") if answered else self.refuse(kind, detail)

    # --- stopping -------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """The server stops: the answer under way is the last one, unless more requests are here already."""
        if self._answering() and not self.cycle.response_started and not self.pipeline:
            self._tell_last(self.cycle)

    def _tell_last(self, cycle: RequestResponseCycle) -> None:
        if cycle.keep_alive and not self.pipeline and not self.in_header and not self._unread():
            cycle.keep_alive = False
            self.told_last = cycle

    def _unread(self) -> int:
        """How many bytes have arrived that were not read yet."""
        socket = self.transport.get_extra_info("socket")
        try:
            found = fcntl.ioctl(socket.fileno(), termios.FIONREAD, b"\0\0\0\0")
        except (OSError, ValueError):
            return 0
        count: int = struct.unpack("i", found)[0]
        return count
