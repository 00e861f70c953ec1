"""The tables as this program reads and writes them; the migrations make them so.

Names begin with ``policykit_``: a PostgreSQL database may be shared with others.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Index, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

VERSION_TABLE = "policykit_schema"
"""Where the migration that a database has reached is written down."""


class Instant(TypeDecorator[datetime]):
    """An instant, in UTC. SQLite has no zones: there the text is that of UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        assert isinstance(value, datetime)
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


METADATA = MetaData()

DECISIONS = Table(
    "policykit_decisions",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("business", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("outcome", Text),
    Column("rule", Text),
    Column("made_at", Instant, nullable=False),
    Column("key", Text),
    Column("masked", Text, nullable=False),
    Column("decision", Text, nullable=False),
    Index("policykit_decisions_by_business", "business", "id"),
    Index("policykit_decisions_by_policy", "business", "policy", "id"),
    Index("policykit_decisions_by_time", "made_at"),
)
"""Ids sort by time, so that a list needs no other order. ``decision`` is the whole of it, as ``codec`` writes it.

``masked`` are the names of the facts whose values are not kept, with spaces between them.
"""

KEYS = Table(
    "policykit_keys",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("business", Text),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("previous", LargeBinary),
    Column("previous_until", Instant),
)
"""Keys by their ids, with the digest of the secret and of the one before it."""

ANSWERS = Table(
    "policykit_answers",
    METADATA,
    Column("business", Text, primary_key=True),
    Column("caller", Text, primary_key=True),
    Column("key", LargeBinary, primary_key=True),
    Column("request", LargeBinary, nullable=False),
    Column("claim", LargeBinary, nullable=False),
    Column("claimed_at", Instant, nullable=False),
    Column("headers", Text),
    Column("body", LargeBinary),
    Index("policykit_answers_by_time", "claimed_at"),
)
"""Answers by their idempotency keys. One without a ``body`` is still being worked out, by whoever holds the claim."""
