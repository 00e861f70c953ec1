"""A socket that takes no more connections keeps those that wait, and what their clients have sent."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from policykit_api.serving.listening import close_doors, listen, own_listening, somebody_waits, take_no_more
from policykit_api.settings.server import Server

linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this")


@linux
def test_who_waits_is_kept_with_what_was_sent_and_nobody_comes_after():
    with listen(Server(port=0)) as listening:
        address = listening.getsockname()
        with socket.create_connection(address) as early:
            early.sendall(b"a question")
            take_no_more(listening)
            with pytest.raises(TimeoutError):
                socket.create_connection(address, timeout=0.2)
            assert somebody_waits(listening)
            taken, _ = listening.accept()
            with taken:
                assert b"a question" == taken.recv(100)
                taken.sendall(b"an answer")
                assert b"an answer" == early.recv(100)
        assert not somebody_waits(listening)


@linux
def test_the_doors_are_closed_once_all_who_waited_are_accepted():
    async def story(listening: socket.socket) -> list[bool]:
        asked: list[bool] = []

        async def until(done: Callable[[], bool]) -> None:
            asked.append(done())
            listening.accept()[0].close()
            asked.append(done())

        await close_doors([listening], until)
        return asked

    with listen(Server(port=0)) as listening, socket.create_connection(listening.getsockname()):
        assert [False, True] == asyncio.run(story(listening))


@linux
def test_a_process_finds_the_socket_that_listens_at_an_address_and_no_other():
    with listen(Server(port=0)) as one, listen(Server(port=0)), socket.create_connection(one.getsockname()):
        port = one.getsockname()[1]
        with own_listening(Server(port=port)) as found:
            assert [one.getsockname()] == [socket_.getsockname() for socket_ in found]
        assert port == one.getsockname()[1], "it is closed"


@linux
def test_a_process_finds_the_socket_that_listens_at_a_path(tmp_path: Path):
    server = Server(socket=str(tmp_path / "socket"))
    with listen(server), own_listening(server) as found:
        assert [server.socket] == [one.getsockname() for one in found]
