"""Answers that a client may keep: each is named by its `ETag` and sent again only if it has changed (RFC 9110, 13)."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from litestar.types import Message, Send

Headers = list[tuple[bytes, bytes]]

_TAG = re.compile(rb'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')
OF_THE_BODY = (b"content-length", b"content-type")


def conditional(wanted: bytes | None, send: Send, *, private: bool = False) -> Send:
    """A ``send`` that names a whole answer, and leaves its body out where ``wanted`` (`If-None-Match`) names it.

    Refusals and what is sent piece by piece pass through. A ``private`` answer is that of one key: no cache that
    several callers share may keep it, and one that does all the same is told that it depends on the key.
    """
    held: list[Message] = []

    async def respond(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 200:
            held.append(message)
            return
        if held and message["type"] == "http.response.body":
            start = held.pop()
            if not message.get("more_body"):
                start, message = named(start, message, wanted, private=private)
            await send(start)
        await send(message)

    return cast("Send", respond)


def named(start: Message, body: Message, wanted: bytes | None, *, private: bool) -> tuple[Message, Message]:
    """The two messages with the name of the body; those of 304 where that is wanted."""
    assert start["type"] == "http.response.start"
    assert body["type"] == "http.response.body"
    headers = cast(Headers, start["headers"])
    tag = f'"{blake2b(body["body"], digest_size=16).hexdigest()}"'.encode()
    told = [*headers, (b"etag", tag)]
    if all(name != b"cache-control" for name, _ in headers):
        told.append((b"cache-control", b"private, no-cache" if private else b"no-cache"))
    if private:
        told.append((b"vary", b"Authorization"))
    if not is_named(tag, wanted):
        return {**start, "headers": told}, body
    # A client puts these headers in place of those it has: what the page needs must stay among them.
    kept = [(name, value) for name, value in told if name not in OF_THE_BODY]
    return {**start, "status": 304, "headers": kept}, {**body, "body": b""}


def is_named(tag: bytes, wanted: bytes | None) -> bool:
    """Whether `If-None-Match` names the answer: by `*`, or by a tag that is the same but for being weak."""
    if wanted is None:
        return False
    return wanted.strip() == b"*" or tag in _TAG.findall(wanted)
