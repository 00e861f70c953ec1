"""A server of a hundred businesses of twenty policies: how long it starts, what it takes, how soon a change is in use.

`python -m tests.bench.scale 100 20` measures another number of them.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from policykit import pipeline
from policykit.cache import Cache
from tests.bench import scale_bundle
from tests.e2e import server as servers

BUSINESSES, POLICIES = 100, 20
RELOADS = 5
PATIENCE = 600.0
CLIENT = httpx.Client(timeout=PATIENCE)
"""One for all questions: to make one takes longer than what is measured."""


def report(businesses: int = BUSINESSES, policies: int = POLICIES) -> Iterator[str]:
    """A line a figure: seconds to the first answer without and with what is kept on disk, memory, a change's way."""
    with TemporaryDirectory() as place:
        bundle, kept = Path(place, "policies"), Path(place, "kept")
        scale_bundle.write(bundle, businesses, policies)
        yield f"{businesses} businesses of {policies} policies, each the size of fruit-shop's returns"
        for what in ("cold", "with what was kept"):
            with started(bundle, kept) as (process, port, seconds):
                yield f"{f'start, {what}':<34} {seconds:8.2f} s, {processor(process.pid):.2f} s of work in the server"
                yield f"{'  memory once it serves':<34} {memory(process.pid):8.0f} MiB"
                if what == "cold":
                    continue
                times = [change(bundle, port, number) for number in range(RELOADS)]
                yield f"{'a change of one file to its use':<34} {sorted(times)[RELOADS // 2] * 1000:8.0f} ms"
                yield f"{'  memory after it':<34} {memory(process.pid):8.0f} MiB"
        loaded = pipeline.load(bundle, kept=Cache(kept))
        gc.freeze()  # as the server does
        times = []
        for number in range(RELOADS):
            loaded, seconds = remade(bundle, loaded, number)
            times.append(seconds)
        worked = sorted(times)[RELOADS // 2]
        yield f"{'  its load alone':<34} {worked * 1000:8.0f} ms of work"


@contextmanager
def started(bundle: Path, kept: Path) -> Iterator[tuple[subprocess.Popen[bytes], int, float]]:
    """A server in a process of its own, its port, and how long it took to its first answer."""
    port = servers.free_port()
    command = [sys.executable, "-m", "policykit", "serve", str(bundle), "--port", str(port)]
    own = {"PYTHONPATH": servers.SOURCES, "CACHE_DIRECTORY": str(kept), "XDG_STATE_HOME": str(kept.parent)}
    began = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: digest(port, 0) is not None)
        yield process, port, time.perf_counter() - began
    finally:
        servers.stop(process)


def change(bundle: Path, port: int, number: int) -> float:
    """How long after a file was written the new policies are in use."""
    before = digest(port, number)
    rewrite(bundle, number)
    began = time.perf_counter()
    until(lambda: digest(port, number) != before)
    return time.perf_counter() - began


def remade(bundle: Path, loaded: pipeline.Loaded, number: int) -> tuple[pipeline.Loaded, float]:
    """The work of a load of which one business has changed: time on the processor, which a busy machine delays."""
    rewrite(bundle, number)
    began = time.process_time()
    after = pipeline.load(bundle, before=loaded)
    return after, time.process_time() - began


def rewrite(bundle: Path, number: int) -> None:
    file = bundle / scale_bundle.business(number) / f"{scale_bundle.policy(0)}.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + f"# {time.time()}\n", encoding="utf-8")


def until(holds: object) -> None:
    assert callable(holds)
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def digest(port: int, number: int) -> str | None:
    """The digest of a business's files in use; None while nobody answers."""
    try:
        answer = CLIENT.get(f"http://127.0.0.1:{port}/health/ready")
    except httpx.TransportError:
        return None
    found: str = answer.json()["businesses"][scale_bundle.business(number)]
    return found


def processor(pid: int) -> float:
    """The seconds that a process has spent on the processor (Linux); those that it started are not counted."""
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """What a process holds in memory, in MiB (Linux)."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1024**2


if __name__ == "__main__":
    for line in report(*map(int, sys.argv[1:])):
        print(line, flush=True)
