"""How long the command line takes: to start, and to check the bundled businesses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench import timing

COMMAND = str(Path(sys.executable).with_name("policykit"))
RUNS = 11


def report() -> Iterator[str]:
    """A line a command: milliseconds, and what an empty Python takes, for comparison."""
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "policykit --version": [COMMAND, "--version"],
        "policykit check": [COMMAND, "check"],
    }
    for name, command in commands.items():
        yield f"{name:<24} {timing.of_command(command, RUNS) * 1000:10.1f} ms"
