"""The answers of the lanes given at once, by the connection itself: whole answers as bytes, header and all.

To start the application for one request, and to have uvicorn check and join each header, takes longer than to
decide. What is answered here is answered as ``edge`` and ``express`` would, which get all that is not.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, cast

from policykit_api.access.cors import Crossing
from policykit_api.answering import express
from policykit_api.call import Call
from policykit_api.edge.ambiguity import may_be_ambiguous, require_plain
from policykit_api.edge.edge import EVERYWHERE, POLICY, Headers, beginning, strict_transport
from policykit_api.edge.request_id import HEADER
from policykit_api.observation.observing import observer
from policykit_api.problems import Refused
from policykit_api.routes.decide import DECIDE
from policykit_api.service import Service

if TYPE_CHECKING:
    from litestar.types import HTTPScope

Fields = Iterable[tuple[bytes, bytes]]


class Prompt:
    """Answers whole requests at once, or leaves them to the application."""

    def __init__(self, service: Service) -> None:
        settings = service.settings
        crossing = Crossing(settings.cors) if settings.cors.origins else None
        more = [*strict_transport(settings.server.hsts), *(crossing.allowed(None) if crossing else ())]
        self.service = service
        self.limits = settings.limits
        self.never = settings.traces.endpoint is not None or settings.store.decisions == "always"
        self.begin = beginning(service, crossing)
        self.observe = observer(service)
        # Fixed texts, ids of sound signs and names of locales: nothing needs to be checked for each answer.
        always = [*more, *EVERYWHERE, POLICY]
        self.bare, self.full = lines([*express.BARE, *always]), lines([*express.FULL, *always])
        self.server_fields: Fields = ()
        self.beginning = b""

    def answer(self, scope: HTTPScope, body: bytes, server_fields: Fields) -> bytes | None:
        """The whole answer; None where the application is to give it. ``server_fields`` are uvicorn's own headers."""
        if self.never or len(self.service.under_way) >= self.limits.requests:
            return None
        asked = self.begin(scope)
        if b"origin" in asked.headers:  # a page of which origin may read the answer is for the edge to say
            return None
        try:
            if may_be_ambiguous(asked.headers, len(cast("Headers", scope["headers"]))):
                require_plain(scope, asked.headers)
            asked.caller = self.service.authenticate(scope, asked)
            if DECIDE.scope not in asked.caller.scopes:  # before it is counted against the limit, which is done once
                return None
            found = self.found(asked, scope, body)
        except Refused:  # once more by the application, which says why
            return None
        if found is None:
            return None
        asked.status = 200
        limit = asked.caller.limit
        left = b"" if limit is None else lines(limit.headers(monotonic()))
        self.observe(asked, scope, perf_counter() - asked.began)
        if server_fields is not self.server_fields:  # uvicorn makes them once a second
            self.server_fields = server_fields
            self.beginning = b"HTTP/1.1 200 OK\r\n" + lines(server_fields) + HEADER + b": "
        fields, content = found
        return b"%b%b\r\n%b%bcontent-length: %d\r\n\r\n%b" % (
            self.beginning, asked.id, fields, left, len(content), content,
        )  # fmt: skip

    def found(self, asked: Call, scope: HTTPScope, body: bytes) -> tuple[bytes, bytes] | None:
        """The lines of the header that are this answer's own, and its body; None where no lane has it."""
        lane = express.lane_for(asked, scope)
        told = None if lane is None else express.answered(asked, scope, lane, body, self.limits)
        if told is None:
            return None
        if told.locale is None:
            return self.bare, told.answer
        return b"content-language: %b\r\n%b" % (told.locale.encode(), self.full), told.answer


def lines(fields: Fields) -> bytes:
    return b"".join(b"%b: %b\r\n" % field for field in fields)
