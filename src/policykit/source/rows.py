"""The rows of a table to rules. A cell that says what another of its column says is read once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from policykit.diagnostics import Diagnostic, did_you_mean, in_backticks
from policykit.kinds.plain import Column, Placed, PlainAnswer, PlainRow, PlainTable
from policykit.kinds.tables import IRRELEVANT, OUTCOME
from policykit.language.read import read_test
from policykit.language.types import ExpressionType, Typed, in_words, known_type
from policykit.model import (
    And,
    Answer,
    ChoiceType,
    Comparator,
    Comparison,
    Expression,
    FlagLiteral,
    ListType,
    Rule,
    Span,
    Test,
    TextLiteral,
    TextType,
)
from policykit.source.answers import DEADLINES, Answering
from policykit.source.cells import mishap
from policykit.source.column_types import bare_unit, fits, says
from policykit.source.labels import as_words, by_label
from policykit.source.sheet import Sheet
from policykit.source.spreadsheet import MOST_FINDINGS

LONGEST_QUOTE = 60
_PRESENCE = ("absent", "present")


def rules_of(table: PlainTable, answering: Answering) -> tuple[Rule, ...]:
    """The rules that could be read, in the order of the table."""
    reading = _Rows(table, answering, answering.sheet)
    before = len(answering.sheet.found)
    subjects = tuple(reading.subject(column) for column in table.tested)
    kinds = tuple(reading.kind(column) for column in table.given)
    rules: list[Rule] = []
    for row in table.rows:
        rule = reading.rule(row, subjects, kinds)
        if rule is not None:
            rules.append(rule)
        if len(answering.sheet.found) - before >= MOST_FINDINGS:
            break
    return tuple(rules)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Reads the rows of one table.

    ``tests`` and ``answers`` keep what cells have said before, ``labels`` the words for what they may say, by
    column. ``mute`` are the outcomes whose shared answer is wrong, which has been told.
    """

    table: PlainTable
    answering: Answering
    sheet: Sheet
    tests: dict[tuple[int, str], Expression] = field(default_factory=dict)
    answers: dict[tuple[str, ...], Answer] = field(default_factory=dict)
    labels: dict[int, Mapping[str, str]] = field(default_factory=dict)
    mute: set[str] = field(default_factory=set)

    # --- columns ------------------------------------------------------------------------------

    def subject(self, column: Column) -> Typed | None:
        """What a column tests; None where there is no such thing, which the sheet then tells."""
        place, scope = self.sheet.span(column.path), self.answering.scope
        found = scope.find(column.name, place)
        if found is None:
            if not scope.passes_over(column.name):
                self.sheet.report("unknown-fact", f"unknown name `{column.name}`", place, scope.suggest(column.name))
            return None
        if isinstance(found.type, ListType):
            text = f"`{column.name}` is a list, which no cell can test"
            self.sheet.report("wrong-type", text, place, "name a count of it under `let:`, and test that")
            return None
        return replace(found, bare=bare_unit(found.type, column.unit)) if self._fits(column, found.type) else None

    def kind(self, column: Column) -> ExpressionType | None:
        """The type of the values that a column gives; None for outcomes and deadlines, or where it is wrong."""
        values = [value for outcome in self.answering.outcomes.values() for value in outcome.values]
        kind = next((value.type for value in values if value.name == column.name), None)
        known = {OUTCOME, *DEADLINES}
        if kind is None and column.name not in known:
            text = f"`{column.name}` is no value of an outcome of this policy"
            help = "declare it under its outcome, with its type"
            self.sheet.report("unknown-value", text, self.sheet.span(column.path), help)
        return kind if kind is None or self._fits(column, kind) else None

    def _fits(self, column: Column, kind: ExpressionType) -> bool:
        """Whether what a heading says in brackets is true of the type."""
        if column.unit is None or fits(kind, column.unit):
            return True
        text = f"`{column.name}` is {in_words(kind)}, not of `{column.unit}`"
        self.sheet.report("wrong-type", text, self.sheet.span(column.path), f"write `({says(kind)})`, or nothing")
        return False

    # --- rows ---------------------------------------------------------------------------------

    def rule(
        self, row: PlainRow, subjects: tuple[Typed | None, ...], kinds: tuple[ExpressionType | None, ...]
    ) -> Rule | None:
        """The rule of a row; None where a cell of it is wrong."""
        tested = [place for place in range(len(subjects)) if row.cells[place] != IRRELEVANT]
        tests = [self._test(row, place, subjects[place]) for place in tested]
        given = self._answer(row, kinds)
        known = tuple(test for test in tests if test is not None)
        if given is None or len(known) < len(tests):
            return None
        span = self.sheet.span(row.path)
        return Rule(row.id, _joined(known, span), replace(given, span=span), part="table", span=span)

    def _test(self, row: PlainRow, place: int, subject: Typed | None) -> Test | None:
        if subject is None:
            return None
        column, text = self.table.tested[place], row.cells[place]
        condition = self.tests.get((place, text))
        if condition is None:
            condition = self._condition(row, place, column, subject)
            if condition is None:
                return None
            self.tests[place, text] = condition
        return Test(
            subject.expression, text, condition, known_type(subject.type), self.sheet.span(row.cell(place).path)
        )

    def _condition(self, row: PlainRow, place: int, column: Column, subject: Typed) -> Expression | None:
        piece, before = self._cell(row, place, subject.type), len(self.sheet.found)
        span = self.sheet.span(piece)
        if column.letter_by_letter and piece.data not in _PRESENCE and isinstance(subject.type, TextType):
            return Comparison(Comparator.EQUAL, subject.expression, TextLiteral(piece.data, span), span)
        condition = None
        if not self._mishap(row, place, piece.data, subject.type) and not self._unknown_label(piece, subject.type):
            condition = read_test(piece.data, subject, self.answering.scope, self.sheet.faults(piece))
        if condition is None:
            self._say_where(row, before)
        return condition

    def _answer(self, row: PlainRow, kinds: tuple[ExpressionType | None, ...]) -> Answer | None:
        """What the row answers: its cells, and what all rows with its outcome share."""
        first = len(self.table.tested)
        cells = row.cells[first:]
        if cells in self.answers:
            return self.answers[cells]
        before, given = len(self.sheet.found), self._given(row, kinds)
        outcome = given[OUTCOME].data if OUTCOME in given else ""
        shared = self.table.shared.get(outcome, {})
        texts = [self._cell(row, first + place, kind).data for place, kind in enumerate(kinds)]
        mishaps = [self._mishap(row, first + place, texts[place], kind) for place, kind in enumerate(kinds)]
        if self.table.partial or outcome in self.mute or any(mishaps):
            self._say_where(row, before)
            return None
        answer = self.answering.build({**shared, **given}, row.path)
        if answer is not None:
            self.answers[cells] = answer
        elif not self._say_where(row, before):
            self.mute.add(outcome)
        return answer

    def _given(self, row: PlainRow, kinds: tuple[ExpressionType | None, ...]) -> PlainAnswer:
        """The cells that answer, each as a formula."""
        first, given = len(self.table.tested), {}
        for place, column in enumerate(self.table.given):
            piece, kind = self._cell(row, first + place, kinds[place]), kinds[place]
            if piece.data == IRRELEVANT:
                continue
            if column.letter_by_letter and isinstance(kind, TextType):
                piece = replace(piece, data=f'"{piece.data}"')
            elif kind is not None and column.unit and _is_number(piece.data):
                piece = replace(piece, data=f"{piece.data} {bare_unit(kind, column.unit) or ''}".strip())
            given[column.name] = piece
        return given

    def _cell(self, row: PlainRow, place: int, kind: ExpressionType | None) -> Placed:
        """A cell; in a spreadsheet, choices and outcomes may stand in it by their labels."""
        piece = row.cell(place, exact=self.table.file is None)
        column = (*self.table.tested, *self.table.given)[place]
        if self.table.file is None or not (isinstance(kind, ChoiceType) or column.name == OUTCOME):
            return piece
        if place not in self.labels:
            outcomes = [(outcome.name, outcome.label) for outcome in self.answering.outcomes.values()]
            self.labels[place] = by_label(kind.labels.items() if isinstance(kind, ChoiceType) else outcomes)
        return replace(piece, data=as_words(piece.data, self.labels[place]))

    # --- what is wrong ------------------------------------------------------------------------

    def _unknown_label(self, piece: Placed, kind: ExpressionType) -> bool:
        """Report a choice that is written neither as its word nor as a label of it; whether it is."""
        if not isinstance(kind, ChoiceType) or piece.data.isascii():
            return False
        known = [text for texts in kind.labels.values() for text in texts.values()]
        listed = in_backticks(kind.choices)
        help = did_you_mean(piece.data, known, f"the choices are {listed}, or what customers read for them")
        self.sheet.report("unknown-choice", f"`{piece.data}` is not a choice here", self.sheet.span(piece), help)
        return True

    def _mishap(self, row: PlainRow, place: int, text: str, kind: ExpressionType | None) -> bool:
        """Report what a spreadsheet has made of a cell; whether it has."""
        column = (*self.table.tested, *self.table.given)[place]
        if self.table.file is None or column.letter_by_letter:
            return False
        found = mishap(text, kind)
        if found is not None:
            self.sheet.report(found.code, found.message, self.sheet.span(row.cell(place)), found.help)
        return found is not None

    def _say_where(self, row: PlainRow, before: int) -> bool:
        """Let the findings since ``before`` name row, column and cell; whether any is about the row."""
        cells = {self.sheet.span(row.cell(place)): place for place in reversed(range(len(row.cells)))}
        whole, about = self.sheet.span(row.path), False
        for index in range(before, len(self.sheet.found)):
            finding = self.sheet.found[index]
            inside = (place for span, place in cells.items() if _within(finding, span))
            place = None if finding.span == whole else next(inside, None)
            if place is not None or finding.span == whole:
                about = True
                said = f"{self._where(row, place)}: {finding.message}"
                self.sheet.found[index] = replace(finding, message=said)
        return about

    def _where(self, row: PlainRow, place: int | None) -> str:
        if place is None:
            return f"row {row.number}"
        column, cell = (*self.table.tested, *self.table.given)[place], " ".join(row.cells[place].split())
        shown = cell if len(cell) <= LONGEST_QUOTE else f"{cell[: LONGEST_QUOTE - 1]}…"
        return f"row {row.number}, column `{column.title}`" + (f", cell `{shown}`" if shown else "")


def _joined(tests: tuple[Test, ...], span: Span) -> Expression:
    if len(tests) == 1:
        return tests[0]
    return And(tests, span) if tests else FlagLiteral(value=True, span=span)


def _within(finding: Diagnostic, cell: Span) -> bool:
    place = finding.span
    starts, ends = (cell.line, cell.column), (cell.end_line, cell.end_column)
    return place.file == cell.file and starts <= (place.line, place.column) <= ends


def _is_number(text: str) -> bool:
    whole, _, part = text.removeprefix("-").partition(".")
    return whole.isascii() and whole.isdigit() and (not part or part.isdigit())
