"""What an expression is made of, and which facts it reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, assert_never, get_args

from policykit.model import (
    AbsentLiteral,
    Aggregate,
    And,
    Arithmetic,
    Asked,
    Call,
    ChoiceLiteral,
    Comparison,
    DateLiteral,
    DateTimeLiteral,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
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
    Presence,
    Quantifier,
    Side,
    Test,
    TextLiteral,
    TimeLiteral,
    Window,
)

NODES = get_args(Expression)
"""The classes of the expressions."""


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside this one, in reading order; a name's meaning counts as inside it."""
    match expression:
        case And(parts=inner) | Or(parts=inner):
            return inner
        case Not(part=part):
            return (part,)
        case Test(condition=condition):
            return (condition,)
        case LetRef(expression=named):
            return (named,)
        case Comparison(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Membership(value=value, options=options):
            return (value, *options)
        case Presence(value=value):
            return (value,)
        case Window(act=act, period=period, event=event, opens=opens):
            return (act, period, event) if opens is None else (act, period, event, opens)
        case Moment(period=period, event=event):
            return (period, event)
        case If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Call(arguments=arguments):
            return arguments
        case Quantifier(where=where):
            return (where,)
        case Aggregate(where=where, of=of):
            return (where,) if of is None else (where, of)
        case NumberRef(literal=literal):
            return (literal,)
        case (
            FactRef()
            | FieldRef()
            | Asked()
            | FlagLiteral()
            | ChoiceLiteral()
            | NumberLiteral()
            | MoneyLiteral()
            | DateLiteral()
            | DateTimeLiteral()
            | PeriodLiteral()
            | TimeLiteral()
            | TextLiteral()
            | AbsentLiteral()
        ):
            return ()
        case _:
            assert_never(expression)


def every(expression: Expression, *, elements: bool = True) -> Iterator[Expression]:
    """The expression and all inside it, in reading order; what has a name is gone into once.

    Without ``elements``, what is said of each element of a list is left out.
    """
    return _every(expression, set(), elements=elements)


def _every(expression: Expression, named: set[str], *, elements: bool) -> Iterator[Expression]:
    yield expression
    if isinstance(expression, LetRef):
        if expression.name in named:
            return
        named.add(expression.name)
    if elements or not isinstance(expression, Quantifier | Aggregate):
        for part in parts(expression):
            yield from _every(part, named, elements=elements)


def every_once(expressions: Iterable[Expression]) -> Iterator[Expression]:
    """All that is inside the expressions, in reading order.

    What several of them share, as the rows of a table do, is gone into once.
    """
    seen: set[int] = set()
    waiting = list(expressions)[::-1]
    while waiting:
        expression = waiting.pop()
        if id(expression) not in seen:
            seen.add(id(expression))
            yield expression
            waiting += parts(expression)[::-1]


def depth(expression: Expression, named: dict[str, int] | None = None) -> int:
    """The steps from the expression to the farthest thing inside it, through the names it uses."""
    known = {} if named is None else named
    if isinstance(expression, LetRef):
        if expression.name not in known:
            known[expression.name] = 1 + depth(expression.expression, known)
        return known[expression.name]
    return 1 + max((depth(part, known) for part in parts(expression)), default=0)


def size(expression: Expression, names: Mapping[str, int]) -> int:
    """How many parts the expression has once it is written out, where each of the ``names`` in it has so many."""
    if isinstance(expression, LetRef) and expression.name in names:
        return names[expression.name]
    return 1 + sum(size(part, names) for part in parts(expression))


def replaced(expression: Expression, change: Callable[[Expression], Expression | None]) -> Expression:
    """The expression with others in place of some of its parts.

    ``change`` gives what stands for a part, or None where the part stays and is gone into.
    """
    found = change(expression)
    if found is not None:
        return found
    inner: dict[str, Any] = {one.name: _replaced(getattr(expression, one.name), change) for one in fields(expression)}
    return replace(expression, **inner)


def _replaced(member: object, change: Callable[[Expression], Expression | None]) -> object:
    if isinstance(member, tuple):
        return tuple(_replaced(part, change) for part in member)
    return replaced(member, change) if isinstance(member, NODES) else member


def facts_read(*expressions: Expression) -> tuple[str, ...]:
    """The facts that the expressions read, lists among them, each once, in reading order."""
    names: dict[str, None] = {}
    for node in every_once(expressions):
        match node:
            case FactRef(name=name):
                names[name] = None
            case Quantifier(list=name) | Aggregate(list=name):
                names[name] = None
            case _:
                pass
    return tuple(names)


def aliases_read(*expressions: Expression) -> tuple[str, ...]:
    """The asked policies, by alias, whose answers the expressions read."""
    found = (node.alias for node in every_once(expressions) if isinstance(node, Asked))
    return tuple(dict.fromkeys(found))


def ends_a_period(expression: Expression) -> bool:
    """Whether the expression is the end of a period after its event: an instant that the period does not include."""
    match expression:
        case Moment(side=side):
            return side is Side.AFTER
        case LetRef(expression=named):
            return ends_a_period(named)
        case _:
            return False
