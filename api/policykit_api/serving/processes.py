"""Several processes on one socket: each a copy of this one, made once the policies are read, and kept alive."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

log = logging.getLogger("policykit.server")

YOUNG = 2.0
"""A process that ends within so many seconds has not come up, and is not started again and again."""


SIGNALS = (signal.SIGTERM, signal.SIGINT)

HANGUP = (signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()
"""What is passed on to all of them. A new one hears it once it unblocks the signal, however early it came."""


@contextmanager
def bell() -> Iterator[int]:
    """Where the number of each signal that comes can be read, one byte each; to read waits for the next.

    Nothing is lost between looking and waiting: a handler that sets a mark does not wake an ``os.wait`` that is just
    about to begin.
    """
    rings, rung = os.pipe()
    os.set_blocking(rung, False)
    before = signal.set_wakeup_fd(rung)
    for told in (*SIGNALS, *HANGUP, signal.SIGCHLD):
        signal.signal(told, lambda *_: None)  # the system tells the numbers of signals with handlers alone
    try:
        yield rings
    finally:
        signal.set_wakeup_fd(before)
        os.close(rings)
        os.close(rung)


def ended() -> Iterator[tuple[int, int]]:
    """The processes that have ended since the last time, each with its status."""
    with suppress(ChildProcessError):
        while (one := os.waitpid(-1, os.WNOHANG)) != (0, 0):
            yield one


class Processes:
    """So many processes that do the same work, until this one is told to stop (SIGTERM or SIGINT).

    Each is told its number; one that takes the place of another has that one's.
    """

    def __init__(self, count: int, work: Callable[[int], None]) -> None:
        self.count = count
        self.work = work
        self.started: dict[int, tuple[int, float]] = {}
        self.stopping = False
        self.failed = False
        self.interrupts = 0
        self.passed_on = False
        """Whether a signal was passed on: it is for those as well that take a place later."""

    def run(self) -> bool:
        """Whether all went well; returns when every process has ended."""
        gc.collect()
        gc.freeze()  # the copies share the memory of what is never collected
        with bell() as rings:
            for number in range(self.count):
                self._start(number)
            while self.started:
                for told in os.read(rings, 1024):
                    self._hear(told)
        return not self.failed

    def _hear(self, told: int) -> None:
        if told in SIGNALS:
            self.interrupts += told == signal.SIGINT
            self._stop()
        elif told in HANGUP:
            self.passed_on = True
            self._tell(told)
        elif told == signal.SIGCHLD:
            for pid, status in ended():
                if pid in self.started:
                    self._ended(pid, os.waitstatus_to_exitcode(status))

    def _stop(self) -> None:
        """Have all of them stop; at the second SIGINT without waiting for anybody."""
        self.stopping = True
        self._tell(signal.SIGTERM if self.interrupts < 2 else signal.SIGKILL)

    def _tell(self, told: int) -> None:
        """Pass a signal on. One that has ended is not reaped yet: no other process has its number."""
        for pid in self.started:
            os.kill(pid, told)

    def _start(self, number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, *HANGUP))  # the copy must not take one for this process
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            for told in (*SIGNALS, signal.SIGCHLD):
                signal.signal(told, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            self._work(number)
        self.started[pid] = number, time.monotonic()
        if self.passed_on:
            os.kill(pid, signal.SIGHUP)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*SIGNALS, *HANGUP))

    def _work(self, number: int) -> None:
        """The copy's own part: it never returns."""
        code = 1
        try:
            self.work(number)
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001  # the process ends here whatever happened
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _ended(self, pid: int, code: int) -> None:
        number, since = self.started.pop(pid)
        age = time.monotonic() - since
        if self.stopping:
            insisted = self.interrupts > 1 and code == -signal.SIGKILL
            self.failed = self.failed or not (insisted or code in (0, -signal.SIGTERM))
            return
        if age < YOUNG:
            log.error("process %d ended with %d before it served: stopping", pid, code)
            self.failed = True
            self._stop()
            return
        log.error("process %d ended with %d: starting another", pid, code)
        self._start(number)
