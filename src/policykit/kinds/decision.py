"""Kind `decision`: plain rules, read in order, or a decision table."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.kinds.fields import FactName, Name, TestText, Word
from policykit.kinds.plain import (
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    answer,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import AnswerEntry, Outcomes, PolicyFile, RuleEntry
from policykit.model import Aggregation, HitPolicy

IRRELEVANT = "-"
"""The cell that tests nothing, or gives nothing (DMN 1.5, 8.2.8)."""
COLUMNS = "the columns that answer are `outcome`, its values and its deadlines"
NOT_IN_CELLS = ("alternatives", "next_steps", "scope", "unaffected", "because", "tone", "wording", "guidance")


class TableEntry(Struct, frozen=True, kw_only=True):
    """A decision table: a row holds when all its tests do."""

    hit_policy: Annotated[
        Literal["first", "unique", "any", "priority", "collect"],
        Meta(
            description="What is made of the rows that hold: the first; the only one (`unique`); one of several that "
            "say the same (`any`); the one with the best outcome (`priority`); all of them (`collect`).",
            examples=["first"],
        ),
    ]
    aggregate: Annotated[
        Literal["sum", "min", "max", "count"] | None,
        Meta(description="With `collect`: what is made of the values of all rows that hold.", examples=["sum"]),
    ] = None
    when: Annotated[
        list[FactName],
        Meta(description="The columns that are tested.", min_length=1, max_length=50, examples=[["parcel.weight"]]),
    ]
    then: Annotated[
        list[Word],
        Meta(
            description="The columns that answer: `outcome`, values, deadlines.",
            min_length=1,
            max_length=20,
            examples=[["outcome"]],
        ),
    ]
    rows: Annotated[
        list[Annotated[list[TestText], Meta(min_length=2, max_length=70)]],
        Meta(
            description="The rows, each with its tests and then its answers; `-` tests nothing.",
            min_length=1,
            max_length=20000,
            examples=[[["at most 5 kg", "accept"]]],
        ),
    ]
    ids: Annotated[
        list[Name] | None,
        Meta(description="The rows' ids, in order; `row-1` and so on if not given.", examples=[["light-parcels"]]),
    ] = None


class DecisionFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `decision`: rules in order, the first that holds governs; or a table."""

    outcomes: Outcomes
    rules: Annotated[
        list[RuleEntry] | None,
        Meta(
            description="The rules, in the order in which they are read.",
            examples=[[{"id": "goodwill", "when": {"seller.goodwill": "yes"}, "then": {"outcome": "refund"}}]],
        ),
    ] = None
    table: Annotated[TableEntry | None, Meta(description="A decision table, in place of rules.")] = None
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer when no rule holds.", examples=[{"outcome": "refuse"}])
    ]


def lower(policy: Placed) -> Plain:
    table, outcomes, otherwise = policy.get("table"), listed_outcomes(policy["outcomes"]), policy["otherwise"]
    if table is None:
        return Plain(outcomes, _rules(policy), answer(otherwise), otherwise.path, _problems(policy))
    aggregate = table.data.get("aggregate")
    return Plain(
        outcomes,
        _rows(table),
        answer(otherwise),
        otherwise.path,
        (*_problems(policy), *_table_problems(table)),
        HitPolicy(table["hit_policy"].data),
        Aggregation(aggregate) if aggregate else None,
    )


def _rules(policy: Placed) -> tuple[PlainRule, ...]:
    rules = policy.get("rules")
    entries = [rules[index] for index in range(len(rules.data))] if rules else []
    return tuple(rule_from(entry["id"].data, entry, (entry["when"],), answer(entry["then"]), None) for entry in entries)


def _problems(policy: Placed) -> tuple[Problem, ...]:
    if ("rules" in policy.data) != ("table" in policy.data):
        return ()
    text = "a decision has either `rules` or a `table`"
    return (Problem("wrong-shape", text, policy.path, "write one of the two"),)


# --- tables -----------------------------------------------------------------------------------


def _rows(table: Placed) -> tuple[PlainRule, ...]:
    """The rows that fit the columns; none where the columns themselves are wrong, which is told once."""
    if "outcome" not in table.data["then"] or _wrong_columns(table):
        return ()
    width = len(table.data["when"]) + len(table.data["then"])
    rows = [table["rows"][index] for index in range(len(table.data["rows"]))]
    return tuple(_row(index, row, table) for index, row in enumerate(rows) if len(row.data) == width)


def _row(index: int, row: Placed, table: Placed) -> PlainRule:
    tested, given = table.data["when"], table.data["then"]
    cells = [row[column] for column in range(len(row.data))]
    when = tuple(
        Placed({name: cell.data}, cell.path, exact=False)
        for name, cell in zip(tested, cells, strict=False)
        if cell.data != IRRELEVANT
    )
    answers: PlainAnswer = {
        name: cell for name, cell in zip(given, cells[len(tested) :], strict=True) if cell.data != IRRELEVANT
    }
    ids = table.data.get("ids", [])
    name = ids[index] if index < len(ids) else f"row-{index + 1}"
    return PlainRule(name, row.path, when, answers, part="table")


def _table_problems(table: Placed) -> tuple[Problem, ...]:
    collects = table.data["hit_policy"] == HitPolicy.COLLECT
    problems = []
    if collects != ("aggregate" in table.data):
        text = "`collect` needs `aggregate`" if collects else "`aggregate` goes with `hit_policy: collect`"
        problems.append(
            Problem("misplaced-key", text, table["hit_policy"].path, "write `sum`, `min`, `max` or `count`")
        )
    problems += _wrong_columns(table)
    if "outcome" not in table.data["then"]:
        problems.append(
            Problem("missing-key", "a table needs the column `outcome`", table["then"].path, "add it to `then:`")
        )
    ids, rows = table.data.get("ids"), table.data["rows"]
    if ids is not None and len(ids) != len(rows):
        text = f"{len(ids)} ids for {len(rows)} rows"
        problems.append(Problem("wrong-shape", text, table["ids"].path, "give every row its id, in order"))
    return (*problems, *_uneven(table))


def _wrong_columns(table: Placed) -> list[Problem]:
    """The columns that no cell could fill: phrases and wording are not formulas."""
    then = table["then"]
    return [
        Problem(
            "unknown-value",
            f"`{name}` cannot be a column of a table",
            then[index].path,
            "columns are `outcome`, its values and deadlines",
        )
        for index, name in enumerate(then.data)
        if name in NOT_IN_CELLS
    ]


def _uneven(table: Placed) -> list[Problem]:
    columns = [*table.data["when"], *table.data["then"]]
    help = f"the columns are {', '.join(f'`{column}`' for column in columns)}; `-` leaves a cell out"
    return [
        Problem(
            "wrong-shape",
            f"row {index + 1} has {len(row)} cells, the table has {len(columns)} columns",
            (*table["rows"].path, index),
            help,
        )
        for index, row in enumerate(table.data["rows"])
        if len(row) != len(columns)
    ]


KIND = Kind("decision", "plain rules, read in order, or a decision table", DecisionFile, lower)
