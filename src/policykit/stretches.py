"""A table's columns, each cut into stretches of values within which the same rows hold: a bit a row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from policykit.model import ABSENT, Calendar, Expression, Rule, Value
from policykit.regions import EVERYWHERE, Cut, Reader, Region, Where, cells_of

Rows = int
"""A set of rows: bit n stands for row n."""


@dataclass(frozen=True, slots=True)
class Column:
    """What is tested, and the rows that may hold by its value.

    ``at`` has the rows of each of the ``values``, ``between`` those below the first value, between two, and
    above the last; ``tested`` are the rows that say something of it, and ``regions`` where each of these holds.
    """

    subject: Expression
    values: tuple[Value, ...]
    at: tuple[Rows, ...]
    between: tuple[Rows, ...]
    absent: Rows
    tested: Rows
    regions: Mapping[int, Region]

    def rows(self, value: Value) -> Rows:
        if value is ABSENT:
            return self.absent
        place = bisect_left(self.values, value)  # type: ignore[type-var]  # a column has one type, and it is ordered
        return self.at[place] if place < len(self.values) and self.values[place] == value else self.between[place]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table; of its ``exact`` rows they say all."""

    columns: tuple[Column, ...]
    exact: Rows


def columns_of(rows: tuple[Rule, ...], calendar: Calendar, room: int | None = None) -> Columns:
    """The columns of a table's rows. In more ``room`` (bytes) than is given, neighbours share the rows of them all."""
    reader, cells = Reader(calendar, {}), [cells_of(row) for row in rows]
    # The tests of a column share one subject: comparing it by value would go into every formula it names.
    subjects: dict[int, Expression] = {}
    wheres: dict[int, dict[int, Where]] = {}
    for row, tests in enumerate(cells):
        for test in tests or ():
            subjects[id(test.subject)] = test.subject
            wheres.setdefault(id(test.subject), {})[row] = reader.where(test)
    columns, inexact = [], row_set(row for row, tests in enumerate(cells) if tests is None)
    for key, subject in subjects.items():
        told = wheres[key]
        column = _column(subject, told, len(rows))
        stride = 1 if room is None else -(-len(column.values) * len(rows) // (4 * max(room // len(subjects), 1)))
        columns.append(_coarse(column, stride) if stride > 1 else column)
        inexact |= row_set(row for row, one in told.items() if not one.exact) | (column.tested if stride > 1 else 0)
    return Columns(tuple(columns), below(len(rows)) & ~inexact)


def _column(subject: Expression, told: Mapping[int, Where], count: int) -> Column:
    regions: dict[Region, list[int]] = {}
    for row, one in told.items():
        regions.setdefault(one.region, []).append(row)
    regions.setdefault(EVERYWHERE, []).extend(row for row in range(count) if row not in told)
    turning: dict[Cut, Rows] = {}
    lowest, absent = 0, 0
    for region, rows in regions.items():
        mask = row_set(rows)
        lowest |= mask if region.begins else 0
        absent |= mask if region.absent else 0
        for cut in region.cuts:
            turning[cut] = turning.get(cut, 0) ^ mask
    values = sorted({value for value, _ in turning})  # type: ignore[type-var]  # a column has one type
    at, between = _stretches(values, turning, lowest)
    where = {row: one.region for row, one in told.items()}
    return Column(subject, tuple(values), at, between, absent, row_set(told), where)


def _stretches(
    values: list[Value], turning: Mapping[Cut, Rows], lowest: Rows
) -> tuple[tuple[Rows, ...], tuple[Rows, ...]]:
    """The rows at each value and between values, each set of rows once however often it stands there."""
    rows, once, at, between = lowest, {lowest: lowest}, [], [lowest]
    for value in values:
        rows ^= turning.get((value, 0), 0)
        at.append(once.setdefault(rows, rows))
        rows ^= turning.get((value, 1), 0)
        between.append(once.setdefault(rows, rows))
    return tuple(at), tuple(between)


def _coarse(column: Column, stride: int) -> Column:
    """The same column, where neighbours share the rows of them all."""
    common: list[Rows] = []
    for start in range(0, len(column.between), stride):
        neighbours = (*column.at[start : start + stride], *column.between[start : start + stride])
        common.append(union(neighbours))
    at = tuple(common[place // stride] for place in range(len(column.at)))
    between = tuple(common[place // stride] for place in range(len(column.between)))
    return replace(column, at=at, between=between)


# --- sets of rows -----------------------------------------------------------------------------


def row_set(rows: Iterable[int]) -> Rows:
    """The set of some rows."""
    found = bytearray()
    for row in rows:
        if row // 8 >= len(found):
            found.extend(bytes(row // 8 + 1 - len(found)))
        found[row // 8] |= 1 << row % 8
    return int.from_bytes(found, "little")


def union(sets: Iterable[Rows]) -> Rows:
    return reduce(or_, sets, 0)


def first(rows: Rows, otherwise: int) -> int:
    """The first of the rows."""
    return (rows & -rows).bit_length() - 1 if rows else otherwise


def below(row: int) -> Rows:
    """All rows that stand before one."""
    return (1 << row) - 1


def each(rows: Rows) -> Iterator[int]:
    """The rows, one after the other."""
    while rows:
        row = first(rows, 0)
        yield row
        rows ^= 1 << row
