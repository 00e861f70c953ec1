"""The metrics on a port of their own, for a reader in the same network that has no key."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping

from policykit_api.access.nearness import Nearness, is_loopback
from policykit_api.problems import Refused
from policykit_api.service import Service
from policykit_api.serving.refusal import spoken
from policykit_api.settings import Settings

PATIENCE = 5.0
"""Seconds for a request to come."""
LONGEST = 16 * 1024

Client = tuple[str, int]


async def serve(service: Service, listening: socket.socket) -> asyncio.Server:
    """Answer on the socket until the server is closed."""
    near = nearness(service.settings)
    return await asyncio.start_server(lambda *pair: answer(service, near, *pair), sock=listening, limit=LONGEST)


def nearness(settings: Settings) -> Nearness | None:
    """What is asked of a request where the port is this machine's own: a page in a browser must not read there."""
    return Nearness(settings.access.hosts) if is_loopback(settings.metrics.host) else None


async def answer(
    service: Service, near: Nearness | None, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """One request, whatever its address, and the end of the connection."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        writer.write(answered(service, near, headers_in(head), writer.get_extra_info("peername")))
        await writer.drain()
    except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


def headers_in(head: bytes) -> Mapping[bytes, bytes]:
    """The headers of a request by their names in small letters."""
    pairs = (line.partition(b":") for line in head.split(b"\r\n")[1:])
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def answered(service: Service, near: Nearness | None, headers: Mapping[bytes, bytes], client: Client) -> bytes:
    try:
        if near is not None:
            near.require(client[:2], headers)
    except Refused as refused:
        return spoken(refused.kind, refused.detail)
    content, media_type = service.exposed(headers.get(b"accept", b"").decode("latin-1"))
    said = f"HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {len(content)}"
    return f"{said}\r\nconnection: close\r\n\r\n".encode() + content
