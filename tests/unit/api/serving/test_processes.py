"""Each case in a process of its own: the processes would be copies of the one that runs the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

PATIENCE = 30


def script(root: Path, text: str) -> subprocess.Popen[str]:
    paths = f"import sys; sys.path[:0] = [{str(root / 'src')!r}, {str(root / 'api')!r}]"
    program = f"{paths}\nimport os, signal, time\nfrom policykit_api.serving.processes import Processes\n"
    return subprocess.Popen(
        [sys.executable, "-u", "-c", program + textwrap.dedent(text)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


WAIT = """
def work(number):
    def stop(*_):
        os.write(1, b"stopped %d\\n" % number)
        raise SystemExit(0)
    signal.signal(signal.SIGTERM, stop)
    os.write(1, b"works %d\\n" % number)
    while True:  # a handler that is due just before a long sleep would wait for its end
        time.sleep(0.05)
"""


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_all_processes_end_when_the_first_is_told_to(root: Path, told: signal.Signals):
    with script(root, WAIT + "\nraise SystemExit(0 if Processes(2, work).run() else 1)") as first:
        assert first.stdout is not None
        works = {first.stdout.readline(), first.stdout.readline()}
        first.send_signal(told)
        said, _ = first.communicate(timeout=PATIENCE)
    assert {"works 0\n", "works 1\n"} == works
    assert (["stopped 0", "stopped 1"], 0) == (sorted(said.split("\n")[:2]), first.returncode)


def test_a_signal_before_they_work_ends_them_too(root: Path):
    slow = "\ndef work(number):\n    print('comes', number)\n    time.sleep(60)\n"
    with script(root, slow + "\nraise SystemExit(0 if Processes(2, work).run() else 1)") as first:
        assert first.stdout is not None
        first.stdout.readline()
        began = time.monotonic()
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=PATIENCE)
    assert 0 == first.returncode
    assert time.monotonic() - began < PATIENCE


def test_another_takes_the_place_and_the_number_of_one_that_ends(root: Path):
    dies = """
    import policykit_api.serving.processes as module
    module.YOUNG = 0.1
    def work(number):
        print("works", number)
        time.sleep(0.3)
        os._exit(3)
    Processes(1, work).run()
    """
    with script(root, dies) as first:
        assert first.stdout is not None
        lines = [first.stdout.readline() for _ in range(3)]
        first.send_signal(signal.SIGTERM)
        _, complained = first.communicate(timeout=PATIENCE)
    assert ["works 0\n"] * 3 == lines
    assert "ended with 3: starting another" in complained


def test_what_never_comes_up_is_not_started_for_ever(root: Path):
    broken = "\ndef work(number):\n    raise ValueError('no')\n\nraise SystemExit(0 if Processes(2, work).run() else 1)"
    with script(root, broken) as first:
        _, complained = first.communicate(timeout=PATIENCE)
    assert 1 == first.returncode
    assert "before it served: stopping" in complained
    assert "ValueError: no" in complained
