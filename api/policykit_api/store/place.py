"""Where the database is: a file that needs no set-up, or what `store.url` names."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from policykit_api.store.failures import WrongStore

NAME = "policykit.db"

DRIVERS = {"sqlite": "aiosqlite", "postgresql": "asyncpg", "postgres": "asyncpg"}
EXTRAS = {"asyncpg": "policykit-service[postgres]", "aiosqlite": "policykit-service"}


@dataclass(frozen=True, slots=True)
class Place:
    """The address of a database as SQLAlchemy takes it, and the file that it is, if it is one."""

    url: str
    file: Path | None

    @property
    def shown(self) -> str:
        """The place as people may read it: without a password."""
        if self.file is not None:
            return str(self.file)
        scheme, _, rest = self.url.partition("://")
        return f"{scheme.partition('+')[0]}://{rest.rpartition('@')[2].partition('?')[0]}"


def place(url: str | None) -> Place:
    """The place that the setting names. Raises ``WrongStore``."""
    if url is None:
        return in_file(default_folder() / NAME)
    scheme, separator, rest = url.partition("://")
    database = scheme.partition("+")[0]
    driver = DRIVERS.get(database)
    if not separator or driver is None or scheme not in {database, f"{database}+{driver}"}:
        raise WrongStore(
            f"`store.url` begins with `{scheme[:40]}`: write `sqlite:///` and the path of a file, or "
            "`postgresql://user:password@host/database`"
        )
    if find_spec(driver) is None:
        raise WrongStore(f"`{driver}` is not installed: `pip install '{EXTRAS[driver]}'` brings it")
    if database == "sqlite":
        return in_file(file_of(rest))
    return Place(f"postgresql+{driver}://{rest}", None)


def file_of(rest: str) -> Path:
    """The file that stands behind `sqlite://`. In memory there would be one database for each worker."""
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path == ":memory:" or "?" in path:
        raise WrongStore("`store.url` names no file: write `sqlite:///` and its path")
    return Path(path).absolute()


def in_file(file: Path) -> Place:
    return Place(f"sqlite+aiosqlite:///{file}", file)


def default_folder() -> Path:
    """The folder that systemd gives a service, or the user's own for such things."""
    given = os.environ.get("STATE_DIRECTORY", "").partition(":")[0]
    if given:
        return Path(given)
    from platformdirs import user_state_path  # only for whom nothing else says where

    return user_state_path("policykit", appauthor=False)


def make(file: Path) -> None:
    """Make the file where there is none: its owner's alone, as are those that SQLite puts beside it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
