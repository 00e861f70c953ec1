"""The ASGI application: the routes, one snapshot of the policies, and the edge around them."""

from __future__ import annotations

from asyncio import create_task
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from time import time
from typing import TYPE_CHECKING, cast

from litestar import Litestar
from litestar.datastructures import State
from litestar.enums import ScopeType

from policykit.pipeline import Bundle
from policykit_api import problems
from policykit_api.access import opening
from policykit_api.access.admission import Admission, ruled
from policykit_api.answering.express import express
from policykit_api.edge.edge import Inner, edge, give_up
from policykit_api.observation.tracing import traced, tracing
from policykit_api.openapi import Contract
from policykit_api.reload.events import Events
from policykit_api.reload.parting import let_go_at_the_end
from policykit_api.reload.reloading import Files, Reloading
from policykit_api.reload.watching import kept_current
from policykit_api.routes import (
    batch,
    businesses,
    decide,
    decisions,
    docs,
    events,
    explained_problems,
    facts,
    health,
    metrics,
    needs,
    outcomes,
    reload,
    several,
    sitemap,
    terms,
    terms_data,
    versions,
    your_case,
)
from policykit_api.service import Service, publish
from policykit_api.settings import Settings
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store
from policykit_api.store.upkeep import kept_up

if TYPE_CHECKING:
    from litestar.types import (
        ControllerRouterHandler,
        HTTPScope,
        LifeSpanReceive,
        LifeSpanScope,
        LifeSpanSend,
        Receive,
        Scope,
        Send,
    )
    from litestar.types.internal_types import RouteHandlerMapItem

GROUPS = (
    decide,
    batch,
    several,
    needs,
    decisions,
    businesses,
    facts,
    outcomes,
    versions,
    terms,
    sitemap,
    terms_data,
    your_case,
    explained_problems,
    health,
    metrics,
    reload,
    events,
    docs,
)
"""A new route is one new module here."""

HANDLERS = [handler for group in GROUPS for handler in group.HANDLERS]
OPERATIONS = tuple(map(ruled, HANDLERS))
"""What this server does: each handler carries its own."""


Lifespan = list[Callable[[Litestar], AbstractAsyncContextManager[None]]]


class Api(Litestar):
    """Litestar behind the edge."""

    edge: Inner

    def register(self, value: ControllerRouterHandler) -> None:  # type: ignore[override]  # as Litestar's own
        """Take a handler into the application. Raises ``TypeError`` where it does not say who may call it."""
        ruled(value)
        super().register(value)

    @property
    def route_handler_method_map(self) -> dict[str, RouteHandlerMapItem]:
        """Whose handlers a path has, but for the answer to OPTIONS.

        The framework would keep that of the path's first handler, which names no other's method (litestar#4169);
        where there is none it makes a new one.
        """
        known = super().route_handler_method_map
        return {path: {how: one for how, one in found.items() if how != "OPTIONS"} for path, found in known.items()}

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        if scope["type"] == ScopeType.HTTP:
            return await self.edge(cast("HTTPScope", scope), cast("Receive", receive), cast("Send", send))
        return await super().__call__(scope, receive, send)


def snapshot(bundle: Bundle, *, keys: bool = False) -> Snapshot:
    """All that is made of a bundle once; ``keys`` says that callers need one."""
    return Snapshot(bundle, Contract(bundle, OPERATIONS, keys=keys))


@asynccontextmanager
async def at_work(service: Service, _: Litestar) -> AsyncIterator[None]:
    """What goes on beside the requests for as long as the application runs."""
    service.counts.loaded_at = time()
    tasks = [create_task(give_up(service)), create_task(publish(service))]
    async with tracing(service.settings.traces):
        yield
    for task in tasks:
        task.cancel()
    service.publish()


def create_app(bundle: Bundle, settings: Settings | None = None, files: Files | None = None) -> Litestar:
    """The application that serves a checked bundle, and takes over what changes in the files behind it."""
    settings = settings or Settings()
    store = Store(settings.store.url)
    gate = opening.gate(settings)
    made = partial(snapshot, keys=not opening.is_keyless(settings))
    service = Service(settings, made(bundle), store, Events(settings.reload.listeners), gate.caller)
    lifespan: Lifespan = [
        opening.reading(gate, store, settings),
        partial(at_work, service),
        partial(let_go_at_the_end, service.events),
    ]
    if files is not None:
        service.reloading = Reloading(service, files, made)
        lifespan.append(partial(kept_current, service.reloading, settings.reload))
    app = Api(
        route_handlers=HANDLERS,
        state=State({"service": service}),
        exception_handlers=problems.HANDLERS,
        middleware=[Admission],
        lifespan=[kept_up(service), *lifespan],
        request_max_body_size=settings.limits.body_bytes,
        openapi_config=None,
        logging_config=None,
    )
    inner: Inner = super(Api, app).__call__
    if settings.traces.endpoint:  # each step has a span of its own, which the short ways do not take one by one
        inner = traced(inner)
    elif settings.store.decisions != "always":  # else none is given before the route that has it kept
        inner = express(inner, settings.limits)
    app.edge = edge(service, inner)
    return app
