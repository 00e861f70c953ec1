"""Values that are compared with each other: in conditions and in tests alike."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass

from policykit.language.parse import Parsed
from policykit.language.simple import Simple, unit_of_time_meant
from policykit.language.types import PeriodType, Typed, in_words, missing_unit, ordered, same
from policykit.model import (
    Call,
    Comparator,
    Comparison,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FlagType,
    Function,
    Membership,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
    Presence,
    Side,
    Span,
    TextType,
    Unit,
)

COMPARATORS = {
    "at_least": Comparator.AT_LEAST,
    "at_most": Comparator.AT_MOST,
    "more": Comparator.MORE,
    "less": Comparator.LESS,
    "equal": Comparator.EQUAL,
    "not_equal": Comparator.NOT_EQUAL,
}


@dataclass(frozen=True, slots=True)
class Comparing(Simple):
    """Types comparisons of a subject with what stands beside it."""

    @abstractmethod
    def expression(self, tree: Parsed, like: Typed | None = None) -> Typed | None:
        """The typed expression of a tree; None where it is wrong, which the faults then tell."""

    def _one_of(self, subject: Typed, options: list[Parsed], span: Span) -> Expression | None:
        subject, typed = self._by_day(subject, [self.expression(option, like=subject) for option in options])
        typed = [self._fitting(subject, found, tree) for found, tree in zip(typed, options, strict=True)]
        known = tuple(option.expression for option in typed if option is not None)
        if len(known) < len(typed):
            return None
        if len(known) == 1:
            return Comparison(Comparator.EQUAL, subject.expression, known[0], span)
        return Membership(subject.expression, known, span)

    def _beside(self, subject: Typed, tree: Parsed) -> Typed | None:
        """An operand that can be compared with the subject, or a fault that says why it can't."""
        return self._fitting(subject, self.expression(tree, like=subject), tree)

    def _by_day(self, subject: Typed, others: list[Typed | None]) -> tuple[Typed, list[Typed | None]]:
        """An instant beside days counts as its own day, in the business's zone."""
        days = [isinstance(other.type, DateType) for other in others if other is not None]
        if not isinstance(subject.type, DateTimeType) or not days or not all(days):
            return subject, others
        return Typed(Call(Function.DATE, (subject.expression,)), DateType(), subject.absent), others

    def _fitting(self, subject: Typed, other: Typed | None, tree: Parsed) -> Typed | None:
        if other is None:
            return None
        span = self._span(tree)
        other = self._in_unit(subject, other, span)
        if other is None:
            return None
        if not same(subject.type, other.type):
            self._mismatch(in_words(subject.type), other, span, self._unit_help(subject, other))
            return None
        return other if self._in_range(subject, other, span) else None

    def _in_unit(self, subject: Typed, other: Typed, span: Span) -> Typed | None:
        """A bare number beside a subject that says its unit is one of that unit."""
        match subject.bare, other.expression:
            case str(unit), NumberLiteral(value=value, unit=None) if unit in list(Unit):
                return self._period_of(str(value), Unit(unit), span)
            case str(unit), NumberLiteral(value=value, unit=None):
                return self._quantity_of(str(value), unit, span)
            case _:
                return other

    def _unit_help(self, subject: Typed, other: Typed) -> str | None:
        match subject.type, other.expression:
            case DurationType(), NumberLiteral(value=value, unit=None):
                return f"write `{value} hours`, or minutes, days, weeks"
            case DurationType(), NumberLiteral():
                return unit_of_time_meant(other)
            case PeriodType(), _:
                return "only minutes, hours, days and weeks have a length to compare"
            case DurationType(), PeriodLiteral():
                return "a duration is compared with minutes, hours, days or weeks of elapsed time"
            case FlagType(), _:
                return "write `yes` or `no`"
            case TextType(), _:
                return "write text in double quotes, inside single ones: '\"…\"'"
            case kind, _:
                return missing_unit(kind, other)

    def _in_range(self, subject: Typed, other: Typed, span: Span) -> bool:
        kind = subject.type
        if not isinstance(kind, NumberType) or not isinstance(other.expression, NumberLiteral):
            return True
        value = other.expression.value
        if (kind.minimum is None or value >= kind.minimum) and (kind.maximum is None or value <= kind.maximum):
            return True
        limits = " and ".join(
            words
            for limit, words in ((kind.minimum, f"at least {kind.minimum}"), (kind.maximum, f"at most {kind.maximum}"))
            if limit is not None
        )
        self.faults.add("out-of-range", f"`{value}` is never reached", span, f"facts.yaml says: {limits}")
        return False

    def _compared(self, subject: Typed, comparator: Parsed, tree: Parsed, span: Span) -> Expression | None:
        subject, (other,) = self._by_day(subject, [self.expression(tree, like=subject)])
        other = self._fitting(subject, other, tree)
        if other is None:
            return None
        sign = COMPARATORS[str(comparator.data)]
        if sign not in (Comparator.EQUAL, Comparator.NOT_EQUAL) and not ordered(subject.type):
            self._mismatch("something with a less and a more", subject, span, "name the values: `a, b`")
            return None
        return Comparison(sign, subject.expression, other.expression, span)

    def _presence(self, subject: Typed, tree: Parsed, span: Span) -> Expression | None:
        word = self._text(tree)
        if not subject.absent:
            self.faults.add(
                "never-absent",
                f"`{word}` is asked of something that is never absent",
                span,
                "drop the test, or give the fact `optional: yes`",
            )
            return None
        return Presence(subject.expression, word == "present", span)

    def _relation(self, act: Typed, side: Side, event: Typed, span: Span) -> Expression | None:
        if not self._is_time(act, span) or not self._is_time(event, span):
            return None
        act, _ = self._by_day(act, [event])
        if act.type != event.type:
            self._mismatch(in_words(act.type), event, span, "compare dates with dates, instants with instants")
            return None
        # The event's own instant counts as after it, as in every period.
        sign = Comparator.AT_LEAST if side is Side.AFTER else Comparator.LESS
        return Comparison(sign, act.expression, event.expression, span)
