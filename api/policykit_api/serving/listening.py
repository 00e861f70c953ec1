"""Sockets that connections are made on: opened, looked at, and kept from taking more."""

from __future__ import annotations

import ctypes
import os
import select
import socket
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import cast

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


def take_no_more(listening: socket.socket) -> None:
    """No further connection is begun on this socket; those that are begun or wait to be accepted stay.

    Closing it would reset those that wait, with what their clients have sent. Only Linux can do this: its
    filter is not inherited by the connections that are there already.
    """
    if sys.platform != "linux" or listening.family == socket.AF_UNIX:
        return
    program = (Instruction * len(NO_BEGINNINGS))(*NO_BEGINNINGS)
    with suppress(OSError):
        listening.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, bytes(Filter(len(program), program)))


def own_listening() -> list[socket.socket]:
    """The sockets that this process listens on, whoever has opened them: each once more, to be closed. Linux only."""
    if sys.platform != "linux":
        return []
    numbers = [int(one.name) for one in Path("/proc/self/fd").iterdir()]
    return [found for number in numbers if (found := listening_at(number)) is not None]


def listening_at(number: int) -> socket.socket | None:
    """The socket behind a descriptor once more, if one listens there."""
    with suppress(OSError):  # it may be closed meanwhile
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            found = socket.socket(fileno=os.dup(number))
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                return found
            found.close()
    return None
