"""The decisions that are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from policykit_api.store import codec
from policykit_api.store.database import Database
from policykit_api.store.records import Entry, Record, Wanted
from policykit_api.store.schema import DECISIONS

LISTED = tuple(DECISIONS.c[name] for name in Entry.__dataclass_fields__)

AT_ONCE = 500
"""How many decisions are deleted in one transaction, so that nobody waits long for it."""


class Decisions:
    """The decisions in a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, records: Sequence[Record]) -> None:
        """Keep all of them, or none."""
        async with self._database.writing() as connection:
            await put_in(connection, records)

    async def find(self, business: str, wanted: str) -> Record | None:
        """The decision of that id, if it is that business's."""
        same = (DECISIONS.c.id == wanted) & (DECISIONS.c.business == business)
        async with self._database.reading() as connection:
            row = (await connection.execute(select(DECISIONS).where(same))).mappings().first()
            return None if row is None else from_row(row)

    async def list(self, business: str, wanted: Wanted) -> tuple[Entry, ...]:
        conditions = [DECISIONS.c.business == business, *narrowed(wanted)]
        query = select(*LISTED).where(*conditions).order_by(DECISIONS.c.id.desc()).limit(wanted.limit)
        async with self._database.reading() as connection:
            return tuple(Entry(**row) for row in (await connection.execute(query)).mappings())

    async def purge(self, before: datetime) -> int:
        """Delete some of the decisions made before then, the oldest first; how many they were."""
        old = select(DECISIONS.c.id).where(DECISIONS.c.made_at < before).order_by(DECISIONS.c.made_at).limit(AT_ONCE)
        async with self._database.writing() as connection:
            deleted = await connection.execute(delete(DECISIONS).where(DECISIONS.c.id.in_(old)))
        return deleted.rowcount


async def put_in(connection: AsyncConnection, records: Sequence[Record]) -> None:
    """Write the decisions in the transaction that is open."""
    if records:
        await connection.execute(insert(DECISIONS), [to_row(record) for record in records])


def narrowed(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.policy is not None:
        yield DECISIONS.c.policy == wanted.policy
    if wanted.outcome is not None:
        yield DECISIONS.c.outcome == wanted.outcome
    if wanted.since is not None:
        yield DECISIONS.c.made_at >= wanted.since
    if wanted.until is not None:
        yield DECISIONS.c.made_at < wanted.until
    if wanted.before is not None:
        yield DECISIONS.c.id < wanted.before


def to_row(record: Record) -> dict[str, Any]:
    decision = record.decision
    return {
        "id": record.id,
        "business": decision.business,
        "policy": decision.policy,
        "version": decision.version,
        "digest": record.digest,
        "status": decision.status.value,
        "outcome": decision.answer.outcome if decision.answer else None,
        "rule": decision.answer.rule if decision.answer else None,
        "made_at": record.made_at,
        "key": record.key,
        "masked": " ".join(record.masked),
        "decision": codec.encode(decision),
    }


def from_row(row: RowMapping) -> Record:
    return Record(
        id=row["id"],
        made_at=row["made_at"],
        digest=row["digest"],
        key=row["key"],
        masked=tuple(row["masked"].split()),
        decision=codec.decode(row["decision"]),
    )
