"""What every expression and every list of rules means: the plain, slow, obviously right judge.

Three kinds of result: a value, ``ABSENT`` (known not to be there) and ``UNKNOWN`` (not said yet).
Truth over unknowns is strong Kleene. An absent side makes a comparison, a membership or a window
false, whatever the other side is; an unknown operand makes anything else unknown. Evaluation is
total: build has made sure of types, of divisors and of what may be absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import assert_never, cast

from policykit import clocks
from policykit.calculation import EXACT, added, call_on_numbers, call_on_texts, exact, fold
from policykit.model import (
    ABSENT,
    ELAPSED,
    Absent,
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
    Facts,
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
    Policy,
    Presence,
    Quantifier,
    Quantity,
    Record,
    Rule,
    Side,
    Test,
    TextLiteral,
    TimeLiteral,
    Value,
    Window,
)
from policykit.walk import ends_a_period


class Unknown:
    """The result where a fact that was not sent could still make a difference."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()

Result = Value | Unknown
Results = dict[str, Result]


@dataclass(frozen=True, slots=True)
class Setting:
    """All that an evaluation may look at: facts, answers of asked policies, list elements in hand, the calendar.

    ``named`` keeps the results of formulas that have a name, so that each is worked out once.
    """

    facts: Facts
    calendar: Calendar
    asked: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    elements: Mapping[str, Record] = field(default_factory=dict)
    named: dict[str, Result] = field(default_factory=dict)

    def holding(self, variable: str, element: Record) -> Setting:
        return replace(self, elements={**self.elements, variable: element})


# --- expressions ------------------------------------------------------------------------------


def evaluate(expression: Expression, setting: Setting) -> Result:
    """The value of an expression. Conditions give True, False or UNKNOWN, never ABSENT."""
    match expression:
        case (
            FlagLiteral(value=value)
            | ChoiceLiteral(value=value)
            | TextLiteral(value=value)
            | NumberLiteral(value=value)
            | MoneyLiteral(value=value)
            | DateLiteral(value=value)
            | DateTimeLiteral(value=value)
        ):
            return value
        case PeriodLiteral(count=count, unit=unit):
            return count * ELAPSED[unit]
        case AbsentLiteral():
            return ABSENT
        case TimeLiteral(minutes=minutes):
            return timedelta(minutes=minutes)
        case NumberRef(literal=literal):
            return evaluate(literal, setting)
        case FactRef(name=name):
            return setting.facts.get(name, UNKNOWN)
        case FieldRef(variable=variable, name=name):
            return setting.elements[variable].get(name, UNKNOWN)
        case LetRef(name=name, expression=named):
            if name not in setting.named:
                setting.named[name] = evaluate(named, setting)
            return setting.named[name]
        case Asked(alias=alias, value=name):
            return setting.asked[alias].get(name, ABSENT) if alias in setting.asked else UNKNOWN
        case Test(condition=condition):
            return evaluate(condition, setting)
        case And(parts=parts):
            return kleene_and(evaluate(part, setting) for part in parts)
        case Or(parts=parts):
            return kleene_or(evaluate(part, setting) for part in parts)
        case Not(part=part):
            return kleene_not(evaluate(part, setting))
        case Comparison(comparator=comparator, left=left, right=right):
            return compare(comparator, evaluate(left, setting), evaluate(right, setting))
        case Membership(value=value, options=options):
            member = evaluate(value, setting)
            return kleene_or(compare(Comparator.EQUAL, member, evaluate(option, setting)) for option in options)
        case Presence(value=value, present=present):
            found = evaluate(value, setting)
            return UNKNOWN if found is UNKNOWN else (found is not ABSENT) is present
        case Window():
            return window(expression, setting)
        case Arithmetic(operator=operator, left=left, right=right):
            return arithmetic(operator, evaluate(left, setting), evaluate(right, setting))
        case Moment(event=event):
            start = evaluate(event, setting)
            return UNKNOWN if isinstance(start, Unknown) else shift(expression, start, setting.calendar)
        case If(condition=condition, then=then, otherwise=otherwise):
            held = evaluate(condition, setting)
            return UNKNOWN if held is UNKNOWN else evaluate(then if held else otherwise, setting)
        case Call(function=function, arguments=arguments):
            return call(function, [evaluate(argument, setting) for argument in arguments], setting.calendar)
        case Quantifier():
            return quantify(expression, setting)
        case Aggregate():
            return aggregate(expression, setting)
        case _:
            assert_never(expression)


def kleene_and(parts: Iterable[Result]) -> Result:
    """False if any part is false, else unknown if any is unknown, else true."""
    results = list(parts)
    return False if any(r is False for r in results) else UNKNOWN if UNKNOWN in results else True


def kleene_or(parts: Iterable[Result]) -> Result:
    """True if any part is true, else unknown if any is unknown, else false."""
    results = list(parts)
    return True if any(r is True for r in results) else UNKNOWN if UNKNOWN in results else False


def kleene_not(part: Result) -> Result:
    return UNKNOWN if part is UNKNOWN else not part


def compare(comparator: Comparator, left: Result, right: Result) -> Result:
    """Whether two values of one type stand in the relation; false where either is absent."""
    if left is ABSENT or right is ABSENT:
        return False
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    match comparator:
        case Comparator.EQUAL:
            return left == right
        case Comparator.NOT_EQUAL:
            return left != right
        case Comparator.LESS:
            return left < right  # type: ignore[operator]  # build has typed both sides alike, and ordered
        case Comparator.AT_MOST:
            return left <= right  # type: ignore[operator]  # as above
        case Comparator.MORE:
            return left > right  # type: ignore[operator]  # as above
        case Comparator.AT_LEAST:
            return left >= right  # type: ignore[operator]  # as above
        case _:
            assert_never(comparator)


def window(node: Window, setting: Setting) -> Result:
    """Whether the act lies in the period (``within``) or beyond its far end; false where act or event is absent."""
    act, event = evaluate(node.act, setting), evaluate(node.event, setting)
    opens = event if node.opens is None else evaluate(node.opens, setting)
    if act is ABSENT or event is ABSENT or opens is ABSENT:
        return False
    if isinstance(act, Unknown) or isinstance(event, Unknown) or isinstance(opens, Unknown):
        return UNKNOWN
    calendar = setting.calendar
    acted, near = clocks.instant(when(act), calendar), clocks.instant(when(opens), calendar)
    far = shift(node, event, calendar)
    if node.side is Side.AFTER:
        acted = clocks.acted_after(when(act), when(opens), calendar)
        return near <= acted < far if node.within else acted >= far
    return far <= acted < near if node.within else acted < far


def shift(node: Window | Moment, event: Value, calendar: Calendar) -> datetime:
    """The far end of the node's period, which runs from what its event has turned out to be."""
    period, start = period_of(node.period), when(event)
    if isinstance(start, datetime) and ends_a_period(node.event):
        start = clocks.day_after_which(start, period.unit, calendar)
    return clocks.moment(start, period.count, period.unit, node.side, calendar, rolls=period.rolls)


def period_of(expression: Expression) -> PeriodLiteral:
    """The period itself, behind its name where it has one."""
    literal = expression.literal if isinstance(expression, NumberRef) else expression
    assert isinstance(literal, PeriodLiteral)  # the language has no other periods
    return literal


def when(value: Value) -> date | datetime:
    assert isinstance(value, date)  # build lets no other type, and nothing absent, stand for a time
    return value


def arithmetic(operator: Operator, left: Result, right: Result) -> Result:
    """A decimal, or a sum or difference of two durations."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return added(left, right if operator is Operator.ADD else -right)
    a, b = cast(Decimal, left), cast(Decimal, right)
    match operator:
        case Operator.ADD:
            return exact(EXACT.add(a, b))
        case Operator.SUBTRACT:
            return exact(EXACT.subtract(a, b))
        case Operator.MULTIPLY:
            return exact(EXACT.multiply(a, b))
        case Operator.DIVIDE:
            return exact(EXACT.divide(a, b))
        case _:
            assert_never(operator)


def call(function: Function, arguments: list[Result], calendar: Calendar) -> Result:
    """The result of a function of the language; unknown where an argument is unknown, absent where a time is."""
    if any(isinstance(argument, Unknown) for argument in arguments):
        return UNKNOWN
    match function:
        case Function.OR_ELSE:
            return arguments[1] if arguments[0] is ABSENT else arguments[0]
        case (
            Function.LENGTH
            | Function.UPPER_CASE
            | Function.LOWER_CASE
            | Function.CONTAINS
            | Function.STARTS_WITH
            | Function.ENDS_WITH
        ):
            return call_on_texts(function, *cast("list[str]", arguments))
        case Function.DATE | Function.TIME | Function.WEEKDAY | Function.IS_WORKING_DAY | Function.IN_WORKING_HOURS:
            time = cast("date | Absent", arguments[0])
            return time if isinstance(time, Absent) else clocks.of_time(function, time, calendar)
        case Function.MIN:
            return min(cast("list[Decimal]", arguments))
        case Function.MAX:
            return max(cast("list[Decimal]", arguments))
        case Function.ABS:
            return abs(arguments[0]) if isinstance(arguments[0], timedelta) else EXACT.abs(cast(Decimal, arguments[0]))
        case _:
            return call_on_numbers(function, *cast("list[Decimal]", arguments))


def elements(name: str, setting: Setting) -> tuple[Record, ...] | Unknown:
    return cast("tuple[Record, ...] | Unknown", setting.facts.get(name, UNKNOWN))


def quantify(node: Quantifier, setting: Setting) -> Result:
    """Kleene `or` (some) or `and` (every) over the elements. Of none: some is false, every is true."""
    found = elements(node.list, setting)
    if isinstance(found, Unknown):
        return UNKNOWN
    held = [evaluate(node.where, setting.holding(node.variable, element)) for element in found]
    return kleene_or(held) if node.quantity is Quantity.SOME else kleene_and(held)


def aggregate(node: Aggregate, setting: Setting) -> Result:
    """What the aggregation makes of the elements that satisfy ``where``.

    Unknown where the list is, where an element may or may not count, or where the value of one that
    counts is unknown: also where those that are known would settle it, as one absent time settles `latest`.
    """
    found = elements(node.list, setting)
    if isinstance(found, Unknown):
        return UNKNOWN
    settings = [setting.holding(node.variable, element) for element in found]
    held = [(inner, evaluate(node.where, inner)) for inner in settings]
    if any(verdict is UNKNOWN for _, verdict in held):
        return UNKNOWN
    chosen = [inner for inner, verdict in held if verdict]
    if node.of is None:
        return Decimal(len(chosen))
    values = [evaluate(node.of, inner) for inner in chosen]
    if any(value is UNKNOWN for value in values):
        return UNKNOWN
    return fold(node.aggregation, cast("list[Value]", values))


# --- rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that holds, in a table that collects, and its own values."""

    rule: Rule
    values: Mapping[str, Result]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What first match gives: the earlier rules still undecided, and the first rule that surely holds.

    Where none is undecided, ``values``, ``deadlines`` and ``named`` hold the governing answer's
    results, any of them UNKNOWN where it needs a fact not sent; ``hits`` are all rows that hold, in the
    table's order, where it collects.
    """

    undecided: tuple[Rule, ...]
    governing: Rule
    values: Mapping[str, Result] = field(default_factory=dict)
    deadlines: Mapping[str, Result] = field(default_factory=dict)
    named: Mapping[str, Result] = field(default_factory=dict)
    hits: tuple[Hit, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether this is an answer: nothing undecided before it, nothing unknown in it."""
        hits = (value for hit in self.hits for value in hit.values.values())
        results = (*self.values.values(), *self.deadlines.values(), *self.named.values(), *hits)
        return not self.undecided and UNKNOWN not in results


Govern = Callable[[Policy, Setting], Verdict]
"""What finds the verdict of the rules: ``govern``, or a compiled one that must agree with it."""


Found = tuple[int, tuple[Value, ...], tuple[Value, ...], tuple[Value, ...]]
"""The position of the governing rule, and its values, deadlines and named results in the answer's order."""

Code = Callable[[Facts, Mapping[str, Mapping[str, Value]], dict[str, Value]], list[Found]]
"""Of facts, answers of asked policies and an empty map for named formulas: what governs, or every row that holds."""


TestCode = Callable[[Facts, Mapping[str, Mapping[str, Value]], dict[str, Value]], object]
"""Of the same: whether a condition holds. Raises KeyError where something unknown stands in the way."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A compiled ``govern``, and what tells at once of most facts that nothing is wrong with them.

    ``plausible`` is about completed facts and the instant asked about, ``in_order`` about the acts of one policy.
    What they do not vouch for is looked at one by one. ``code`` is the generated function of a policy of plain
    rules: it gives the position of the rule that governs, its values, deadlines and named results, and raises
    KeyError where something unknown stands in the way. It is None for tables that are searched by an index.
    ``test`` is that of a condition on facts alone.
    """

    govern: Govern
    plausible: Callable[[Facts, datetime], bool]
    in_order: Callable[[Policy, Facts], bool]
    code: Callable[[Policy], Code | None]
    test: Callable[[Expression], TestCode]

    def __call__(self, policy: Policy, setting: Setting) -> Verdict:
        return self.govern(policy, setting)


def govern(policy: Policy, setting: Setting) -> Verdict:
    """The verdict of the rules: first match, unless they are the rows of a table that collects."""
    return collect(policy, setting) if policy.collects else first_match(policy, setting)


def first_match(policy: Policy, setting: Setting) -> Verdict:
    """Rules are read in order, and the first that holds governs; `otherwise` always holds."""
    undecided: list[Rule] = []
    for rule in (*policy.rules, policy.otherwise):
        held = evaluate(rule.when, setting)
        if held is UNKNOWN:
            undecided.append(rule)
        elif held:
            return Verdict(tuple(undecided), rule, *(({}, {}, {}) if undecided else results(rule, setting)))
    raise AssertionError("the last rule, `otherwise`, always holds")


def collect(policy: Policy, setting: Setting) -> Verdict:
    """All rows that hold, as one answer: the first of them, with the values of all. None may be undecided."""
    held = [(rule, evaluate(rule.when, setting)) for rule in policy.rules]
    undecided = tuple(rule for rule, verdict in held if verdict is UNKNOWN)
    rows = [rule for rule, verdict in held if verdict is True]
    first = rows[0] if rows else policy.otherwise
    if undecided:
        return Verdict(undecided, first)
    values, deadlines, named = results(first, setting)
    if not rows:
        return Verdict((), first, values, deadlines, named)
    hits = tuple(Hit(row, results(row, setting)[0]) for row in rows)
    return Verdict((), first, together(policy.aggregation, hits), deadlines, named, hits)


def together(aggregation: Aggregation | None, hits: tuple[Hit, ...]) -> Results:
    """The values of all rows as one, by the table's aggregation; without one, each row keeps its own."""
    if aggregation is None:
        return {}
    columns = {name: [hit.values[name] for hit in hits] for name in hits[0].values}
    return {
        name: UNKNOWN if UNKNOWN in column else fold(aggregation, cast("list[Value]", column))
        for name, column in columns.items()
    }


def results(rule: Rule, setting: Setting) -> tuple[Results, Results, Results]:
    """The values, deadlines and other named results of a rule's answer."""

    def worked_out(formulas: Mapping[str, Expression]) -> Results:
        return {name: evaluate(formula, setting) for name, formula in formulas.items()}

    answer = rule.answer
    return worked_out(answer.values), worked_out(answer.deadlines), worked_out(answer.named)
