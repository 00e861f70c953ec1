"""A file with the punctuation of its Chinese texts in full width, and every other character as it was.

What is mended is proved by reading the file again: all else in it says the same, and the texts say what they said
but for their marks. A text of which that is not so is left as it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from policykit.language import typography
from policykit.model import Span
from policykit.source.decode import MOST_BYTES, decode_text
from policykit.source.file_text import FileText, Path
from policykit.source.read import Document, read
from policykit.source.scalars import BLOCK
from policykit.source.tree import Data

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Change:
    """What stood at a place, and what stands there now."""

    span: Span
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Edit:
    path: Path
    start: int
    end: int
    mend: typography.Mend


def mended(file: str, content: bytes) -> tuple[bytes, tuple[Change, ...]]:
    """The file's content mended, and what was changed in it, in order of place.

    A file that cannot be read as YAML stays as it is.
    """
    text, _ = decode_text(file, content, MOST_BYTES)
    document, _ = read(file, content)
    if text is None or document is None:
        return content, ()
    whole = typography.script_of(PurePosixPath(file).stem) is not None
    texts = _texts(document.data) if whole else _chinese(document.data)
    edits = [edit for path, _ in texts for edit in _edits(text, document, path)]
    wrong = _said_otherwise(document, _written(text, content, edits))
    edits = [edit for edit in edits if edit.path not in wrong]
    written = _written(text, content, edits)
    if not edits or _said_otherwise(document, written, {edit.path for edit in edits}):
        return content, ()
    return written, tuple(_change(text, edit) for edit in edits)


def _change(text: FileText, edit: _Edit) -> Change:
    return Change(text.span(edit.start, edit.end), text.typed[edit.start : edit.end].strip(), edit.mend.instead)


def _chinese(data: Data, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """The texts that stand under the key of a Chinese locale, in the file's order."""
    match data:
        case dict():
            for key, value in data.items():
                yield from _chinese(value, (*path, key))
        case list():
            for index, value in enumerate(data):
                yield from _chinese(value, (*path, index))
        case str() if path and isinstance(path[-1], str) and typography.script_of(path[-1]):
            yield path, data


def _edits(text: FileText, document: Document, path: Path) -> Iterator[_Edit]:
    """The marks to mend in one text, as it stands in the file."""
    place = document.values.get(path)
    if place is None:
        return
    start, end = _index(text, place.line, place.column), _index(text, place.end_line, place.end_column)
    if text.typed[start] in BLOCK:  # the line of its sign may hold a comment
        start = text.line_end(start)
    raw = text.typed[start:end]
    for mend in typography.half_width(raw):
        first, last = typography.with_blanks(raw, mend)
        yield _Edit(path, start + first, start + last, mend)


def _index(text: FileText, line: int, column: int) -> int:
    return text.line_starts[line - 1] + column - 1


def _written(text: FileText, content: bytes, edits: list[_Edit]) -> bytes:
    """The file with the edits made."""
    parts, after = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text.typed[after : max(edit.start, after)], edit.mend.instead]
        after = edit.end
    mark = BYTE_ORDER_MARK if content.startswith(BYTE_ORDER_MARK) else b""
    return mark + "".join([*parts, text.typed[after:]]).encode()


def _said_otherwise(document: Document, content: bytes, paths: set[Path] | None = None) -> set[Path]:
    """The paths at which the new content says something else than the mended document; all of them are edited ones.

    The root's path where anything else has changed, or a text that is not among the ``paths``.
    """
    after, _ = read(document.file, content)
    if after is None:
        return {()}
    before, now = dict(_texts(document.data)), dict(_texts(after.data))
    if before.keys() != now.keys():
        return {()}
    return {path for path in before if not _same(before[path], now[path], mend=paths is None or path in paths)}


def _texts(data: Data, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text with its path; of a list or map without anything, that it is there."""
    match data:
        case dict() if data:
            for key, value in data.items():
                yield from _texts(value, (*path, key))
        case list() if data:
            for index, value in enumerate(data):
                yield from _texts(value, (*path, index))
        case _:
            yield path, str(data)


def _same(before: str, now: str, *, mend: bool) -> bool:
    """Whether a text says what it said; with ``mend``, in full width, where blanks beside marks do not count."""
    if before == now:
        return True
    return mend and _solid(typography.mended(before)) == _solid(now)


def _solid(text: str) -> str:
    return "".join(text.split())
