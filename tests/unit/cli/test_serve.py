from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

PATIENCE = 30.0


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health/ready", timeout=5) as response:
            return response.status == 200
    except OSError:
        return False


def test_a_process_serves_and_stops(shops: Path):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-u", "-m", "policykit.cli", "serve", str(shops), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            deadline = time.monotonic() + PATIENCE
            while not is_ready(address):
                assert server.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
        finally:
            server.send_signal(signal.SIGINT)
            said, complained = server.communicate(timeout=PATIENCE)
    assert f"serving tea-shop on {address}" in said
    assert f"{address}/terms" in said
    assert "Traceback" not in complained


def test_a_port_in_use_is_told_before_anything_starts(run, shops: Path, taken: int):
    served = run("serve", shops, "--port", taken)
    assert 2 == served.exit_code
    assert f"error: cannot listen on 127.0.0.1:{taken}: address already in use\n" in served.stderr
    assert "" == served.stdout


@pytest.mark.parametrize("port", ["0", "70000", "http"])
def test_a_port_is_a_number_within_range(run, shops: Path, port: str):
    served = run("serve", shops, "--port", port)
    assert 2 == served.exit_code
    assert "invalid value for '--port'" in served.stderr


def test_policies_with_errors_are_not_served(run, shops: Path, change):
    change("claim.yaml", "claim.finding: stale", "claim.findin: stale")
    served = run("serve", shops)
    assert 1 == served.exit_code
    assert "error[unknown-fact]" in served.stderr
