"""Unary tests: what a line of `when`, or the cell of a table, says of its subject."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from lark import Tree

from policykit.language.parse import Parsed
from policykit.language.time_tests import TimeTyper
from policykit.language.types import Typed, in_words, same
from policykit.model import (
    And,
    ChoiceType,
    Comparator,
    Comparison,
    Expression,
    Not,
    NumberType,
    Or,
    Presence,
    Span,
)

ONE = timedelta(days=1)
"""Stands for a unit of any length where both ends of a tier are counted in it."""


@dataclass(frozen=True, slots=True)
class UnaryTyper(TimeTyper):
    """Types the tests of one text."""

    def test(self, tree: Parsed, subject: Typed) -> Expression | None:
        """What a unary test says of its subject."""
        span = self._span(tree)
        children = [child for child in tree.children if isinstance(child, Tree)]
        match str(tree.data):
            case "unary_tests":
                return self.test(children[0], subject)
            case "both" | "either" as word:
                parts = [self.test(child, subject) for child in children]
                known = tuple(part for part in parts if part is not None)
                if len(known) < len(parts):
                    return None
                return And(known, span) if word == "both" else Or(known, span)
            case "values":
                return self._one_of(subject, children, span)
            case "compared":
                return self._compared(subject, children[0], children[1], span)
            case "between":
                return self._between(subject, children, span)
            case "same_as":
                return self._same_as(subject, children[0], span)
            case "presence":
                return self._presence(subject, tree, span)
            case "relation":
                event = self.expression(children[1])
                return None if event is None else self._relation(subject, self._side(children[0]), event, span)
            case "window":
                return self._window(subject, tree, span)
            case "tier":
                return self._tier(subject, tree, span)
            case "hours":
                return self._hours(subject, tree, span)
            case "on_days":
                return self._on_days(subject, self._text(tree), span)
            case "working":
                return self._working(subject, self._text(tree), span)
            case "negated":
                part = self.test(children[0], subject)
                return None if part is None else _other_than(subject, part, span)
            case other:
                raise AssertionError(f"the grammar has no test `{other}`")

    def _between(self, subject: Typed, bounds: list[Parsed], span: Span) -> Expression | None:
        low, high = (self._beside(subject, bound) for bound in bounds)
        if low is None or high is None:
            return None
        if not isinstance(subject.type, NumberType) or not subject.type.whole:
            text = "`to` is for whole numbers only, so that nothing falls between two ranges"
            self.faults.add(
                "range-not-whole", text, span, "write `at least 8 and less than 15`, or give the fact `step: 1`"
            )
            return None
        return And(
            (
                Comparison(Comparator.AT_LEAST, subject.expression, low.expression, span),
                Comparison(Comparator.AT_MOST, subject.expression, high.expression, span),
            ),
            span,
        )

    def _same_as(self, subject: Typed, tree: Parsed, span: Span) -> Expression | None:
        other = self.expression(tree)
        if other is None:
            return None
        if not same(subject.type, other.type):
            both = isinstance(subject.type, ChoiceType) and isinstance(other.type, ChoiceType)
            help = "the two have no choice in common" if both else None
            self._mismatch(in_words(subject.type), other, self._span(tree), help)
            return None
        return Comparison(Comparator.EQUAL, subject.expression, other.expression, span)


def _other_than(subject: Typed, part: Expression, span: Span) -> Expression:
    """`not(fresh)` needs a value other than fresh: an absent one is none."""
    if not subject.absent:
        return Not(part, span)
    return And((Presence(subject.expression, True, span), Not(part, span)), span)
