"""What was made of a business, kept on disk, so that a server that starts again need not read and check it again.

An entry is Python's own pickle, and to read one runs what it says, as to import a ``.pyc`` file does. So it is as
safe as those, and no safer: whoever can write to the folder can run code as its owner. The folder is its owner's
alone (0700), and one that others may write to, or that is somebody else's, is not used at all.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from functools import cache
from importlib.metadata import version
from itertools import repeat
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from zoneinfo import ZoneInfo

import policykit
from policykit.diagnostics import Diagnostic
from policykit.garbage import collecting_later
from policykit.model import Absent, AsOf, Business
from policykit.parts import Made, Part, later, make, same
from policykit.source.inputs import Stamps, digest_of, stamps_of

ENDING = ".part"
MOST_BYTES = 256 * 1024 * 1024
"""What all entries may take; the oldest go first."""
FEW = 8
"""Businesses that are made sooner than another process is started."""
NO_LINK, NO_WAIT = getattr(os, "O_NOFOLLOW", 0), getattr(os, "O_NONBLOCK", 0)
TIDY = 32
"""After so many entries written, the folder is looked through."""
TRUSTED = ("policykit.model", "policykit.diagnostics")
"""The packages whose classes an entry may name."""


class Cache:
    """A folder of entries, each a business by the digest of its files and of all else that makes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._written = 0
        self._known: dict[Path, tuple[Stamps, str]] = {}

    def get(self, business: Path) -> Part | None:
        """The part that was made of a business as it is now; None where there is none, or none to be trusted."""
        own = self._own_digest(business)
        entry = self._entry(business, own)
        content = _content_of(entry) if self._safe() else None
        if content is None:
            return None
        try:
            packs, digest, built, found = _Loader(io.BytesIO(content)).load()
            _require(packs, str)
            _require(found, Diagnostic)
            _require((built,), Business)
        except Exception:  # noqa: BLE001  # whatever an entry holds, it is made again
            return None
        stamps = stamps_of(business, packs)
        if (digest_of(business, packs) if packs else own) != digest:
            return None
        with suppress(OSError):
            os.utime(entry)
        return Part(Made(packs, stamps, digest), built, found, later(built))

    def put(self, business: Path, part: Part) -> None:
        """Keep a part that is ready. What cannot be written is not kept."""
        if part.ready is None or not self._safe():
            return
        made_of = part.made_of
        content = _pickled((made_of.packs, made_of.digest, part.business, part.found))
        with suppress(OSError):
            with NamedTemporaryFile(dir=self.folder, delete=False) as file:
                file.write(hashlib.sha256(content).digest() + content)
            Path(file.name).replace(self._entry(business, self._own_digest(business)))
            self._written += 1
            if self._written % TIDY == 0:
                self.tidy()

    def fill(self, businesses: Sequence[Path]) -> None:
        """Make what is missing of many businesses on all processors at once, each in a process of its own."""
        missing = [str(one) for one in businesses if not self._entry(one, self._own_digest(one)).is_file()]
        processes = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1, len(missing) // FEW)
        if processes < 2 or not self._safe():
            return
        from concurrent.futures import ProcessPoolExecutor
        from concurrent.futures.process import BrokenProcessPool
        from multiprocessing import get_context

        with suppress(BrokenProcessPool, OSError), ProcessPoolExecutor(processes, get_context("spawn")) as pool:
            list(pool.map(_made, repeat(str(self.folder)), missing, chunksize=FEW // 2))

    def tidy(self) -> None:
        """Let the oldest entries go that are too many."""
        with suppress(OSError):
            entries = sorted(((file.stat().st_mtime, file) for file in self.folder.iterdir()), reverse=True)
            taken = 0
            for _, file in entries:
                taken += file.stat().st_size
                if taken > MOST_BYTES:
                    file.unlink(missing_ok=True)

    def _own_digest(self, business: Path) -> str:
        """The digest of a business's own files, which are read once as long as nothing is written to them."""
        stamps = stamps_of(business, ())
        known = self._known.get(business)
        if known is None or known[0] != stamps or not known[0].settled:
            known = self._known[business] = stamps, digest_of(business, ())
        return known[1]

    def _entry(self, business: Path, own: str) -> Path:
        """Where the part of a business stands: by the digest of its own files alone, which the entry then tells of."""
        told = f"{surroundings()}\0{business.name}\0{own}"
        return self.folder / f"{hashlib.sha256(told.encode()).hexdigest()}{ENDING}"

    def _safe(self) -> bool:
        """Whether the folder is there and its owner's alone. It is made where it is missing."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _own(self.folder.lstat(), stat.S_IFDIR)
        except OSError:
            return False


def _made(folder: str, business: str) -> None:
    """Keep what a business is; what is wrong with it is told by whoever loads it. To decide is not asked of it here."""
    place = Path(business)
    with collecting_later():
        part = make(place, later)
    if same(place, part):
        Cache(Path(folder)).put(place, part)


def _pickled(whole: object) -> bytes:
    """What an entry says of the model's objects."""
    stream = io.BytesIO()
    _Writer(stream, pickle.HIGHEST_PROTOCOL).dump(whole)
    return stream.getvalue()


class _Writer(pickle.Pickler):
    """Writes the model's objects as calls of their classes.

    A frozen dataclass's own way looks its fields up anew for each object, which takes most of the time of reading.
    """

    def reducer_override(self, one: Any) -> Any:
        names = _called_with(one.__class__)
        return (one.__class__, tuple(getattr(one, name) for name in names)) if names else NotImplemented


@cache
def _called_with(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields, where a call with what they hold gives the same object again; else none."""
    if not is_dataclass(kind) or hasattr(kind, "__post_init__"):
        return ()
    known = fields(kind)
    return tuple(one.name for one in known) if all(one.init and not one.kw_only for one in known) else ()


class _Loader(pickle.Unpickler):
    """Reads the model's own classes, and a few of Python's: a fault in an entry does no more than fail.

    A name that leads on from a class or a module (`sys.modules`) leads anywhere, so none with a dot is followed.
    """

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return PLAIN[module, name]
        if "." not in name and any(module == one or module.startswith(f"{one}.") for one in TRUSTED):
            found = super().find_class(module, name)
            if isinstance(found, (Absent, AsOf)) or (isinstance(found, type) and found.__module__ == module):
                return found
        raise pickle.UnpicklingError(f"an entry names `{module}.{name}`")


def _member(kind: Any, name: str) -> Any:
    """What ``getattr`` is to an entry: enumerations name their members by it, and zones how they are read back."""
    if kind is ZoneInfo and name == "_unpickle":
        return getattr(ZoneInfo, name)
    if isinstance(kind, type) and issubclass(kind, Enum) and name in kind.__members__:
        return kind[name]
    raise pickle.UnpicklingError(f"an entry asks for `{name}` of something")


PLAIN: dict[tuple[str, str], Any] = {
    ("builtins", "frozenset"): frozenset,
    ("builtins", "set"): set,
    ("builtins", "getattr"): _member,
    ("decimal", "Decimal"): Decimal,
    ("datetime", "date"): date,
    ("datetime", "datetime"): datetime,
    ("datetime", "time"): time,
    ("datetime", "timedelta"): timedelta,
    ("datetime", "timezone"): timezone,
    ("zoneinfo", "ZoneInfo"): ZoneInfo,
}
"""What an entry may name of Python's own."""


def _require(whole: Any, each: type) -> None:
    """Raises TypeError where an entry holds something else than what is written to one."""
    if not (isinstance(whole, tuple) and all(isinstance(one, each) for one in whole)):
        raise TypeError(f"an entry holds no {each.__name__}")


def _content_of(entry: Path) -> bytes | None:
    """What an entry holds, where it is whole and nobody else's."""
    try:
        # A link may lead to what is not ours, and what has no end would never be read.
        with open(os.open(entry, os.O_RDONLY | NO_LINK | NO_WAIT), "rb") as file:  # noqa: PTH123  # no path can
            whole = file.read() if _own(os.fstat(file.fileno()), stat.S_IFREG) else b""
    except OSError:
        return None
    return whole[32:] if hashlib.sha256(whole[32:]).digest() == whole[:32] else None


def _own(seen: os.stat_result, kind: int) -> bool:
    """Whether a file or folder is of that kind, this user's, and writable by nobody else."""
    mine = not hasattr(os, "getuid") or seen.st_uid == os.getuid()
    return mine and stat.S_IFMT(seen.st_mode) == kind and not seen.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def usual_folder() -> Path:
    """Where entries stand if nothing else is said: systemd's folder for the service, or the user's."""
    from platformdirs import user_cache_path

    given = os.environ.get("CACHE_DIRECTORY", "").partition(":")[0]
    return Path(given) if given else user_cache_path("policykit", appauthor=False)


@cache
def surroundings() -> str:
    """What decides beside the files what is made of them: the versions of policykit and of what it builds on."""
    package = Path(policykit.__file__).parent
    sources = sorted(file for ending in ("py", "lark") for file in package.rglob(f"*.{ending}"))
    seen = ((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in sources)
    told = hashlib.sha256(repr(tuple(seen)).encode()).hexdigest()
    used = " ".join(version(name) for name in ("babel", "holidays", "lark", "pyyaml", "tzdata"))
    return f"{policykit.__version__} {told} {sys.version} {used}"
