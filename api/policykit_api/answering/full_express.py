"""The way to the lane of full answers: given before Litestar, which costs more than many of them do.

As in ``express``, whatever is out of the ordinary goes on to the route, as if nothing had been tried.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from policykit_api import call
from policykit_api.access.gate import admit
from policykit_api.answering import idempotency
from policykit_api.answering.express import JSON, again
from policykit_api.answering.full_lane import FullLane, Told, full_lane_of
from policykit_api.call import Call
from policykit_api.edge.edge import Headers, Inner
from policykit_api.routes.decide import DECIDE, VARY
from policykit_api.settings.limits import Limits

if TYPE_CHECKING:
    from litestar.types import HTTPScope, Receive, Send

CARRIED = {**VARY, "cache-control": "no-store"}
FIXED = [*((name.encode(), value.encode()) for name, value in CARRIED.items()), (b"content-type", JSON)]
"""Headers of every full answer."""


def full_express(inner: Inner, limits: Limits) -> Inner:
    """The application, with the lane of full answers before it."""

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = call.in_scope(scope)
        lane = full_lane_for(asked, scope)
        if lane is None:
            return await inner(scope, receive, send)
        message = cast("dict[str, Any]", await receive())
        told = (
            None if message.get("more_body") else fully_answered(asked, scope, lane, message.get("body", b""), limits)
        )
        if told is None:
            return await inner(scope, again(message, receive), send)
        await send(cast("Any", {"type": "http.response.start", "status": 200, "headers": headers_of(told)}))
        await send(cast("Any", {"type": "http.response.body", "body": told.answer, "more_body": False}))
        return None

    return handle


def full_lane_for(asked: Call, scope: HTTPScope) -> FullLane | None:
    """The lane of the policy that a plain request asks for the full answer, where its caller may see that."""
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
        return None
    return lane


def fully_answered(asked: Call, scope: HTTPScope, lane: FullLane, body: bytes, limits: Limits) -> Told | None:
    """What the lane gives to a whole body, noted as answered, or None; raises ``Refused`` (403, 429)."""
    if len(body) > limits.body_bytes:
        return None
    accepted = asked.headers.get(b"accept-language")
    told = lane.answer(body, asked.caller, None if accepted is None else accepted.decode("latin-1"))
    if told is not None:
        admit(asked, DECIDE, lane.ready.business.id)
        asked.outcome = told.outcome
        cast("dict[str, Any]", scope)["path_template"] = DECIDE.path
    return told


def headers_of(told: Told) -> Headers:
    """As the route sends them with a full answer."""
    return [(b"content-language", told.locale.encode()), *FIXED, (b"content-length", b"%d" % len(told.answer))]
