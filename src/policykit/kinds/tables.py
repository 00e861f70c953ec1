"""A decision table as its author writes it: in the policy's file, or in a spreadsheet beside it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.diagnostics import did_you_mean, in_backticks
from policykit.kinds.fields import FactName, Formula, Header, Line, Name, TableFile, TestText, Texts, Word, Words
from policykit.kinds.plain import Column, Placed, PlainRow, PlainTable, Problem, answer
from policykit.model import Aggregation, HitPolicy

IRRELEVANT = "-"
"""The cell that tests nothing, or gives nothing (DMN 1.5, 8.2.8)."""
OUTCOME = "outcome"
NOT_IN_CELLS = (
    "alternatives", "next_steps", "scope", "unaffected", "none_exists", "at_once", "because", "tone", "wording",
    "guidance", "also",
)  # fmt: skip
COLUMNS = "columns are `outcome`, its values and deadlines"
MOST_ROWS = 20_000
MOST_COLUMNS = 70
LONGEST_CELL = 500
IN_THE_FILE = ("when", "then", "rows", "ids")
"""The keys that a spreadsheet stands in for."""


Tested = Annotated[list[FactName], Meta(min_length=1, max_length=50)]
Given = Annotated[list[Word], Meta(min_length=1, max_length=20)]
Cells = Annotated[list[TestText], Meta(min_length=2, max_length=MOST_COLUMNS)]
Rows = Annotated[list[Cells], Meta(min_length=1, max_length=MOST_ROWS)]
Headers = Annotated[dict[Line, Header], Meta(min_length=1, max_length=MOST_COLUMNS)]


class SharedEntry(Struct, frozen=True, kw_only=True):
    """What all rows with one outcome answer alike: phrases, deadlines, wording."""

    due: Annotated[
        Formula | None, Meta(description="By when we act.", examples=["2 working days after claim.made_at"])
    ] = None
    follow_up: Annotated[
        Formula | None, Meta(description="When we ask how it went.", examples=["7 days after due"])
    ] = None
    alternatives: Annotated[Words | None, Meta(description="What we offer instead: phrases.")] = None
    next_steps: Annotated[Words | None, Meta(description="What happens now: phrases.")] = None
    tone: Annotated[
        Literal["plain", "our_fault"] | None,
        Meta(description="`our_fault`: the apology comes first.", examples=["our_fault"]),
    ] = None
    wording: Annotated[
        Texts | None,
        Meta(
            description="What the customer reads; `{{ amount }}` puts the row's value in.",
            examples=[{"en": "Delivery costs {{ amount }}."}],
        ),
    ] = None
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads who talks to the customer.")] = (
        None
    )


class TableEntry(Struct, frozen=True, kw_only=True):
    """A decision table: a row holds when all its tests do."""

    hit_policy: Annotated[
        Literal["first", "unique", "any", "priority", "rule order", "collect"],
        Meta(
            description="What is made of the rows that hold: the first; the only one (`unique`); one of several that "
            "say the same (`any`); the one with the best outcome (`priority`); all of them, one after the other "
            "(`rule order`), or put together (`collect`).",
            examples=["first"],
        ),
    ]
    aggregate: Annotated[
        Literal["sum", "min", "max", "count"] | None,
        Meta(
            description="With `collect`: what is made of the values of all rows that hold. Without it, the answer "
            "lists the rows, each with its values.",
            examples=["sum"],
        ),
    ] = None
    file: Annotated[
        TableFile | None,
        Meta(
            description="The spreadsheet that holds the rows, as CSV; in place of `when`, `then`, `rows` and `ids`.",
            examples=["tables/surcharges.csv"],
        ),
    ] = None
    columns: Annotated[
        Headers | None,
        Meta(
            description="With `file`: what its headings mean, where they are not names themselves.",
            examples=[{"距離": "delivery.distance (km)", "運費": "then fee (TWD)"}],
        ),
    ] = None
    when: Annotated[
        Tested | None,
        Meta(description="The columns that are tested.", examples=[["parcel.weight"]]),
    ] = None
    then: Annotated[
        Given | None,
        Meta(description="The columns that answer: `outcome`, values, deadlines.", examples=[["outcome"]]),
    ] = None
    rows: Annotated[
        Rows | None,
        Meta(
            description="The rows, each with its tests and then its answers; `-` tests nothing.",
            examples=[[["at most 5 kg", "accept"]]],
        ),
    ] = None
    ids: Annotated[
        list[Name] | None,
        Meta(description="The rows' ids, in order; `row-1` and so on if not given.", examples=[["light-parcels"]]),
    ] = None
    answers: Annotated[
        dict[Word, SharedEntry] | None,
        Meta(
            description="What all rows with one outcome answer alike, under the outcome's name.",
            examples=[{"accept": {"next_steps": ["next_order_picked_by_hand"]}}],
        ),
    ] = None


def table_of(table: Placed) -> PlainTable:
    """The table; without rows where the columns themselves are wrong, which is told once, or stand in a file."""
    aggregate, headers = table.data.get("aggregate"), table.get("columns")
    shared = {name: answer(piece) for name, piece in table["answers"].items()} if "answers" in table.data else {}
    plain = PlainTable(
        HitPolicy(table["hit_policy"].data),
        Aggregation(aggregate) if aggregate else None,
        table.path,
        shared=shared,
        file=table.get("file"),
        headers=headers,
    )
    if plain.file is not None or _missing_parts(table) or _wrong_columns(table):
        return plain
    when, then = table["when"], table["then"]
    tested = tuple(Column(name, name, (*when.path, index)) for index, name in enumerate(when.data))
    given = tuple(Column(name, name, (*then.path, index)) for index, name in enumerate(then.data))
    return PlainTable(
        plain.hit_policy, plain.aggregation, table.path, tested, given, _rows(table, len(tested) + len(given)), shared
    )


def _rows(table: Placed, width: int) -> tuple[PlainRow, ...]:
    """The rows that fit the columns."""
    rows, ids = table["rows"], table.data.get("ids", [])
    names = [*ids, *(f"row-{index + 1}" for index in range(len(ids), len(rows.data)))]
    return tuple(
        PlainRow(names[index], index + 1, (*rows.path, index), tuple(cells))
        for index, cells in enumerate(rows.data)
        if len(cells) == width
    )


# --- what is wrong with it --------------------------------------------------------------------


def table_problems(table: Placed, outcomes: list[str]) -> tuple[Problem, ...]:
    problems = [*_aggregated(table), *_shared_with(table, outcomes)]
    if "file" in table.data:
        return (*problems, *_beside_the_file(table))
    if "columns" in table.data:
        text = "`columns` says what the headings of a `file` mean"
        problems.append(Problem("misplaced-key", text, table["columns"].path, "remove it; names stand in `when`"))
    missing = _missing_parts(table)
    return (*problems, *(missing or (*_wrong_columns(table), *_counted(table), *_uneven(table))))


def _aggregated(table: Placed) -> list[Problem]:
    if "aggregate" not in table.data or table["hit_policy"].data == HitPolicy.COLLECT:
        return []
    text = "`aggregate` goes with `hit_policy: collect`"
    help = "write `hit_policy: collect`, or drop `aggregate`"
    return [Problem("misplaced-key", text, table["hit_policy"].path, help)]


def _shared_with(table: Placed, outcomes: list[str]) -> list[Problem]:
    listed = in_backticks(outcomes)
    return [
        Problem(
            "unknown-outcome",
            f"`{name}` is not an outcome of this policy",
            (*table["answers"].path, name),
            did_you_mean(name, outcomes, f"the outcomes are {listed}"),
        )
        for name in table.data.get("answers", ())
        if name not in outcomes
    ]


def _beside_the_file(table: Placed) -> list[Problem]:
    return [
        Problem("misplaced-key", f"`{key}` stands in the file", table[key].path, "remove it here, or remove `file`")
        for key in IN_THE_FILE
        if key in table.data
    ]


def _missing_parts(table: Placed) -> list[Problem]:
    missing = [key for key in ("when", "then", "rows") if key not in table.data]
    if missing:
        listed = " and ".join(f"`{key}`" for key in missing)
        help = "write the columns and rows, or name a spreadsheet: `file: tables/prices.csv`"
        return [Problem("missing-key", f"a table needs {listed}", table.path, help)]
    if OUTCOME not in table.data["then"]:
        text = "a table needs the column `outcome`"
        return [Problem("missing-key", text, table["then"].path, "add it to `then:`")]
    return []


def _wrong_columns(table: Placed) -> list[Problem]:
    """The columns that no cell could fill, phrases and wording being no formulas; and those that stand there twice."""
    found = []
    for key in ("when", "then"):
        names = table[key].data
        found += [
            Problem("duplicate-name", f"`{name}` is a column already", table[key][index].path, "drop one of the two")
            for index, name in enumerate(names)
            if name in names[:index]
        ]
    then = table["then"]
    return found + [
        Problem("unknown-value", f"`{name}` cannot be a column of a table", then[index].path, f"{COLUMNS}; {SHARED}")
        for index, name in enumerate(then.data)
        if name in NOT_IN_CELLS
    ]


SHARED = "the rest stands under `answers:`, by outcome"


def _counted(table: Placed) -> list[Problem]:
    rows, ids = table["rows"], table.data.get("ids")
    found = []
    if ids is not None and len(ids) != len(rows.data):
        text = f"{len(ids)} ids for {len(rows.data)} rows"
        found.append(Problem("wrong-shape", text, table["ids"].path, "give every row its id, in order"))
    return found


def _uneven(table: Placed) -> list[Problem]:
    columns = [*table.data["when"], *table.data["then"]]
    return [
        uneven(index + 1, len(row), columns, (*table["rows"].path, index))
        for index, row in enumerate(table.data["rows"])
        if len(row) != len(columns)
    ]


def uneven(number: int, cells: int, columns: list[str], path: tuple[str | int, ...]) -> Problem:
    help = f"the columns are {', '.join(f'`{column}`' for column in columns)}; `-` leaves a cell out"
    text = f"row {number} has {cells} cells, the table has {len(columns)} columns"
    return Problem("wrong-shape", text, path, help)
