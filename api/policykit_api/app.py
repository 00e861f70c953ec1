"""The ASGI application: the routes, one snapshot of the policies, and what every response carries."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from litestar import Litestar
from litestar.datastructures import State
from litestar.enums import ScopeType

from policykit.pipeline import Bundle
from policykit_api import call, openapi, problems, service
from policykit_api.call import Call
from policykit_api.examples import examples
from policykit_api.page import STRICT
from policykit_api.routes import businesses, decide, docs, explained_problems, health, terms
from policykit_api.service import Service
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot

if TYPE_CHECKING:
    from litestar.types import HTTPScope, LifeSpanReceive, LifeSpanScope, LifeSpanSend, Message, Receive, Scope, Send

GROUPS = (decide, businesses, terms, explained_problems, health, docs)
"""A new route is one new module here."""

HANDLERS = [handler for group in GROUPS for handler in group.HANDLERS]
OPERATIONS = tuple(handler.opt["operation"] for handler in HANDLERS)
"""What this server does: each handler carries its own."""

EVERYWHERE = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"content-security-policy": STRICT.encode(),
}


class Api(Litestar):
    """Litestar, with what it leaves out: HEAD wherever there is GET, and headers on errors as well."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        if scope["type"] != ScopeType.HTTP:
            return await super().__call__(scope, receive, send)
        asked = cast("HTTPScope", {**scope, call.KEY: Call(service.of(self).snapshot)})
        head = asked["method"] == "HEAD"
        if head:
            asked["method"] = "GET"
        return await super().__call__(asked, receive, finished(cast("Send", send), head=head))


def finished(send: Send, *, head: bool) -> Send:
    """A ``send`` that completes the headers and, for HEAD, keeps the body back."""

    async def complete(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": headers(list(message["headers"]))}
        elif message["type"] == "http.response.body" and head:
            message = {**message, "body": b""}
        await send(message)

    return complete


def headers(given: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers with those that every response carries; `Allow` names HEAD beside GET."""
    names = {name.lower() for name, _ in given}
    missing = [(name, value) for name, value in EVERYWHERE.items() if name not in names]
    return [(name, allowed(value) if name.lower() == b"allow" else value) for name, value in given] + missing


def allowed(value: bytes) -> bytes:
    methods = {method.strip() for method in value.split(b",")}
    return b", ".join(sorted(methods | ({b"HEAD"} if b"GET" in methods else set())))


def snapshot(bundle: Bundle) -> Snapshot:
    """All that is made of a bundle once, before its first request."""
    return Snapshot(bundle, openapi.document(OPERATIONS, examples(bundle)))


def create_app(bundle: Bundle, settings: Settings | None = None) -> Litestar:
    """The application that serves one checked bundle."""
    settings = settings or Settings()
    return Api(
        route_handlers=HANDLERS,
        state=State({"service": Service(settings, snapshot(bundle))}),
        exception_handlers=problems.HANDLERS,
        request_max_body_size=settings.largest_body,
        openapi_config=None,
        logging_config=None,
    )
