"""Two servers that only decode a request and answer so many bytes: what the stack costs without us.

BYTES=300 uvicorn tests.bench.peers.servers:bare
BYTES=300 uvicorn tests.bench.peers.servers:plain
"""

from __future__ import annotations

import os
from typing import Any

import msgspec
from litestar import Litestar, Request, Response, post

ANSWER = b'"' + b"x" * (int(os.environ.get("BYTES", "300")) - 2) + b'"'
HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(ANSWER)).encode())]

_decoder = msgspec.json.Decoder()


async def bare(scope: Any, receive: Any, send: Any) -> None:
    """ASGI and nothing else: the body read and decoded, a constant sent."""
    if scope["type"] != "http":
        return
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    _decoder.decode(body)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send({"type": "http.response.body", "body": ANSWER})


@post("/", status_code=200)
async def constant(request: Request[Any, Any, Any]) -> Response[bytes]:
    _decoder.decode(await request.body())
    return Response(ANSWER, media_type="application/json")


plain = Litestar([constant], openapi_config=None, logging_config=None)
"""A handler of Litestar's as its documentation has it: a request in, a response out."""
