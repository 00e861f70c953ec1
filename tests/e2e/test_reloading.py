"""Policies change a hundred times under load: no request fails, and every answer is wholly of one state of the files.

The name of a generation stands in every file, and so in several places of every answer. A mix of two would show
two names; one that was refused must never be seen; and no process goes back to an earlier one.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree

import httpx
import pytest

from tests.e2e.server import PATIENCE, Server, serving

RELOADS = 100
BROKEN = 5
"""Every so many generations is one with an error."""
CLIENTS = 4
GRACE = 10
"""Seconds for which the server would wait for an answer that does not end."""

BUSINESS = """\
business: shop
name: {en: Shop NAME}
summary: {en: The shop NAME.}
locales: [en]
country: TW
time_zone: Asia/Taipei
currency: TWD
owner: NAME
review: 2028-01-15
"""
FACTS = """\
facts:
  item.sealed: {type: flag, meaning: {en: seal NAME}, question: {en: Sealed NAME?}}
"""
PHRASES = "phrases:\n  ask_us: {en: Ask us NAME.}\n"
POLICY = """\
policy: main
kind: decision
question: {en: What of NAME?}
summary: {en: The summary NAME.}
effective: {from: beginning}
outcomes:
  - look: {label: {en: look NAME}, values: {of: {type: number, label: {en: number NAME}}}}
  - refuse: {label: {en: refuse NAME}}
numbers: {generation: NUMBER}
rules:
  - id: RULE
    when: {item.sealed: yes}
    then:
      outcome: look
      of: generation
      alternatives: [ask_us]
      wording: {en: "Generation NAME, {{ generation }}."}
otherwise:
  outcome: refuse
  alternatives: [ask_us]
  wording: {en: "Refused NAME."}
"""
FILES = {"business.yaml": BUSINESS, "facts.yaml": FACTS, "phrases.yaml": PHRASES, "main.yaml": POLICY}
NAME = re.compile(r"[Zz]{2}[a-j]{4}|[Zz]{2}-[a-j]{4}")
"""The name of a generation, as it stands in texts and in the rule's id."""

QUESTION = {"facts": {"item": {"sealed": True}}, "include": ["explanation", "reasons"], "locale": "en"}
Ask = Callable[[httpx.Client], httpx.Response]
ASKED: tuple[tuple[Ask, int], ...] = (
    (lambda client: client.post("/v1/shop/policies/main/decide", json=QUESTION), 3),
    (lambda client: client.get("/v1/shop/policies/main"), 4),
    (lambda client: client.get("/terms/shop/en/main"), 4),
    (lambda client: client.get("/v1"), 1),
    (lambda client: client.get("/openapi.json"), 4),
)
"""What is asked in turn, and in how many places at least its answer names the generation."""


def name_of(number: int) -> str:
    return "ZZ" + "".join("abcdefghij"[int(digit)] for digit in f"{number:04}")


def number_of(found: str) -> int:
    return int("".join(str("abcdefghij".index(letter)) for letter in found[-4:]))


def files(number: int) -> dict[str, str]:
    name = name_of(number)
    told = {file: text.replace("NAME", name).replace("NUMBER", str(number)) for file, text in FILES.items()}
    rule = f"zz-{name[2:]}"
    wrong = "item.seled" if is_broken(number) else "item.sealed"
    return told | {
        "main.yaml": told["main.yaml"].replace("RULE", rule).replace("when: {item.sealed", f"when: {{{wrong}")
    }


def is_broken(number: int) -> bool:
    return number % BROKEN == BROKEN - 1


# --- ways in which files change -------------------------------------------------------------------


def as_an_editor_saves(folder: Path, number: int) -> None:
    """One file after the other, in place: for a while, some are old and some are new."""
    for file, text in files(number).items():
        (folder / "shop" / file).write_text(text, encoding="utf-8")
        time.sleep(0.005)


def by_renaming(folder: Path, number: int) -> None:
    """One file after the other, each put in place whole."""
    for file, text in reversed(files(number).items()):
        (folder / "shop" / f"{file}.new").write_text(text, encoding="utf-8")
        (folder / "shop" / f"{file}.new").rename(folder / "shop" / file)


def as_a_folder(folder: Path, number: int) -> None:
    """The business's folder is taken away, and another is put in its place."""
    write(folder.resolve().parent / "next", number)
    (folder / "shop").rename(folder.resolve().parent / "last")
    (folder.resolve().parent / "next" / "shop").rename(folder / "shop")
    rmtree(folder.resolve().parent / "last")


def as_a_release(folder: Path, number: int) -> None:
    """The link that the server was started with leads to another folder."""
    release = folder.parent / f"release-{number}"
    write(release, number)
    (folder.parent / "link").symlink_to(release)
    (folder.parent / "link").rename(folder)


def by_git(folder: Path, number: int) -> None:
    """A checkout of another commit."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet")
    write(folder, number)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", name_of(number))
    git(folder, "rm", "-r", "--quiet", "--cached", ".")
    git(folder, "reset", "--hard", "--quiet")


CHANGES = (as_an_editor_saves, by_renaming, as_a_folder, as_an_editor_saves, as_a_release, by_git)


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@shop.example", "-c", "core.hooksPath=/dev/null")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, number: int) -> None:
    (folder / "shop").mkdir(parents=True, exist_ok=True)
    for file, text in files(number).items():
        (folder / "shop" / file).write_text(text, encoding="utf-8")


# --- the load -------------------------------------------------------------------------------------


class Load:
    """A client that asks without a pause, over one connection as long as the server keeps it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.newest = 0
        self.answers = 0
        self.faults: list[str] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        with httpx.Client(base_url=self.server.url, timeout=PATIENCE) as client:
            while not self.stop.is_set():
                for ask, places in ASKED:
                    try:
                        self._look_at(ask(client), places)
                    except Exception as fault:  # noqa: BLE001  # whatever it is, the test tells it
                        self.faults.append(repr(fault))
                        return

    def _look_at(self, answer: httpx.Response, places: int) -> None:
        found = NAME.findall(answer.text)
        seen = {number_of(name) for name in found}
        assert (200, 1) == (answer.status_code, len(seen)), f"{answer.status_code} {answer.url}: {answer.text}"
        assert len(found) >= places, answer.text
        (number,) = seen
        assert not is_broken(number), f"{number} is broken and was served"
        port = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
        if port == getattr(self, "port", port):
            assert number >= self.newest, f"{number} after {self.newest} in one process"
        self.port, self.newest = port, number
        self.answers += 1


@contextmanager
def load(server: Server) -> Iterator[list[Load]]:
    clients = [Load(server) for _ in range(CLIENTS)]
    for one in clients:
        one.thread.start()
    try:
        yield clients
    finally:
        for one in clients:
            one.stop.set()
        for one in clients:
            one.thread.join()


def until(holds: Callable[[], bool], clients: list[Load], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not holds():
        assert [] == [fault for one in clients for fault in one.faults]
        assert time.monotonic() < end, f"{what}: {[one.newest for one in clients]}"
        time.sleep(0.01)


def stale(server: Server) -> bool:
    """Whether the process that answers refuses the files of now. A connection of its own reaches any process."""
    return "stale" == httpx.get(f"{server.url}/health/ready", timeout=PATIENCE).json()["status"]


def test_a_server_that_is_told_to_stop_waits_for_no_listener(tmp_path):
    write(tmp_path / "policies", 0)
    with serving(tmp_path / "policies") as server, httpx.stream("GET", f"{server.url}/v1/events") as listening:
        lines = listening.iter_lines()
        assert "event: serving" in (next(lines), next(lines), next(lines))
        server.terminate()
        began = time.monotonic()
        assert "" == [*lines][-1]
        server.process.wait(PATIENCE)
        assert time.monotonic() - began < GRACE


# --- told, not watching ---------------------------------------------------------------------------

UNWATCHED = {"POLICYKIT_RELOAD_WATCH": "no", "POLICYKIT_RELOAD_SWEEP_SECONDS": "3600"}


def served(server: Server) -> set[str]:
    """What the processes serve that answer to thirty new connections: all of them, or chance is very strange."""
    answers = [httpx.get(f"{server.url}/v1/shop/policies/main", timeout=PATIENCE) for _ in range(30)]
    return {name for answer in answers for name in NAME.findall(answer.text)}


def eventually(server: Server, number: int) -> None:
    end = time.monotonic() + PATIENCE
    while (found := served(server)) != {name_of(number)}:
        assert time.monotonic() < end, found
        time.sleep(0.1)


def by_request(server: Server) -> None:
    answer = httpx.post(f"{server.url}/v1/reload", timeout=PATIENCE)
    assert (200, "reloaded") == (answer.status_code, answer.json()["status"])


def by_signal(server: Server) -> None:
    server.process.send_signal(signal.SIGHUP)


def by_losing_a_process(server: Server) -> None:
    children = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children").read_text(encoding="ascii")
    os.kill(int(children.split()[0]), signal.SIGKILL)
    time.sleep(1)


@pytest.mark.parametrize("told", [by_request, by_signal])
@pytest.mark.parametrize(("engine", "workers"), [("uvicorn", "1"), ("uvicorn", "2"), ("granian", "2")])
def test_every_process_takes_over_what_one_was_told_of_and_so_does_one_that_comes_later(
    tmp_path, engine, workers, told
):
    write(tmp_path, 0)
    with serving(tmp_path, ("--engine", engine, "--workers", workers), UNWATCHED) as server:
        eventually(server, 0)
        write(tmp_path, 1)
        told(server)
        eventually(server, 1)
        if workers != "1":
            by_losing_a_process(server)
            eventually(server, 1)
        write(tmp_path, 2)
        assert {name_of(1)} == served(server)
        told(server)
        eventually(server, 2)
        assert server.process.poll() is None
        assert "Traceback" not in server.log()


@pytest.mark.parametrize("workers", ["2"])
def test_a_hundred_reloads_under_load_fail_nobody_and_never_show_two_states_at_once(tmp_path, workers):
    folder = tmp_path / "policies"
    write(tmp_path / "release-0", 0)
    folder.symlink_to(tmp_path / "release-0")
    with serving(folder, ("--workers", workers)) as server, load(server) as clients:
        until(lambda: all(one.answers for one in clients), clients, "the first answers")
        number = good = 0
        while good < RELOADS:
            number += 1
            CHANGES[number % len(CHANGES)](folder, number)
            if is_broken(number):
                until(lambda: stale(server), clients, f"generation {number} is refused")
                continue
            good += 1
            until(
                lambda now=number: all(one.newest == now for one in clients), clients, f"generation {number} is served"
            )
        assert "Traceback" not in server.log()
    assert [] == [fault for one in clients for fault in one.faults]
    assert all(one.answers > RELOADS for one in clients)
