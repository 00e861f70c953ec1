"""Ids of decisions: `dec_` and a ULID, 48 bits of the time in milliseconds, by which they sort, and 80 of chance."""

from __future__ import annotations

import os
import time

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
PATTERN = "^dec_[0-9A-HJKMNP-TV-Z]{26}$"
AT_ONCE = 256
"""So many are drawn at a time: asking the system for chance takes longer than all the rest."""

_SIGNS = bytes(ALPHABET.encode()[byte % 32] for byte in range(256))
_drawn: list[str] = []
_begun = (0, "")


def new_id() -> str:
    """An id that nobody else has."""
    global _begun  # noqa: PLW0603  # the time is spelled once a millisecond
    now = time.time_ns() // 1_000_000
    at, beginning = _begun
    if at != now:
        beginning = "dec_" + "".join(ALPHABET[now >> shift & 31] for shift in range(45, -1, -5))
        _begun = (now, beginning)
    try:
        return beginning + _drawn.pop()
    except IndexError:
        return beginning + draw()


def draw() -> str:
    """Sixteen signs of chance; more are laid by. 256 is a multiple of 32: each sign is as likely as the others."""
    signs = os.urandom(16 * AT_ONCE).translate(_SIGNS).decode()
    first, *others = (signs[place : place + 16] for place in range(0, len(signs), 16))
    _drawn.extend(others)
    return first


if hasattr(os, "register_at_fork"):  # else there are no forks, which would draw the same
    os.register_at_fork(after_in_child=_drawn.clear)
