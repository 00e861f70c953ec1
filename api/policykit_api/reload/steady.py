"""A load of one state of the files, whoever is writing to them: an editor, a copy, a git checkout."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

from policykit import pipeline
from policykit.parts import Keeper
from policykit.pipeline import Loaded

PAUSE = 0.05
"""Seconds between two looks at files that are being written."""
LONGEST = 60.0
"""Seconds after which files that never rest are left for the next change to tell."""
GIT = 30.0
"""Seconds after which a lock of git is taken for one that was left behind."""
TURN = 0.0005
"""Seconds after which the thread that loads lets requests go first; Python's own are ten times as many."""

UNDER_WAY: list[float] = []
"""What the turns were when each call that is under way began: the first entry is the usual one."""

Given = ParamSpec("Given")
Got = TypeVar("Got")


async def steady(path: Path, before: Loaded | None, kept: Keeper | None = None) -> Loaded | None:
    """What the files at the path are, all of one state; None where they do not come to rest.

    The files are the same before and after the load, and git is not at work on them: so no half of a
    change is ever loaded, however long it takes to be written.
    """
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        if not locked(path):
            # Each try begins with what was there before: a load of half a change is no part of the next.
            loaded = await beside(pipeline.load, path, before=before, kept=kept)
            if await beside(pipeline.still, path, loaded) and not locked(path):
                return loaded
        await asyncio.sleep(PAUSE)
    return None


def locked(path: Path) -> bool:
    """Whether git is changing the working copy that the folder is in."""
    lock = lock_of(path)
    try:
        return lock is not None and time.time() - lock.stat().st_mtime < GIT
    except OSError:
        return False


def lock_of(path: Path) -> Path | None:
    """Where git's lock of the working copy around a folder stands while it is held."""
    real = path.resolve()
    for folder in (real, *real.parents):
        git = folder / ".git"
        if git.is_dir():
            return git / "index.lock"
        if git.is_file():  # of a worktree or a submodule
            named = git.read_text(encoding="utf-8", errors="replace").removeprefix("gitdir:").strip()
            return folder / named / "index.lock"
    return None


async def beside(call: Callable[Given, Got], *args: Given.args, **named: Given.kwargs) -> Got:
    """What the call gives, worked out in a thread that often lets requests go first."""
    with taking_turns():
        return await asyncio.to_thread(call, *args, **named)


@contextmanager
def taking_turns() -> Iterator[None]:
    """Short turns, until the last of those who want them has finished."""
    UNDER_WAY.append(sys.getswitchinterval())
    sys.setswitchinterval(TURN)
    try:
        yield
    finally:
        usual = UNDER_WAY[0] if len(UNDER_WAY) == 1 else TURN
        UNDER_WAY.pop()
        sys.setswitchinterval(usual)
