"""The id of a request, in the answer and in the log: the caller's own where it is sound, else one made here."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from itertools import count

HEADER = b"x-request-id"

_SOUND = re.compile(rb"[A-Za-z0-9._:=+/@-]{1,128}")


def sound(given: bytes) -> bytes | None:
    """The id that a caller sent, None where it is too long or has signs that do not belong into a log."""
    return given if _SOUND.fullmatch(given) else None


def made() -> Callable[[], bytes]:
    """A source of ids that no other process has: chance once, then counted. They are names, not secrets."""
    beginning = f"req_{secrets.token_hex(8)}_".encode()
    numbers = count(1)
    return lambda: b"%b%x" % (beginning, next(numbers))
