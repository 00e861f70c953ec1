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
    try:
        return beginning() + _drawn.pop()
    except IndexError:
        draw()
        return beginning() + _drawn.pop()


def new_ids(number: int) -> list[str]:
    """So many ids at once."""
    while len(_drawn) < number:
        draw()
    begun, chance = beginning(), _drawn[-number:]
    del _drawn[-number:]
    return [begun + one for one in chance]


def beginning() -> str:
    """What ids of this millisecond begin with."""
    global _begun  # noqa: PLW0603  # the time is spelled once a millisecond
    now = time.time_ns() // 1_000_000
    at, begun = _begun
    if at != now:
        begun = "dec_" + "".join(ALPHABET[now >> shift & 31] for shift in range(45, -1, -5))
        _begun = (now, begun)
    return begun


def draw() -> None:
    """Lay by ids' sixteen signs of chance. 256 is a multiple of 32: each sign is as likely as the others."""
    signs = os.urandom(16 * AT_ONCE).translate(_SIGNS).decode()
    _drawn.extend(signs[place : place + 16] for place in range(0, len(signs), 16))


if hasattr(os, "register_at_fork"):  # else there are no forks, which would draw the same
    os.register_at_fork(after_in_child=_drawn.clear)
