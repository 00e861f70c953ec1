"""`python -m tests.fuzz.deep TARGET SECONDS FOLDER`: inputs of one target, for as long as that.

With atheris, what the code does with an input says which one comes next; without it, they come at random. An
input that is a fault of ours is left in the folder, and ends the run with a code other than 0.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from tests.fuzz.changes import random_changes
from tests.fuzz.child import MEMORY, SECONDS, bound_memory, too_long

if TYPE_CHECKING:
    from tests.fuzz.targets import Target

SEEDS = 150
"""Inputs to start from: each is tried before the time begins to run."""


def guided(name: str, seconds: int, folder: Path) -> None:
    """By atheris, which never returns: it ends the process."""
    import atheris

    with atheris.instrument_imports(include=["policykit"]):
        from tests.fuzz.targets import TARGETS
    target = TARGETS[name]
    corpus = folder / "corpus"
    corpus.mkdir(exist_ok=True)
    seeds = target.seeds()
    for number, seed in enumerate(seeds[:: len(seeds) // SEEDS + 1]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = (
        f"-max_total_time={seconds}",
        f"-timeout={SECONDS * 10}",
        f"-rss_limit_mb={3 * MEMORY >> 20}",
        "-max_len=65536",
        "-close_fd_mask=1",
        "-verbosity=0",
        f"-artifact_prefix={folder}/",
    )
    atheris.Setup([sys.argv[0], *options, str(corpus)], taking(target.take), custom_mutator=mutator(target))
    atheris.Fuzz()


def taking(take: Callable[[bytes], str]) -> Callable[[bytes], None]:
    def one(data: bytes) -> None:
        take(data)

    return one


def mutator(target: Target) -> Callable[[bytes, int, int], bytes]:
    """Changes that keep the structure, for bytes without it lead nowhere."""

    def mutate(data: bytes, largest: int, seed: int) -> bytes:
        return target.change(data, random_changes(Random(seed)))[:largest]

    return mutate


def at_random(name: str, seconds: int, folder: Path) -> None:
    from tests.fuzz.targets import TARGETS

    target, random, end = TARGETS[name], Random(time.time_ns()), time.monotonic() + seconds
    seeds = target.seeds()
    target.take(seeds[0])
    bound_memory()
    signal.signal(signal.SIGVTALRM, too_long)
    while time.monotonic() < end:
        data = target.change(random.choice(seeds), random_changes(random))
        (folder / "last").write_bytes(data)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
        target.take(data)
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def main(name: str, seconds: str, folder: str) -> None:
    (guided if find_spec("atheris") else at_random)(name, int(seconds), Path(folder))


if __name__ == "__main__":
    main(*sys.argv[1:])
