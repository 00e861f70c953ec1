"""`numbers:` and `let:`, the names that a policy gives to numbers and formulas."""

from __future__ import annotations

from dataclasses import replace

from policykit.kinds.plain import Placed
from policykit.language.parse import KEYWORDS
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import PeriodType, Typed, in_words
from policykit.model import (
    Aggregate,
    Aggregation,
    Expression,
    FlagLiteral,
    LetRef,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberType,
    PeriodLiteral,
)
from policykit.source.conditions import read_each, read_when
from policykit.source.drafts import Surroundings
from policykit.source.sheet import Sheet
from policykit.walk import depth

DEEPEST = 100
"""Steps from a formula down to the facts, through every name it uses."""


def numbers_of(
    piece: Placed | None, around: Surroundings, sheet: Sheet
) -> dict[str, NumberLiteral | MoneyLiteral | PeriodLiteral]:
    numbers: dict[str, NumberLiteral | MoneyLiteral | PeriodLiteral] = {}
    for name, entry in piece.items() if piece else []:
        _new_name(name, entry, around, sheet)
        typed = read_formula(entry.data, Scope({}), sheet.faults(entry))
        match typed.expression if typed else None:
            case (NumberLiteral() | MoneyLiteral() | PeriodLiteral()) as literal:
                numbers[name] = literal
            case None:
                pass
            case _:
                sheet.report(
                    "wrong-type",
                    f"`{entry.data}` is no number",
                    sheet.span(entry),
                    "write `0.3`, `24 hours`, `5 CNY`, `100 km`",
                )
    return numbers


def fixed_period(piece: Placed, sheet: Sheet) -> PeriodLiteral | None:
    """The period that a text states without any names; None where it cannot be read, which the sheet then tells."""
    typed = read_formula(piece.data, Scope({}), sheet.faults(piece))
    return typed.expression if typed and isinstance(typed.expression, PeriodLiteral) else None


def _new_name(name: str, entry: Placed, around: Surroundings, sheet: Sheet) -> None:
    if name in KEYWORDS:
        sheet.report("reserved-word", f"`{name}` is a word of the language", sheet.key_span(entry), "take another name")
    if name in around.facts:
        sheet.report("duplicate-name", f"`{name}` is a fact already", sheet.key_span(entry), "take another name")


def lets_of(piece: Placed | None, scope: Scope, sheet: Sheet) -> dict[str, Typed]:
    """The named formulas; each can use those above it. One that cannot be read is left out."""
    lets: dict[str, Typed] = {}
    for name, entry in piece.items() if piece else []:
        if name in scope.numbers or name in scope.facts or name in KEYWORDS:
            sheet.report("duplicate-name", f"`{name}` is in use already", sheet.key_span(entry), "take another name")
        known = {
            above: Typed(LetRef(above, typed.expression), typed.type, typed.absent) for above, typed in lets.items()
        }
        broken = frozenset(above for above in _above(piece, name) if above not in lets)
        inner = replace(scope.naming(known), broken=scope.broken | broken)
        typed = (
            read_formula(entry.data, inner, sheet.faults(entry))
            if isinstance(entry.data, str)
            else _aggregate(entry, inner, sheet)
        )
        if typed is not None and _may_be_named(typed, entry, sheet):
            lets[name] = typed
    return lets


def _above(piece: Placed | None, name: str) -> list[str]:
    names = list(piece.data) if piece else []
    return names[: names.index(name)]


def _may_be_named(typed: Typed, entry: Placed, sheet: Sheet) -> bool:
    if isinstance(typed.type, PeriodType | ListType):
        sheet.report(
            "wrong-type",
            f"`let` is for formulas, this is {in_words(typed.type)}",
            sheet.span(entry),
            "name it under `numbers:`",
        )
        return False
    if depth(typed.expression) > DEEPEST:
        sheet.report(
            "too-deep", "this formula stands on too many others", sheet.span(entry), "make the chain of names shorter"
        )
        return False
    return True


def _aggregate(entry: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    words = [word for word in Aggregation if word in entry.data]
    if len(words) != 1:
        sheet.report(
            "wrong-shape",
            "expected one of `count`, `sum`, `min` and `max`",
            sheet.key_span(entry),
            "write `count: past in customer.returns`",
        )
        return None
    aggregation = words[0]
    if (aggregation is Aggregation.COUNT) == ("of" in entry.data):
        text = "`count` takes no `of`" if aggregation is Aggregation.COUNT else f"`{aggregation}` needs `of`"
        sheet.report("wrong-shape", text, sheet.key_span(entry), "`of:` is the formula for one element")
        return None
    each = read_each(entry[aggregation.value], scope, sheet)
    if each is None:
        return None
    variable, name, kind = each
    inner = scope.holding(variable, kind)
    where = read_when(entry["where"], inner, sheet) if "where" in entry.data else FlagLiteral(value=True)
    of = read_formula(entry["of"].data, inner, sheet.faults(entry["of"])) if "of" in entry.data else None
    if where is None or ("of" in entry.data and of is None):
        return None
    span = sheet.key_span(entry)
    if of is None:
        return Typed(Aggregate(aggregation, variable, name, where, None, span), NumberType())
    if not isinstance(of.type, NumberType | MoneyType) or of.absent:
        sheet.report(
            "wrong-type",
            f"`{aggregation}` is over numbers or amounts that are never absent",
            sheet.span(entry["of"]),
            "wrap it: `or_else(x, 0)`",
        )
        return None
    result: Expression = Aggregate(aggregation, variable, name, where, of.expression, span)
    # The sum of no amounts is 0; the least and greatest of none are not there.
    return Typed(result, of.type, aggregation is not Aggregation.SUM)
