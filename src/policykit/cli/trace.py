"""A trace as tables: every rule, condition, value and verdict, aligned under each other and wrapped to the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from policykit.cli.reasons import COLOURS, cells
from policykit.cli.terminal import count, heading, plain
from policykit.decision import Condition, Decision, Standing, Trace, Traced

if TYPE_CHECKING:
    from policykit.model import Business

STANDINGS: Final = {
    Standing.GOVERNS: ("governs", "bold green"),
    Standing.HOLDS: ("holds", "green"),
    Standing.FAILED: ("did not hold", "red"),
    Standing.OPEN: ("is open", "yellow"),
    Standing.NOT_REACHED: ("not reached", "dim"),
}
COLUMNS = ("rule", "came of it", "fact", "test", "value", "verdict", "by", "window")
UNBOUNDED = 10_000
"""Cells of a line that goes to a file or to another program: nothing is wrapped."""


def lines(decision: Decision, business: Business, locale: str) -> Iterator[str]:
    """A table for each policy that was judged."""
    if not decision.traces:
        yield "no rule was read: which version of the policy counts depends on a fact that is not known"
    for number, trace in enumerate(decision.traces):
        yield from ("",) if number else ()
        yield f"{heading(trace.about)}, version {trace.version}"
        yield from _rendered(_table(trace, decision, business, locale))
        if trace.left_out:
            yield f"  and {count(trace.left_out, 'rule')} more"


def _table(trace: Trace, decision: Decision, business: Business, locale: str) -> Table:
    rows = [row for rule in trace.rules for row in _rows(rule, decision, business, locale)]
    filled = [column for column in range(len(COLUMNS)) if any(row[column].plain for row in rows)]
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in filled:
        table.add_column(COLUMNS[column], overflow="fold")
    for row in rows:
        table.add_row(*(row[column] for column in filled))
    return table


def _rows(rule: Traced, decision: Decision, business: Business, locale: str) -> Iterator[list[Text]]:
    """A line for each condition, the first of them with the rule; one for a rule without any."""
    word, style = STANDINGS[rule.standing]
    head = [Text(plain(rule.rule) + ("" if rule.public else " (internal)")), Text(word, style)]
    for condition in rule.conditions:
        yield [*head, *_condition(condition, decision, business, locale)]
        head = [Text(), Text()]
    if not rule.conditions:
        yield [*head, *(Text() for _ in COLUMNS[2:])]


def _condition(one: Condition, decision: Decision, business: Business, locale: str) -> list[Text]:
    fact, test, value, verdict, margin, window = cells(one, decision.facts, business, locale)
    return [Text(fact), Text(test), Text(value), Text(verdict, COLOURS[one.held]), Text(margin), Text(window)]


def _rendered(table: Table) -> Iterator[str]:
    into = StringIO()
    wide = shutil.get_terminal_size().columns if sys.stdout.isatty() else UNBOUNDED
    # Colour is taken out where nobody sees it when the line is told.
    Console(file=into, width=wide, force_terminal=True, color_system="standard", legacy_windows=False).print(table)
    yield from (line.rstrip() for line in into.getvalue().splitlines())
