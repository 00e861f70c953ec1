"""The API keys of a server, in its database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from policykit_api.access.caller import Scope
from policykit_api.access.keys import Key
from policykit_api.store.database import Database
from policykit_api.store.schema import KEYS


class Keys:
    """Where keys are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def every(self) -> tuple[Key, ...]:
        """All keys, the oldest first; revoked and expired ones too."""
        async with self._database.reading() as connection:
            rows = await connection.execute(select(KEYS).order_by(KEYS.c.created_at, KEYS.c.id))
            return tuple(from_row(row) for row in rows.mappings())

    async def find(self, key_id: str) -> Key | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(select(KEYS).where(KEYS.c.id == key_id))).mappings().first()
            return None if row is None else from_row(row)

    async def add(self, key: Key) -> None:
        async with self._database.writing() as connection:
            await connection.execute(insert(KEYS).values(to_row(key)))

    async def change(self, key: Key) -> None:
        """Put the key in place of the one of its id. One that is revoked stays so, whoever changes it meanwhile."""
        row = {**to_row(key), "revoked_at": func.coalesce(KEYS.c.revoked_at, key.revoked_at)}
        async with self._database.writing() as connection:
            await connection.execute(update(KEYS).where(KEYS.c.id == key.id).values(row))


def to_row(key: Key) -> dict[str, Any]:
    row = {column.name: getattr(key, column.name) for column in KEYS.columns}
    return {**row, "scopes": " ".join(sorted(key.scopes))}


def from_row(row: RowMapping) -> Key:
    return Key(**{**row, "scopes": frozenset(Scope(scope) for scope in row["scopes"].split())})
