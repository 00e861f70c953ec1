"""The first page, the OpenAPI document and the page that shows it, with all that the page loads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from policykit_api import call, page
from policykit_api.access.caller import Scope
from policykit_api.operation import Operation, serves
from policykit_api.problem_kinds import NOT_FOUND, UNKNOWN_BUSINESS
from policykit_api.problems import Refused

MEDIA_TYPES = {
    "docs.css": "text/css",
    "page.css": "text/css",
    "start.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
}
POLICY = f"{page.STRICT}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
LINKS = {
    "/terms": "Service terms",
    "/docs": "How to call the API",
    "/openapi.json": "The API for programs (OpenAPI)",
    "/problems": "What can go wrong",
}


HOME = Operation(
    method="get",
    path="/",
    id="readHome",
    summary="The first page",
    answer="text/html",
    tag="documentation",
    scope=None,
    described=False,
)


@serves(HOME)
async def home() -> Response[str]:
    return page.respond(page.page("policykit", page.links(LINKS)))


OPENAPI = Operation(
    method="get",
    path="/openapi.json",
    id="readOpenApi",
    summary="This document",
    description="Beside the operations for any policy, the exact ones of each policy that the caller may read. "
    "With more than 200 policies those stand in the documents of their businesses alone.",
    answer="application/json",
    tag="documentation",
    scope=None,
)


@serves(OPENAPI)
async def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
    called = call.of(request)
    return document(await called.snapshot.contract.whole(readable(called)))


def readable(called: call.Call) -> frozenset[str]:
    """The businesses whose policies the caller may read."""
    caller, known = called.caller, called.snapshot.bundle.businesses
    if Scope.READ not in caller.scopes:
        return frozenset()
    return frozenset(filter(caller.sees, known))


BUSINESS_OPENAPI = Operation(
    method="get",
    path="/v1/{business}/openapi.json",
    id="readBusinessOpenApi",
    summary="The document of one business",
    description="Every policy has addresses of its own here, with exactly the facts it takes and the answers it gives: "
    "what a typed client is generated from.",
    answer="application/json",
    tag="documentation",
    scope=Scope.READ,
    refusals=(UNKNOWN_BUSINESS,),
)


@serves(BUSINESS_OPENAPI)
async def business_openapi(request: Request[Any, Any, Any], business: FromPath[str]) -> Response[bytes]:
    seen = call.of(request).snapshot
    seen.ready(business)
    return document(await seen.contract.of_business(business))


def document(content: bytes) -> Response[bytes]:
    return Response(content, media_type="application/json", headers={"vary": "Authorization"})


DOCS = Operation(
    method="get",
    path="/docs",
    id="readDocs",
    summary="This API, for people",
    answer="text/html",
    tag="documentation",
    scope=None,
    described=False,
)


@serves(DOCS)
async def docs() -> Response[bytes]:
    headers = {**page.ISOLATED, "content-security-policy": POLICY}
    return Response(content("docs.html"), media_type="text/html", headers=headers)


ASSET = Operation(
    method="get",
    path="/docs/{name}",
    id="readDocsPart",
    summary="A part of the page for people",
    answer="text/html",
    tag="documentation",
    scope=None,
    described=False,
)


@serves(ASSET)
async def asset(name: FromPath[str]) -> Response[bytes]:
    if name not in MEDIA_TYPES:
        raise Refused(NOT_FOUND, "the page at /docs has no such part")
    return Response(content(name), media_type=MEDIA_TYPES[name], headers={"cache-control": "max-age=3600"})


@cache
def content(name: str) -> bytes:
    return files("policykit_api").joinpath("assets", name).read_bytes()


HANDLERS = (home, openapi, business_openapi, docs, asset)
