"""A spreadsheet saved as CSV (RFC 4180), as rows of texts in which every cell has its place.

A file may be separated by commas, semicolons (where the comma is the decimal sign) or tabs. What is
empty at the right and below is left out, as nobody sees it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from policykit.diagnostics import Diagnostic
from policykit.kinds.tables import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS
from policykit.model import Span
from policykit.source.decode import decode_text
from policykit.source.file_text import FileText
from policykit.source.read import Path

MOST_BYTES = 4 * 1024 * 1024
MOST_FINDINGS = 200
"""How many findings of one table are returned, the first ones."""

SAVE_AGAIN = "save the sheet again as `CSV UTF-8`"
SEPARATORS = ("\t", ";", ",")
_BLANK = " \t\r\n\u00a0\u3000"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+\Z")
_SEPARATOR_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.IGNORECASE)


@cache
def _cell(separator: str) -> re.Pattern[str]:
    """A cell with its quotes; what follows a closing quote belongs to it, and makes it wrong."""
    return re.compile(rf'(?:"(?:[^"]|"")*"?)?[^{separator}\r\n]*')


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row's cells without blanks around them. ``number`` is its row in the spreadsheet, ``start`` its place."""

    number: int
    start: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The heading and the rows below it; every row is as wide as the heading, unless it has been reported."""

    text: FileText
    separator: str
    heading: GridRow
    rows: tuple[GridRow, ...]

    def row_span(self, row: GridRow) -> Span:
        return self.text.span(row.start, max(self.text.line_end(row.start), row.start + 1))

    def cell_span(self, row: GridRow, column: int) -> Span:
        """The place of a cell, with the quotes around it; where there is none, the end of its row."""
        start, end = self._stretch(row, column)
        return self.text.span(start, max(end, start + 1))

    def _stretch(self, row: GridRow, column: int) -> tuple[int, int]:
        start, typed = row.start, self.text.typed
        for _ in range(column):
            end = self._end(start)
            if typed[end : end + 1] != self.separator:
                return end, end
            start = end + 1
        return start, self._end(start)

    def _end(self, start: int) -> int:
        """Where the cell that begins at a place ends: at a separator or line break that no quote holds."""
        found = _cell(self.separator).match(self.text.typed, start)
        assert found  # a cell may be empty
        return found.end()


@dataclass(frozen=True, slots=True)
class GridPlaces(Mapping[Path, Span]):
    """The places of a policy's file, with those of a spreadsheet's rows and cells below a path of their own.

    They are worked out when they are asked for: a large table has a hundred thousand, and few are.
    """

    file: Mapping[Path, Span]
    below: Path
    grid: Grid
    known: dict[Path, Span] = field(default_factory=dict)

    def __getitem__(self, path: Path) -> Span:
        depth = len(self.below)
        if path[:depth] != self.below or len(path) == depth:
            return self.file[path]
        if path not in self.known:
            self.known[path] = self._place(path[depth:])
        return self.known[path]

    def _place(self, path: Path) -> Span:
        number, *column = path
        assert isinstance(number, int)
        row = self.grid.rows[number - 1] if number else self.grid.heading
        match column:
            case [int() as position]:
                return self.grid.cell_span(row, position)
            case _:
                return self.grid.row_span(row)

    def __iter__(self) -> Iterator[Path]:
        return iter(self.file)

    def __len__(self) -> int:
        return len(self.file)


def read_grid(file: str, content: bytes) -> tuple[Grid | None, tuple[Diagnostic, ...]]:
    """The grid, and what is wrong with the file; no grid where there is no heading to be read."""
    text, found = decode_text(file, content, MOST_BYTES)
    found = [_about_tables(one) for one in found]
    if text is None:
        return None, tuple(found)
    after = _SEPARATOR_LINE.match(text.typed)
    separator = after[1] if after and after[1] in SEPARATORS else _separator(text)
    rows, faults = _rows(text, separator, after.end() if after else 0, 1 + bool(after))
    found += faults
    if not rows:
        if not found:
            found.append(Diagnostic("empty-file", "there is nothing in this table", text.span(0, 1), help=_TWO_ROWS))
        return None, tuple(found)
    heading, *others = rows
    if not others and not faults:
        found.append(Diagnostic("too-few", "the table has a heading and no rows", text.span(0, 1), help=_TWO_ROWS))
    grid = Grid(text, separator, heading, ())
    wide, misfits = _fitting(grid, others[:MOST_ROWS])
    found += [*_too_large(grid, others), *misfits]
    return replace(grid, rows=tuple(wide)), tuple(found[:MOST_FINDINGS])


_TWO_ROWS = "write the headings into the first row, and one rule into each row below"


def _about_tables(finding: Diagnostic) -> Diagnostic:
    """What is wrong with the bytes, with advice for who has a spreadsheet."""
    match finding.code:
        case "not-utf8":
            return replace(finding, help=f"in the spreadsheet, {SAVE_AGAIN}")
        case "file-too-large":
            return replace(finding, help="split the table")
        case _:
            return finding


def _separator(text: FileText) -> str:
    """The separator that the heading uses; of a single column, the comma."""
    heading = text.typed[: text.line_end(0)]
    return next((sign for sign in SEPARATORS if sign in heading), ",")


def _rows(text: FileText, separator: str, start: int, number: int) -> tuple[list[GridRow], list[Diagnostic]]:
    """The rows that are not blank. Behind a row that cannot be read, reading goes on at the next line."""
    lines = [match.span() for match in _LINE.finditer(text.typed, start)]
    rows: list[GridRow] = []
    found: list[Diagnostic] = []
    first = 0
    while first < len(lines):
        reader = csv.reader((text.typed[begin:end] for begin, end in lines[first:]), delimiter=separator, strict=True)
        began = first
        try:
            for cells in reader:
                row = GridRow(number, lines[began][0], _trimmed(cells))
                number, began = number + 1, first + reader.line_num
                if row.cells:
                    rows.append(row)
            break
        except csv.Error:
            found.append(_unreadable(text, lines[began][0], separator))
            number, first = number + 1, began + 1
            if len(found) == MOST_FINDINGS or found[-1].message == _UNCLOSED:
                break
    return rows, found


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    """The cells without blanks around them and without the empty ones at the end."""
    stripped = [cell.strip(_BLANK).replace("\u00a0", " ").replace("\r\n", "\n") for cell in cells]
    empty = sum(1 for _ in takewhile(lambda cell: not cell, reversed(stripped)))
    return tuple(stripped[: len(stripped) - empty])


_UNCLOSED = "a quote is not closed before the file ends"


def _unreadable(text: FileText, start: int, separator: str) -> Diagnostic:
    """The quote that ends too early or not at all, in the row that begins at a place."""
    grid, place = Grid(text, separator, GridRow(1, start, ()), ()), start
    while text.typed[place : place + 1]:
        end = grid._end(place)  # noqa: SLF001  # the same scan, on a row that has no cells yet
        cell = text.typed[place:end]
        if cell.startswith('"') and end == len(text.typed) and (len(cell) < 2 or not cell.endswith('"')):
            return Diagnostic("csv-quote", _UNCLOSED, text.span(place, place + 1), help=_DOUBLED)
        if cell.startswith('"') and not cell.endswith('"'):
            message = f"`{text.quoted(place, end)}` goes on behind its closing quote"
            return Diagnostic("csv-quote", message, text.span(place, end), help=_DOUBLED)
        if text.typed[end : end + 1] != separator:
            break
        place = end + 1
    message = f"`{text.quoted(start, text.line_end(start))}` cannot be read as a row of cells"
    return Diagnostic("csv-quote", message, text.span(start, text.line_end(start)), help=_DOUBLED)


_DOUBLED = 'put quotes around the whole cell, and write a quote inside it twice: `"a ""b"" c"`'


def _fitting(grid: Grid, rows: list[GridRow]) -> tuple[list[GridRow], list[Diagnostic]]:
    """The rows, each filled up to the heading's width, without those that have more cells or too long ones."""
    width, fitting, found = len(grid.heading.cells), [], []
    for row in rows:
        if len(row.cells) > width:
            text = f"row {row.number} has {len(row.cells)} cells, the heading has {width}"
            found.append(
                Diagnostic("wrong-shape", text, grid.cell_span(row, width), help="give every column its heading")
            )
        elif any(len(cell) > LONGEST_CELL for cell in row.cells):
            column = next(place for place, cell in enumerate(row.cells) if len(cell) > LONGEST_CELL)
            text = f"row {row.number}: a cell has more than {LONGEST_CELL} characters"
            found.append(Diagnostic("too-long", text, grid.cell_span(row, column)))
        else:
            fitting.append(replace(row, cells=row.cells + ("",) * (width - len(row.cells))))
    return fitting, found


def _too_large(grid: Grid, rows: list[GridRow]) -> Iterator[Diagnostic]:
    if len(rows) > MOST_ROWS:
        place = grid.row_span(rows[MOST_ROWS])
        yield Diagnostic("too-many", f"the table has {len(rows)} rows, more than {MOST_ROWS}", place)
    if len(grid.heading.cells) > MOST_COLUMNS:
        text = f"the table has {len(grid.heading.cells)} columns, more than {MOST_COLUMNS}"
        yield Diagnostic("too-many", text, grid.cell_span(grid.heading, MOST_COLUMNS))
