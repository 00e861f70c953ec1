"""How it is said that a request cannot be answered: problem details (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from msgspec import Meta

from policykit_api.observation import failures
from policykit_api.problem_kinds import (
    BAD_REQUEST,
    INTERNAL_ERROR,
    METHOD_NOT_ALLOWED,
    NOT_FOUND,
    TOO_LARGE,
    WRONG_MEDIA_TYPE,
    Kind,
)
from policykit_api.wire.shape import Wire

if TYPE_CHECKING:
    from litestar.types import ExceptionHandlersMap

MEDIA_TYPE = "application/problem+json"

log = logging.getLogger("policykit.api")

# --- on the wire ------------------------------------------------------------------------------

Pointer = Annotated[
    str,
    Meta(
        description="The place in the request's body, as a JSON Pointer (RFC 6901).",
        examples=["/facts/order/placed_at"],
    ),
]


class Fault(Wire):
    """One thing that cannot be taken: where it stands, what is wrong with it, what to send."""

    pointer: Pointer
    detail: Annotated[str, Meta(examples=["expected a date and time with its offset, not a number"])]
    help: str | None = None


class Problem(Wire):
    """Problem details (RFC 9457). ``errors`` names every fault of the body at once."""

    type: Annotated[str, Meta(description="The address of a page that explains this kind of problem.")]
    title: str
    status: Annotated[int, Meta(ge=400, le=599)]
    detail: str
    errors: tuple[Fault, ...] = ()


UNKEPT = {"cache-control": "no-store"}
"""No cache keeps a refusal: to another caller, or a moment later, it would be wrong."""

OF_STATUS = {404: NOT_FOUND, 405: METHOD_NOT_ALLOWED, 413: TOO_LARGE, 415: WRONG_MEDIA_TYPE}
"""The kind of what the framework refuses by itself."""

# --- saying it --------------------------------------------------------------------------------


class Refused(Exception):
    """The request cannot be answered; carries the kind of problem, the detail, every fault, and headers."""

    def __init__(
        self, kind: Kind, detail: str, faults: tuple[Fault, ...] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.faults = faults
        self.headers = headers or {}


def problem(kind: Kind, detail: str, faults: tuple[Fault, ...] = ()) -> Problem:
    return Problem(type=kind.type, title=kind.title, status=kind.status, detail=detail, errors=faults)


def document(kind: Kind, detail: str, faults: tuple[Fault, ...] = ()) -> bytes:
    """The problem document, encoded."""
    return msgspec.json.encode(problem(kind, detail, faults))


def respond(
    kind: Kind, detail: str, faults: tuple[Fault, ...] = (), headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    content = document(kind, detail, faults)
    return Response(content, status_code=kind.status, media_type=MEDIA_TYPE, headers={**UNKEPT, **(headers or {})})


def on_refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    return respond(refused.kind, refused.detail, refused.faults, refused.headers)


def on_http_exception(request: Request[Any, Any, Any], exception: HTTPException) -> Response[bytes]:
    """What the framework refuses: unknown addresses, methods, bodies that are too large, broken headers."""
    if exception.status_code >= 500:
        return on_exception(request, exception)
    kind = OF_STATUS.get(exception.status_code, BAD_REQUEST)
    return respond(kind, detail(kind, request, exception), headers=exception.headers)


def detail(kind: Kind, request: Request[Any, Any, Any], exception: HTTPException) -> str:
    path = f"`{request.scope['path'][:200]}`"
    match kind.status:
        case 404:
            return f"there is nothing at {path}"
        case 405:
            return f"`{request.scope['method'][:20]}` is not taken at {path}"
        case 413:
            return f"the body is longer than {request.app.request_max_body_size:,} bytes"
        case _:
            return exception.detail[:1].lower() + exception.detail[1:]


def on_exception(request: Request[Any, Any, Any], exception: Exception) -> Response[bytes]:
    asked: Any = request.scope.get("policykit")
    return respond(INTERNAL_ERROR, failed(exception, asked.id.decode() if asked else None))


def failed(exception: Exception, request: str | None = None) -> str:
    """What a caller is told of a fault of ours.

    The log gets the place and the kind of the failure, but no message: it may quote facts.
    """
    log.error(failures.told(exception), extra={"request": request} if request else None)
    return "the server has failed to answer this request"


HANDLERS: ExceptionHandlersMap = {Refused: on_refused, HTTPException: on_http_exception, Exception: on_exception}
