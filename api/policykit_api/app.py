"""The ASGI application: the routes, one snapshot of the policies, and the edge around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from litestar import Litestar
from litestar.datastructures import State
from litestar.enums import ScopeType

from policykit.pipeline import Bundle
from policykit_api import openapi, problems
from policykit_api.edge import Inner, edge
from policykit_api.examples import examples
from policykit_api.routes import batch, businesses, decide, docs, explained_problems, health, needs, several, terms
from policykit_api.service import Service
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store

if TYPE_CHECKING:
    from litestar.types import HTTPScope, LifeSpanReceive, LifeSpanScope, LifeSpanSend, Receive, Scope, Send

GROUPS = (decide, batch, several, needs, businesses, terms, explained_problems, health, docs)
"""A new route is one new module here."""

HANDLERS = [handler for group in GROUPS for handler in group.HANDLERS]
OPERATIONS = tuple(handler.opt["operation"] for handler in HANDLERS)
"""What this server does: each handler carries its own."""


class Api(Litestar):
    """Litestar behind the edge."""

    edge: Inner

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        if scope["type"] == ScopeType.HTTP:
            return await self.edge(cast("HTTPScope", scope), cast("Receive", receive), cast("Send", send))
        return await super().__call__(scope, receive, send)


def snapshot(bundle: Bundle) -> Snapshot:
    """All that is made of a bundle once, before its first request."""
    return Snapshot(bundle, openapi.document(OPERATIONS, examples(bundle)))


def create_app(bundle: Bundle, settings: Settings | None = None) -> Litestar:
    """The application that serves one checked bundle."""
    settings = settings or Settings()
    service = Service(settings, snapshot(bundle), Store(settings.store.url))
    app = Api(
        route_handlers=HANDLERS,
        state=State({"service": service}),
        exception_handlers=problems.HANDLERS,
        on_shutdown=[service.store.close],
        request_max_body_size=settings.limits.body_bytes,
        openapi_config=None,
        logging_config=None,
    )
    app.edge = edge(service, super(Api, app).__call__)
    return app
