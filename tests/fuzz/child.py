"""A process of its own for inputs: it can be short of memory, and end, without ending the tests.

`python -m tests.fuzz.child TARGET` takes inputs from its standard input, each behind its length, and answers each
with one line of JSON: how far it came, or the traceback. `Child` is the side of the tests.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

MEMORY = 512 * 1024 * 1024
"""Bytes that an input may need, beside what the program takes before the first one."""
SECONDS = 20
"""Seconds of processor time for one input; the clock on the wall is given ten times as long."""


class TooLong(BaseException):
    """An input took its time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far an input came; ``fault`` is what went wrong, which nothing may."""

    came: str | None
    fault: str | None = None


class Child:
    """A process that takes inputs one at a time; a new one where the last has ended."""

    def __init__(self, target: str) -> None:
        self.target = target
        self.process: subprocess.Popen[bytes] | None = None

    def take(self, data: bytes) -> Outcome:
        process = self._running()
        assert process.stdin is not None
        process.stdin.write(struct.pack(">I", len(data)) + data)
        process.stdin.flush()
        line = self._answer(process)
        if line:
            return Outcome(**json.loads(line))
        self.end()
        return Outcome(None, f"the process gave no answer and ended with {process.returncode}")

    def _running(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            command = [sys.executable, "-W", "ignore", "-m", "tests.fuzz.child", self.target]
            path = os.pathsep.join(path for path in sys.path if path)
            variables = os.environ | {"PYTHONPATH": path}
            self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables)
        return self.process

    def _answer(self, process: subprocess.Popen[bytes]) -> bytes:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], SECONDS * 10)
        return process.stdout.readline() if ready else b""

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for stream in (self.process.stdin, self.process.stdout):
                assert stream is not None
                stream.close()
            self.process = None


# --- the process ------------------------------------------------------------------------------


def main(target: str) -> None:
    from tests.fuzz.targets import TARGETS

    take = TARGETS[target].take
    take(TARGETS[target].seeds()[0])  # what is loaded on first use counts for no input
    bound_memory()
    signal.signal(signal.SIGVTALRM, too_long)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while head := sys.stdin.buffer.read(4):
        data = sys.stdin.buffer.read(struct.unpack(">I", head)[0])
        print(json.dumps(outcome(take, data)), file=answers, flush=True)


def outcome(take: Any, data: bytes) -> dict[str, str | None]:
    """What came of one input, within its time."""
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        return {"came": take(data)}
    except BaseException:  # noqa: BLE001  # whatever it is, it is the fault
        return {"came": None, "fault": traceback.format_exc(limit=-12)}
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def too_long(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def bound_memory() -> None:
    """No more than ``MEMORY`` beside what is taken now, where the system tells what that is."""
    try:
        taken = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    except OSError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1])
