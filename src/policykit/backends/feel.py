"""Formulas and conditions as FEEL, the expression language of DMN 1.5, for other engines to evaluate.

Where FEEL would say otherwise of the same words, what is meant is written out, so that an engine gives what
`semantics` gives wherever all facts are known; an absent one is `null`. What FEEL cannot say is NotInFeel:
calendar and working days, which need a calendar.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from policykit.backends.operands import Operands
from policykit.model import (
    ELAPSED,
    OF_TIMES,
    AbsentLiteral,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Business,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    FlagLiteral,
    Function,
    If,
    LetRef,
    Membership,
    Moment,
    MoneyLiteral,
    Not,
    NumberLiteral,
    NumberRef,
    Or,
    PeriodLiteral,
    Policy,
    Presence,
    Quantifier,
    Rule,
    Side,
    Test,
    TextLiteral,
    Value,
    Window,
)


class NotInFeel(Exception):
    """The expression has no counterpart in FEEL; the message says what is missing there."""


class Difference(StrEnum):
    """Where FEEL has the same words and another meaning, or none of its own for ours."""

    ABSENT = "a test on what is absent does not hold"
    EMPTY_SUM = "the sum of nothing is 0"
    RATIO = "`ratio`"
    OR_ELSE = "`or_else`"
    ROUND = "`round`"
    LENGTH = "`length`"
    TIMES = "the least and the greatest of times and durations"
    WINDOW = "windows"
    MOMENT = "periods after and before an event"
    EARLIEST = "`earliest`"
    LATEST = "`latest`"


NAMES = {
    Function.ABS: "abs",
    Function.FLOOR: "floor",
    Function.CEILING: "ceiling",
    Function.ROUND: "round half up",
    Function.ROUND_UP: "round up",
    Function.ROUND_DOWN: "round down",
    Function.MODULO: "modulo",
    Function.LENGTH: "string length",
    Function.UPPER_CASE: "upper case",
    Function.LOWER_CASE: "lower case",
    Function.CONTAINS: "contains",
    Function.STARTS_WITH: "starts with",
    Function.ENDS_WITH: "ends with",
    Function.MIN: "min",
    Function.MAX: "max",
}
RESERVED = frozenset(
    (
        "and", "between", "date", "duration", "else", "every", "external", "false", "for", "function", "if", "in",
        "instance", "not", "null", "of", "or", "return", "satisfies", "some", "then", "time", "true",
    )
)  # fmt: skip
"""Words that FEEL needs for itself."""
FUNCTIONS = frozenset((*NAMES.values(), "count", "flatten", "mean", "sort", "sum"))
"""What a fact of the same name would hide."""
PLAIN = FactRef | FieldRef | LetRef | Asked | NumberLiteral | MoneyLiteral | ChoiceLiteral | TextLiteral
"""What can be said twice."""
IN_ORDER = "function(a, b) a < b"


def rules_in_feel(policy: Policy, business: Business) -> str:
    """The rules in order, each with its condition and what it gives; what FEEL cannot say is named in a comment."""
    return "\n\n".join(_rule_in_feel(rule, business) for rule in (*policy.rules, policy.otherwise))


def _rule_in_feel(rule: Rule, business: Business) -> str:
    formulas = {"when": rule.when, **rule.answer.values, **rule.answer.deadlines}
    lines = [f"{name}: {_or_why_not(formula, business)}" for name, formula in formulas.items()]
    return "\n".join([f"// {rule.id}: {rule.answer.outcome}", *lines])


def _or_why_not(expression: Expression, business: Business) -> str:
    try:
        return feel(expression, business.facts)
    except NotInFeel as reason:
        return f"// FEEL has no {reason}"


def feel(expression: Expression, facts: Mapping[str, Fact]) -> str:
    """The expression as FEEL. Facts are contexts by the parts of their names. Raises NotInFeel."""
    return Writer(Operands(facts)).whole(expression)


def differences(expression: Expression, facts: Mapping[str, Fact]) -> frozenset[Difference]:
    """Where FEEL would have said otherwise of the same words. Raises NotInFeel."""
    writer = Writer(Operands(facts))
    writer.whole(expression)
    return frozenset(writer.differences)


@dataclass(slots=True)
class Writer:
    """Writes one expression. ``lets`` are the named formulas it uses, those that use others after them."""

    operands: Operands
    lets: dict[str, str] = field(default_factory=dict)
    differences: set[Difference] = field(default_factory=set)

    def whole(self, expression: Expression) -> str:
        """The expression; what has a name stands before it in a context."""
        text = self.text(expression)
        entries = "".join(f"{name}: {formula}, " for name, formula in self.lets.items())
        # No name of an author's has a capital.
        return f"{{{entries}Result: {text}}}.Result" if entries else text

    def text(self, expression: Expression) -> str:
        match expression:
            case AbsentLiteral():
                return "null"
            case NumberRef(literal=named) | Test(condition=named):
                return self.text(named)
            case FactRef(name=name):
                return _name(name)
            case FieldRef(variable=owner, name=name) | Asked(alias=owner, value=name):
                return _name(f"{owner}.{name}")
            case LetRef(name=name, expression=formula):
                if _name(name) not in self.lets:
                    self.lets[_name(name)] = self.text(formula)
                return _name(name)
            case And(parts=parts):
                return self._joined("and", parts, "true")
            case Or(parts=parts):
                return self._joined("or", parts, "false")
            case Not(part=part):
                return f"not({self.text(part)})"
            case Comparison(comparator=comparator, left=left, right=right):
                return self._compared(comparator, left, right)
            case Membership(value=value, options=options):
                return self._joined("or", [Comparison(Comparator.EQUAL, value, option) for option in options], "false")
            case Presence(value=value, present=present):
                return f"({self.text(value)} {'!=' if present else '='} null)"
            case Window():
                return self._window(expression)
            case Arithmetic(operator=operator, left=left, right=right):
                return f"({self.text(left)} {operator} {self.text(right)})"
            case Moment():
                return self._moment(expression)
            case If(condition=condition, then=then, otherwise=otherwise):
                return f"(if {self.text(condition)} then {self.text(then)} else {self.text(otherwise)})"
            case Call():
                return self._call(expression)
            case Quantifier(quantity=quantity, variable=variable, list=name, where=where):
                self.operands.hold(expression)
                return f"({quantity} {_name(variable)} in {_name(name)} satisfies {self.text(where)})"
            case Aggregate():
                return self._aggregate(expression)
            case PeriodLiteral(count=count, unit=unit) if unit in ELAPSED and not expression.rolls:
                return literal(count * ELAPSED[unit])
            case PeriodLiteral(count=count, unit=unit):
                raise NotInFeel(f"period of {count} {unit}")
            case (
                FlagLiteral(value=value)
                | ChoiceLiteral(value=value)
                | TextLiteral(value=value)
                | NumberLiteral(value=value)
                | MoneyLiteral(value=value)
                | DateLiteral(value=value)
                | DateTimeLiteral(value=value)
            ):
                return literal(value)
            case _:
                raise NotInFeel(f"`{type(expression).__name__}`")

    # --- conditions ---------------------------------------------------------------------------

    def _joined(self, word: str, parts: tuple[Expression, ...] | list[Comparison], nothing: str) -> str:
        texts = [self.text(part) for part in parts]
        return f"({f' {word} '.join(texts)})" if texts else nothing

    def _compared(self, comparator: Comparator, left: Expression, right: Expression) -> str:
        sides = {"a": left, "b": right}
        maybe = [name for name, side in sides.items() if self.operands.may_be_absent(side)]
        # To FEEL as well, only null is equal to null.
        checked = maybe if comparator is not Comparator.EQUAL or len(maybe) == 2 else []
        return self._where_present(checked, f"{{a}} {comparator} {{b}}", sides)

    def _where_present(self, maybe: list[str], test: str, operands: Mapping[str, Expression]) -> str:
        """The test of some operands, which does not hold where one is absent. What is worked out has a name in it."""
        if maybe:
            self.differences.add(Difference.ABSENT)
        checked = " and ".join([*(f"{{{name}}} != null" for name in maybe), test])
        texts = {name: self.text(operand) for name, operand in operands.items()}
        if checked.count("{") == len(operands) or all(isinstance(one, PLAIN) for one in operands.values()):
            return f"({checked.format(**texts)})"
        names = ", ".join(operands)
        return f"(function({names}) {checked.format(**{name: name for name in operands})})({', '.join(texts.values())})"

    def _window(self, node: Window) -> str:
        operands = {"a": node.act, "b": node.event, **({"c": node.opens} if node.opens else {})}
        self._instants(*operands.values())
        self.differences.add(Difference.WINDOW)
        after, period = node.side is Side.AFTER, self.text(node.period)
        far = f"{{b}} + {period}" if after else f"{{b}} - {period}"
        near = "{c}" if node.opens else "{b}"
        first, end = (near, far) if after else (far, near)
        beyond = f"{{a}} >= {far}" if after else f"{{a}} < {far}"
        test = f"{{a}} >= {first} and {{a}} < {end}" if node.within else beyond
        maybe = [name for name, operand in operands.items() if self.operands.may_be_absent(operand)]
        return self._where_present(maybe, test, operands)

    def _moment(self, node: Moment) -> str:
        self._instants(node.event)
        self.differences.add(Difference.MOMENT)
        return f"({self.text(node.event)} {'+' if node.side is Side.AFTER else '-'} {self.text(node.period)})"

    def _instants(self, *times: Expression) -> None:
        if not all(self.operands.is_instant(time) for time in times):
            raise NotInFeel("time zone, which a period from a date needs")

    # --- functions and lists ------------------------------------------------------------------

    def _call(self, node: Call) -> str:
        if node.function in OF_TIMES:
            raise NotInFeel(f"business's clock and calendar, which `{node.function}` goes by")
        texts = [self.text(argument) for argument in node.arguments]
        match node.function:
            case Function.RATIO:
                self.differences.add(Difference.RATIO)
                return f"(function(a, b, c) if b = 0 then c else a / b)({', '.join(texts)})"
            case Function.OR_ELSE:
                self.differences.add(Difference.OR_ELSE)
                return f"(function(a, b) if a = null then b else a)({', '.join(texts)})"
            case Function.MIN | Function.MAX if not self._are_numbers(node.arguments):
                self.differences.add(Difference.TIMES)
                return f"sort([{', '.join(texts)}], {IN_ORDER})[{1 if node.function is Function.MIN else -1}]"
            case Function.ROUND | Function.LENGTH:
                self.differences.add(Difference[node.function.name])
        return f"{NAMES[node.function]}({', '.join(texts)})"

    def _are_numbers(self, operands: tuple[Expression, ...]) -> bool:
        return not any(self.operands.is_time(one) for one in operands)

    def _aggregate(self, node: Aggregate) -> str:
        self.operands.hold(node)
        values = self._values(node)
        times = node.of is not None and self.operands.is_time(node.of)
        if times:
            self.differences.add(Difference.TIMES)
        match node.aggregation:
            case Aggregation.SUM:
                self.differences.add(Difference.EMPTY_SUM)
                return f"(function(a) if count(a) = 0 then 0 else sum(a))({values})"
            case Aggregation.EARLIEST:
                self.differences.add(Difference.EARLIEST)
                return f"sort({values}, {IN_ORDER})[1]"
            case Aggregation.LATEST:
                self.differences.add(Difference.LATEST)
                return f"(function(a) if list contains(a, null) then null else sort(a, {IN_ORDER})[-1])({values})"
            case Aggregation.MIN | Aggregation.MAX if times:
                return f"sort({values}, {IN_ORDER})[{1 if node.aggregation is Aggregation.MIN else -1}]"
            case _:
                return f"{node.aggregation}({values})"

    def _values(self, node: Aggregate) -> str:
        """The list of what is taken of each element that counts."""
        each = f"for {_name(node.variable)} in {_name(node.list)} return"
        of = "1" if node.of is None else self.text(node.of)
        where = [] if node.where == FlagLiteral(value=True) else [self.text(node.where)]
        if node.aggregation is Aggregation.EARLIEST:
            where.append(f"{of} != null")
        return f"flatten({each} (if {' and '.join(where)} then {of} else []))" if where else f"({each} {of})"


def _name(name: str) -> str:
    """A fact's name; a word that FEEL needs for itself gets an underscore, with which no author's word ends."""
    first, *others = name.split(".")
    hides = f"{first}_" if first in FUNCTIONS else _word(first)
    return ".".join((hides, *map(_word, others)))


def _word(word: str) -> str:
    return f"{word}_" if word in RESERVED else word


def literal(value: Value) -> str:
    """A value as FEEL writes it; absent is `null`."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return f"({value:f})" if value < 0 else f"{value:f}"
        case datetime():
            return f'date and time("{value.isoformat()}")'
        case date():
            return f'date("{value.isoformat()}")'
        case timedelta():
            return f'duration("{_iso(value)}")'
        case tuple():
            return f"[{', '.join(_record(record) for record in value)}]"
        case _:
            return "null"


def _iso(length: timedelta) -> str:
    """The length in ISO 8601, by the largest unit of time that it is a whole number of."""
    sign, size = ("-", -length) if length < timedelta() else ("", length)
    for letter, unit in (("H", timedelta(hours=1)), ("M", timedelta(minutes=1))):
        if size % unit == timedelta():
            return f"{sign}PT{size // unit}{letter}"
    return f"{sign}PT{Decimal(size // timedelta(microseconds=1)).scaleb(-6):f}S"


def context(facts: Mapping[str, Value]) -> str:
    """Facts by dotted name as a FEEL context of contexts."""
    return _context({_name(name): value for name, value in facts.items()})


def _context(values: Mapping[str, Value]) -> str:
    groups: dict[str, dict[str, Value]] = {}
    for name, value in values.items():
        first, _, rest = name.partition(".")
        groups.setdefault(first, {})[rest] = value
    entries = (f"{name}: {literal(inner['']) if '' in inner else _context(inner)}" for name, inner in groups.items())
    return f"{{{', '.join(entries)}}}"


def _record(record: Mapping[str, Value]) -> str:
    return _context({".".join(map(_word, name.split("."))): value for name, value in record.items()})
