"""The first page, the OpenAPI document and the page that shows it, with all that the page loads."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from policykit_api import page, snapshot
from policykit_api.openapi import Operation
from policykit_api.problems import NOT_FOUND, Refused

MEDIA_TYPES = {
    "page.css": "text/css",
    "start.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "swagger-ui-bundle.js": "text/javascript",
}
POLICY = f"{page.STRICT}; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
HOME = {
    "/terms": "Service terms",
    "/docs": "How to call the API",
    "/openapi.json": "The API for programs (OpenAPI)",
    "/problems": "What can go wrong",
}


@get("/")
async def home() -> Response[str]:
    return page.respond(page.page("policykit", page.links(HOME)))


@get("/openapi.json")
async def openapi(request: Request[Any, Any, Any]) -> Response[bytes]:
    return Response(snapshot.of(request).openapi, media_type="application/json")


@get("/docs")
async def docs() -> Response[bytes]:
    headers = {"content-security-policy": POLICY}
    return Response(content("docs.html"), media_type="text/html", headers=headers)


@get("/docs/{name:str}")
async def asset(name: FromPath[str]) -> Response[bytes]:
    if name not in MEDIA_TYPES:
        raise Refused(NOT_FOUND, "the page at /docs has no such part")
    return Response(content(name), media_type=MEDIA_TYPES[name], headers={"cache-control": "max-age=3600"})


@cache
def content(name: str) -> bytes:
    return files("policykit_api").joinpath("assets", name).read_bytes()


HANDLERS = (home, openapi, docs, asset)
OPERATIONS = (
    Operation(
        method="get",
        path="/openapi.json",
        id="readOpenApi",
        summary="This document",
        answer="application/json",
        tag="documentation",
    ),
)
