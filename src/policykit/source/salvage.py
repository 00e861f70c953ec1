"""What is left of a file when its misshapen entries are taken out, so that the others can be checked too.

One slip in one rule must not hide what is wrong in the next. What is salvaged is built for its
findings only; a business with an error in any file never decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import TypeVar

from policykit.diagnostics import Diagnostic
from policykit.model import Span
from policykit.source.read import Data, Document, Path

_NAMING = ("numbers", "let", "clocks", "outcomes", "people")
"""The keys under which names are given, each once or in a list."""

Place = TypeVar("Place", Span, int)


def salvage(document: Document, faults: Sequence[Diagnostic]) -> Document:
    """The document without the entries, two levels down at most, in which a fault lies."""
    if not isinstance(document.data, dict):
        return document
    at = sorted(fault.span for fault in faults)
    moved: dict[Path, Path] = {}
    data: dict[str, Data] = {}
    for key, value in document.data.items():
        match value:
            case dict():
                kept = {name: entry for name, entry in value.items() if not _faulty(document, (key, name), at)}
                moved |= {(key, name): (key, name) for name in kept}
                data[key] = kept
            case list():
                places = [place for place in range(len(value)) if not _faulty(document, (key, place), at)]
                moved |= {(key, place): (key, new) for new, place in enumerate(places)}
                data[key] = [value[place] for place in places]
            case str():
                data[key] = value
    return replace(
        document,
        data=data,
        values=_moved(document.values, moved),
        keys=_moved(document.keys, moved),
        offsets=_moved(document.offsets, moved),
    )


def left_out(document: Document, kept: Document) -> frozenset[str]:
    """The names that a file gives and whose entries were taken out: they are declared, if in a wrong way."""
    return frozenset(name for key in _NAMING for name in _names(document, key) - _names(kept, key))


def _names(document: Document, key: str) -> frozenset[str]:
    data = document.data.get(key) if isinstance(document.data, dict) else None
    match data:
        case dict():
            return frozenset(data)
        case list():
            return frozenset(name for one in data if isinstance(one, dict) for name in one)
        case _:
            return frozenset()


def _faulty(document: Document, path: Path, at: Sequence[Span]) -> bool:
    """Whether one of the faults, whose places are given in order, lies in the entry's key or value."""
    spans = [span for span in (document.keys.get(path), document.values.get(path)) if span]
    return any(_holds_one(span, at) for span in spans)


def _holds_one(outer: Span, at: Sequence[Span]) -> bool:
    end = (outer.end_line, outer.end_column)
    begun = at[bisect_left(at, (outer.line, outer.column), key=_start) :]
    return any((inner.end_line, inner.end_column) <= end for inner in takewhile(lambda one: _start(one) <= end, begun))


def _start(span: Span) -> tuple[int, int]:
    return span.line, span.column


def _moved(places: Mapping[Path, Place], moved: Mapping[Path, Path]) -> dict[Path, Place]:
    """The places of what is kept, under the paths that it has now."""
    kept: dict[Path, Place] = {}
    for path, place in places.items():
        if len(path) < 2:
            kept[path] = place
        elif path[:2] in moved:
            kept[moved[path[:2]] + path[2:]] = place
    return kept
