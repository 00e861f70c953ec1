"""A decision table in words: what each column tests, and each cell without its subject (`at least 4 hours`)."""

from __future__ import annotations

from policykit.backends.prose.clauses import clause, in_line, is_time
from policykit.backends.prose.formulas import phrase, share_of_like
from policykit.backends.prose.literals import choice_label
from policykit.backends.prose.reading import Reading
from policykit.backends.prose.times import said_of_it
from policykit.model import (
    And,
    ChoiceLiteral,
    Comparator,
    Comparison,
    Expression,
    Membership,
    Not,
    Or,
    Presence,
    Rule,
    Test,
    Window,
)

PAUSES = (",", ";", "\N{FULLWIDTH COMMA}", "\N{FULLWIDTH SEMICOLON}", "\N{IDEOGRAPHIC COMMA}")
"""What makes one value read like several."""


def row_tests(rule: Rule) -> dict[Expression, Test]:
    """The tests of a row, each by its subject; empty where the row tests nothing."""
    parts = rule.when.parts if isinstance(rule.when, And) else (rule.when,)
    return {part.subject: part for part in parts if isinstance(part, Test)}


def cell(condition: Expression, reader: Reading) -> str:
    """What a test says of its subject, without the subject; the whole clause where that cannot be told apart."""
    words = reader.words
    known = said_of_it(condition, reader)
    if known is not None:
        return words.tidy(known)
    match condition:
        case Test(condition=inner):
            return cell(inner, reader)
        case And(parts=(Presence(present=True), Not(part=part))):
            # `not(fresh)` of what may be absent: a value other than fresh
            return words.cell_not.format(value=cell(part, reader))
        case And(parts=parts):
            return words.clauses_and.join([cell(part, reader) for part in parts])
        case Or(parts=parts):
            return words.clauses_or.join([cell(part, reader) for part in parts])
        case Not(part=part):
            return words.cell_not.format(value=cell(part, reader))
        case Comparison(comparator=comparator, left=left, right=right):
            value = _value(right, left, reader)
            if comparator is Comparator.EQUAL:
                return value
            if comparator is Comparator.NOT_EQUAL:
                return words.cell_not.format(value=value)
            sizes = words.cell_times if is_time(condition, reader) else words.cell_sizes
            return sizes[comparator].format(value=value)
        case Membership(value=value, options=options):
            texts = [_value(option, value, reader) for option in options]
            if any(mark in text for mark in PAUSES for text in texts):
                texts = [words.quoted.format(text=text) for text in texts]
            return words.values_or.join(texts)
        case Window(period=period, side=side, event=event, within=within):
            return words.cell_windows[side, within].format(period=phrase(period, reader), event=phrase(event, reader))
        case Presence(present=present):
            return words.cell_present if present else words.cell_absent
        case _:
            return in_line(clause(condition, reader), words)


def _value(expression: Expression, beside: Expression, reader: Reading) -> str:
    if isinstance(expression, ChoiceLiteral):
        return choice_label(expression.value, beside, reader)
    return share_of_like(expression, beside, reader) or phrase(expression, reader)
