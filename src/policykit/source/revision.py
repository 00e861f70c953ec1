"""A folder as it stood at a git revision, written below another folder. The only module that runs git.

git is called without a shell, told what is a revision and what a path, and asked for the contents
alone: no filter, hook or attribute of the repository has a say. Sizes and counts are bounded before
anything is read.
"""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from shutil import which

ENDINGS = (".yaml", ".csv")
"""The files that policies are made of."""
MOST_FILES = 5_000
MOST_BYTES = 64 * 1024 * 1024
PATIENCE = 60
"""Seconds that git may take."""

_REVISION = re.compile(r"[^\s\x00-\x1f\x7f:?*\[\\-][^\s\x00-\x1f\x7f:?*\[\\]{0,199}")
_ENTRY = re.compile(r"100(?:644|755) blob (?P<id>[0-9a-f]{40,64}) +(?P<size>[0-9]+)\t(?P<path>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class NoSuchState(Exception):
    """The state cannot be had: why, and what to do about it."""

    message: str
    help: str


def folder_at(folder: Path, revision: str, place: Path, beside: str | None = None) -> Path:
    """The folder's files at the revision, below ``place`` and under the folder's own name.

    It is empty where the folder was not there yet. ``beside`` names a folder next to it that comes along,
    if it was there. Raises NoSuchState.
    """
    if not _REVISION.fullmatch(revision):
        raise NoSuchState(f"`{revision}` cannot be a revision", "name a tag, a branch or a commit: `v1.0`, `main`")
    where = _git(folder, "rev-parse", "--show-prefix")
    if where is None:
        raise NoSuchState(f"`{folder}` is in no git repository", "published policies are compared with those in git")
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit is None:
        help = "`git tag` and `git branch -a` list the names; a shallow clone lacks older ones"
        raise NoSuchState(f"there is no revision `{revision}`", help)
    prefix, state = os.fsdecode(where.removesuffix(b"\n")), commit.decode().strip()
    prefixes = {folder.name: prefix}
    if beside is not None and prefix:
        prefixes[beside] = (PurePosixPath(prefix).parent / beside).as_posix() + "/"
    for name, below in prefixes.items():
        (place / name).mkdir()
        _write(folder, _entries(folder, state, below), place / name)
    return place / folder.name


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in git: its path inside the folder, the id of its content, and its size in bytes."""

    path: PurePosixPath
    id: str
    size: int


def _entries(folder: Path, commit: str, prefix: str) -> list[Entry]:
    """The files of the folder at the commit that policies are made of; links and what lies elsewhere are left out."""
    below = (prefix,) if prefix else ()
    listed = _git(folder, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", *below)
    if listed is None:
        raise NoSuchState("git cannot list the files of that revision", "see `git fsck`")
    found = []
    for line in os.fsdecode(listed).split("\0"):
        entry = _ENTRY.fullmatch(line)
        path = PurePosixPath(entry["path"].removeprefix(prefix)) if entry else None
        if entry and path and path.suffix in ENDINGS and _lies_inside(path):
            found.append(Entry(path, entry["id"], int(entry["size"])))
    if len(found) > MOST_FILES or sum(entry.size for entry in found) > MOST_BYTES:
        raise NoSuchState("the folder holds too much at that revision", "give the folder of the policies alone")
    return found


def _lies_inside(path: PurePosixPath) -> bool:
    return not path.is_absolute() and not {"..", ".git"} & set(path.parts)


def _write(folder: Path, entries: list[Entry], target: Path) -> None:
    asked = "".join(f"{entry.id}\n" for entry in entries).encode()
    answer = _git(folder, "cat-file", "--batch", given=asked)
    if answer is None:
        raise NoSuchState("git cannot read the files of that revision", "see `git fsck`")
    start = 0
    for entry in entries:
        start = answer.index(b"\n", start) + 1  # one line says which content follows
        file = target / entry.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(answer[start : start + entry.size])
        start += entry.size + 1


def _git(folder: Path, *words: str, given: bytes | None = None) -> bytes | None:
    """What git prints; None where it fails. Raises NoSuchState where there is no git, or it takes too long."""
    program = which("git")
    if program is None:
        raise NoSuchState("git is not installed", "published policies are compared with those in git")
    quiet = {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603  # no shell, and the words are checked
            [program, "-C", str(folder), "--no-pager", "--no-replace-objects", "--literal-pathspecs", *words],
            input=given or b"",
            capture_output=True,
            timeout=PATIENCE,
            check=False,
            env={**os.environ, **quiet},
        )
    except subprocess.TimeoutExpired:
        raise NoSuchState(f"git took more than {PATIENCE} seconds", "give a smaller folder") from None
    return done.stdout if done.returncode == 0 else None
