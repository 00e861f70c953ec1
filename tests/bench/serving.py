"""Servers that are measured: each in a process of its own, on one core, up until the block ends."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tests.bench.load import SERVER_CORE, pinned
from tests.e2e.server import free_port

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
PATIENCE = 60


@contextmanager
def running(command: Sequence[str], port: int, environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address of the server that the command starts, once it takes connections. Raises where it ends before."""
    variables = os.environ | {"PYTHONPATH": str(ROOT)} | dict(environment or {})
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(pinned(SERVER_CORE, command), cwd=ROOT, env=variables, **quiet) as process:
        try:
            wait(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), 1)):
            return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args} takes no connection")


@contextmanager
def ours(engine: str = "uvicorn") -> Iterator[str]:
    """The API as shipped, over the bundled businesses."""
    port = free_port()
    command = [str(PROGRAMS / "policykit"), "serve", "policies", "--port", str(port)]
    with running(command, port, {"POLICYKIT_SERVER_ENGINE": engine} if engine != "uvicorn" else None) as address:
        yield address


@contextmanager
def peer(name: str, answer: int) -> Iterator[str]:
    """One of ``peers.servers`` under uvicorn, set as ours is, answering so many bytes."""
    port = free_port()
    options = ["--http", "httptools", "--ws", "none", "--no-access-log", "--no-server-header", "--log-level", "warning"]
    command = [str(PROGRAMS / "uvicorn"), f"tests.bench.peers.servers:{name}", "--port", str(port), *options]
    with running(command, port, {"BYTES": str(answer)}) as address:
        yield address
