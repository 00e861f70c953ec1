"""The server as a process of its own: it answers, and ends in peace when it is interrupted."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from policykit_api.serving.listening import listen
from policykit_api.settings import server as settings_of

SERVE = """
import sys
from policykit import pipeline
from policykit_api import serve
from policykit_api.settings import Settings
from policykit_api.settings.server import Server
serve(pipeline.load(pipeline.example_root()).bundle, Settings(server=Server(port=int(sys.argv[1]))))
"""
PATIENCE = 60.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answered(server: subprocess.Popen[bytes], address: str) -> httpx.Response:
    """The answer as soon as there is one."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return httpx.get(address, trust_env=False)
        except httpx.TransportError:
            assert server.poll() is None
            assert time.monotonic() < give_up
            time.sleep(0.1)


def test_it_serves_until_it_is_interrupted(root: Path):
    port = free_port()
    paths = f"import sys; sys.path[:0] = [{str(root / 'src')!r}, {str(root / 'api')!r}]"
    command = [sys.executable, "-X", "faulthandler", "-c", f"{paths}\n{SERVE}", str(port)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        try:
            answer = answered(server, f"http://127.0.0.1:{port}/health/ready")
        except BaseException:
            server.kill()  # whoever has not begun to serve may not hear of an interrupt
            raise
        server.send_signal(signal.SIGINT)
        said, _ = server.communicate(timeout=PATIENCE)
    assert (200, "ready") == (answer.status_code, answer.json()["status"])
    assert "server" not in answer.headers
    assert 0 == server.returncode, said.decode()
    assert b"Traceback" not in said


def test_what_a_socket_is_to_replace_stays_where_it_is_none(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("not to be lost", encoding="utf-8")
    with pytest.raises(OSError, match="in use"):
        listen(settings_of.Server(socket=str(file)))
    assert "not to be lost" == file.read_text(encoding="utf-8")


def test_a_socket_that_was_left_behind_is_replaced(tmp_path: Path):
    place = str(tmp_path / "socket")
    with closing(listen(settings_of.Server(socket=place))):
        pass
    with closing(listen(settings_of.Server(socket=place))):
        assert Path(place).is_socket()
