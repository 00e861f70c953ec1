"""Parse trees to typed expressions. What is wrong is written into the faults, all of it, and gives None."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from policykit.diagnostics import did_you_mean
from policykit.language import functions
from policykit.language.comparing import Comparing
from policykit.language.parse import Parsed
from policykit.language.types import PeriodType, TimeOfDayType, Typed, constant, in_words, is_time, same, value_type
from policykit.model import (
    Aggregation,
    And,
    Arithmetic,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Comparator,
    Comparison,
    DateTimeType,
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
    Presence,
    Span,
    TextLiteral,
    TextType,
    TimeLiteral,
    Window,
)

OPERATORS = {
    "add": Operator.ADD,
    "subtract": Operator.SUBTRACT,
    "multiply": Operator.MULTIPLY,
    "divide": Operator.DIVIDE,
}


@dataclass(frozen=True, slots=True)
class Typer(Comparing):
    """Types the expressions of one text."""

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
            case "clock":
                hours, minutes = self._text(tree).split(":")
                return Typed(TimeLiteral(int(hours) * 60 + int(minutes), span), TimeOfDayType())
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

    def _name(self, tree: Parsed, span: Span, like: Typed | None) -> Typed | None:
        name = self._text(tree)
        if like is not None and isinstance(like.type, ChoiceType):
            return self._choice(name, like.type, span)
        found = self.scope.find(name, span)
        if found is None and not self.scope.passes_over(name):
            flag = like is not None and isinstance(like.type, FlagType)
            help = self.scope.suggest_flag(name) if flag else self.scope.suggest(name)
            self.faults.add("unknown-fact", f"unknown name `{name}`", span, help)
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
            known = (
                f"over a list, write `{name}: line in order.lines` under `let:`, without brackets"
                if name in list(Aggregation)
                else did_you_mean(name, list(Function), f"the functions are {', '.join(f'`{f}`' for f in Function)}")
            )
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
                return Typed(NumberLiteral(value.copy_negate(), unit, span), part.type)
            case MoneyLiteral(value=value, currency=currency):
                return Typed(MoneyLiteral(value.copy_negate(), currency, span), part.type)
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
            self.faults.add("wrong-type", f"no result for {found}", span, _advice(left, right))
            return None
        if operator is Operator.DIVIDE and constant(right) in (None, 0):
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
        kind = value_type(then.type)
        if not same(kind, otherwise.type) or isinstance(kind, PeriodType | TimeOfDayType):
            self.faults.add(
                "wrong-type",
                f"`then` gives {in_words(then.type)}, `else` {in_words(otherwise.type)}",
                span,
                "let both give the same",
            )
            return None
        expression = If(as_condition(condition), then.expression, otherwise.expression, span)
        return Typed(expression, kind, then.absent or otherwise.absent)

    def _moment(self, tree: Parsed, span: Span) -> Typed | None:
        left, side, right = tree.children
        period, event = self.expression(cast(Parsed, left)), self._operand(cast(Parsed, right))
        if period is None or event is None:
            return None
        if is_time(period.type):
            relation = self._relation(period, self._side(side), event, span)
            return None if relation is None else Typed(relation, FlagType())
        lies = self._side(side)
        if not self._is_period(period, lies, self._span(left)) or not self._is_time(event, self._span(right)):
            return None
        return Typed(Moment(period.expression, lies, event.expression, span), DateTimeType())

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


def as_condition(part: Typed) -> Expression:
    """A flag as a condition: it holds when it is yes, and not when it is absent."""
    match part.expression:
        case Comparison() | Membership() | Presence() | Window() | And() | Or() | Not() | FlagLiteral():
            return part.expression
        case expression:
            return Comparison(Comparator.EQUAL, expression, FlagLiteral(True, expression.span), expression.span)


def _combined(operator: Operator, left: Typed, right: Typed) -> NumberType | MoneyType | DurationType | None:
    match operator, value_type(left.type), value_type(right.type):
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


def _advice(left: Typed, right: Typed) -> str:
    """How to write what was meant by an operation that has no result."""
    if _currencies(left, right):
        return "amounts of two currencies never mix"
    if is_time(left.type) and isinstance(right.type, PeriodType):
        return "write the period first: `28 days after order.placed_at`, or `before`"
    return "both sides need one type and one unit"


def _currencies(left: Typed, right: Typed) -> bool:
    return isinstance(left.type, MoneyType) and isinstance(right.type, MoneyType)
