"""Who asks: what this caller may do, and for which business."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key lets its bearer do."""

    DECIDE = "decide"
    READ = "read"
    AUDIT = "audit"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Caller:
    """Who sent a request: the id of the key, the one business it is for, and its scopes.

    ``key`` is None where no key is needed; ``business`` is None for a caller of every business.
    """

    key: str | None
    business: str | None
    scopes: frozenset[Scope]


ANYBODY = Caller(None, None, frozenset(Scope))
"""Whoever reaches a server that needs no keys."""
