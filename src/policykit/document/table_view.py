"""A decision table as a page shows it: a row a line, and once for each outcome what its rows answer alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from policykit.backends.prose.cells import cell, row_tests
from policykit.backends.prose.formulas import phrase
from policykit.backends.prose.reading import Reading
from policykit.backends.prose.rules import Line, RuleProse, rule_sentences
from policykit.document.outcomes import worst
from policykit.document.words import Words
from policykit.model import And, FlagLiteral, Rule

OPEN = "–"
"""The cell of a test that a row leaves open, and of a value that its answer does not have."""


@dataclass(frozen=True, slots=True)
class RowView:
    """One row: its anchor (and those that it had before), its number on the page, its cells below the headings."""

    id: str
    number: str
    cells: tuple[str, ...]
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Alike:
    """What the rows with one outcome answer alike: lines, and the lists and notes of the first of them."""

    outcome: str
    lines: tuple[Line, ...]
    prose: RuleProse
    worst: bool = False


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: what its columns test and answer, its rows, and what these answer alike.

    ``more`` says how many rows there are besides.
    """

    headings: tuple[str, ...]
    rows: tuple[RowView, ...]
    alike: tuple[Alike, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    cells: tuple[str, ...]


def table_view(rules: Sequence[Rule], numbers: Sequence[int], reader: Reading, words: Words) -> TableView:
    """The view of the public rows of a table, numbered as the page numbers its rules."""
    told = [rule_sentences(reader.policy, rule, reader.business, reader.locale) for rule in rules]
    columns = [*_tested(rules, reader), *_answered(told, reader, words)]
    rows = zip(rules, numbers, zip(*(column.cells for column in columns), strict=True), strict=True)
    headings = {column.heading for column in columns}
    last = {rule.id for rule in rules if worst(rule.answer.outcome, reader.policy)}
    return TableView(
        tuple(column.heading for column in columns),
        tuple(RowView(rule.id, str(number), cells, rule.formerly) for rule, number, cells in rows),
        tuple(replace(_alike(prose, headings, reader), worst=prose.id in last) for prose in _first_of_each(told)),
    )


def side_by_side(
    rules: Sequence[Rule], headings: Sequence[str], reader: Reading, *, with_tests: bool
) -> TableView | None:
    """Rules that have cards of their own, one a row, by their headings: what they give, and what they ask before it.

    None where what they ask is told and a table would leave out a condition of one of them.
    """
    if with_tests and not all(_is_row(rule) for rule in rules):
        return None
    told = [rule_sentences(reader.policy, rule, reader.business, reader.locale) for rule in rules]
    columns = [*(_tested(rules, reader) if with_tests else ()), *_valued(told, reader)]
    rows = zip(rules, headings, zip(*(column.cells for column in columns), strict=True), strict=True)
    return TableView(
        tuple(column.heading for column in columns),
        tuple(RowView(rule.id, heading, cells) for rule, heading, cells in rows),
        (),
    )


def _is_row(rule: Rule) -> bool:
    """Whether all that the rule asks is one test of each of several subjects."""
    parts = rule.when.parts if isinstance(rule.when, And) else (rule.when,)
    tests = row_tests(rule)
    return parts == (FlagLiteral(value=True),) or len(parts) == len(tests)


def _tested(rules: Sequence[Rule], reader: Reading) -> list[Column]:
    """A column for each subject that some row tests, in the order in which they first appear."""
    tests, words = [row_tests(rule) for rule in rules], reader.words
    subjects = dict.fromkeys(subject for row in tests for subject in row)
    return [
        Column(
            words.sentence(words.tidy(phrase(subject, reader))),
            tuple(words.tidy(cell(row[subject], reader)) if subject in row else OPEN for row in tests),
        )
        for subject in subjects
    ]


def _answered(told: Sequence[RuleProse], reader: Reading, words: Words) -> list[Column]:
    """The outcome where there are several, then what it comes with."""
    outcomes = tuple(prose.outcome for prose in told)
    columns = [Column(words["answer"], outcomes)] if len(set(outcomes)) > 1 else []
    return [*columns, *_valued(told, reader)]


def _valued(told: Sequence[RuleProse], reader: Reading) -> list[Column]:
    """Each value, then each deadline in which rows of one outcome differ."""
    values = dict.fromkeys(line.label for prose in told for line in prose.values)
    deadlines = dict.fromkeys(line.label for prose in told for line in prose.deadlines)
    varying = [label for label in deadlines if _varies(label, told)]
    return [
        Column(reader.words.sentence(label), tuple(_lines(prose).get(label, OPEN) for prose in told))
        for label in (*values, *varying)
    ]


def _varies(label: str, told: Sequence[RuleProse]) -> bool:
    return len({(prose.outcome, _lines(prose).get(label)) for prose in told}) > len(_first_of_each(told))


def _lines(prose: RuleProse) -> dict[str, str]:
    return {line.label: line.text for line in (*prose.values, *prose.deadlines)}


def _first_of_each(told: Sequence[RuleProse]) -> list[RuleProse]:
    """The first row of each outcome. All it answers beside its cells stands in every row of that outcome."""
    first: dict[str, RuleProse] = {}
    for prose in told:
        first.setdefault(prose.outcome, prose)
    return list(first.values())


def _alike(prose: RuleProse, headings: set[str], reader: Reading) -> Alike:
    labelled = [Line(reader.words.sentence(line.label), line.text) for line in prose.deadlines]
    return Alike(prose.outcome, tuple(line for line in labelled if line.label not in headings), prose)
