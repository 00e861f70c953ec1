"""The way to the lane of full answers: given before Litestar, which costs more than many of them do.

As in ``express``, whatever is out of the ordinary goes on to the route, as if nothing had been tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from policykit_api import call, idempotency
from policykit_api.access.gate import admit
from policykit_api.edge import Headers, Inner
from policykit_api.express import JSON, again
from policykit_api.full_lane import Told, full_lane_of
from policykit_api.routes.decide import DECIDE, VARY
from policykit_api.settings.limits import Limits

if TYPE_CHECKING:
    from litestar.types import HTTPScope, Receive, Send

CARRIED = [(name.encode(), value.encode()) for name, value in {**VARY, "cache-control": "no-store"}.items()]


def full_express(inner: Inner, limits: Limits) -> Inner:
    """The application, with the lane of full answers before it."""
    longest = limits.body_bytes

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = call.in_scope(scope)
        headers = asked.headers
        if (
            b"prefer" in headers
            or headers.get(b"content-type") != JSON
            or scope["method"] != "POST"
            or b"content-encoding" in headers
            or idempotency.HEADER in headers
            or asked.caller.unknown is not None
            or (address := asked.snapshot.asked_at(scope["path"])) is None
            or (lane := full_lane_of(*address)) is None
            or not asked.caller.sees(lane.ready.business.id)
            or len(headers) != len(cast("Headers", scope["headers"]))  # of one sent twice, the route reads the first
        ):
            return await inner(scope, receive, send)
        message = cast("dict[str, Any]", await receive())
        body = message.get("body", b"")
        told = None
        if not message.get("more_body") and len(body) <= longest:
            accepted = headers.get(b"accept-language")
            told = lane.answer(body, asked.caller, None if accepted is None else accepted.decode("latin-1"))
        if told is None:
            return await inner(scope, again(message, receive), send)
        admit(asked, DECIDE, lane.ready.business.id)
        asked.outcome = told.outcome
        cast("dict[str, Any]", scope)["path_template"] = DECIDE.path
        await send(cast("Any", {"type": "http.response.start", "status": 200, "headers": headers_of(told)}))
        await send(cast("Any", {"type": "http.response.body", "body": told.answer, "more_body": False}))
        return None

    return handle


def headers_of(told: Told) -> Headers:
    """As the route sends them with a full answer."""
    return [
        (b"content-language", told.locale.encode()),
        *CARRIED,
        (b"content-type", JSON),
        (b"content-length", b"%d" % len(told.answer)),
    ]
