"""What a business is made of, told quickly (stamps) and surely (a digest), so that only what changed is made anew."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from policykit.source import packs
from policykit.source.folder import TABLES, TEMPLATES, content_of, surroundings
from policykit.source.read import read

FRESH = 1_000_000_000
"""Nanoseconds for which a change is fresh: file systems keep times in steps, and two changes may bear one time."""

FOLDERS = ("", "cases", TABLES, packs.LAW)
"""Where the files of a business stand inside its folder, but for its templates."""
OF_TEMPLATES = (".txt", ".html", ".md", ".css")
READ = (".yaml", ".csv")
"""The endings of files that are read."""
TOLD = (*READ, ".yml")
"""The endings of files that are read or told of; of tables, all are."""


Stamp = tuple[str, int, int, int, int, int]
"""Of a file: its name, device, inode, size, and when its content and its entry were changed last (nanoseconds)."""


@dataclass(frozen=True, slots=True)
class Stamps:
    """The stamps of files. Where they are the same as before and were ``settled`` then, so is every byte.

    Whatever writes to a file, or puts another in its place, changes the time of its entry, which nobody sets
    back; only of what was changed just before, another change may not be seen.
    """

    files: tuple[Stamp, ...]
    settled: bool = field(compare=False)


def stamps_of(business: Path, named: Sequence[str]) -> Stamps:
    """The stamps of all files of a business and of the packs that it names."""
    return _stamps(_stamp(file) for file in _files(business, named))


def stamps_in(folder: Path) -> Stamps:
    """The stamps of what stands in a folder; of none where there is no such folder."""
    return _stamps(map(_stamp, _entries(str(folder), TOLD)))


def _stamps(found: Iterable[Stamp]) -> Stamps:
    fresh, files = time.time_ns() - FRESH, tuple(found)
    return Stamps(files, all(changed < fresh for *_, changed in files))


def _stamp(file: str) -> Stamp:
    """The stamp of a file, of its target where it is a link; zeros where it has vanished."""
    try:
        seen = os.stat(file)  # noqa: PTH116  # thousands of files: a Path's own method takes twice as long
    except OSError:
        return (file, 0, 0, 0, 0, 0)
    return (file, seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns)


def digest_of(business: Path, named: Sequence[str]) -> str:
    """The digest of all that makes a business: its files, the packs that it names, and what surrounds them."""
    digest = sha256(surroundings())
    root = f"{os.path.realpath(business)}{os.sep}"
    for file in _files(business, named):
        content = content_of(Path(file)) if file.endswith((*READ, *OF_TEMPLATES)) else b""
        why_not, kept = (content, b"") if isinstance(content, str) else ("", content)
        inside = os.path.realpath(file).startswith(root)
        digest.update(f"{os.path.relpath(file, business)}\0{inside}\0{why_not}\0{len(kept)}\0".encode() + kept)
    return digest.hexdigest()


def named_packs(business: Path) -> tuple[str, ...]:
    """The packs that a business's `law:` names, as far as it can be read."""
    content = content_of(business / "business.yaml")
    document = None if isinstance(content, str) else read("business.yaml", content)[0]
    named = document.data.get("law") if document and isinstance(document.data, dict) else None
    listed = named if isinstance(named, list) else []
    return tuple(name for name in listed if isinstance(name, str) and "/" not in name)


def _files(business: Path, named: Sequence[str]) -> Iterator[str]:
    """The files that decide what a business is, whether they can be read or not."""
    for inside in FOLDERS:
        yield from _entries(str(business / inside), TOLD if inside != TABLES else ("",))
    yield from _below(str(business / TEMPLATES))
    yield from map(str, _packs(business, named))


def _below(folder: str) -> Iterator[str]:
    """The files of a folder and of the folders in it; nearly every business has no templates."""
    for inside, _, names in sorted(os.walk(folder)):
        yield from (f"{inside}{os.sep}{name}" for name in sorted(names))


def _entries(folder: str, endings: tuple[str, ...]) -> list[str]:
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  # names are all that is needed
    except OSError:
        return []
    return [f"{folder}{os.sep}{name}" for name in names if name.endswith(endings)]


def _packs(business: Path, named: Sequence[str]) -> Iterator[Path]:
    """The file of each pack; where there is none, the places that would be looked at first if it came."""
    for name in named:
        yield packs.find(name, business) or business / packs.LAW / f"{name}.yaml"
