"""Answers to requests that may be sent twice: each idempotency key is claimed once, and answered once.

The claim is a row that only one request can insert, whichever process or machine it came to. The answer and the
decisions that come with it are written in one transaction, and only by whoever still holds the claim.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, RowMapping, and_, delete, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from policykit_api.store.database import Database
from policykit_api.store.decisions import AT_ONCE, put_in
from policykit_api.store.records import Record
from policykit_api.store.replies import Claim, Reply, Reused, Slot, UnderWay
from policykit_api.store.schema import ANSWERS

LEASE = timedelta(seconds=60)
"""How long a claim stands. No request takes as long; one that was cut short must not block its key for ever."""


class Answers:
    """The answers in a database, each kept for as long as ``kept`` says."""

    def __init__(self, database: Database, kept: timedelta) -> None:
        self._database = database
        self._kept = kept

    async def claim(self, slot: Slot, at: datetime) -> Claim | Reply:
        """The claim to a key that nobody holds, or the answer that it had. Raises ``UnderWay`` and ``Reused``."""
        mine = Claim(slot, os.urandom(16))
        async with self._database.writing() as connection:
            if await self._inserted(connection, mine, at):
                return mine
            row = (await connection.execute(select(ANSWERS).where(of(slot)))).mappings().first()
            if row is None:  # given back in this moment
                raise UnderWay
            if row["claimed_at"] < at - self._kept:
                return await taken_over(connection, mine, row, at)
            if row["request"] != slot.request:
                raise Reused
            if row["body"] is not None:
                return from_row(row)
            if row["claimed_at"] < at - LEASE:
                return await taken_over(connection, mine, row, at)
        raise UnderWay

    async def _inserted(self, connection: AsyncConnection, mine: Claim, at: datetime) -> bool:
        insert = postgresql.insert if self._database.dialect == "postgresql" else sqlite.insert
        statement = insert(ANSWERS).values(**to_row(mine, at)).on_conflict_do_nothing()
        return (await connection.execute(statement)).rowcount > 0

    async def keep(self, claim: Claim, reply: Reply, records: Sequence[Record]) -> None:
        """Write the answer with its decisions. Raises ``UnderWay`` where the claim went to another meanwhile."""
        values = {
            "headers": msgspec.json.encode(reply.headers).decode(),
            "body": reply.body,
        }
        async with self._database.writing() as connection:
            changed = await connection.execute(update(ANSWERS).where(held(claim)).values(**values))
            if not changed.rowcount:
                raise UnderWay
            await put_in(connection, records)

    async def give_back(self, claim: Claim) -> None:
        """Let the key be used again, unless its answer is there: only the news of that may have been lost."""
        unanswered = held(claim) & ANSWERS.c.body.is_(None)
        async with self._database.writing() as connection:
            await connection.execute(delete(ANSWERS).where(unanswered))

    async def purge(self, at: datetime) -> int:
        """Delete some of the answers that are no longer kept; how many they were."""
        name = tuple_(ANSWERS.c.business, ANSWERS.c.caller, ANSWERS.c.key)
        old = select(*name).where(ANSWERS.c.claimed_at < at - self._kept).order_by(ANSWERS.c.claimed_at).limit(AT_ONCE)
        async with self._database.writing() as connection:
            deleted = await connection.execute(delete(ANSWERS).where(name.in_(old)))
        return deleted.rowcount


async def taken_over(connection: AsyncConnection, mine: Claim, row: RowMapping, at: datetime) -> Claim:
    """The claim of whoever held the row before. Raises ``UnderWay`` where somebody else was quicker."""
    found = of(mine.slot) & (ANSWERS.c.claim == row["claim"])
    values = {**to_row(mine, at), "headers": None, "body": None}
    changed = await connection.execute(update(ANSWERS).where(found).values(**values))
    if not changed.rowcount:
        raise UnderWay
    return mine


def of(slot: Slot) -> ColumnElement[bool]:
    return and_(ANSWERS.c.business == slot.business, ANSWERS.c.caller == slot.caller, ANSWERS.c.key == slot.key)


def held(claim: Claim) -> ColumnElement[bool]:
    return of(claim.slot) & (ANSWERS.c.claim == claim.token)


def to_row(claim: Claim, at: datetime) -> dict[str, Any]:
    slot = claim.slot
    return {
        "business": slot.business,
        "caller": slot.caller,
        "key": slot.key,
        "request": slot.request,
        "claim": claim.token,
        "claimed_at": at,
    }


def from_row(row: RowMapping) -> Reply:
    headers = msgspec.json.decode(row["headers"], type=tuple[tuple[str, str], ...])
    return Reply(headers, row["body"])
