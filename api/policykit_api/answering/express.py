"""The short way: a plain question is answered before Litestar, which costs more than many answers do.

Whatever is out of the ordinary (another method, a header that few send, a body in pieces, a caller who may not,
a question that its lane leaves alone) goes on to the route, as if nothing had been tried.
"""

from __future__ import annotations

from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, Any, cast

from policykit_api import call
from policykit_api.access.gate import admit
from policykit_api.answering import idempotency
from policykit_api.answering.full_lane import FullLane, Told, full_lane_of
from policykit_api.answering.lane import Lane, lane_of
from policykit_api.call import Call
from policykit_api.edge.edge import Headers, Inner
from policykit_api.routes.decide import DECIDE, VARY
from policykit_api.settings.limits import Limits
from policykit_api.wire.minimal import APPLIED, MINIMAL

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage, HTTPScope, Receive, Send

JSON = b"application/json"


def encoded(headers: Mapping[str, str]) -> Headers:
    return [(name.encode(), value.encode()) for name, value in headers.items()]


BARE = [(b"content-type", JSON), *encoded(APPLIED)]
FULL = [*encoded({**VARY, "cache-control": "no-store"}), (b"content-type", JSON)]
"""Headers of every bare and of every full answer."""


def express(inner: Inner, limits: Limits) -> Inner:
    """The application, with the short way before it."""

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = call.in_scope(scope)
        lane = lane_for(asked, scope)
        if lane is None:
            return await inner(scope, receive, send)
        message = cast("dict[str, Any]", await receive())
        body = message.get("body", b"")
        told = answered(asked, scope, lane, body, limits) if is_whole(message, body, asked) else None
        if told is None:
            return await inner(scope, again(message, receive), send)
        await send(cast("Any", {"type": "http.response.start", "status": 200, "headers": headers_of(told)}))
        await send(cast("Any", {"type": "http.response.body", "body": told.answer, "more_body": False}))
        return None

    return handle


def lane_for(asked: Call, scope: HTTPScope) -> Lane | FullLane | None:
    """The lane that a plain request asks for, of the bare answer or of the full one, where its caller may see that."""
    headers = asked.headers
    if (
        headers.get(b"content-type") != JSON
        or scope["method"] != "POST"
        or scope["query_string"]  # the operation takes no parameters: the route says so
        or b"content-encoding" in headers
        or idempotency.HEADER in headers
        or asked.caller.unknown is not None
        or len(headers) != len(cast("Headers", scope["headers"]))  # of one sent twice, the route reads the first
        or (address := asked.snapshot.asked_at(scope["path"])) is None
        or not asked.caller.sees(address[0].business.id)
    ):
        return None
    wanted = headers.get(b"prefer")
    if wanted is None:
        return full_lane_of(*address)
    return lane_of(*address) if wanted == MINIMAL else None


def is_whole(message: Mapping[str, Any], body: bytes, asked: Call) -> bool:
    """Whether nothing of the body follows: granian says that more does, and sends an empty end, after every one."""
    return not message.get("more_body") or asked.headers.get(b"content-length") == b"%d" % len(body)


def answered(asked: Call, scope: HTTPScope, lane: Lane | FullLane, body: bytes, limits: Limits) -> Told | None:
    """What the lane gives to a whole body, noted as answered, or None; raises ``Refused`` (403, 429)."""
    if len(body) > limits.body_bytes:
        return None
    told = bare(lane, body) if isinstance(lane, Lane) else full(lane, body, asked)
    if told is not None:
        admit(asked, DECIDE, told.outcome[0])
        asked.outcome = told.outcome
        cast("dict[str, Any]", scope)["path_template"] = DECIDE.path
    return told


def bare(lane: Lane, body: bytes) -> Told | None:
    found = lane.answer(body)
    if found is None:
        return None
    return Told(found.answer, None, (lane.business, lane.policy, "decided", found.outcome))


def full(lane: FullLane, body: bytes, asked: Call) -> Told | None:
    accepted = asked.headers.get(b"accept-language")
    return lane.answer(body, asked.caller, None if accepted is None else accepted.decode("latin-1"))


def again(message: Any, receive: Receive) -> Receive:
    """A ``receive`` that gives a message once more before all others."""
    first = [message]

    def receive_again() -> Awaitable[HTTPReceiveMessage]:
        return given(first.pop()) if first else cast("Awaitable[HTTPReceiveMessage]", receive())

    return cast("Receive", receive_again)


async def given(message: Any) -> HTTPReceiveMessage:
    return cast("HTTPReceiveMessage", message)


def headers_of(told: Told) -> Headers:
    """As the route sends them with such an answer."""
    length = (b"content-length", b"%d" % len(told.answer))
    if told.locale is None:
        return [*BARE, length]
    return [(b"content-language", told.locale.encode()), *FULL, length]
