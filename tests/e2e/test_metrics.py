"""Two processes count together, also on a port of the metrics' own, and nothing is lost when one of them ends."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import httpx

from tests.e2e.server import Server, free_port, serving
from tests.e2e.test_stopping import BODY, DECIDE

PATIENCE = 20


def ask(server: Server, times: int) -> None:
    for _ in range(times):  # a connection each, so that both processes get some
        httpx.post(
            f"{server.url}{DECIDE}", content=BODY, headers={"content-type": "application/json"}
        ).raise_for_status()


def until(wanted: int, url: str) -> int:
    """How many decisions are told, at the latest after some patience."""
    end = time.monotonic() + PATIENCE
    while True:
        lines = [line for line in httpx.get(url).text.splitlines() if line.startswith("policykit_decisions_total{")]
        count = sum(int(float(line.rpartition(" ")[2])) for line in lines)
        if count == wanted or time.monotonic() > end:
            return count
        time.sleep(0.2)


def processes_of(server: Server) -> list[int]:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    return [int(pid) for pid in children.read_text(encoding="ascii").split()]


def test_the_counts_of_all_processes_come_together_and_outlive_them():
    port = free_port()
    with serving(options=["--workers", "2"], environment={"POLICYKIT_METRICS_PORT": str(port)}) as server:
        own = f"http://127.0.0.1:{port}/metrics"
        ask(server, 20)
        assert 20 == until(20, own)
        assert 20 == until(20, f"{server.url}/metrics")
        time.sleep(2.5)  # old enough to be replaced when it ends
        first = processes_of(server)[0]
        os.kill(first, signal.SIGKILL)
        end = time.monotonic() + PATIENCE
        while len([pid for pid in processes_of(server) if pid != first]) < 2 and time.monotonic() < end:
            time.sleep(0.1)
        ask(server, 5)
        assert 25 == until(25, own)
