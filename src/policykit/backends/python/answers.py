"""Generated answers: one function from the facts of a question, as they were decoded, to the text of its bare answer.

It takes the facts over as ``intake`` does, tests them as ``plausible`` does, and tries the rules as ``functions``
does, but with each fact in a variable, and writes what governs into a form that was prepared. Where anything is
unusual, missing or wrong it gives None, and the question goes the long way.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec

from policykit import clocks
from policykit.backends.operands import Operands
from policykit.backends.python import intake, plausible
from policykit.backends.python.expressions import ALLOWED, OPERATORS, RUNTIME, ByDay, Translator, by_day, let_name
from policykit.backends.python.functions import is_large
from policykit.backends.python.intake import AS_OF, INSTANTS, NOTHING, QUOTES, VALUE
from policykit.backends.python.syntax import assign, both, call, is_, is_not, joined, name_of, place, variable
from policykit.calculation import EXACT, exact
from policykit.model import (
    Aggregate,
    Asked,
    Business,
    ChoiceLiteral,
    Expression,
    Fact,
    FactRef,
    FlagLiteral,
    ListType,
    Moment,
    MoneyLiteral,
    NumberLiteral,
    NumberRef,
    Operator,
    Policy,
    Quantifier,
    Rule,
    TextLiteral,
    Value,
)
from policykit.walk import every

Answered = tuple[str, str, int, int]
"""The answer and its outcome, and the quotation marks and instants of the question, as ``intake`` counts them."""

Answer = Callable[[msgspec.Struct, datetime, str, int, int], Answered | None]
"""Of a question's facts, the instant it is asked for, the id that its answer is to bear, and what was counted of the
question's other members."""

SENT, ID = "sent", "id"
ARGUMENTS = (SENT, AS_OF, ID, QUOTES, INSTANTS)


@dataclass(frozen=True, slots=True)
class Slot:
    """What an answer says of the result of one formula; ``write`` gives it with its name."""

    formula: Expression
    write: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Form:
    """How the answer of one rule is written: its outcome, and what stands around its id, values and deadlines.

    Between the slots stand commas.
    """

    outcome: str
    opening: str
    before: str
    values: tuple[Slot, ...]
    between: str
    deadlines: tuple[Slot, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Answers:
    """The type that a question's facts are decoded as, and what answers it."""

    type: type[msgspec.Struct]
    answer: Answer


def compiled_answers(
    business: Business, versions: Sequence[Policy], form: Callable[[Policy, Rule], Form]
) -> Answers | None:
    """What answers questions to a policy, of which these are all versions. None where some of it is never simple.

    Such is a policy that asks others, is bound by law, collects rows, or is a table that an index answers for.
    """
    if business.branches & business.facts.keys():
        return None
    if any(one.asks or one.floors or one.collects or is_large(one) for one in versions):
        return None
    return Writer(business, form).compiled(versions)


@dataclass(slots=True)
class Rules(Translator):
    """Translates the expressions of one version over variables. ``certain`` facts are never unknown."""

    certain: frozenset[str] = frozenset()
    mark: str = ""
    """What tells this version's formulas from those of the others."""
    days: set[str] = field(default_factory=set)
    """Variables that hold the local day of a fact, once it was asked for."""
    in_let: bool = False

    def fact(self, name: str) -> ast.expr:
        value = name_of(variable(name))
        if name in self.certain:
            return value
        return ast.IfExp(is_not(value, ast.Constant(None)), value, call("unknown"))

    def let(self, name: str) -> ast.expr:
        return call(self.let_function(name))

    def let_function(self, name: str) -> str:
        return f"{self.mark}{let_name(name)}"

    def arithmetic(self, operator: Operator, left: Expression, right: Expression) -> ast.expr:
        """Numbers at once; no policy is asked here, whose values may be of any type."""
        if self.operands.is_time(left):
            return super(Rules, self).arithmetic(operator, left, right)
        return call("exact", call(f"exactly_{OPERATORS[operator]}", self.evaluate(left), self.evaluate(right)))

    def day(self, time: Expression, value: ast.expr) -> ast.expr:
        """The local day of a time; that of a fact is found once, and at once where it is the day that was sent."""
        if self.in_let or not isinstance(time, FactRef):
            return super(Rules, self).day(time, value)
        sent, held = name_of(variable(time.name)), f"day_of_{variable(time.name)}"
        if not self.operands.is_instant(time):
            found = super(Rules, self).day(time, value)
        else:
            day = ast.NamedExpr(
                ast.Name("day", ast.Store()), ast.Call(ast.Attribute(value, "date", ast.Load()), [], [])
            )
            offset = ast.Subscript(self.constant(clocks.offsets(self.calendar.zone)), day, ast.Load())
            elsewhere = super(Rules, self).day(time, sent)
            found = ast.IfExp(is_(offset, ast.Attribute(sent, "tzinfo", ast.Load())), name_of("day"), elsewhere)
        self.days.add(held)
        return ast.BoolOp(ast.Or(), [name_of(held), ast.NamedExpr(ast.Name(held, ast.Store()), found)])

    def lets_written(self) -> Iterator[ast.stmt]:
        """The functions of all formulas met; each is worked out once a question."""
        self.in_let = True
        done: set[str] = set()
        while missing := [name for name in self.lets if name not in done]:
            for name in missing:
                done.add(name)
                yield from self.let_written(name)

    def let_written(self, name: str) -> Iterator[ast.stmt]:
        function = self.let_function(name)
        held = f"{function}_known"
        work_out = assign(held, self.evaluate(self.lets[name]))
        body: list[ast.stmt] = [
            ast.Nonlocal([held]),
            ast.If(is_(name_of(held), ast.Constant(None)), [work_out], []),
            ast.Return(name_of(held)),
        ]
        yield assign(held, ast.Constant(None))
        yield ast.FunctionDef(function, ast.arguments([], [], None, [], [], None, []), body, [], None, None)


@dataclass(slots=True)
class Writer:
    """Writes the function of one policy."""

    business: Business
    form: Callable[[Policy, Rule], Form]
    constants: dict[str, object] = field(default_factory=dict)

    def compiled(self, versions: Sequence[Policy]) -> Answers:
        tests = plausible.Writer(self.business, set(self.business.facts), [NOTHING], self.constants)
        taking = intake.Writer(constants=self.constants, check=partial(not_later, tests))
        taken, kind = taking.variables_of(self.business.facts, self.business.defaults, SENT)
        # Newest first: most orders are new, and no two versions are in force at once.
        body = [
            *taken,
            *tests.not_yet(defaulted(self.business.facts)),
            *tests.all_upheld(),
            *self.pin(versions[-1], tests),
            *(self.version(number, one, tests) for number, one in reversed(list(enumerate(versions)))),
        ]
        doubt = ast.ExceptHandler(name_of("KeyError"), None, [NOTHING])
        arguments = ast.arguments(
            [], [ast.arg(one) for one in (SENT, AS_OF, ID, QUOTES, INSTANTS)], None, [], [], None, []
        )
        whole: list[ast.stmt] = [ast.Try([*body, NOTHING], [doubt], [], [])]
        function = ast.FunctionDef("answer", arguments, whole, [], None, None)
        module = ast.Module([*taking.functions, function], [])
        place(module)
        code = compile(module, f"<answers of {self.business.id} {versions[-1].id}>", "exec")
        space: dict[str, Any] = {"__builtins__": ALLOWED, **RUNTIME, **intake.RUNTIME, **NAMES, **self.constants}
        exec(code, space)  # noqa: S102  # of the model's closed set of nodes, as in ``functions``
        return Answers(kind, space["answer"])

    def pin(self, newest: Policy, tests: plausible.Writer) -> Iterator[ast.stmt]:
        """Nothing is said while it is not known which version decides."""
        if newest.pinned_to:
            known = both(*tests.there(newest.pinned_to, self.business.facts[newest.pinned_to]))
            yield ast.If(ast.UnaryOp(ast.Not(), known), [NOTHING], [])

    def version(self, number: int, policy: Policy, tests: plausible.Writer) -> ast.stmt:
        certain = frozenset(self.business.defaults)
        calendar = self.business.calendar
        rules = Rules(
            Operands(self.business.facts), calendar, self.constants, certain=certain, mark=f"version_{number}_"
        )
        tried = [self.rule(policy, rule, rules) for rule in (*policy.rules, policy.otherwise)]
        lets = list(rules.lets_written())
        days = [assign(held, ast.Constant(None)) for held in sorted(rules.days)]
        in_order = [test for act, event in policy.acts for test in tests.follows(act, event)]
        return ast.If(self.in_force(policy), [*in_order, *days, *lets, *tried], [])

    def in_force(self, policy: Policy) -> ast.expr:
        pin = name_of(variable(policy.pinned_to) if policy.pinned_to else AS_OF)
        limits = []
        # With a fixed offset, which most orders share, the limits are compared several times as fast.
        if policy.starts is not None:
            limits.append(ast.Compare(self.local(policy.starts), [ast.LtE()], [pin]))
        if policy.ends is not None:
            limits.append(ast.Compare(pin, [ast.Lt()], [self.local(policy.ends)]))
        return both(*limits)

    def local(self, at: datetime) -> ast.expr:
        return self.constant(clocks.in_zone(at, self.business.calendar))

    def rule(self, policy: Policy, rule: Rule, rules: Rules) -> ast.stmt:
        form = self.form(policy, rule)
        needed = [ast.Expr(rules.evaluate(one)) for one in rule.answer.named.values() if may_be_unknown(one, rules)]
        given = ast.Tuple(
            [self.written(form, rules), ast.Constant(form.outcome), name_of(QUOTES), name_of(INSTANTS)], ast.Load()
        )
        return ast.If(rules.evaluate(rule.when), [*needed, ast.Return(given)], [])

    def written(self, form: Form, rules: Rules) -> ast.expr:
        """The text of an answer."""
        values = [self.told(one, rules) for one in form.values]
        deadlines = [self.deadline(one, rules) for one in form.deadlines]
        pieces = [
            ast.Constant(form.opening),
            name_of(ID),
            ast.Constant(form.before),
            *with_commas(values),
            ast.Constant(form.between),
            *with_commas(deadlines),
            ast.Constant(form.after),
        ]
        return joined(pieces)

    def told(self, slot: Slot, rules: Rules) -> ast.expr:
        """A value as it is written, at once where it is always the same."""
        formula = slot.formula.literal if isinstance(slot.formula, NumberRef) else slot.formula
        if isinstance(formula, FlagLiteral | ChoiceLiteral | TextLiteral | NumberLiteral | MoneyLiteral):
            return ast.Constant(slot.write(formula.value))
        return ast.Call(self.constant(slot.write), [rules.evaluate(formula)], [])

    def deadline(self, slot: Slot, rules: Rules) -> ast.expr:
        """A deadline as it is written; of those counted in days, the texts are kept by the day they run from."""
        counted = by_day(slot.formula) if isinstance(slot.formula, Moment) else None
        if counted is None:
            return ast.Call(self.constant(slot.write), [rules.evaluate(slot.formula)], [])
        steps, innermost = counted
        texts = self.constant(WrittenByDay(ByDay(steps, rules.calendar), slot.write))
        return ast.Subscript(texts, rules.day(innermost, rules.evaluate(innermost)), ast.Load())

    def constant(self, value: object) -> ast.expr:
        name = f"constant_{len(self.constants) + 1}"
        self.constants[name] = value
        return name_of(name)


class WrittenByDay(dict[date, str]):
    """The ends of a period as they are written, by the day from which they are counted."""

    def __init__(self, ends: ByDay, write: Callable[[datetime], str]) -> None:
        super().__init__()
        self.ends = ends
        self.write = write

    def __missing__(self, day: date) -> str:
        if len(self) >= clocks.MOST_KEPT:
            self.clear()
        found = self[day] = self.write(self.ends.counted(day))
        return found


def not_later(tests: plausible.Writer, fact: Fact) -> Iterator[ast.stmt]:
    """Doubts a fact that was sent, and that cannot have happened yet."""
    if plausible.is_told(fact):
        yield ast.If(tests.later(name_of(VALUE), fact), tests.no, [])


def defaulted(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts for which a time of the author's may stand, and the lists with such a field."""
    return {name: fact for name, fact in facts.items() if has_time_for_default(fact)}


def has_time_for_default(fact: Fact) -> bool:
    inner = fact.type.fields.values() if isinstance(fact.type, ListType) else ()
    return isinstance(fact.when_not_sent, date) or any(map(has_time_for_default, inner))


def may_be_unknown(formula: Expression, rules: Rules) -> bool:
    """Whether a formula that is not written here may need what is not known."""
    return any(
        isinstance(node, Quantifier | Aggregate | Asked)
        or (isinstance(node, FactRef) and node.name not in rules.certain)
        for node in every(formula)
    )


def with_commas(pieces: Sequence[ast.expr]) -> Iterator[ast.expr]:
    for number, piece in enumerate(pieces):
        if number:
            yield ast.Constant(",")
        yield piece


def unknown() -> Value:
    """What is unknown leaves the function."""
    raise KeyError


NAMES: Mapping[str, object] = {
    **plausible.NAMES,
    "unknown": unknown,
    "exact": exact,
    "exactly_add": EXACT.add,
    "exactly_subtract": EXACT.subtract,
    "exactly_multiply": EXACT.multiply,
    "exactly_divide": EXACT.divide,
}
"""What the function names beside what its parts do."""
