"""The text of one file, and the places in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from policykit.model import Span

Path = tuple[str | int, ...]
"""The keys and numbers of entries that lead to a value; the root's is ``()``."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class FileText:
    """A file's text twice, character for character: as its author typed it, and as YAML gets to see it.

    The two differ where a stretch that YAML cannot read was overwritten, so that one pass finds
    what else is wrong; what such a stretch says is taken from ``typed``.
    """

    file: str
    typed: str
    parsed: str
    line_starts: tuple[int, ...]

    @classmethod
    def from_typed(cls, file: str, typed: str) -> FileText:
        return cls(file, typed, typed, (0, *(match.end() for match in _LINE_END.finditer(typed))))

    def span(self, start: int, end: int) -> Span:
        """The place of the characters from ``start`` up to ``end``."""
        return Span(self.file, *self.line_and_column(start), *self.line_and_column(end))

    def is_read_at(self, start: int, typed: str) -> bool:
        """Whether YAML gets to see what its author typed there."""
        return self.parsed is self.typed or self.parsed.startswith(typed, start)

    def line_and_column(self, index: int) -> tuple[int, int]:
        line = bisect_right(self.line_starts, index)
        return line, index - self.line_starts[line - 1] + 1

    def line_start(self, index: int) -> int:
        """Where the line of the character at ``index`` begins."""
        return self.line_starts[bisect_right(self.line_starts, index) - 1]

    def line_end(self, index: int) -> int:
        """Where the line of the character at ``index`` ends, before its line break."""
        found = _LINE_END.search(self.typed, index)
        return found.start() if found else len(self.typed)

    def content_end(self, index: int, *, within_brackets: bool = False) -> int:
        """Where the value that begins at ``index`` ends on its line: before a comment, or the next `,` or bracket."""
        rest = self.typed[index : self.line_end(index)]
        rest = re.split(r"[ \t]#", rest, maxsplit=1)[0]
        if within_brackets:
            rest = re.split(r"[,\[\]{}]", rest, maxsplit=1)[0]
        return index + max(len(rest.rstrip()), 1)

    def overwritten(self, start: int, end: int, letter: str = "x") -> FileText:
        """The same text, with a stretch that YAML now reads as one word (or, for `#`, as a comment)."""
        return replace(self, parsed=self.parsed[:start] + letter * (end - start) + self.parsed[end:])

    def quoted(self, start: int, end: int) -> str:
        """What the author typed there, on one line and short enough for a message."""
        words = " ".join(self.typed[start : min(end, start + 4 * _LONGEST_QUOTE)].split())
        return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


class Places(Mapping[Path, Span]):
    """The places of what stands at each path. They are worked out when they are asked for: most never are."""

    def __init__(self, text: FileText, stretches: Mapping[Path, tuple[int, int]]) -> None:
        self._text = text
        self._stretches = stretches
        self._known: dict[Path, Span] = {}

    def __getitem__(self, path: Path) -> Span:
        found = self._known.get(path)
        if found is None:
            found = self._known[path] = self._text.span(*self._stretches[path])
        return found

    def __contains__(self, path: object) -> bool:
        return path in self._stretches

    def __iter__(self) -> Iterator[Path]:
        return iter(self._stretches)

    def __len__(self) -> int:
        return len(self._stretches)
