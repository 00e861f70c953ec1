"""The one layer around Litestar: what every request and every answer goes through.

In this order: the request's id, observation, the headers of the answer, limits, ambiguous headers, who sent it,
preflights, HEAD, Litestar, where the rule of each operation decides (``admission``). A refusal at any step is answered
as a problem document with the same headers, and observed.

Every decision passes here, so a microsecond counts: headers are read into one dictionary that all later
steps use (of a header sent twice, the last), and ``send`` is wrapped once.
"""

from __future__ import annotations

from asyncio import CancelledError, current_task, sleep
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, cast

from policykit_api import call, problems
from policykit_api.access.caller import ANYBODY
from policykit_api.access.cors import Crossing, is_preflight
from policykit_api.call import Call
from policykit_api.edge import request_id, traceparent
from policykit_api.edge.ambiguity import may_be_ambiguous, require_plain
from policykit_api.observation.observing import observer
from policykit_api.page import STRICT
from policykit_api.problem_kinds import TOO_BUSY, TOOK_TOO_LONG
from policykit_api.problems import Refused
from policykit_api.service import Service

if TYPE_CHECKING:
    from litestar.types import HTTPScope, Message, Receive, Send

Inner = Callable[["HTTPScope", "Receive", "Send"], Awaitable[None]]
Begin = Callable[["HTTPScope"], Call]
Headers = list[tuple[bytes, bytes]]

POLICY = (b"content-security-policy", STRICT.encode())
EVERYWHERE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
"""What every answer carries; ``POLICY`` as well, where it has none of its own."""

CLOSE = (b"connection", b"close")
HEALTH, METRICS = "/health/", "/metrics"
LATER = {"retry-after": "1"}
WITH_ALLOW = (204, 405)


def edge(service: Service, inner: Inner) -> Inner:
    """The application with its edge."""
    crossing = Crossing(service.settings.cors) if service.settings.cors.origins else None
    begin = beginning(service, crossing)
    under_way, most = service.under_way, service.settings.limits.requests
    observe = observer(service)
    open_metrics = service.settings.metrics.public

    async def handle(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = begin(scope)
        respond = completing(service, asked, send)
        try:
            if len(under_way) >= most:
                refuse_where_busy(scope)
            asked.task = current_task()
            under_way.add(asked)
            if may_be_ambiguous(asked.headers, len(cast("Headers", scope["headers"]))):
                require_plain(scope, asked.headers)
            is_open = open_metrics and scope["path"] == METRICS
            asked.caller = ANYBODY if is_open else service.authenticate(scope, asked)
            if crossing is not None and is_preflight(scope["method"], asked.headers):
                await answer_preflight(crossing, asked.headers, respond)
            elif scope["method"] == "HEAD":
                asked.bodiless = True
                scope, respond = cast("HTTPScope", {**scope, "method": "GET"}), bodiless(respond)
                await inner(scope, receive, respond)
            else:
                await inner(scope, receive, respond)
        except Refused as refused:
            await refuse(refused, respond if scope["method"] != "HEAD" else bodiless(respond))
        except CancelledError:
            if not asked.overdue or asked.status:
                raise
            await refuse(Refused(TOOK_TOO_LONG, asked.overdue, headers=LATER), respond)
        finally:
            under_way.discard(asked)
            observe(asked, scope, perf_counter() - asked.began)

    return handle


def beginning(service: Service, crossing: Crossing | None) -> Begin:
    """What makes the call of a request, of a sender whom nobody has asked yet who he is."""
    new_id = request_id.made()
    secure = strict_transport(service.settings.server.hsts)

    def begin(scope: HTTPScope) -> Call:
        headers = dict(scope["headers"])
        given = headers.get(request_id.HEADER)
        named = request_id.sound(given) if given else None
        asked = Call(service.snapshot, headers, named or new_id(), began=perf_counter())
        asked.more = secure if crossing is None else [*secure, *crossing.allowed(headers.get(b"origin"))]
        cast("dict[str, Any]", scope)[call.KEY] = asked
        if traced := headers.get(traceparent.HEADER):
            asked.trace = traceparent.trace_of(traced)
        return asked

    return begin


def refuse_where_busy(scope: HTTPScope) -> None:
    """Raises ``Refused`` (503) but for what must be answered however much there is to do."""
    if not scope["path"].startswith(HEALTH):
        raise Refused(TOO_BUSY, "as many requests are under way as are taken", headers=LATER)


async def give_up(service: Service) -> None:
    """Give up, for as long as the server runs, what takes longer to answer than it may."""
    limit = service.settings.limits.request_seconds
    while True:
        await sleep(min(1.0, limit / 4))
        oldest = perf_counter() - limit
        for asked in list(service.under_way):
            if asked.began < oldest and not asked.streams:
                asked.give_up("the answer was not there in time")


def completing(service: Service, asked: Call, send: Send) -> Send:
    """A ``send`` that notes the status and completes the headers.

    It returns what ``send`` returns and is no coroutine of its own, which would cost as much as it does.
    """

    def complete(message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.start":
            asked.status = asked.refused_with or message["status"]
            given = cast(Headers, message["headers"])
            if service.last_answer is not None:
                given, service.last_answer = [*given, CLOSE], monotonic()
            message["headers"] = completed(given, asked)
        return send(message)

    return cast("Send", complete)


def completed(given: Headers, asked: Call) -> Headers:
    """The headers with those that every answer carries; `Allow` names HEAD beside GET."""
    if asked.status in WITH_ALLOW:
        given = [(name, allowed(value) if name == b"allow" else value) for name, value in given]
    named = (request_id.HEADER, asked.id)
    if asked.more:
        given = [*given, *asked.more]
    if asked.caller.limit is not None:
        given = [*given, *asked.caller.limit.headers(monotonic())]
    for name, _ in given:
        if name == b"content-security-policy":
            return [*given, *EVERYWHERE, named]
    return [*given, *EVERYWHERE, POLICY, named]


def allowed(value: bytes) -> bytes:
    methods = {method.strip() for method in value.split(b",")}
    return b", ".join(sorted(methods | ({b"HEAD"} if b"GET" in methods else set())))


def bodiless(send: Send) -> Send:
    """A ``send`` that keeps bodies back: HEAD is answered as GET without them."""

    def respond(message: Message) -> Awaitable[None]:
        if message["type"] == "http.response.body":
            message["body"] = b""
        return send(message)

    return cast("Send", respond)


def strict_transport(seconds: int) -> Headers:
    """The header that keeps browsers to HTTPS (RFC 6797), where the settings ask for it."""
    return [(b"strict-transport-security", f"max-age={seconds}".encode())] if seconds else []


async def answer_preflight(crossing: Crossing, headers: Mapping[bytes, bytes], send: Send) -> None:
    """Tell a browser what a page may send, whatever the address: the request itself meets all other rules."""
    may_send = crossing.preflight(headers.get(b"origin"))
    await send({"type": "http.response.start", "status": 204, "headers": may_send})
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def refuse(refused: Refused, send: Send) -> None:
    """Answer a refusal outside of Litestar."""
    body = problems.document(refused.kind, refused.detail, refused.faults)
    headers = [
        (b"content-type", problems.MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        *((name.lower().encode(), value.encode()) for name, value in {**problems.UNKEPT, **refused.headers}.items()),
    ]
    await send({"type": "http.response.start", "status": refused.kind.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
