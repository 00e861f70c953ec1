"""A real server in a process of its own, as `policykit serve` starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
"""Seconds until a server on a busy machine answers, or has ended."""

SOURCES = os.pathsep.join(str(ROOT / folder) for folder in ("src", "api"))
KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens, its process, and the file that its output goes to."""

    port: int
    process: subprocess.Popen[bytes]
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def log(self) -> str:
        """What it has said so far, on both of its streams."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def connect(self) -> socket.socket:
        """A connection of one's own, for what no HTTP client would send. It gives up after some seconds."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


@contextmanager
def serving(
    policies: Path = ROOT / "policies", options: Sequence[str] = (), environment: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """The server over those policies, once it takes connections, and until the block ends.

    Nothing of the caller's environment reaches it but what every program needs. Raises where it ends before.
    """
    port = free_port()
    command = [sys.executable, "-m", "policykit", "serve", str(policies), "--port", str(port), *options]
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    with tempfile.TemporaryDirectory() as place:
        own = {"PYTHONPATH": SOURCES, "XDG_STATE_HOME": place, "XDG_CACHE_HOME": place}
        output = Path(place, "output")
        with output.open("wb") as file:
            process = subprocess.Popen(
                command, cwd=ROOT, env=kept | own | dict(environment or {}), stdout=file, stderr=subprocess.STDOUT,
                start_new_session=True,  # a group of processes of its own
            )  # fmt: skip
        server = Server(port, process, output)
        try:
            wait(server)
            yield server
        finally:
            stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    """End the process, kindly first."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait(server: Server) -> None:
    """Return once the server takes connections. Raises where it has ended or takes too long."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.process.poll() is not None:
            raise RuntimeError(f"the server ended with {server.process.returncode}:\n{server.log()}")
        with suppress(OSError), closing(server.connect()):
            return
        time.sleep(0.05)
    raise RuntimeError(f"the server takes no connection:\n{server.log()}")


def free_port() -> int:
    """A port of the loopback address that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
