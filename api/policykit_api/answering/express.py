"""The way to the lane: a bare answer to a plain request is given before Litestar, which costs as much as it does.

Whatever is out of the ordinary (another method, a header that few send, a body in pieces, a caller who may not,
a question that the lane leaves alone) goes on to the route, as if nothing had been tried.
"""

from __future__ import annotations

from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, cast

from policykit_api import call
from policykit_api.access.gate import admit
from policykit_api.answering import idempotency
from policykit_api.answering.lane import Lane
from policykit_api.call import Call
from policykit_api.edge.edge import Inner
from policykit_api.routes.decide import DECIDE
from policykit_api.settings.limits import Limits
from policykit_api.wire.minimal import APPLIED, MINIMAL, outcome_in

if TYPE_CHECKING:
    from litestar.types import HTTPReceiveMessage, HTTPScope, Receive, Send

JSON = b"application/json"
FIXED = [(b"content-type", JSON), *((name.encode(), value.encode()) for name, value in APPLIED.items())]
"""Headers of every bare answer."""


def express(inner: Inner, limits: Limits) -> Inner:
    """The application, with the lane before it."""

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = call.in_scope(scope)
        lane = lane_for(asked, scope)
        if lane is None:
            return await inner(scope, receive, send)
        message = cast("dict[str, Any]", await receive())
        answer = None if message.get("more_body") else answered(asked, scope, lane, message.get("body", b""), limits)
        if answer is None:
            return await inner(scope, again(message, receive), send)
        start = {"type": "http.response.start", "status": 200, "headers": headers_of(answer)}
        await send(cast("Any", start))
        await send(cast("Any", {"type": "http.response.body", "body": answer, "more_body": False}))
        return None

    return handle


def lane_for(asked: Call, scope: HTTPScope) -> Lane | None:
    """The lane of the policy that a plain request asks for the bare answer, where its caller may see that."""
    headers = asked.headers
    if (
        headers.get(b"prefer") != MINIMAL
        or headers.get(b"content-type") != JSON
        or scope["method"] != "POST"
        or b"content-encoding" in headers
        or idempotency.HEADER in headers
        or asked.caller.unknown is not None
        or (lane := asked.snapshot.lane(scope["path"])) is None
        or not asked.caller.sees(lane.business.id)
    ):
        return None
    return lane


def answered(asked: Call, scope: HTTPScope, lane: Lane, body: bytes, limits: Limits) -> bytes | None:
    """What the lane gives to a whole body, noted as answered, or None; raises ``Refused`` (403, 429)."""
    if len(body) > limits.body_bytes or (answer := lane.answer(body)) is None:
        return None
    admit(asked, DECIDE, lane.business.id)
    asked.outcome = (lane.business.id, lane.versions[0].policy.id, "decided", outcome_in(answer))
    cast("dict[str, Any]", scope)["path_template"] = DECIDE.path
    return answer


def again(message: Any, receive: Receive) -> Receive:
    """A ``receive`` that gives a message once more before all others."""
    first = [message]

    def receive_again() -> Awaitable[HTTPReceiveMessage]:
        return given(first.pop()) if first else cast("Awaitable[HTTPReceiveMessage]", receive())

    return cast("Receive", receive_again)


async def given(message: Any) -> HTTPReceiveMessage:
    return cast("HTTPReceiveMessage", message)


def headers_of(answer: bytes) -> list[tuple[bytes, bytes]]:
    """As the route sends them with a bare answer."""
    return [*FIXED, (b"content-length", b"%d" % len(answer))]
