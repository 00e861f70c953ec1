"""The stream of events: policies that are taken over or refused, told as it happens."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

from litestar import Request
from litestar.response import Stream

from policykit.values import now
from policykit_api import call, service
from policykit_api.access.caller import Scope
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import TOO_MANY_LISTENERS
from policykit_api.problems import Refused
from policykit_api.reload.events import Event, Events, TooMany, heard, written
from policykit_api.reload.news import Serving, digests, for_business
from policykit_api.wire.values import moment

LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "The id of the last event that was received: what came after it is told first.",
    "schema": {"type": "string"},
}
EVENTS = Operation(
    method="get",
    path="/v1/events",
    id="listen",
    summary="What happens to the policies, as it happens",
    description="Server-Sent Events: `serving` at first, or what was missed; then `reloaded` and `refused`. Each has "
    "an `id`, and data in JSON. Lines that begin with a colon keep the connection alive.",
    answer="text/event-stream",
    volatile=True,
    tag="operations",
    scope=Scope.ADMIN,
    headers=(LAST_EVENT_ID,),
    refusals=(TOO_MANY_LISTENERS,),
)
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Neither a cache nor a proxy in front keeps events back."""
BEGINNING = b"retry: 3000\n\n"
ALIVE = b":\n\n"


@serves(EVENTS)
async def listen(request: Request[Any, Any, Any]) -> Stream:
    asked, running = call.of(request), service.of(request.app)
    events = running.events
    if events.full:
        raise Refused(TOO_MANY_LISTENERS, "as many listen as may listen at once", headers={"Retry-After": "30"})
    asked.streams = True

    def still_known() -> None:
        running.require_known(request.scope, asked)

    last, serving = asked.headers.get(b"last-event-id", b""), Serving(moment(now()), digests(asked.snapshot.bundle))
    business = asked.caller.business
    told = ended() if asked.bodiless else stream(events, last.decode("latin-1"), business, serving, still_known)
    return Stream(told, media_type="text/event-stream", headers=HEADERS)


async def ended() -> AsyncIterator[bytes]:
    """The stream that has no body: HEAD does not wait for what will happen."""
    return
    yield b""


async def stream(
    events: Events, last: str, business: str | None, serving: Serving, check: Callable[[], None]
) -> AsyncIterator[bytes]:
    """The events that concern a business, or all, as they are sent; until ``check`` raises ``Refused``."""
    yield BEGINNING
    try:
        with events.listening() as queue:
            missed = events.since(last)
            for known in (Event("", serving),) if missed is None else missed:
                yield piece(known, business)
            async for event in heard(queue):
                check()
                yield piece(event, business)
    except (TooMany, Refused):
        return


def piece(event: Event | None, business: str | None) -> bytes:
    """What is sent of an event, or of silence, to a caller of one business, or of all."""
    own = event and for_business(event.news, business)
    return written(Event(event.id, own)) if event and own else ALIVE


HANDLERS = (listen,)
