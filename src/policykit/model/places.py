"""Where things stand in an author's files, and texts by locale."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A stretch of an author's file. Lines and columns count from 1, in characters; the end is exclusive.

    Every node and every entry has one: as a Struct it takes a quarter of a dataclass's time to make.
    """

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span("", 0, 0, 0, 0)
"""The place of what no author wrote."""

Texts = Mapping[str, str]
"""One text a locale (BCP 47)."""
