"""Names of decisions: unguessable, and in the order of their time."""

from __future__ import annotations

import os
import time

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [one + other for one in _ALPHABET for other in _ALPHABET]


def new_id() -> str:
    """`dec_` and a ULID: 48 bits of the time in milliseconds, so that ids sort by it, and 80 bits of chance."""
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10))
    return "dec_" + "".join([_PAIRS[number >> shift & 1023] for shift in range(120, -1, -10)])
