"""A failure as it stands in the log: its kind and its places, without its message, which may quote what was sent."""

from __future__ import annotations

import traceback


def told(failure: BaseException) -> str:
    """`ValueError at …/decide.py:31 < …/edge.py:90`, the innermost place first."""
    places = reversed(traceback.extract_tb(failure.__traceback__))
    where = " < ".join(f"{place.filename}:{place.lineno}" for place in places)
    return f"{type(failure).__name__} at {where}" if where else type(failure).__name__
