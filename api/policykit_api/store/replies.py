"""What is kept of requests that may be sent twice. Nothing here knows the database."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slot:
    """Whose key it is, and a digest of it. ``request`` is a digest of what was sent with it."""

    business: str
    caller: str
    key: bytes
    request: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer (200) as it is sent: JSON, and the headers that are its own."""

    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer a request, and the duty to."""

    slot: Slot
    token: bytes


class UnderWay(Exception):
    """Another request with the same key is being answered."""


class Reused(Exception):
    """The key came with another request before."""
