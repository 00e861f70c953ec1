"""Keys as they are kept: who bears them, what they allow and until when; of the secret only its hash."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from policykit_api.access import token
from policykit_api.access.caller import Scope
from policykit_api.access.token import Token


@dataclass(frozen=True, slots=True)
class Key:
    """One key. ``business`` is None for a key of every business; times carry an offset.

    After a rotation the secret before it, whose hash is ``previous``, works until ``previous_until``.
    """

    id: str
    name: str
    digest: bytes = field(repr=False)
    scopes: frozenset[Scope]
    business: str | None
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    previous: bytes | None = field(default=None, repr=False)
    previous_until: datetime | None = None


def made(
    name: str, scopes: frozenset[Scope], business: str | None, now: datetime, expires_at: datetime | None = None
) -> tuple[Key, Token]:
    """A new key, and the token to hand to its bearer."""
    bearer = token.new(token.new_id())
    return Key(bearer.id, name, bearer.digest, scopes, business, now, expires_at), bearer


def rotated(key: Key, now: datetime, overlap: timedelta) -> tuple[Key, Token]:
    """The key with a new secret; the one before works for as long as the overlap says, one older still no more."""
    bearer = token.new(key.id)
    return replace(key, digest=bearer.digest, previous=key.digest, previous_until=now + overlap), bearer


def revoked(key: Key, now: datetime) -> Key:
    """The key without effect, with either secret; a key that is revoked already stays as it is."""
    return key if key.revoked_at else replace(key, revoked_at=now)


def is_active(key: Key, now: datetime) -> bool:
    return key.revoked_at is None and (key.expires_at is None or now < key.expires_at)
