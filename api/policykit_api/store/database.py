"""A database that is open and has our tables: connections, transactions, and what it means when they fail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from policykit_api.store import migrate, place
from policykit_api.store.failures import Unavailable
from policykit_api.store.place import Place

PATIENCE = 5
"""Seconds to wait: for a connection, and for whoever else is writing to the file."""

LONGEST = 10
"""Seconds that one statement may take on PostgreSQL."""

MIGRATING = 0x706B6974
"""The number of the lock under which one process at a time changes the tables on PostgreSQL."""


class Database:
    """An engine whose database has our tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Lock() if engine.dialect.name == "sqlite" else None

    @property
    def dialect(self) -> str:
        return self._engine.dialect.name

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection to read with. Raises ``Unavailable``."""
        with available():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction, which holds as a whole or not at all. Raises ``Unavailable``.

        A file has one writer at a time. Those of one process wait for their turn here; SQLite itself would
        have them try again and again.
        """
        if self._turn is None:
            async with self._transaction() as connection:
                yield connection
            return
        async with self._turn, self._transaction() as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with available():
            async with self._engine.connect() as plain:
                connection = await plain.execution_options(writes=True)
                async with connection.begin():
                    yield connection

    async def prepare(self) -> None:
        """Bring the tables up to date. Raises ``Unavailable`` and ``TooNew``.

        Workers that start together wait for the one that does it, and find it done.
        """
        async with self.reading() as connection:
            if await connection.run_sync(migrate.reached) == migrate.HEAD:
                return
        async with self.writing() as connection:
            if self.dialect == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": MIGRATING})
            await connection.run_sync(migrate.upgrade)

    async def ping(self) -> None:
        """Raises ``Unavailable`` where the database does not answer."""
        async with self.reading() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self._engine.dispose()


@contextmanager
def available() -> Iterator[None]:
    """Turns every way in which a database can be out of reach into ``Unavailable``; other faults are ours."""
    try:
        yield
    except (OperationalError, InterfaceError, NoConnection, OSError) as error:
        raise Unavailable(type(error).__name__) from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(type(error).__name__) from error
        raise


async def connect(where: Place) -> Database:
    """The database at that place, made or brought up to date. Raises ``Unavailable`` and ``TooNew``."""
    database = Database(engine(where))
    try:
        if where.file is not None:
            with available():
                place.make(where.file)
        await database.prepare()
    except BaseException:
        await database.close()
        raise
    return database


def engine(where: Place) -> AsyncEngine:
    if where.file is not None:
        made = create_async_engine(where.url, connect_args={"timeout": PATIENCE, "isolation_level": None})
        event.listen(made.sync_engine, "connect", on_connect)
        event.listen(made.sync_engine, "begin", on_begin)
        return made
    given = {"timeout": PATIENCE, "command_timeout": LONGEST}
    return create_async_engine(where.url, connect_args=given, pool_pre_ping=True, pool_timeout=PATIENCE)


def on_connect(connection: DBAPIConnection, _: Any) -> None:
    """SQLite: readers beside a writer, nothing written that points nowhere, and a commit that outlives the power."""
    cursor = connection.cursor()
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def on_begin(connection: Connection) -> None:
    """SQLite: who is going to write says so first. A reader that turns writer would fail instead of waiting."""
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
