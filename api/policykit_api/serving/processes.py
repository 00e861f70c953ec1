"""Several processes on one socket: each a copy of this one, made once the policies are read, and kept alive."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from types import FrameType

log = logging.getLogger("policykit.server")

YOUNG = 2.0
"""A process that ends within so many seconds has not come up, and is not started again and again."""


SIGNALS = (signal.SIGTERM, signal.SIGINT)

HANGUP = (signal.SIGHUP,) if hasattr(signal, "SIGHUP") else ()
"""What is passed on to all of them. A new one hears it once it unblocks the signal, however early it came."""


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
        self.passed_on = False
        """Whether a signal was passed on: it is for those as well that take a place later."""

    def run(self) -> bool:
        """Whether all went well; returns when every process has ended."""
        gc.collect()
        gc.freeze()  # the copies share the memory of what is never collected
        for told in SIGNALS:
            signal.signal(told, self._stop)
        for told in HANGUP:
            signal.signal(told, self._pass_on)
        for number in range(self.count):
            self._start(number)
        while self.started:
            pid, status = os.wait()
            self._ended(pid, os.waitstatus_to_exitcode(status))
        return not self.failed

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # the signature of a handler
        self.stopping = True
        for pid in list(self.started):
            os.kill(pid, signal.SIGTERM)

    def _pass_on(self, told: int, frame: FrameType | None) -> None:  # noqa: ARG002  # the signature of a handler
        self.passed_on = True
        for pid in list(self.started):
            os.kill(pid, told)

    def _start(self, number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        signal.pthread_sigmask(signal.SIG_BLOCK, (*SIGNALS, *HANGUP))  # the copy must not take one for this process
        pid = os.fork()
        if pid == 0:
            for told in SIGNALS:
                signal.signal(told, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            self._work(number)
        self.started[pid] = number, time.monotonic()
        if self.passed_on:
            os.kill(pid, signal.SIGHUP)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, (*SIGNALS, *HANGUP))
        if self.stopping:
            os.kill(pid, signal.SIGTERM)

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
            self.failed = self.failed or code not in (0, -signal.SIGTERM)
            return
        if age < YOUNG:
            log.error("process %d ended with %d before it served: stopping", pid, code)
            self.failed = True
            self._stop(signal.SIGTERM, None)
            return
        log.error("process %d ended with %d: starting another", pid, code)
        self._start(number)
