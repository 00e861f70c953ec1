"""The trace that a request is part of, as its caller says (W3C Trace Context)."""

from __future__ import annotations

import re

HEADER = b"traceparent"

_FORM = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def trace_of(given: bytes) -> str | None:
    """The id of the trace, None where the header is not sound."""
    found = _FORM.fullmatch(given)
    return found[1].decode() if found else None
