"""The metrics on a port of their own, for a reader in the same network that has no key."""

from __future__ import annotations

import asyncio
import socket

from policykit_api.service import Service

PATIENCE = 5.0
"""Seconds for a request to come."""
LONGEST = 16 * 1024


async def answer(service: Service, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One request, whatever its address, and the end of the connection."""
    try:
        head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), PATIENCE)
        accept = next((line[7:].strip() for line in head.split(b"\r\n") if line.lower().startswith(b"accept:")), b"")
        content, media_type = service.exposed(accept.decode("latin-1"))
        said = f"HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: {len(content)}"
        writer.write(f"{said}\r\nconnection: close\r\n\r\n".encode() + content)
        await writer.drain()
    except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def serve(service: Service, listening: socket.socket) -> asyncio.Server:
    """Answer on the socket until the server is closed."""
    return await asyncio.start_server(lambda *pair: answer(service, *pair), sock=listening, limit=LONGEST)
