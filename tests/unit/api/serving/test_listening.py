"""A socket that takes no more connections keeps those that wait, and what their clients have sent."""

from __future__ import annotations

import socket
import sys

import pytest

from policykit_api.serving.listening import listen, own_listening, somebody_waits, take_no_more
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
                assert taken.recv(100) == b"a question"
                taken.sendall(b"an answer")
                assert early.recv(100) == b"an answer"
        assert not somebody_waits(listening)


@linux
def test_a_process_finds_the_sockets_that_it_listens_on_and_no_others():
    with listen(Server(port=0)) as listening, socket.create_connection(listening.getsockname()):
        found = own_listening()
        assert listening.getsockname() in [one.getsockname() for one in found]
        assert all(one.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) for one in found)
        for one in found:
            one.close()
    assert listening.fileno() == -1
