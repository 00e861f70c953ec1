"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from typing import Any, Literal

from litestar import Request, Response

from policykit_api import call
from policykit_api.operation import Operation, serves
from policykit_api.wire.shape import Wire, encode


class Live(Wire):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(Wire):
    """Policies are loaded: the digest of each business's files."""

    businesses: dict[str, str]
    status: Literal["ready"] = "ready"


LIVE = Operation(
    method="get",
    path="/health/live",
    id="isLive",
    summary="Whether the process answers",
    answer=Live,
    tag="health",
    scope=None,
)


@serves(LIVE)
async def live() -> Response[bytes]:
    return told(Live())


READY = Operation(
    method="get",
    path="/health/ready",
    id="isReady",
    summary="Whether policies are loaded, and which",
    answer=Ready,
    tag="health",
    scope=None,
)


@serves(READY)
async def ready(request: Request[Any, Any, Any]) -> Response[bytes]:
    businesses = call.of(request).snapshot.bundle.businesses
    return told(Ready(businesses={name: one.business.digest for name, one in businesses.items()}))


def told(answer: Wire) -> Response[bytes]:
    return Response(encode(answer), media_type="application/json", headers={"cache-control": "no-store"})


HANDLERS = (live, ready)
