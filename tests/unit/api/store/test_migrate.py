from __future__ import annotations

from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from policykit_api.store import Store, TooNew
from policykit_api.store.migrate import FOLDER, HEAD
from policykit_api.store.schema import METADATA, VERSION_TABLE
from tests.databases import using


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE, "compare_type": True})
    return compare_metadata(context, METADATA)


def test_the_head_is_the_newest_step():
    assert [HEAD] == ScriptDirectory(str(FOLDER)).get_heads()


def test_a_migrated_database_has_the_tables_that_the_program_reads(empty: str):
    async def story(store: Store):
        async with (await store.open()).reading() as connection:
            return await connection.run_sync(differences)

    assert [] == using(empty, story)


def test_a_database_that_a_newer_program_changed_is_refused_and_left_alone(url: str):
    async def renumber(store: Store):
        async with (await store.open()).writing() as connection:
            await connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = '9999'"))

    async def again(store: Store):
        with pytest.raises(TooNew, match="step `9999` by a newer policykit, and this one knows steps up to `0001`"):
            await store.open()

    using(url, renumber)
    using(url, again)
    using(url, again)


def test_a_step_that_fails_leaves_nothing_behind(empty: str, monkeypatch: pytest.MonkeyPatch):
    async def story(store: Store):
        with monkeypatch.context() as patch:
            patch.setattr("alembic.op.create_index", lambda *_: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                await store.open()
        async with (await store.open()).reading() as connection:
            return await connection.run_sync(differences)

    assert [] == using(empty, story)
