"""The keys in memory: looked up by id, compared by hash, swapped whole when they are read again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hmac import compare_digest
from math import inf

from policykit_api.access import token
from policykit_api.access.caller import NOBODY, Caller
from policykit_api.access.keys import Key
from policykit_api.access.limit import Allowance, Limit


class Invalid(StrEnum):
    """Why a key does not let its bearer in, as he may be told."""

    UNKNOWN = "the key is not known here"
    MISTYPED = "this is no whole key: it was mistyped or cut off"
    ROTATED = "the key was rotated, and its secret no longer works"
    EXPIRED = "the key has expired"
    REVOKED = "the key was revoked"


@dataclass(frozen=True, slots=True)
class Entry:
    """A key as a request meets it; times are seconds since 1970.

    Whoever shows the secret of ``digest`` is the caller, before ``until``; so is whoever shows that of
    ``previous``, before ``previous_until`` as well.
    """

    digest: bytes
    previous: bytes
    previous_until: float
    until: float
    ended: Invalid
    caller: Caller


def no_digest() -> bytes:
    """Compares as a digest does, and is that of nothing."""
    return secrets.token_bytes(32)


NOBODYS = Entry(no_digest(), no_digest(), -inf, -inf, Invalid.UNKNOWN, NOBODY)
"""Stands for every key that is not there: an unknown id costs as much as a wrong secret."""


class Keyring:
    """All keys of the store, as they were when they were last read."""

    def __init__(self, allowance: Allowance | None = None) -> None:
        self._allowance = allowance
        self._entries: dict[bytes, Entry] = {}

    def __len__(self) -> int:
        return len(self._entries)

    def replace(self, keys: Iterable[Key]) -> None:
        """Take these keys instead of those before. A key that stays keeps what it has used of its limit."""
        self._entries = {key.id.encode(): self._entry(key) for key in keys}

    def _entry(self, key: Key) -> Entry:
        before = self._entries.get(key.id.encode())
        limit = before.caller.limit if before else self._limit()
        until, ended = end(key)
        return Entry(
            digest=key.digest,
            previous=key.previous or no_digest(),
            previous_until=seconds(key.previous_until),
            until=until,
            ended=ended,
            caller=Caller(key.id, key.business, key.scopes, limit),
        )

    def _limit(self) -> Limit | None:
        return None if self._allowance is None else Limit(self._allowance)

    def bearer(self, shown: bytes, at: float) -> Caller | Invalid:
        """Who shows this token, at that time (seconds since 1970), or why he is nobody.

        The time that this takes tells nothing of a secret: digests are compared, and in constant time.
        """
        entry = self._entries.get(shown[token.ID], NOBODYS)
        digest = token.digest(shown)
        if compare_digest(digest, entry.digest):
            return entry.caller if at < entry.until else entry.ended
        if compare_digest(digest, entry.previous):
            return entry.caller if at < min(entry.until, entry.previous_until) else Invalid.ROTATED
        return Invalid.UNKNOWN if token.is_whole(shown.decode("latin-1")) else Invalid.MISTYPED


def end(key: Key) -> tuple[float, Invalid]:
    """When a key ends, and how; a key that does not end is endless."""
    revoked, expires = seconds(key.revoked_at), seconds(key.expires_at)
    return (revoked, Invalid.REVOKED) if revoked <= expires else (expires, Invalid.EXPIRED)


def seconds(instant: datetime | None) -> float:
    return inf if instant is None else instant.timestamp()
