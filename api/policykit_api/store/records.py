"""What is kept of a decision, and what a list of them is asked for. Nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policykit.decision import Decision
from policykit.model import Business
from policykit_api.store.masking import kept_back, masked


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A decision that is kept: under which id, since when, and the digest of the business's files that decided.

    ``decision`` is without what private facts are; ``masked`` are the names of those that it was made from.
    ``key`` is the id of the key that asked for it.
    """

    id: str
    made_at: datetime
    digest: str
    key: str | None
    masked: tuple[str, ...]
    decision: Decision


def record(name: str, decision: Decision, business: Business, made_at: datetime, key: str | None) -> Record:
    """What is kept, under that id, of a decision that this very state of the business has made."""
    return Record(
        id=name,
        made_at=made_at,
        digest=business.digest,
        key=key,
        masked=kept_back(decision, business),
        decision=masked(decision, business),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of a list of decisions."""

    id: str
    policy: str
    version: str
    digest: str
    status: str
    outcome: str | None
    rule: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which decisions of a business a list holds, newest first: at most ``limit`` that are older than ``before``.

    ``since`` is the first instant of the time asked about, ``until`` the first after it.
    """

    limit: int
    policy: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: str | None = None
