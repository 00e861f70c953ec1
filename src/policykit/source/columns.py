"""What the columns of a spreadsheet mean, read off their headings.

A heading is the name of a fact or formula that its cells test (`parcel.weight (kg)`), or `then` and what they
answer (`then fee (TWD)`). In place of a name may stand what customers read for it, in any locale; any other
heading is explained under `columns:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Column, Placed, PlainRow, PlainTable
from policykit.kinds.tables import COLUMNS, NOT_IN_CELLS, OUTCOME, SHARED
from policykit.model import Fact, Outcome
from policykit.source.answers import DEADLINES
from policykit.source.sheet import Sheet
from policykit.source.spreadsheet import Grid

Role = Literal["test", "answer", "id", "note"]
ASIDE: Mapping[str, Role] = {"id": "id", "note": "note"}
"""The columns that neither test nor answer: the rows' ids, and what the author notes down."""
LETTER_BY_LETTER = "text"
LONGEST_ID = 80

_HEADING = re.compile(
    r"(?P<then>[Tt]hen\s+|(?:->|→)\s*)?(?P<name>.*?)(?:\s*[(（](?P<unit>[^()（）]*)[)）])?", re.DOTALL
)
_NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*")
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart. ``role`` is what its column is for."""

    role: Role
    name: str
    unit: str | None = None


def heading(text: str) -> Heading:
    found = _HEADING.fullmatch(text.strip())
    assert found  # each of its parts may be missing
    role: Role = "answer" if found["then"] else "test"
    return Heading(role, " ".join(found["name"].split()), (found["unit"] or "").strip() or None)


@dataclass(frozen=True, slots=True)
class Known:
    """The names that headings can mean, and what customers read for them, as far as it means one thing only."""

    tests: Mapping[str, str]
    answers: Mapping[str, str]

    @classmethod
    def of(cls, facts: Mapping[str, Fact], outcomes: Iterable[Outcome], root: Placed) -> Known:
        named = [*root.data.get("let", ()), *root.data.get("numbers", ())]
        read = ((text, name) for name, fact in facts.items() for text in fact.meaning.values())
        values = [value for outcome in outcomes for value in outcome.values]
        labels = ((text, value.name) for value in values for text in value.label.values())
        answers = [OUTCOME, *(value.name for value in values), *DEADLINES]
        return cls(_by_text(read, [*facts, *named]), _by_text(labels, answers))


def _by_text(read: Iterable[tuple[str, str]], names: Iterable[str]) -> dict[str, str]:
    """Names by themselves, and by what is read for them where no other name is read so."""
    meant: dict[str, set[str]] = {}
    for text, name in read:
        meant.setdefault(text.casefold().strip(" .。"), set()).add(name)
    single = {text: next(iter(owners)) for text, owners in meant.items() if len(owners) == 1}
    return single | {name: name for name in names}


def filled(table: PlainTable, grid: Grid, known: Known, sheet: Sheet) -> PlainTable:
    """The table with its spreadsheet's rows, and with those of its columns whose headings are understood."""
    before = len(sheet.found)
    reading = _Headings(table, grid, known, sheet)
    meant = [reading.read(position, text) for position, text in enumerate(grid.heading.cells)]
    reading.check_whole(meant)
    partial = len(sheet.found) > before
    columns = {position: reading.column(position, one) for position, one in enumerate(meant) if one is not None}
    tested, given, ids = (
        [position for position, one in enumerate(meant) if one and one.role == role]
        for role in ("test", "answer", "id")
    )
    return replace(
        table,
        tested=tuple(columns[position] for position in tested),
        given=tuple(columns[position] for position in given),
        rows=tuple(_rows(table, grid, [*tested, *given], ids[0] if ids else None, sheet)),
        partial=partial,
    )


def _rows(table: PlainTable, grid: Grid, order: list[int], ids: int | None, sheet: Sheet) -> Iterator[PlainRow]:
    for index, row in enumerate(grid.rows):
        path = (*table.path, "rows", index + 1)
        name = row.cells[ids] if ids is not None else f"row-{row.number}"
        if ids is not None and (not _ID.fullmatch(name) or len(name) > LONGEST_ID):
            text = f"row {row.number}, column `{grid.heading.cells[ids]}`, cell `{name}`: this cannot be an id"
            help = "write a name in small letters with hyphens, like `near-and-light`"
            sheet.report("bad-value", text, grid.cell_span(row, ids), help)
            continue
        yield PlainRow(name, row.number, path, tuple(row.cells[position] for position in order), tuple(order))


@dataclass(frozen=True, slots=True)
class _Headings:
    """Reads the headings one by one. What is wrong goes into the sheet."""

    table: PlainTable
    grid: Grid
    known: Known
    sheet: Sheet
    used: set[str] = field(default_factory=set)

    def read(self, position: int, text: str) -> Heading | None:
        """What a heading means, by names; None where that cannot be said, which the sheet then tells."""
        said = self._explained(text)
        one = heading(said)
        if not text:
            self._report(
                "unknown-column", f"column {position + 1} has no heading", position, "write one, or empty the column"
            )
            return None
        if one.role == "test" and one.name in ASIDE and self.known.tests.get(one.name) != one.name:
            return replace(one, role=ASIDE[one.name])
        names = self.known.answers if one.role == "answer" else self.known.tests
        name = names.get(one.name) or names.get(one.name.casefold().strip(" .。"))
        if name is None and one.role == "test" and _NAME.fullmatch(one.name) and one.name not in self.known.answers:
            name = one.name  # an asked policy's answer, or a misspelt name: the scope of the tests knows
        if name is None:
            self._unknown(one, text, position)
            return None
        return replace(one, name=name)

    def _explained(self, text: str) -> str:
        """What `columns:` says for a heading, with or without what stands in its brackets; else the heading."""
        said = self.table.headers.data if self.table.headers else {}
        for key in (text, heading(text).name):
            if key in said:
                self.used.add(key)
                return str(said[key])
        return text

    def _unknown(self, one: Heading, text: str, position: int) -> None:
        if one.role == "answer" and one.name in NOT_IN_CELLS:
            self._report(
                "unknown-value", f"`{one.name}` cannot be a column of a table", position, f"{COLUMNS}; {SHARED}"
            )
            return
        if one.role == "test" and one.name in self.known.answers:
            help = f"a column that answers begins with `then`: `then {text}`"
            self._report("unknown-column", f"`{text}` does not say whether it tests or answers", position, help)
            return
        names, example = self.known.tests, "order.weight (kg)"
        if one.role == "answer":
            names, example = self.known.answers, "then amount"
        explain = f"say it under `columns:`, as `{text}: {example}`; your own remarks have the heading `note`"
        self._report(
            "unknown-column",
            f"`{text}` does not say what its column {one.role}s",
            position,
            did_you_mean(one.name, names, explain),
        )

    def check_whole(self, meant: list[Heading | None]) -> None:
        """Report what is missing among the headings, what stands there twice, and what explains none of them."""
        seen: set[tuple[Role, str]] = set()
        for position, one in enumerate(meant):
            if one and (one.role, one.name) in seen and one.role != "note":
                self._report("duplicate-name", f"`{one.name}` has a column already", position, "drop one of the two")
            seen |= {(one.role, one.name)} if one else set()
        if None in meant:
            return
        if ("answer", OUTCOME) not in seen:
            text = "a table needs the column `then outcome`"
            self._report("missing-key", text, 0, "add a column that says each row's outcome")
        if not any(role == "test" for role, _ in seen):
            self._report("missing-key", "a table needs a column that tests", 0, "add one, headed by a fact's name")
        for key, piece in self.table.headers.items() if self.table.headers else ():
            if key not in self.used:
                help = did_you_mean(key, self.grid.heading.cells, "write the heading as it stands in the file")
                self.sheet.report("unknown-column", f"no column is headed `{key}`", self.sheet.key_span(piece), help)

    def column(self, position: int, one: Heading) -> Column:
        title, path = self.grid.heading.cells[position], (*self.table.path, "rows", 0, position)
        return Column(one.name, title, path, one.unit, letter_by_letter=one.unit == LETTER_BY_LETTER)

    def _report(self, code: str, message: str, position: int, help: str | None) -> None:
        self.sheet.report(code, message, self.grid.cell_span(self.grid.heading, position), help)
