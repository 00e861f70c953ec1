"""Generated intake: the facts of a request, decoded by one call of msgspec and taken over by one generated function.

It takes only what ``deciding.facts`` takes, and makes of it what that makes, defaults filled in. Where
anything is unusual it gives None, and the facts go the long way, which names every fault. What msgspec
reads more kindly than we do (numbers, days, durations, texts) is decoded as what was sent and read by
``values``; the objects are closed, choices are literals. Two things only the whole body can tell, by counts
that are given along: that no name is repeated, and that every instant was sent in its usual form
(``values.has_plain_instants``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, assert_never

import msgspec
from msgspec import UNSET, UnsetType

from policykit import values
from policykit.backends.python.syntax import assign, call, is_, name_of
from policykit.model import (
    ABSENT,
    AsOf,
    Business,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Fact,
    Facts,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    ScalarType,
    TextType,
    Value,
)

Taken = tuple[Facts, int, int]
"""The completed facts, how many quotation marks a body without repeated names spends on them, and the instants."""

AS_OF, FOUND, QUOTES, INSTANTS, VALUE = "as_of", "found", "quotes", "instants", "value"


@dataclass(frozen=True, slots=True)
class Intake:
    """The type that a request's facts are decoded as, and what takes them over; None is left to the long way."""

    type: type[msgspec.Struct]
    take: Callable[[msgspec.Struct, datetime], Taken | None]


def compiled_intake(business: Business) -> Intake | None:
    """The intake of a business's facts; None where a name is both a fact and the beginning of others."""
    if business.branches & business.facts.keys():
        return None
    writer = Writer()
    body, kind = writer.object_of(business.facts, business.defaults, "sent")
    writer.functions.append(writer.function("take", "sent", body))
    code = compile(ast.fix_missing_locations(ast.Module(writer.functions, [])), f"<facts of {business.id}>", "exec")
    space: dict[str, Any] = {
        "__builtins__": {"len": len, "tuple": tuple, "type": type, "str": str},
        **RUNTIME,
        **writer.constants,
    }
    exec(code, space)  # noqa: S102  # names from files occur in it as constants only
    return Intake(kind, space["take"])


def amount(data: object) -> Value | None:
    """An amount of money, as ``read`` gives it."""
    if type(data) is str and len(data) <= values.DIGITS and data.isdigit() and data.isascii():
        return Decimal(data)
    return read(NUMBER, data)


NUMBER = NumberType()


def read(kind: ScalarType, data: object) -> Value | None:
    """The value as the long way reads it; None where that refuses it."""
    value = values.from_json(kind, data)
    return None if isinstance(value, values.Wrong) else value


RUNTIME: dict[str, object] = {
    "len": len,
    "str": str,
    "tuple": tuple,
    "type": type,
    "UNSET": UNSET,
    "ABSENT": ABSENT,
    "is_formed": values.is_formed_as_instant,
    "amount": amount,
    "read": read,
}


@dataclass(slots=True)
class Writer:
    """Writes the functions of one business, innermost first, and names what they refer to."""

    functions: list[ast.stmt] = field(default_factory=list)
    constants: dict[str, object] = field(default_factory=dict)

    def function(self, name: str, argument: str, body: list[ast.stmt]) -> ast.stmt:
        arguments = ast.arguments([], [ast.arg(argument), ast.arg(AS_OF)], None, [], [], None, [])
        given = ast.Tuple([name_of(FOUND), name_of(QUOTES), name_of(INSTANTS)], ast.Load())
        return ast.FunctionDef(name, arguments, [*body, ast.Return(given)], [], None, None)

    def object_of(
        self, facts: Mapping[str, Fact], defaults: Mapping[str, Value | AsOf], source: str
    ) -> tuple[list[ast.stmt], type[msgspec.Struct]]:
        """The statements that take over an object's members into a fresh map, and the type it is decoded as."""
        fixed = {name: value for name, value in defaults.items() if not isinstance(value, AsOf)}
        start = ast.Call(ast.Attribute(self.constant(fixed), "copy", ast.Load()), [], [])
        body = [assign(FOUND, start), assign(QUOTES, ast.Constant(0)), assign(INSTANTS, ast.Constant(0))]
        body += [keep(name, name_of(AS_OF)) for name, value in defaults.items() if isinstance(value, AsOf)]
        members, kind = self.members(tree(facts), facts, "", source)
        return [*body, *members], kind

    def members(
        self, level: Mapping[str, Any], facts: Mapping[str, Fact], prefix: str, source: str
    ) -> tuple[list[ast.stmt], type[msgspec.Struct]]:
        """The members of one object, which ``source`` holds: facts, or objects with more of them."""
        body: list[ast.stmt] = []
        fields: list[tuple[str, Any, Any]] = []
        renamed: dict[str, str] = {}
        for position, (key, below) in enumerate(level.items()):
            place, name = f"member_{position}", f"{prefix}{key}"
            renamed[place] = key
            member = ast.Attribute(name_of(source), place, ast.Load())
            if isinstance(below, dict):
                held = f"{source}_{position}"
                inner, kind = self.members(below, facts, f"{name}.", held)
                taken = [add(2), *inner]
            else:
                held = VALUE
                taken, kind = self.fact(name, facts[name])
            fields.append((place, kind | UnsetType, UNSET))
            unset = ast.Compare(name_of(held), [ast.IsNot()], [name_of("UNSET")])
            body += [assign(held, member), ast.If(unset, taken, [])]
        made = msgspec.defstruct("Sent", fields, rename=renamed, forbid_unknown_fields=True, gc=False)
        return body, made

    def fact(self, name: str, fact: Fact) -> tuple[list[ast.stmt], Any]:
        """The statements that take over one fact that was sent, and the type it is decoded as."""
        kind, taken = self.typed(name, fact)
        if not fact.may_be_absent:
            return taken, kind
        absent = [keep(name, name_of("ABSENT")), add(2)]
        return [ast.If(is_(name_of(VALUE), ast.Constant(None)), absent, taken)], kind | None

    def typed(self, name: str, fact: Fact) -> tuple[Any, list[ast.stmt]]:
        value = name_of(VALUE)
        match fact.type:
            case FlagType():
                return bool, [keep(name, value), add(2)]
            case ChoiceType(choices=choices):
                return Literal[choices], [keep(name, value), add(4)]
            case DateTimeType():
                return datetime, [OUT_OF_RANGE, keep(name, value), add(4), add(1, INSTANTS)]
            case TextType() as kind:
                # It would be counted among the instants.
                formed = ast.If(call("is_formed", value), [NOTHING], [])
                return str, [formed, *self.through("read", self.constant(kind), value), keep(name, value), add(4)]
            case DateType() | DurationType() as kind:
                return str, [*self.through("read", self.constant(kind), value), keep(name, value), add(4)]
            case NumberType() as kind:
                return Any, [texts(value, 2), *self.through("read", self.constant(kind), value), keep(name, value)]
            case MoneyType(currency=currency):
                fields: list[Any] = [("amount", Any), ("currency", Literal[currency])]
                money = msgspec.defstruct("Money", fields, forbid_unknown_fields=True, gc=False)
                given = assign(VALUE, ast.Attribute(value, "amount", ast.Load()))
                return money, [given, texts(value, 8), *self.through("amount", value), keep(name, value)]
            case ListType() as kind:
                return self.elements(name, kind)
            case _:
                assert_never(fact.type)

    def elements(self, name: str, kind: ListType) -> tuple[Any, list[ast.stmt]]:
        function = f"take_{len(self.functions)}"
        body, element = self.object_of(kind.fields, kind.defaults, "sent")
        self.functions.append(self.function(function, "sent", body))
        longer = ast.Compare(call("len", name_of(VALUE)), [ast.Gt()], [ast.Constant(kind.longest)])
        each = [
            assign("taken", call(function, name_of("element"), name_of(AS_OF))),
            ast.If(is_(name_of("taken"), ast.Constant(None)), [NOTHING], []),
            ast.Expr(
                ast.Call(
                    ast.Attribute(name_of("elements"), "append", ast.Load()),
                    [ast.Subscript(name_of("taken"), ast.Constant(0), ast.Load())],
                    [],
                )
            ),
            *(
                ast.AugAssign(
                    ast.Name(count, ast.Store()),
                    ast.Add(),
                    ast.Subscript(name_of("taken"), ast.Constant(place), ast.Load()),
                )
                for place, count in enumerate((QUOTES, INSTANTS), start=1)
            ),
        ]
        statements: list[ast.stmt] = [
            ast.If(longer, [NOTHING], []),
            assign("elements", ast.List([], ast.Load())),
            ast.For(ast.Name("element", ast.Store()), name_of(VALUE), each, [], None),
            keep(name, call("tuple", name_of("elements"))),
            add(2),
        ]
        return list[element], statements  # type: ignore[valid-type]  # a type that was made just now

    def through(self, function: str, *arguments: ast.expr) -> Iterator[ast.stmt]:
        """Reads the value by a function that gives None where it cannot be taken."""
        yield assign(VALUE, call(function, *arguments))
        yield ast.If(is_(name_of(VALUE), ast.Constant(None)), [NOTHING], [])

    def constant(self, value: object) -> ast.expr:
        name = f"constant_{len(self.constants) + 1}"
        self.constants[name] = value
        return name_of(name)


NOTHING: ast.stmt = ast.Return(ast.Constant(None))
OUT_OF_RANGE: ast.stmt = ast.If(
    ast.UnaryOp(
        ast.Not(),
        ast.Compare(
            ast.Constant(values.EARLIEST.year),
            [ast.LtE(), ast.Lt()],
            [ast.Attribute(name_of(VALUE), "year", ast.Load()), ast.Constant(values.LATEST.year)],
        ),
    ),
    [NOTHING],
    [],
)
"""Both limits are the first days of their years."""


def tree(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """The names of facts by their parts, as they nest in a request; None stands where a fact is."""
    root: dict[str, Any] = {}
    for name in facts:
        *branches, leaf = name.split(".")
        place = root
        for branch in branches:
            place = place.setdefault(branch, {})
        place[leaf] = None
    return root


def keep(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Subscript(name_of(FOUND), ast.Constant(name), ast.Store())], value)


def add(number: int, to: str = QUOTES) -> ast.stmt:
    return ast.AugAssign(ast.Name(to, ast.Store()), ast.Add(), ast.Constant(number))


def texts(value: ast.expr, quotes: int) -> ast.stmt:
    """Counts two more where a number came as a text."""
    is_text = is_(call("type", value), name_of("str"))
    return ast.AugAssign(
        ast.Name(QUOTES, ast.Store()), ast.Add(), ast.IfExp(is_text, ast.Constant(quotes + 2), ast.Constant(quotes))
    )
