"""Whether the server lives, and whether it can answer."""

from __future__ import annotations

from typing import Any, Literal

from litestar import Request, Response
from msgspec import UNSET, UnsetType

from policykit_api import call, problem_kinds, problems, service
from policykit_api.operation import Operation, serves
from policykit_api.reload.news import Digests, digests
from policykit_api.wire.shape import Moment, Wire, encode


class Live(Wire):
    """The process answers."""

    status: Literal["live"] = "live"


class Ready(Wire):
    """Policies are in use: the digest of each business's files.

    They are `stale` where the files have changed since and are refused for what is wrong with them.
    """

    businesses: Digests
    status: Literal["ready", "stale"] = "ready"
    refused: Refused | UnsetType = UNSET


class Refused(Wire):
    """Since when the files have been refused, and how many errors they have."""

    since: Moment
    errors: int


LIVE = Operation(
    method="get",
    path="/health/live",
    id="isLive",
    summary="Whether the process answers",
    answer=Live,
    tag="health",
    scope=None,
    volatile=True,
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
    volatile=True,
    refusals=(problem_kinds.NOT_READY,),
)


@serves(READY)
async def ready(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Raises ``problems.Refused`` (503) with every reason why the server should be sent nothing."""
    running = service.of(request.app)
    if running.obstacles:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in running.obstacles.items())
        headers = {"retry-after": "1", "cache-control": "no-store"}
        raise problems.Refused(problem_kinds.NOT_READY, reasons, headers=headers)
    businesses, refused = digests(call.of(request).snapshot.bundle), running.refused
    if refused is None:
        return told(Ready(businesses))
    return told(Ready(businesses, "stale", Refused(refused.at, refused.errors)))


def told(answer: Wire) -> Response[bytes]:
    return Response(encode(answer), media_type="application/json", headers={"cache-control": "no-store"})


HANDLERS = (live, ready)
