"""Generated tests that tell at once of most facts that nothing is wrong with them.

They vouch, and never accuse: where one gives False, the facts are looked at one by one
(``deciding.facts``), which finds what is wrong and says so. So a condition is translated into whether
it may be false, and its parts into whether they may be false or may be true: strong Kleene, with
an unknown fact as a third value.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from policykit import clocks
from policykit.backends.operands import Operands
from policykit.backends.python.expressions import ALLOWED, FACTS, RUNTIME, Translator
from policykit.backends.python.syntax import assign, both, either, is_, is_not, name_of, place, variable
from policykit.model import (
    And,
    Asked,
    Business,
    Comparison,
    Constraint,
    DateTimeType,
    DateType,
    Expression,
    Fact,
    FactRef,
    Facts,
    LetRef,
    ListType,
    Literals,
    Membership,
    Not,
    NumberRef,
    Or,
    Policy,
    Presence,
    Test,
    Window,
)
from policykit.walk import every, facts_read, parts

AS_OF = "as_of"
LONGEST = 200
"""What an event may come to, its names written out; one that is longer is left in doubt."""
NO: list[ast.stmt] = [ast.Return(ast.Constant(False))]
NAMES: dict[str, object] = {"is_before": clocks.is_before, "KeyError": KeyError}
"""What the tests name beside what expressions do."""


def compiled_plausible(business: Business) -> Callable[[Facts, datetime], bool]:
    """Whether completed facts surely lie before ``as_of`` where they have happened, and contradict nothing."""
    writer = Writer(business)
    return writer.function("plausible", (FACTS, AS_OF), [*writer.not_yet(business.facts), *writer.all_upheld()])


def compiled_in_order(business: Business) -> Callable[[Policy, Facts], bool]:
    """Whether no act that a policy's windows measure lies before its event, as far as both are known."""
    known: dict[int, Callable[[Facts], bool]] = {}

    def in_order(policy: Policy, facts: Facts) -> bool:
        if id(policy) not in known:
            writer = Writer(business)
            body = [test for act, event in policy.acts for test in writer.follows(act, event)]
            known[id(policy)] = writer.function("in_order", (FACTS,), body)
        return known[id(policy)](facts)

    return in_order


class Reader(Translator):
    """Translates expressions over facts that the function has read into variables: None where one is unknown."""

    def evaluate(self, expression: Expression) -> ast.expr:
        # What has a name stands in these functions once or twice: it is written out.
        return super().evaluate(expression.expression if isinstance(expression, LetRef) else expression)

    def fact(self, name: str) -> ast.expr:
        return name_of(variable(name))


@dataclass(slots=True)
class Writer:
    """Writes tests; ``read`` are the facts that are in variables by now, ``no`` is what is done where one fails."""

    business: Business
    read: set[str] = field(default_factory=set)
    no: list[ast.stmt] = field(default_factory=lambda: NO)
    constants: dict[str, object] = field(default_factory=dict)
    translator: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.translator = Reader(Operands(self.business.facts), self.business.calendar, self.constants)

    def function(self, name: str, arguments: tuple[str, ...], body: list[ast.stmt]) -> Callable[..., bool]:
        """The compiled function; what it cannot read (a field that is missing) leaves it in doubt."""
        doubt = ast.ExceptHandler(ast.Name("KeyError", ast.Load()), None, NO)
        whole: list[ast.stmt] = [*body, ast.Return(ast.Constant(True))]
        signature = ast.arguments([], [ast.arg(one) for one in arguments], None, [], [], None, [])
        tree = ast.FunctionDef(name, signature, [ast.Try(whole, [doubt], [], [])], [], None, None)
        module = ast.Module([tree], [])
        place(module)
        code = compile(module, f"<{name} {self.business.id}>", "exec")
        names = {**NAMES, **self.constants}
        space: dict[str, Any] = {"__builtins__": ALLOWED, **RUNTIME, **names}
        exec(code, space)  # noqa: S102  # of the model's closed set of nodes, as in ``functions``
        made: Callable[..., bool] = space[name]
        return made

    # --- statements ---------------------------------------------------------------------------

    def reading(self, names: Iterable[str]) -> Iterator[ast.stmt]:
        """Reads facts into variables, each once."""
        for name in names:
            if name not in self.read:
                self.read.add(name)
                get = ast.Attribute(name_of(FACTS), "get", ast.Load())
                yield assign(variable(name), ast.Call(get, [ast.Constant(name)], []))

    def not_yet(self, facts: Mapping[str, Fact]) -> Iterator[ast.stmt]:
        """Doubts what is said to have happened, and lies after the instant asked about."""
        for name, fact in facts.items():
            if isinstance(fact.type, ListType):
                yield from self._not_yet_in(name, fact.type.fields)
            elif is_told(fact):
                yield from self.reading([name])
                yield ast.If(both(*self.there(name, fact), self.later(name_of(variable(name)), fact)), self.no, [])

    def all_upheld(self) -> Iterator[ast.stmt]:
        for constraint in self.business.constraints:
            yield from self.upholds(constraint)

    def _not_yet_in(self, name: str, fields: Mapping[str, Fact]) -> Iterator[ast.stmt]:
        """In every element of a list, the fields that are known."""
        tests: list[ast.stmt] = []
        for inner, fact in fields.items():
            if is_told(fact):
                get = ast.Attribute(name_of("element"), "get", ast.Load())
                found = ast.NamedExpr(ast.Name("found", ast.Store()), ast.Call(get, [ast.Constant(inner)], []))
                there = [is_not(found, ast.Constant(None)), is_not(name_of("found"), name_of("ABSENT"))]
                tests.append(ast.If(both(*there, self.later(name_of("found"), fact)), self.no, []))
        if tests:
            yield from self.reading([name])
            elements = ast.BoolOp(ast.Or(), [name_of(variable(name)), ast.Tuple([], ast.Load())])
            yield ast.For(ast.Name("element", ast.Store()), elements, tests, [], None)

    def upholds(self, constraint: Constraint) -> Iterator[ast.stmt]:
        """Doubts facts that a constraint may forbid. What is absent contradicts nothing, as in ``deciding.facts``."""
        about_presence = any(isinstance(node, Presence) for node in every(constraint.condition))
        yield from self.reading(facts_read(constraint.condition))
        passed_over = [] if about_presence else [
            is_not(name_of(variable(name)), name_of("ABSENT"))
            for name in constraint.reads
            if self.business.facts[name].may_be_absent
        ]  # fmt: skip
        yield ast.If(both(*passed_over, self.may_be(constraint.condition, wanted=False)), self.no, [])

    def follows(self, act: str, event: Expression) -> Iterator[ast.stmt]:
        """Doubts an act that lies before its event, or of whose event too little is known."""
        fact = self.business.facts[act]
        yield from self.reading([act, *facts_read(event)])
        if any(isinstance(node, Asked) for node in every(event)) or written_out(event, {}) > LONGEST:
            yield ast.If(both(*self.there(act, fact)), self.no, [])
            return
        happened = ast.NamedExpr(ast.Name("happened", ast.Store()), self.translator.evaluate(event))
        missing = either(*(is_(name_of(variable(name)), ast.Constant(None)) for name in facts_read(event)))
        found = is_not(happened, name_of("ABSENT"))
        before = self.before(name_of(variable(act)), name_of("happened"), FactRef(act), event)
        wrong = both(found, before)
        if isinstance(event, FactRef):
            yield ast.If(both(*self.there(act, fact), ast.UnaryOp(ast.Not(), missing), wrong), self.no, [])
        else:
            yield ast.If(both(*self.there(act, fact), either(missing, wrong)), self.no, [])

    # --- expressions --------------------------------------------------------------------------

    def there(self, name: str, fact: Fact) -> list[ast.expr]:
        """That a fact is known, and is not absent."""
        found = name_of(variable(name))
        absent = [is_not(found, name_of("ABSENT"))] if fact.may_be_absent else []
        return [is_not(found, ast.Constant(None)), *absent]

    def later(self, value: ast.expr, fact: Fact) -> ast.expr:
        """That a time lies after the instant asked about."""
        if isinstance(fact.type, DateTimeType):
            return ast.Compare(name_of(AS_OF), [ast.Lt()], [value])
        return self.calls_before(name_of(AS_OF), value)

    def before(self, act: ast.expr, event: ast.expr, *both_of: Expression) -> ast.expr:
        if all(self.translator.operands.is_instant(one) for one in both_of):
            return ast.Compare(act, [ast.Lt()], [event])
        return self.calls_before(act, event)

    def calls_before(self, first: ast.expr, second: ast.expr) -> ast.expr:
        calendar = self.translator.constant(self.business.calendar)
        return ast.Call(name_of("is_before"), [first, second, calendar], [])

    def may_be(self, condition: Expression, *, wanted: bool) -> ast.expr:
        """Whether a condition may have that truth."""
        match condition:
            case Test(condition=tested):
                return self.may_be(tested, wanted=wanted)
            case Not(part=part):
                return self.may_be(part, wanted=not wanted)
            case And(parts=inner):
                join = both if wanted else either
                return join(*(self.may_be(part, wanted=wanted) for part in inner))
            case Or(parts=inner):
                join = either if wanted else both
                return join(*(self.may_be(part, wanted=wanted) for part in inner))
            case _:
                return self.atom_may_be(condition, wanted=wanted)

    def atom_may_be(self, atom: Expression, *, wanted: bool) -> ast.expr:
        """Of facts that are all known it is worked out; else a plain atom can only be false by what is absent."""
        names = facts_read(atom)
        known = [is_not(name_of(variable(name)), ast.Constant(None)) for name in names]
        held = self.translator.evaluate(atom)
        if not wanted:
            held = ast.UnaryOp(ast.Not(), held)
        if not is_plain(atom):
            return either(ast.UnaryOp(ast.Not(), both(*known)), held) if known else held
        worked_out = both(*known, held)
        if wanted or isinstance(atom, Presence):
            return worked_out
        absent = [
            is_(name_of(variable(name)), name_of("ABSENT")) for name in names if self.business.facts[name].may_be_absent
        ]
        return either(*absent, worked_out)


def written_out(expression: Expression, names: dict[str, int]) -> int:
    """How many parts an expression has, where each name in it is what it stands for."""
    if isinstance(expression, LetRef):
        if expression.name not in names:
            names[expression.name] = written_out(expression.expression, names)
        return names[expression.name]
    return 1 + sum(written_out(part, names) for part in parts(expression))


def is_told(fact: Fact) -> bool:
    """Whether a fact is a time at which something is said to have happened."""
    return fact.happened and isinstance(fact.type, DateType | DateTimeType)


def is_plain(atom: Expression) -> bool:
    """Whether an atom compares nothing but facts and literals, so that it is unknown as soon as one of them is."""
    match atom:
        case Comparison(left=left, right=right):
            operands: tuple[Expression, ...] = (left, right)
        case Membership(value=value, options=options):
            operands = (value, *options)
        case Presence(value=value):
            operands = (value,)
        case Window(act=act, event=event, opens=None):
            operands = (act, event)
        case _:
            return False
    return all(isinstance(one, FactRef | NumberRef | Literals) for one in operands)
