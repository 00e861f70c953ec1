"""A few facts of every type, and short ways to read a text with them."""

from __future__ import annotations

from decimal import Decimal

from policykit.diagnostics import Diagnostic
from policykit.language.read import read_formula, read_test
from policykit.language.scope import Faults, Scope
from policykit.language.types import Typed
from policykit.model import (
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    Fact,
    FactRef,
    FlagType,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
    Span,
    TextType,
    Type,
    Unit,
)

KIND = ChoiceType(("fresh", "boxed"))
WEIGHT = NumberType("kg", Decimal(0), Decimal(50))
LINES = ListType(
    {
        "price": Fact("price", MoneyType("TWD")),
        "broken_at": Fact("broken_at", DateTimeType(), optional=True),
    }
)
TYPES: dict[str, Type] = {
    "flag": FlagType(),
    "kind": KIND,
    "other.kind": ChoiceType(("boxed", "jar")),
    "order.method": ChoiceType(("card", "cash")),
    "count": NumberType(step=Decimal(1)),
    "share": NumberType(minimum=Decimal(0)),
    "weight": WEIGHT,
    "price": MoneyType("TWD"),
    "price.abroad": MoneyType("CNY"),
    "day": DateType(),
    "made_at": DateTimeType(),
    "delivered_at": DateTimeType(),
    "takes": DurationType(),
    "note": TextType(),
    "lines": LINES,
}
MAYBE = {"maybe.price": MoneyType("TWD"), "maybe.kind": KIND, "maybe.at": DateTimeType(), "maybe.count": NumberType()}
FACTS = {name: Fact(name, kind) for name, kind in TYPES.items()} | {
    name: Fact(name, kind, optional=True) for name, kind in MAYBE.items()
}
NUMBERS = {
    "fee": NumberLiteral(Decimal("0.1")),
    "nothing": NumberLiteral(Decimal(0)),
    "cap": MoneyLiteral(Decimal(500), "TWD"),
    "limit": PeriodLiteral(24, Unit.HOURS),
}
SCOPE = Scope(FACTS, NUMBERS)


def place(start: int, end: int) -> Span:
    return Span("shop.yaml", 1, start + 1, 1, end + 1)


def formula(text: str, scope: Scope = SCOPE, like: Typed | None = None) -> tuple[Typed | None, list[Diagnostic]]:
    """What a formula says, and what is wrong with it."""
    faults = Faults(place)
    return read_formula(text, scope, faults, like), faults.found


def said_of(name: str, text: str, scope: Scope = SCOPE) -> tuple[Expression | None, list[Diagnostic]]:
    """What a test says of a fact, and what is wrong with it."""
    faults = Faults(place)
    subject = scope.find(name, place(0, 0))
    assert subject
    return read_test(text, subject, scope, faults), faults.found


def holds(name: str, text: str, scope: Scope = SCOPE) -> Expression:
    """What a test says that has nothing wrong with it."""
    condition, found = said_of(name, text, scope)
    assert [] == found
    assert condition is not None
    return condition


def gives(text: str, scope: Scope = SCOPE) -> Typed:
    """What a formula says that has nothing wrong with it."""
    typed, found = formula(text, scope)
    assert [] == found
    assert typed is not None
    return typed


def ref(name: str) -> FactRef:
    return FactRef(name)
