from __future__ import annotations

import asyncio
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError

from policykit_api.store import Store
from policykit_api.store.database import Database
from policykit_api.store.keys import to_row
from policykit_api.store.schema import KEYS
from tests.databases import using
from tests.unit.api.store.test_keys import KEY

OPEN = """
import asyncio, sys
from policykit_api.store import Store

async def main():
    store = Store(sys.argv[1])
    print(await (await store.keys()).every())
    await store.close()

sys.stdin.read(1)
asyncio.run(main())
"""


def test_processes_that_start_together_make_the_tables_once(empty: str):
    command = [sys.executable, "-W", "error", "-c", OPEN, empty]
    started = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    said = [process.communicate("g") for process in started]
    assert [("()\n", "")] * 6 == said


async def put_in_twice(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(insert(KEYS).values(**to_row(KEY)))
        await connection.execute(insert(KEYS).values(**to_row(KEY)))


def test_a_transaction_that_fails_writes_nothing(url: str):
    async def story(store: Store):
        database = await store.open()
        with pytest.raises(IntegrityError):
            await put_in_twice(database)
        async with database.reading() as connection:
            return (await connection.execute(select(func.count()).select_from(KEYS))).scalar()

    assert 0 == using(url, story)


def test_a_reader_waits_for_no_writer(url: str):
    async def story(store: Store):
        database = await store.open()
        async with database.writing() as writer:
            await writer.execute(insert(KEYS).values(**to_row(KEY)))
            async with asyncio.timeout(2), database.reading() as reader:
                return (await reader.execute(select(func.count()).select_from(KEYS))).scalar()

    assert 0 == using(url, story)


def test_a_file_is_written_ahead_safely_and_by_its_owner_alone(file: Path):
    async def story(store: Store):
        async with (await store.open()).reading() as connection:
            told = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            ]
            beside = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
        return told, beside

    told, beside = using(f"sqlite:///{file}", story)
    assert ["wal", 2, 1, 5000] == told
    assert {"policykit.db": 0o600, "policykit.db-wal": 0o600, "policykit.db-shm": 0o600} == beside
