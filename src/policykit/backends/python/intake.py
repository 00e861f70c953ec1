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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, assert_never

import msgspec
from msgspec import UNSET, Meta, UnsetType

from policykit import values
from policykit.backends.python.syntax import add, assign, call, is_, is_not, name_of, place, variable
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

Keep = Callable[[str, ast.expr], ast.stmt]
"""Where a fact goes: the statement that keeps it under its name."""

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
    module = ast.Module(writer.functions, [])
    place(module)
    code = compile(module, f"<facts of {business.id}>", "exec")
    space: dict[str, Any] = {"__builtins__": {}, **RUNTIME, **writer.constants}
    exec(code, space)  # noqa: S102  # names from files occur in it as constants only
    return Intake(kind, space["take"])


NUMBER = NumberType()


def read(kind: ScalarType, data: object) -> Value | None:
    """The value as the long way reads it; None where that refuses it."""
    value = values.from_json(kind, data)
    return None if isinstance(value, values.Wrong) else value


RUNTIME: dict[str, object] = {
    "Decimal": Decimal,
    "len": len,
    "str": str,
    "tuple": tuple,
    "type": type,
    "UNSET": UNSET,
    "ABSENT": ABSENT,
    "is_formed": values.is_formed_as_instant,
    "read": read,
}


@dataclass(frozen=True, slots=True)
class Taking:
    """How one fact is taken over: its type as it is decoded, the statements, and what it spends as usually sent."""

    type: Any
    statements: list[ast.stmt]
    quotes: int
    instants: int = 0

    def back(self, left: int = 0) -> list[ast.stmt]:
        """Takes back what was spent but so many quotation marks."""
        return [*add(left - self.quotes, QUOTES), *add(-self.instants, INSTANTS)]


@dataclass(slots=True)
class Writer:
    """Writes the functions of one business, innermost first, and names what they refer to.

    ``check`` gives more statements for a fact that has been taken over, whose value `value` then holds.
    """

    functions: list[ast.stmt] = field(default_factory=list)
    constants: dict[str, object] = field(default_factory=dict)
    check: Callable[[Fact], Iterable[ast.stmt]] = lambda _: ()

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
        body += [in_map(name, name_of(AS_OF)) for name, value in defaults.items() if isinstance(value, AsOf)]
        members, kind = self.members(tree(facts), facts, "", source, in_map)
        return [*body, *members], kind

    def variables_of(
        self, facts: Mapping[str, Fact], defaults: Mapping[str, Value | AsOf], source: str
    ) -> tuple[list[ast.stmt], type[msgspec.Struct]]:
        """As ``object_of``, into a variable for each fact, None where one is unknown; what is counted is added to."""
        body = [in_variable(name, self.default(defaults.get(name))) for name in facts]
        members, kind = self.members(tree(facts), facts, "", source, in_variable)
        return [*body, *members], kind

    def default(self, value: Value | AsOf | None) -> ast.expr:
        match value:
            case AsOf():
                return name_of(AS_OF)
            case None | bool() | str():
                return ast.Constant(value)
            case _:
                return name_of("ABSENT") if value is ABSENT else self.constant(value)

    def members(
        self, level: Mapping[str, Any], facts: Mapping[str, Fact], prefix: str, source: str, keep: Keep
    ) -> tuple[list[ast.stmt], type[msgspec.Struct]]:
        """The members of one object, which ``source`` holds: facts, or objects with more of them.

        Most objects that are sent have most of their facts: what all of them spend is counted at once, and what one
        that is missing would have spent is taken back.
        """
        body: list[ast.stmt] = []
        fields: list[tuple[str, Any, Any]] = []
        renamed: dict[str, str] = {}
        quotes = instants = 0
        for position, (key, below) in enumerate(level.items()):
            place, name = f"member_{position}", f"{prefix}{key}"
            renamed[place] = key
            if isinstance(below, dict):
                held = f"{source}_{position}"
                inner, kind = self.members(below, facts, f"{name}.", held, keep)
                taken, missing = [*add(2, QUOTES), *inner], list[ast.stmt]()
            else:
                held, taking = VALUE, self.fact(name, facts[name], keep)
                kind, taken, missing = taking.type, taking.statements, taking.back()
                quotes, instants = quotes + taking.quotes, instants + taking.instants
            fields.append((place, kind | UnsetType, UNSET))
            body.append(assign(held, ast.Attribute(name_of(source), place, ast.Load())))
            body.append(ast.If(is_not(name_of(held), name_of("UNSET")), taken, missing))
        made = msgspec.defstruct("Sent", fields, rename=renamed, forbid_unknown_fields=True, gc=False)
        return [*add(quotes, QUOTES), *add(instants, INSTANTS), *body], made

    def fact(self, name: str, fact: Fact, keep: Keep) -> Taking:
        """How one fact that was sent is taken over."""
        taking = self.typed(name, fact, keep)
        taking.statements.extend(self.check(fact))
        if not fact.may_be_absent:
            return taking
        absent = [keep(name, name_of("ABSENT")), *taking.back(2)]
        either = ast.If(is_(name_of(VALUE), ast.Constant(None)), absent, taking.statements)
        return Taking(taking.type | None, [either], taking.quotes, taking.instants)

    def typed(self, name: str, fact: Fact, keep: Keep) -> Taking:
        value = name_of(VALUE)
        kept = keep(name, value)
        match fact.type:
            case FlagType():
                return Taking(bool, [kept], 2)
            case ChoiceType(choices=choices):
                return Taking(Literal[choices], [kept], 4)
            case DateTimeType():
                return Taking(INSTANT, [OUT_OF_RANGE, kept], 4, 1)
            case TextType() as kind:
                # It would be counted among the instants.
                formed = ast.If(call("is_formed", value), [NOTHING], [])
                return Taking(str, [formed, *self.through_read(kind), kept], 4)
            case DateType() | DurationType() as kind:
                return Taking(str, [*self.through_read(kind), kept], 4)
            case NumberType() as kind:
                in_text = ast.If(is_(call("type", value), name_of("str")), add(2, QUOTES), [])
                return Taking(Any, [in_text, *self.through_read(kind), kept], 2)
            case MoneyType(currency=currency):
                fields: list[Any] = [("amount", Any), ("currency", Literal[currency])]
                money = msgspec.defstruct("Money", fields, forbid_unknown_fields=True, gc=False)
                given = assign(VALUE, ast.Attribute(value, "amount", ast.Load()))
                plain = assign(VALUE, call("Decimal", value))
                no_text = ast.If(is_not(call("type", value), name_of("str")), add(-2, QUOTES), [])
                read = ast.If(PLAIN_DIGITS, [plain], [no_text, *self.through_read(NUMBER)])
                return Taking(money, [given, read, kept], 10)
            case ListType() as kind:
                return self.elements(kind, keep(name, call("tuple", name_of("elements"))))
            case _:
                assert_never(fact.type)

    def elements(self, kind: ListType, kept: ast.stmt) -> Taking:
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
            kept,
        ]
        return Taking(list[element], statements, 2)  # type: ignore[valid-type]  # a type that was made just now

    def through_read(self, kind: ScalarType) -> Iterator[ast.stmt]:
        """Reads the value as the long way does; what that refuses is left to it."""
        yield assign(VALUE, call("read", self.constant(kind), name_of(VALUE)))
        yield ast.If(is_(name_of(VALUE), ast.Constant(None)), [NOTHING], [])

    def constant(self, value: object) -> ast.expr:
        name = f"constant_{len(self.constants) + 1}"
        self.constants[name] = value
        return name_of(name)


INSTANT = Annotated[datetime, Meta(tz=True)]
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
PLAIN_DIGITS = ast.parse(
    f"type({VALUE}) is str and len({VALUE}) <= {values.DIGITS} and {VALUE}.isdigit() and {VALUE}.isascii()", mode="eval"
).body
"""Amounts as nearly all are sent, of which ``values`` would say no more than that they are numbers."""


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


def in_map(name: str, value: ast.expr) -> ast.stmt:
    return ast.Assign([ast.Subscript(name_of(FOUND), ast.Constant(name), ast.Store())], value)


def in_variable(name: str, value: ast.expr) -> ast.stmt:
    return assign(variable(name), value)
