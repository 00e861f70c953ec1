"""Sockets that connections are made on: opened, looked at, and kept from taking more."""

from __future__ import annotations

import asyncio
import ctypes
import os
import select
import socket
import stat
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from policykit_api.serving.paces import STEP
from policykit_api.settings.server import Server

BACKLOG = 2048
"""Connections that the system takes before a process accepts them."""
SO_ATTACH_FILTER = 26
"""Linux's; Python's socket module does not name it."""


def listen(server: Server) -> socket.socket:
    """The socket that the server listens on. Raises OSError."""
    if server.socket:
        if Path(server.socket).is_socket():  # left behind by one that was killed; anything else is somebody's
            Path(server.socket).unlink()
        return bound(socket.socket(socket.AF_UNIX), server.socket)
    family, kind, protocol, _, address = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return bound(listening, cast("tuple[str, int]", address))


def bound(listening: socket.socket, address: tuple[str, int] | str) -> socket.socket:
    """The socket, once it listens there. Raises OSError."""
    try:
        listening.bind(address)
        listening.listen(BACKLOG)
    except OSError:
        listening.close()
        raise
    listening.setblocking(False)
    return listening


def somebody_waits(listening: socket.socket) -> bool:
    """Whether a connection is made that nobody has accepted."""
    waiting = select.poll()
    waiting.register(listening, select.POLLIN)
    return bool(waiting.poll(0))


class Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint))


class Filter(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.POINTER(Instruction)))


NO_BEGINNINGS = (
    Instruction(0x30, 0, 0, 13),  # load the byte of the flags
    Instruction(0x54, 0, 0, 0x12),  # keep SYN and ACK of them
    Instruction(0x15, 0, 1, 0x02),  # where it is SYN alone, that begins a connection,
    Instruction(0x06, 0, 0, 0),  # drop it,
    Instruction(0x06, 0, 0, 0xFFFFFFFF),  # else let it pass
)
"""A program for Linux's packet filter (BPF), which sees what comes to a socket from its TCP header on (RFC 9293)."""


def take_no_more(listening: socket.socket) -> bool:
    """No further connection is begun on this socket; those that are begun or wait to be accepted stay.

    Closing it would reset those that wait, with what their clients have sent. Only Linux can do this, and not for a
    Unix socket: then it is False. Its filter is not inherited by the connections that are there already.
    """
    if sys.platform != "linux" or listening.family == socket.AF_UNIX:
        return False
    program = (Instruction * len(NO_BEGINNINGS))(*NO_BEGINNINGS)
    try:
        listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, bytes(Filter(len(program), program)))
    except OSError:
        return False
    return True


Until = Callable[[Callable[[], bool]], Awaitable[None]]
"""Waits until something is done, for as long as there is time."""


async def close_doors(sockets: Sequence[socket.socket], until: Until) -> None:
    """No further connection is begun on the sockets, and each that is begun gets the time to be accepted.

    Where that cannot be, nobody waits for those who always come anew.
    """
    closed = [listening for listening in sockets if take_no_more(listening)]
    await asyncio.sleep(STEP)
    await until(lambda: not any(map(somebody_waits, closed)))


@contextmanager
def own_listening(server: Server) -> Iterator[list[socket.socket]]:
    """The sockets on which this process listens at the server's address, if it has not opened them itself.

    They are still whose they were, and stay open. Linux alone says what a process has open; elsewhere none is found.
    """
    numbers: list[int] = []
    if sys.platform == "linux":
        with suppress(OSError):
            numbers = [int(one.name) for one in Path("/proc/self/fd").iterdir()]
    found = [one for number in numbers if (one := listening_at(number, server)) is not None]
    try:
        yield found
    finally:
        for one in found:
            one.detach()


def listening_at(number: int, server: Server) -> socket.socket | None:
    """The socket behind a descriptor, if it is one that listens at the server's address."""
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return None
        found = socket.socket(fileno=number)
    except OSError:  # it is closed meanwhile
        return None
    with suppress(OSError):
        if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) and is_at(found, server):
            return found
    found.detach()
    return None


def is_at(listening: socket.socket, server: Server) -> bool:
    address: Any = listening.getsockname()
    return bool(address == server.socket if listening.family == socket.AF_UNIX else address[1] == server.port)
