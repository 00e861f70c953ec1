"""Load over HTTP with wrk: so many connections for so many seconds, the bodies in turn."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

SCRIPT = Path(__file__).with_name("load.lua")
CLIENT_CORE, SERVER_CORE = "1", "0"


@dataclass(frozen=True, slots=True)
class Target:
    """Where a question goes: its address, its headers, and the bodies that are sent in turn."""

    url: str
    bodies: Sequence[bytes]
    headers: Mapping[str, str] | None = None


class Measured(msgspec.Struct):
    """What wrk counted. Latencies are in seconds; ``bad`` are answers of 400 and above, and failed connections."""

    requests: int
    seconds: float
    median: float
    p99: float
    bad: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.requests / self.seconds


def available() -> bool:
    return bool(shutil.which("wrk") and shutil.which("taskset"))


def pinned(core: str, command: Sequence[str]) -> list[str]:
    """The command on one core alone."""
    return ["taskset", "--cpu-list", core, *command]


def measure(target: Target, connections: int, seconds: float) -> Measured:
    """One run of wrk on its own core. Raises where an answer was a refusal: that would be fast, and no result."""
    with tempfile.TemporaryDirectory() as place:
        bodies, headers = Path(place, "bodies"), Path(place, "headers")
        bodies.write_bytes(b"\n".join(target.bodies))
        given = {"Content-Type": "application/json"} | dict(target.headers or {})
        headers.write_text("\n".join(f"{name}: {value}" for name, value in given.items()), encoding="ascii")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(SCRIPT), target.url]
        done = subprocess.run(
            [*pinned(CLIENT_CORE, command), "--", str(bodies), str(headers)], capture_output=True, text=True, check=True
        )
    found = msgspec.json.decode(done.stdout.rpartition("result ")[2], type=Measured)
    if found.bad or not found.requests:
        raise RuntimeError(f"{target.url}: {found.bad} of {found.requests} answers were refusals or failures")
    return found
