"""Expressions to Python's own syntax tree. The functions bear the names of those in ``semantics``.

Truth needs no third value here: what touches an unknown fact leaves the function at once. Python's
`and` and `or` stop early, and where they stop before an unknown, strong Kleene gives the same.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import assert_never

from policykit import clocks
from policykit.backends.operands import Operands
from policykit.backends.python.syntax import call, name_of
from policykit.calculation import EXACT, added, exact, fold, modulo, rounded
from policykit.model import (
    ABSENT,
    ELAPSED,
    OF_TIMES,
    AbsentLiteral,
    Aggregate,
    Aggregation,
    And,
    Arithmetic,
    Asked,
    Calendar,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
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
    Operator,
    Or,
    PeriodLiteral,
    Presence,
    Quantifier,
    Quantity,
    Side,
    Test,
    TextLiteral,
    TimeLiteral,
    Value,
    Window,
)
from policykit.walk import ends_a_period

FACTS, ASKED, MEMO = "facts", "asked", "memo"
"""The arguments of every generated function: facts and answers by their names, named formulas already worked out."""

COMPARATORS: dict[Comparator, ast.cmpop] = {
    Comparator.EQUAL: ast.Eq(),
    Comparator.NOT_EQUAL: ast.NotEq(),
    Comparator.LESS: ast.Lt(),
    Comparator.AT_MOST: ast.LtE(),
    Comparator.MORE: ast.Gt(),
    Comparator.AT_LEAST: ast.GtE(),
}
OPERATORS = {
    Operator.ADD: "add",
    Operator.SUBTRACT: "subtract",
    Operator.MULTIPLY: "multiply",
    Operator.DIVIDE: "divide",
}

RUNTIME: dict[str, object] = {
    "ABSENT": ABSENT,
    "Decimal": Decimal,
    "NOTHING": timedelta(),
    "add": lambda left, right: added(left, right) if isinstance(left, timedelta) else exact(EXACT.add(left, right)),
    "subtract": lambda left, right: (
        added(left, -right) if isinstance(left, timedelta) else exact(EXACT.subtract(left, right))
    ),
    "multiply": lambda left, right: exact(EXACT.multiply(left, right)),
    "divide": lambda left, right: exact(EXACT.divide(left, right)),
    "absolute": lambda value: abs(value) if isinstance(value, timedelta) else EXACT.abs(value),
    "floor": lambda number: rounded(number, 0, ROUND_FLOOR),
    "ceiling": lambda number: rounded(number, 0, ROUND_CEILING),
    "round": lambda number, digits: rounded(number, int(digits), ROUND_HALF_UP),
    "round_up": lambda number, digits: rounded(number, int(digits), ROUND_UP),
    "round_down": lambda number, digits: rounded(number, int(digits), ROUND_DOWN),
    "modulo": modulo,
    "length": lambda text: Decimal(len(text)),
    "upper_case": str.upper,
    "lower_case": str.lower,
    "starts_with": str.startswith,
    "ends_with": str.endswith,
    "mean": lambda each: fold(Aggregation.MEAN, tuple(each)),
    "earliest": lambda each: fold(Aggregation.EARLIEST, tuple(each)),
    "latest": lambda each: fold(Aggregation.LATEST, tuple(each)),
    "ratio": lambda left, right, otherwise: otherwise if right == 0 else exact(EXACT.divide(left, right)),
    "or_else": lambda value, otherwise: otherwise if value is ABSENT else value,
    "moment": clocks.moment,
    "day_after_which": clocks.day_after_which,
    "of_time": lambda function, value, calendar: (
        value if value is ABSENT else clocks.of_time(function, value, calendar)
    ),
    "instant": clocks.instant,
    "acted_after": clocks.acted_after,
    "local_day": clocks.local_day,
}
"""What generated code may call, beside Python's own functions of `ALLOWED`."""

ALLOWED = {"any": any, "all": all, "sum": sum, "min": min, "max": max}


@dataclass(slots=True)
class Translator:
    """Translates expressions of one policy. ``constants`` gathers the values that the code refers to by name.

    ``lets`` are the named formulas that were met.
    """

    operands: Operands
    calendar: Calendar
    constants: dict[str, object] = field(default_factory=dict)
    lets: dict[str, Expression] = field(default_factory=dict)
    temporaries: int = 0

    # --- expressions --------------------------------------------------------------------------

    def evaluate(self, expression: Expression) -> ast.expr:
        match expression:
            case FlagLiteral(value=flag):
                return ast.Constant(flag)
            case ChoiceLiteral(value=word) | TextLiteral(value=word):
                return ast.Constant(word)
            case NumberLiteral(value=value) | MoneyLiteral(value=value):
                return self.constant(value)
            case DateLiteral(value=day) | DateTimeLiteral(value=day):
                return self.constant(day)
            case PeriodLiteral(count=count, unit=unit):
                return self.constant(count * ELAPSED[unit])
            case AbsentLiteral():
                return name_of("ABSENT")
            case TimeLiteral(minutes=minutes):
                return self.constant(timedelta(minutes=minutes))
            case NumberRef(literal=literal):
                return self.evaluate(literal)
            case FactRef(name=name):
                return self.fact(name)
            case FieldRef(variable=variable, name=name):
                return ast.Subscript(name_of(_variable(variable)), ast.Constant(name), ast.Load())
            case LetRef(name=name, expression=named):
                self.lets[name] = named
                return self.let(name)
            case Asked(alias=alias, value=name):
                answer = ast.Subscript(name_of(ASKED), ast.Constant(alias), ast.Load())
                return ast.Call(ast.Attribute(answer, "get", ast.Load()), [ast.Constant(name), name_of("ABSENT")], [])
            case Test(condition=condition):
                return self.evaluate(condition)
            case And(parts=parts):
                return _bool(ast.And(), [self.evaluate(part) for part in parts])
            case Or(parts=parts):
                return _bool(ast.Or(), [self.evaluate(part) for part in parts])
            case Not(part=part):
                return ast.UnaryOp(ast.Not(), self.evaluate(part))
            case Comparison(comparator=comparator, left=left, right=right):
                return self.compare(COMPARATORS[comparator], left, right)
            case Membership(value=value, options=options):
                return self.membership(value, options)
            case Presence(value=value, present=present):
                operator = ast.IsNot() if present else ast.Is()
                return ast.Compare(self.evaluate(value), [operator], [name_of("ABSENT")])
            case Window():
                return self.window(expression)
            case Arithmetic(operator=operator, left=left, right=right):
                return self.arithmetic(operator, left, right)
            case Moment(event=event):
                return self.shift(expression, self.evaluate(event))
            case If(condition=condition, then=then, otherwise=otherwise):
                return ast.IfExp(self.evaluate(condition), self.evaluate(then), self.evaluate(otherwise))
            case Call(function=function, arguments=arguments):
                return self.calls(function, [self.evaluate(argument) for argument in arguments])
            case Quantifier():
                return self.quantify(expression)
            case Aggregate():
                return self.aggregate(expression)
            case _:
                assert_never(expression)

    def fact(self, name: str) -> ast.expr:
        """The value of a fact; a fact that is not known raises KeyError."""
        return ast.Subscript(name_of(FACTS), ast.Constant(name), ast.Load())

    def let(self, name: str) -> ast.expr:
        """What a formula that has a name comes to."""
        return call(let_name(name), name_of(FACTS), name_of(ASKED), name_of(MEMO))

    def day(self, time: Expression, value: ast.expr) -> ast.expr:  # noqa: ARG002  # for those who keep it
        """The local day of a time."""
        return call("local_day", value, self.constant(self.calendar))

    def arithmetic(self, operator: Operator, left: Expression, right: Expression) -> ast.expr:
        return call(OPERATORS[operator], self.evaluate(left), self.evaluate(right))

    def compare(self, operator: ast.cmpop, left: Expression, right: Expression) -> ast.expr:
        checks, (first, second) = self._present(left, right)
        return _bool(ast.And(), [*checks, ast.Compare(first, [operator], [second])])

    def membership(self, value: Expression, options: tuple[Expression, ...]) -> ast.expr:
        checks, (member,) = self._present(value)
        if all(isinstance(option, ChoiceLiteral) for option in options):
            words = ast.Tuple([self.evaluate(option) for option in options], ast.Load())
            return _bool(ast.And(), [*checks, ast.Compare(member, [ast.In()], [words])])
        return _bool(ast.Or(), [self.compare(ast.Eq(), value, option) for option in options])

    def window(self, node: Window) -> ast.expr:
        checks, (act, event, *rest) = self._present(node.act, node.event, *([node.opens] if node.opens else []))
        literal = _period(node.period)
        sent = self._is_decoded(node.act) and self._is_decoded(node.event)
        if literal.unit in ELAPSED and sent and node.opens is None:
            inside = self._elapsed_window(node, act, event, self.constant(literal.count * ELAPSED[literal.unit]))
        else:
            inside = self._calendar_window(node, act, event, rest[0] if rest else event)
        return _bool(ast.And(), [*checks, inside])

    def _elapsed_window(self, node: Window, act: ast.expr, event: ast.expr, period: ast.expr) -> ast.expr:
        # Decoded instants have fixed offsets, so their difference is the time that passed between them.
        if node.side is Side.AFTER:
            passed: ast.expr = ast.BinOp(act, ast.Sub(), event)
            if node.within:
                return ast.Compare(name_of("NOTHING"), [ast.LtE(), ast.Lt()], [passed, period])
            return ast.Compare(passed, [ast.GtE()], [period])
        ahead = ast.BinOp(event, ast.Sub(), act)
        if node.within:
            return ast.Compare(name_of("NOTHING"), [ast.Lt(), ast.LtE()], [ahead, period])
        return ast.Compare(ahead, [ast.Gt()], [period])

    def _calendar_window(self, node: Window, act: ast.expr, event: ast.expr, opens: ast.expr) -> ast.expr:
        acted, near = self.instant(node.act, act), self.instant(node.opens or node.event, opens)
        far = self.shift(node, event)
        if node.side is Side.AFTER:
            if not self._is_decoded(node.act):
                acted = call("acted_after", act, opens, self.constant(self.calendar))
            if node.within:
                return _bool(
                    ast.And(), [ast.Compare(near, [ast.LtE()], [acted]), ast.Compare(acted, [ast.Lt()], [far])]
                )
            return ast.Compare(acted, [ast.GtE()], [far])
        if node.within:
            return _bool(ast.And(), [ast.Compare(far, [ast.LtE()], [acted]), ast.Compare(acted, [ast.Lt()], [near])])
        return ast.Compare(acted, [ast.Lt()], [far])

    def instant(self, expression: Expression, value: ast.expr) -> ast.expr:
        """The instant of a time; one that was sent is one already."""
        return value if self._is_decoded(expression) else call("instant", value, self.constant(self.calendar))

    def shift(self, node: Window | Moment, event: ast.expr) -> ast.expr:
        """The far end of a period after or before its event."""
        if (counted := by_day(node)) is not None:
            steps, innermost = counted
            begins = event if len(steps) == 1 else self.evaluate(innermost)
            day = self.day(innermost, begins)
            return ast.Subscript(self.constant(ByDay(steps, self.calendar)), day, ast.Load())
        period = _period(node.period)
        unit, side, calendar = (self.constant(value) for value in (period.unit, node.side, self.calendar))
        start = call("day_after_which", event, unit, calendar) if ends_a_period(node.event) else event
        found = call("moment", start, ast.Constant(period.count), unit, side, calendar)
        found.keywords += [ast.keyword("rolls", ast.Constant(True))] if period.rolls else []
        return found

    def calls(self, function: Function, arguments: list[ast.expr]) -> ast.expr:
        if function in OF_TIMES:
            return call("of_time", self.constant(function), *arguments, self.constant(self.calendar))
        if function is Function.CONTAINS:
            text, other = arguments
            return ast.Compare(other, [ast.In()], [text])
        name = {Function.ABS: "absolute"}.get(function, function.value)
        return call(name, *arguments)

    def quantify(self, node: Quantifier) -> ast.expr:
        each = self._each(node, lambda: self.evaluate(node.where), None)
        return call("any" if node.quantity is Quantity.SOME else "all", each)

    def aggregate(self, node: Aggregate) -> ast.expr:
        if node.aggregation is Aggregation.COUNT or node.of is None:
            return call("Decimal", call("sum", self._each(node, lambda: ast.Constant(1), node.where)))
        of = node.of
        each = self._each(node, lambda: self.evaluate(of), node.where)
        if node.aggregation is Aggregation.SUM:
            return call("total", each)
        if node.aggregation in (Aggregation.MIN, Aggregation.MAX):
            return ast.Call(name_of(node.aggregation.value), [each], [ast.keyword("default", name_of("ABSENT"))])
        return call(node.aggregation.value, each)

    # --- parts --------------------------------------------------------------------------------

    def _each(self, node: Quantifier | Aggregate, give: object, where: Expression | None) -> ast.expr:
        """The elements of a list, as a generator expression of what is wanted of each."""
        self.operands.hold(node)
        assert callable(give)
        conditions = [] if where is None else [self.evaluate(where)]
        target = ast.Name(_variable(node.variable), ast.Store())
        source = self.evaluate(FactRef(node.list))
        return ast.GeneratorExp(give(), [ast.comprehension(target, source, conditions, 0)])

    def _present(self, *operands: Expression) -> tuple[list[ast.expr], list[ast.expr]]:
        """Checks that the operands are there, and the operands, each worked out once."""
        checks: list[ast.expr] = []
        values: list[ast.expr] = []
        for operand in operands:
            if not self.operands.may_be_absent(operand):
                values.append(self.evaluate(operand))
                continue
            self.temporaries += 1
            name = f"value_{self.temporaries}"
            worked_out = ast.NamedExpr(ast.Name(name, ast.Store()), self.evaluate(operand))
            checks.append(ast.Compare(worked_out, [ast.IsNot()], [name_of("ABSENT")]))
            values.append(name_of(name))
        return checks, values

    def _is_decoded(self, expression: Expression) -> bool:
        """Whether the expression is an instant as it was sent, with a fixed offset."""
        return isinstance(expression, FactRef | FieldRef) and self.operands.is_instant(expression)

    def constant(self, value: object) -> ast.expr:
        """A name for a value that Python's syntax cannot spell."""
        for name, known in self.constants.items():
            if type(known) is type(value) and known == value and repr(known) == repr(value):
                return name_of(name)
        name = f"constant_{len(self.constants) + 1}"
        self.constants[name] = value
        return name_of(name)


def chain(node: Window | Moment) -> tuple[list[Window | Moment], Expression]:
    """The periods that run one from the end of the other, the first one first, and the event of that."""
    if not isinstance(node.event, Moment):
        return [node], node.event
    steps, event = chain(node.event)
    return [*steps, node], event


def by_day(node: Window | Moment) -> tuple[tuple[Window | Moment, ...], Expression] | None:
    """The chain of a period whose first one is counted in days from an event; None where it is not."""
    steps, innermost = chain(node)
    if _period(steps[0].period).unit not in clocks.DAY_UNITS or ends_a_period(innermost):
        return None
    return tuple(steps), innermost


class ByDay(dict[date, datetime]):
    """The end of periods that run one after the other, the first one counted in days: the day of its event is enough.

    The ends are kept by that day: the events of one day have them in common, whatever their hours are.
    """

    def __init__(self, steps: tuple[Window | Moment, ...], calendar: Calendar) -> None:
        super().__init__()
        self.steps = steps
        self.calendar = calendar

    def __missing__(self, day: date) -> datetime:
        if len(self) >= clocks.MOST_KEPT:
            self.clear()
        found = self[day] = self.counted(day)
        return found

    def __repr__(self) -> str:
        periods = ((_period(step.period), step.side) for step in self.steps)
        told = (f"{one.count} {one.unit}{', rolled over' * one.rolls} {side}" for one, side in periods)
        return f"ByDay({'; '.join(told)})"

    def counted(self, day: date) -> datetime:
        at: date | datetime = day
        for number, step in enumerate(self.steps):
            period = _period(step.period)
            if number and isinstance(at, datetime) and ends_a_period(step.event):
                at = clocks.day_after_which(at, period.unit, self.calendar)
            at = clocks.moment(at, period.count, period.unit, step.side, self.calendar, rolls=period.rolls)
        assert isinstance(at, datetime)
        return at


def total(values: object) -> Value:
    """The exact sum of decimals."""
    found = Decimal(0)
    for value in values:  # type: ignore[attr-defined]  # a generator that the code above has written
        found = exact(EXACT.add(found, value))
    return found


RUNTIME["total"] = total


def let_name(name: str) -> str:
    """The function of a formula. No word has two underscores side by side, so no two names share one."""
    return f"let_{name.replace('.', '__')}"


def _variable(name: str) -> str:
    return f"each_{name}"


def _bool(operator: ast.boolop, parts: list[ast.expr]) -> ast.expr:
    return parts[0] if len(parts) == 1 else ast.BoolOp(operator, parts)


def _period(period: Expression) -> PeriodLiteral:
    literal = period.literal if isinstance(period, NumberRef) else period
    assert isinstance(literal, PeriodLiteral)  # the language has no other periods
    return literal
