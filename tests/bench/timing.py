"""Timing: the median over runs, in seconds."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from statistics import median


def seconds(run: Callable[[], object]) -> float:
    """How long one run takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def of_call(call: Callable[[], object], runs: int) -> float:
    """The median of one call, after a first one that does not count."""
    call()
    return median(seconds(call) for _ in range(runs))


def of_command(command: Sequence[str], runs: int) -> float:
    """The median of one command in a process of its own, after a first one that does not count."""
    # A user has compiled bytecode; the first run, which does not count, leaves it.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return of_call(lambda: subprocess.run(command, capture_output=True, check=True, env=environment), runs)


def side_by_side(one: Callable[[], object], other: Callable[[], object], runs: int) -> tuple[float, float]:
    """The medians of two calls made in turn, so that a busy machine slows both alike."""
    one(), other()
    pairs = [(seconds(one), seconds(other)) for _ in range(runs)]
    return median(first for first, _ in pairs), median(second for _, second in pairs)
