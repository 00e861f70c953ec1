"""Parse trees to typed expressions. What is wrong is written into the faults, all of it, and gives None."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from lark import Token, Tree

from policykit.diagnostics import did_you_mean
from policykit.language import functions
from policykit.language.parse import Parsed
from policykit.language.scope import Faults, Scope
from policykit.language.types import PeriodType, Typed, in_words, is_time, ordered, same
from policykit.model import (
    And,
    Arithmetic,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    FlagLiteral,
    FlagType,
    Function,
    If,
    Membership,
    Moment,
    MoneyLiteral,
    MoneyType,
    Not,
    NumberLiteral,
    NumberType,
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Side,
    Span,
    TextLiteral,
    TextType,
    Unit,
    Window,
)

COMPARATORS = {
    "at_least": Comparator.AT_LEAST,
    "at_most": Comparator.AT_MOST,
    "more": Comparator.MORE,
    "less": Comparator.LESS,
    "equal": Comparator.EQUAL,
    "not_equal": Comparator.NOT_EQUAL,
}
OPERATORS = {
    "add": Operator.ADD,
    "subtract": Operator.SUBTRACT,
    "multiply": Operator.MULTIPLY,
    "divide": Operator.DIVIDE,
}
MOST_UNITS = {
    Unit.YEARS: 100,
    Unit.MONTHS: 1_200,
    Unit.MINUTES: 60_000_000,
    Unit.WORKING_DAYS: 2_500,
    Unit.WORKING_HOURS: 20_000,
}
"""The longest periods: about a lifetime, and ten years where every day is looked at."""
MOST = 36_500
"""The most of all other units."""


@dataclass(frozen=True, slots=True)
class Typer:
    """Types the trees of one text. ``expected`` choices are known where a test's subject is a choice."""

    scope: Scope
    faults: Faults

    # --- expressions --------------------------------------------------------------------------

    def expression(self, tree: Parsed, like: Typed | None = None) -> Typed | None:
        """The typed expression. ``like`` is what it is compared with: beside a choice, a bare word is a choice."""
        span = self._span(tree)
        match str(tree.data):
            case "number":
                return Typed(NumberLiteral(Decimal(self._text(tree)), None, span), NumberType())
            case "period":
                return self._period(tree, span)
            case "quantity":
                return self._quantity(tree, span)
            case "date" | "datetime":
                return self._time(tree, span)
            case "text":
                return Typed(TextLiteral(self._text(tree)[1:-1], span), TextType())
            case "flag":
                return Typed(FlagLiteral(self._text(tree) in ("yes", "true"), span), FlagType())
            case "name":
                return self._name(tree, span, like)
            case "call":
                return self._call(tree, span)
            case "negative":
                return self._negative(tree, span)
            case "add" | "subtract" | "multiply" | "divide" as operator:
                return self._arithmetic(OPERATORS[operator], tree, span)
            case "conditional":
                return self._conditional(tree, span, like)
            case "moment":
                return self._moment(tree, span)
            case "conjunction" | "disjunction" | "opposite" | "comparing" | "membership" | "being":
                condition = self._condition(tree, span)
                return None if condition is None else Typed(condition, FlagType())
            case other:
                raise AssertionError(f"the grammar has no expression `{other}`")

    def _period(self, tree: Parsed, span: Span) -> Typed | None:
        number, unit_text = (str(child) for child in tree.children)
        words = unit_text.split()
        unit = Unit(" ".join([*words[:-1], words[-1].removesuffix("s") + "s"]))
        most = MOST_UNITS.get(unit, MOST)
        if "." in number or not 1 <= int(number) <= most:
            self.faults.add(
                "out-of-range",
                f"`{number} {unit}` is no possible period",
                span,
                f"write a whole number from 1 to {most:,}",
            )
            return None
        return Typed(PeriodLiteral(int(number), unit, span), PeriodType(unit))

    def _quantity(self, tree: Parsed, span: Span) -> Typed:
        number, unit = (str(child) for child in tree.children)
        if len(unit) == 3 and unit.isupper():
            return Typed(MoneyLiteral(Decimal(number), unit, span), MoneyType(unit))
        return Typed(NumberLiteral(Decimal(number), unit, span), NumberType(unit))

    def _time(self, tree: Parsed, span: Span) -> Typed | None:
        text = self._text(tree)
        try:
            if tree.data == "date":
                return Typed(DateLiteral(date.fromisoformat(text), span), DateType())
            return Typed(DateTimeLiteral(datetime.fromisoformat(text), span), DateTimeType())
        except ValueError:
            self.faults.add("wrong-type", f"`{text}` is no day of the calendar", span, "write a date as `2026-03-01`")
            return None

    def _name(self, tree: Parsed, span: Span, like: Typed | None) -> Typed | None:
        name = self._text(tree)
        if like is not None and isinstance(like.type, ChoiceType):
            return self._choice(name, like.type, span)
        found = self.scope.find(name, span)
        if found is None and not self.scope.passes_over(name):
            self.faults.add("unknown-fact", f"unknown name `{name}`", span, self.scope.suggest(name))
        return found

    def _choice(self, word: str, kind: ChoiceType, span: Span) -> Typed | None:
        if word not in kind.choices:
            known = f"the choices are {', '.join(f'`{c}`' for c in kind.choices)}; another fact is `same as {word}`"
            self.faults.add(
                "unknown-choice", f"`{word}` is not a choice here", span, did_you_mean(word, kind.choices, known)
            )
            return None
        return Typed(ChoiceLiteral(word, span), kind)

    def _call(self, tree: Parsed, span: Span) -> Typed | None:
        name = self._text(tree)
        if name not in list(Function):
            known = did_you_mean(name, list(Function), f"the functions are {', '.join(f'`{f}`' for f in Function)}")
            self.faults.add("unknown-function", f"unknown function `{name}`", span, known)
            return None
        function = Function(name)
        arguments = [self.expression(cast(Parsed, child)) for child in tree.children[1:]]
        signature = functions.SIGNATURES[function]
        if not signature.least <= len(arguments) <= signature.most:
            message = f"`{name}` takes {signature.takes}; {len(arguments)} given"
            self.faults.add("wrong-arguments", message, span, f"write `{signature.example}`")
            return None
        typed = [argument for argument in arguments if argument is not None]
        if len(typed) < len(arguments):
            return None
        result = functions.result_type(function, typed)
        if isinstance(result, str):
            self.faults.add("wrong-arguments", f"`{name}`: {result}", span, f"write `{signature.example}`")
            return None
        return Typed(Call(function, tuple(argument.expression for argument in typed), span), *result)

    def _negative(self, tree: Parsed, span: Span) -> Typed | None:
        part = self._operand(cast(Parsed, tree.children[0]))
        if part is None:
            return None
        if not isinstance(part.type, NumberType | MoneyType):
            self._mismatch("a number or an amount", part, span)
            return None
        match part.expression:
            case NumberLiteral(value=value, unit=unit):
                return Typed(NumberLiteral(-value, unit, span), part.type)
            case MoneyLiteral(value=value, currency=currency):
                return Typed(MoneyLiteral(-value, currency, span), part.type)
            case _:
                minus = NumberLiteral(Decimal(-1), None, span)
                return Typed(Arithmetic(Operator.MULTIPLY, minus, part.expression, span), part.type)

    def _arithmetic(self, operator: Operator, tree: Parsed, span: Span) -> Typed | None:
        left, right = (self._operand(cast(Parsed, child)) for child in tree.children)
        if left is None or right is None:
            return None
        kind = _combined(operator, left, right)
        if kind is None:
            found = f"{in_words(left.type)} {operator} {in_words(right.type)}"
            help = (
                "amounts of two currencies never mix"
                if _currencies(left, right)
                else "both sides need one type and one unit"
            )
            self.faults.add("wrong-type", f"no result for {found}", span, help)
            return None
        if operator is Operator.DIVIDE and not _safe_divisor(right):
            text = "divide only by a number that is written out and is not zero"
            self.faults.add(
                "variable-divisor",
                "this divisor can be zero",
                self._span(tree.children[1]),
                f"{text}, or use `ratio(a, b, otherwise)`",
            )
            return None
        return Typed(Arithmetic(operator, left.expression, right.expression, span), kind)

    def _operand(self, tree: Parsed) -> Typed | None:
        """A part of a formula, which may not be absent."""
        part = self.expression(tree)
        return self.never_absent(part, self._span(tree))

    def never_absent(self, part: Typed | None, span: Span) -> Typed | None:
        """The part itself, unless it may be absent where a formula needs a value."""
        if part is None or not part.absent:
            return part
        self.faults.add(
            "may-be-absent", "this may be absent, and a formula needs a value", span, "wrap it: `or_else(x, 0)`"
        )
        return None

    def _conditional(self, tree: Parsed, span: Span, like: Typed | None) -> Typed | None:
        first, second, third = (cast(Parsed, child) for child in tree.children)
        condition = self.expression(first)
        then, otherwise = self.expression(second, like), self.expression(third, like)
        if condition is None or then is None or otherwise is None:
            return None
        if not isinstance(condition.type, FlagType):
            self._mismatch("a condition", condition, self._span(tree.children[0]))
            return None
        if not same(then.type, otherwise.type) or isinstance(then.type, PeriodType):
            self.faults.add(
                "wrong-type",
                f"`then` gives {in_words(then.type)}, `else` {in_words(otherwise.type)}",
                span,
                "let both give the same",
            )
            return None
        expression = If(as_condition(condition), then.expression, otherwise.expression, span)
        return Typed(expression, _unbounded(then), then.absent or otherwise.absent)

    def _moment(self, tree: Parsed, span: Span) -> Typed | None:
        left, side, right = tree.children
        period, event = self.expression(cast(Parsed, left)), self._operand(cast(Parsed, right))
        if period is None or event is None:
            return None
        if is_time(period.type):
            relation = self._relation(period, self._side(side), event, span)
            return None if relation is None else Typed(relation, FlagType())
        if not self._is_period(period, self._span(left)) or not self._is_time(event, self._span(right)):
            return None
        return Typed(Moment(period.expression, self._side(side), event.expression, span), DateTimeType())

    # --- conditions ---------------------------------------------------------------------------

    def _condition(self, tree: Parsed, span: Span) -> Expression | None:
        match str(tree.data):
            case "conjunction" | "disjunction" as word:
                parts = [self._flag(cast(Parsed, child)) for child in tree.children]
                known = tuple(part for part in parts if part is not None)
                if len(known) < len(parts):
                    return None
                return And(known, span) if word == "conjunction" else Or(known, span)
            case "opposite":
                part = self._flag(cast(Parsed, tree.children[0]))
                return None if part is None else Not(part, span)
            case "comparing":
                left, comparator, right = (cast(Parsed, child) for child in tree.children)
                subject = self.expression(left)
                return None if subject is None else self._compared(subject, comparator, right, span)
            case "membership":
                subject = self.expression(cast(Parsed, tree.children[0]))
                options = [cast(Parsed, child) for child in tree.children[1:]]
                return None if subject is None else self._one_of(subject, options, span)
            case _:
                subject = self.expression(cast(Parsed, tree.children[0]))
                return None if subject is None else self._presence(subject, cast(Parsed, tree.children[1]), span)

    def _flag(self, tree: Parsed) -> Expression | None:
        part = self.expression(tree)
        if part is None:
            return None
        if not isinstance(part.type, FlagType):
            self._mismatch("a condition", part, self._span(tree))
            return None
        return as_condition(part)

    # --- unary tests --------------------------------------------------------------------------

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
            case "negated":
                part = self.test(children[0], subject)
                return None if part is None else _other_than(subject, part, span)
            case other:
                raise AssertionError(f"the grammar has no test `{other}`")

    def _one_of(self, subject: Typed, options: list[Parsed], span: Span) -> Expression | None:
        typed = [self._beside(subject, option) for option in options]
        known = tuple(option.expression for option in typed if option is not None)
        if len(known) < len(typed):
            return None
        if len(known) == 1:
            return Comparison(Comparator.EQUAL, subject.expression, known[0], span)
        return Membership(subject.expression, known, span)

    def _beside(self, subject: Typed, tree: Parsed) -> Typed | None:
        """An operand that can be compared with the subject, or a fault that says why it can't."""
        other = self.expression(tree, like=subject)
        if other is None:
            return None
        span = self._span(tree)
        if not same(subject.type, other.type):
            self._mismatch(in_words(subject.type), other, span, self._unit_help(subject, other))
            return None
        return other if self._in_range(subject, other, span) else None

    def _unit_help(self, subject: Typed, other: Typed) -> str | None:
        match subject.type, other.expression:
            case NumberType(unit=str(unit)), NumberLiteral(value=value, unit=None):
                return f"write `{value} {unit}`"
            case MoneyType(currency=currency), NumberLiteral(value=value, unit=None):
                return f"write `{value} {currency}`"
            case DurationType(), NumberLiteral(value=value, unit=None):
                return f"write `{value} hours`, or minutes, days, weeks"
            case DurationType(), PeriodLiteral():
                return "a duration is compared with minutes, hours, days or weeks of elapsed time"
            case FlagType(), _:
                return "write `yes` or `no`"
            case TextType(), _:
                return "write text in double quotes, inside single ones: '\"…\"'"
            case _:
                return None

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
        other = self._beside(subject, tree)
        if other is None:
            return None
        sign = COMPARATORS[str(comparator.data)]
        if sign not in (Comparator.EQUAL, Comparator.NOT_EQUAL) and not ordered(subject.type):
            self._mismatch("something with a less and a more", subject, span, "name the values: `a, b`")
            return None
        return Comparison(sign, subject.expression, other.expression, span)

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
        if act.type != event.type:
            self._mismatch(in_words(act.type), event, span, "compare dates with dates, instants with instants")
            return None
        # The event's own instant counts as after it, as in every period.
        sign = Comparator.AT_LEAST if side is Side.AFTER else Comparator.LESS
        return Comparison(sign, act.expression, event.expression, span)

    def _window(self, act: Typed, tree: Parsed, span: Span) -> Expression | None:
        first, *rest = tree.children
        period_tree, side, event_tree = rest
        within = isinstance(first, Token)
        if not within and cast(Parsed, first).data != "more":
            self.faults.add(
                "syntax",
                "a window is `within … after …` or `more than … after …`",
                span,
                "periods include their first instant and exclude their last",
            )
            return None
        period, event = self.expression(cast(Parsed, period_tree)), self.expression(cast(Parsed, event_tree))
        if period is None or event is None:
            return None
        fits = (
            self._is_time(act, span),
            self._is_period(period, self._span(period_tree)),
            self._is_time(event, self._span(event_tree)),
        )
        if not all(fits):
            return None
        return Window(act.expression, within, period.expression, self._side(side), event.expression, span)

    # --- small things -------------------------------------------------------------------------

    def _is_time(self, part: Typed, span: Span) -> bool:
        if is_time(part.type):
            return True
        self._mismatch("a date or an instant", part, span)
        return False

    def _is_period(self, part: Typed, span: Span) -> bool:
        if isinstance(part.type, PeriodType):
            return True
        self._mismatch("a period", part, span, "write a period such as `24 hours` or `14 calendar days`")
        return False

    def _mismatch(self, wanted: str, found: Typed, span: Span, help: str | None = None) -> None:
        self.faults.add("wrong-type", f"expected {wanted}, found {in_words(found.type)}", span, help)

    def _side(self, tree: object) -> Side:
        return Side(str(cast(Parsed, tree).children[0]))

    def _text(self, tree: Parsed) -> str:
        return str(tree.children[0])

    def _span(self, tree: object) -> Span:
        meta = cast(Parsed, tree).meta
        return self.faults.locate(meta.start_pos, meta.end_pos) if not meta.empty else self.faults.locate(0, 0)


def as_condition(part: Typed) -> Expression:
    """A flag as a condition: it holds when it is yes, and not when it is absent."""
    match part.expression:
        case Comparison() | Membership() | Presence() | Window() | And() | Or() | Not() | FlagLiteral():
            return part.expression
        case expression:
            return Comparison(Comparator.EQUAL, expression, FlagLiteral(True, expression.span), expression.span)


def _other_than(subject: Typed, part: Expression, span: Span) -> Expression:
    """`not(fresh)` needs a value other than fresh: an absent one is none."""
    if not subject.absent:
        return Not(part, span)
    return And((Presence(subject.expression, True, span), Not(part, span)), span)


def _combined(operator: Operator, left: Typed, right: Typed) -> NumberType | MoneyType | DurationType | None:
    match operator, left.type, right.type:
        case ((Operator.ADD | Operator.SUBTRACT), NumberType(unit=a), NumberType(unit=b)) if a == b:
            return NumberType(a)
        case ((Operator.ADD | Operator.SUBTRACT), MoneyType(currency=a), MoneyType(currency=b)) if a == b:
            return MoneyType(a)
        case ((Operator.ADD | Operator.SUBTRACT), DurationType(), DurationType()):
            return DurationType()
        case Operator.MULTIPLY, NumberType(unit=None), (NumberType() | MoneyType()) as kind:
            return NumberType(kind.unit) if isinstance(kind, NumberType) else kind
        case ((Operator.MULTIPLY | Operator.DIVIDE), (NumberType() | MoneyType()) as kind, NumberType(unit=None)):
            return NumberType(kind.unit) if isinstance(kind, NumberType) else kind
        case Operator.DIVIDE, NumberType(unit=a), NumberType(unit=b) if a == b:
            return NumberType()
        case Operator.DIVIDE, MoneyType(currency=a), MoneyType(currency=b) if a == b:
            return NumberType()
        case _:
            return None


def _unbounded(part: Typed) -> NumberType | MoneyType | DateType | DateTimeType:
    kind = part.type
    return NumberType(kind.unit) if isinstance(kind, NumberType) else kind  # type: ignore[return-value]


def _currencies(left: Typed, right: Typed) -> bool:
    return isinstance(left.type, MoneyType) and isinstance(right.type, MoneyType)


def _safe_divisor(part: Typed) -> bool:
    literal = getattr(part.expression, "literal", part.expression)
    return isinstance(literal, NumberLiteral | MoneyLiteral) and literal.value != 0
