"""Decision tables: with every hit policy that needs no proof, in the policy's file or in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from tests.strategies.conditions import test_of
from tests.strategies.formulas import formula, period
from tests.strategies.policies import VALUES, Head
from tests.strategies.scope import Draw, Name, said

HIT_POLICIES = ("first", "priority", "rule order", "collect")
COLLECTING = ("rule order", "collect")
SPREADSHEET = "tables/rows.csv"


def table(draw: Draw, head: Head, most_rows: int = 6) -> dict[str, Any]:
    """A decision table; the rows of one that collects share their outcome, and a sum is made of numbers or amounts."""
    hit_policy = draw(st.sampled_from(HIT_POLICIES))
    words, entry = list(head.outcomes.values), {"hit_policy": hit_policy}
    if hit_policy in COLLECTING:
        words = [draw(st.sampled_from(words))]
    if hit_policy == "collect" and _sums(head.outcomes.values[words[0]]) and draw(st.booleans()):
        entry["aggregate"] = draw(st.sampled_from(("sum", "min", "max")))
    columns = list(dict.fromkeys(draw(st.sampled_from(head.scope.names)) for _ in range(draw(st.integers(1, 3)))))
    values = list(dict.fromkeys(name for word in words for name in head.outcomes.values[word]))
    rows = [_row(draw, head, columns, words, values) for _ in range(draw(st.integers(1, most_rows)))]
    entry |= {"when": [name.text for name in columns], "then": ["outcome", *values], "rows": rows}
    if draw(st.integers(0, 2)) == 0:
        entry["answers"] = {words[0]: _shared(draw, head)}
    return {"table": entry}


def _sums(names: Sequence[str]) -> bool:
    return bool(names) and all(VALUES[name].word in ("number", "money") for name in names)


def _row(draw: Draw, head: Head, columns: Sequence[Name], outcomes: Sequence[str], values: Sequence[str]) -> list[str]:
    tests = ["-" if draw(st.integers(0, 3)) == 0 else test_of(draw, head.scope, name) for name in columns]
    outcome = draw(st.sampled_from(outcomes))
    given = [
        formula(draw, head.scope, VALUES[name]) if name in head.outcomes.values[outcome] else "-" for name in values
    ]
    return [*tests, outcome, *given]


def _shared(draw: Draw, head: Head) -> dict[str, Any]:
    """What all rows with one outcome answer alike."""
    names = [name.text for name in head.scope.names if not name.absent and name.text not in head.scope.hidden]
    shared: dict[str, Any] = {"due": f"{period(draw, head.scope)} after act.at", "next_steps": ["keep_it"]}
    return shared | ({"wording": said(f"It is {{{{ {draw(st.sampled_from(names))} }}}}.")} if names else {})


def in_spreadsheet(lines: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
    """The policy with its table moved into a spreadsheet, and the spreadsheet."""
    entry = dict(lines["table"])
    tested, given, rows = entry.pop("when"), entry.pop("then"), entry.pop("rows")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*tested, *(f"then {name}" for name in given)])
    writer.writerows(rows)
    return {**lines, "table": {**entry, "file": SPREADSHEET}}, text.getvalue()
