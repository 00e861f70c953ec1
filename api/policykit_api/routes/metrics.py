"""The counts of this server, for Prometheus."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from policykit_api import service
from policykit_api.access.caller import Scope
from policykit_api.operation import Operation, serves

METRICS = Operation(
    method="get",
    path="/metrics",
    id="readMetrics",
    summary="Metrics of all processes, in the text format of Prometheus",
    answer="text/plain",
    tag="health",
    scope=Scope.ADMIN,
    volatile=True,
)


@serves(METRICS)
async def metrics(request: Request[Any, Any, Any]) -> Response[bytes]:
    content, media_type = service.of(request.app).exposed(request.headers.get("accept", ""))
    # As a header it stays as it is: to a media type of text the framework adds the character set once more.
    return Response(content, headers={"content-type": media_type, "cache-control": "no-store"})


HANDLERS = (metrics,)
