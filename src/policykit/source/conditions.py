"""A `when` map to one expression: a test a line, groups of tests, and tests over lists."""

from __future__ import annotations

import re

from policykit.diagnostics import did_you_mean
from policykit.kinds.plain import Placed
from policykit.language.read import read_test
from policykit.language.scope import Scope
from policykit.language.types import Typed
from policykit.model import And, Expression, FlagLiteral, ListType, Not, Or, Quantifier, Quantity, Test
from policykit.source.sheet import Sheet

GROUPS = ("any", "all", "none")
QUANTITIES = tuple(Quantity)
DEEPEST = 16
"""Groups within groups."""

_EACH = re.compile(r"([a-z][a-z0-9_]*) +in +([a-z][a-z0-9_.]*)")


def read_when(piece: Placed, scope: Scope, sheet: Sheet, depth: int = 0) -> Expression | None:
    """What the map says, all lines together; None where any line is wrong, which the sheet then tells."""
    if not isinstance(piece.data, dict):
        sheet.report("wrong-shape", "expected tests, one a line", sheet.span(piece), "write `fact: test`")
        return None
    if not piece.data:
        sheet.report("empty-value", "there is no test here", sheet.span(piece), "write at least one line `fact: test`")
        return None
    if depth > DEEPEST:
        sheet.report("too-deep", "too many groups within groups", sheet.span(piece), "name a part under `let:`")
        return None
    parts = [
        _group(key, line, scope, sheet, depth)
        if key in GROUPS
        else _quantified(Quantity(key), piece, scope, sheet, depth)
        if key in QUANTITIES
        else _line(key, line, scope, sheet)
        for key, line in piece.items()
        if not (key == "where" and any(quantity in piece.data for quantity in QUANTITIES))
    ]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return joined(known, sheet, piece)


def joined(conditions: tuple[Expression, ...], sheet: Sheet, piece: Placed) -> Expression:
    """All the conditions as one; of none, it always holds."""
    if len(conditions) == 1:
        return conditions[0]
    return And(conditions, sheet.span(piece)) if conditions else FlagLiteral(value=True, span=sheet.span(piece))


def _group(word: str, piece: Placed, scope: Scope, sheet: Sheet, depth: int) -> Expression | None:
    if not isinstance(piece.data, list) or not piece.data:
        help = "begin each with `- `, on a line of its own"
        sheet.report("wrong-shape", f"`{word}:` takes a list of tests", sheet.key_span(piece), help)
        return None
    parts = [read_when(piece[index], scope, sheet, depth + 1) for index in range(len(piece.data))]
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    span = sheet.span(piece)
    match word:
        case "all":
            return And(known, span)
        case "any":
            return Or(known, span)
        case _:
            return Not(Or(known, span), span)


def _quantified(quantity: Quantity, piece: Placed, scope: Scope, sheet: Sheet, depth: int) -> Expression | None:
    each = read_each(piece[quantity.value], scope, sheet)
    if "where" not in piece.data:
        sheet.report(
            "missing-key",
            f"`{quantity}` needs `where`",
            sheet.key_span(piece[quantity.value]),
            "add `where:` with the tests of one element",
        )
        return None
    if each is None:
        return None
    variable, name, kind = each
    where = read_when(piece["where"], scope.holding(variable, kind), sheet, depth + 1)
    return None if where is None else Quantifier(quantity, variable, name, where, sheet.key_span(piece[quantity.value]))


def read_each(piece: Placed, scope: Scope, sheet: Sheet) -> tuple[str, str, ListType] | None:
    """The variable, the list's name and its type, of `room in booking.rooms`."""
    match = _EACH.fullmatch(piece.data.strip()) if isinstance(piece.data, str) else None
    if match is None:
        sheet.report(
            "syntax", "expected a name for one element and the list", sheet.span(piece), "write `room in booking.rooms`"
        )
        return None
    variable, name = match.groups()
    declared = scope.facts.get(name)
    if declared is None and scope.passes_over(name):
        return None
    if declared is None:
        help = did_you_mean(name, scope.facts, "declare it in facts.yaml with `type: list`")
        sheet.report("unknown-fact", f"unknown list `{name}`", sheet.span(piece), help)
        return None
    if not isinstance(declared.type, ListType):
        sheet.report(
            "wrong-type", f"`{name}` is not a list", sheet.span(piece), "lists have `type: list` in facts.yaml"
        )
        return None
    if variable in scope.elements:
        sheet.report(
            "duplicate-name", f"`{variable}` is in use already", sheet.span(piece), "name the element otherwise"
        )
        return None
    return variable, name, declared.type


def _line(key: str, piece: Placed, scope: Scope, sheet: Sheet) -> Expression | None:
    place = sheet.key_span(piece)
    subject = scope.find(key, place)
    if subject is None and not scope.passes_over(key):
        help = did_you_mean(key, [*GROUPS, *QUANTITIES]) or scope.suggest(key)
        sheet.report("unknown-fact", f"unknown name `{key}`", place, help)
    if not isinstance(piece.data, str):
        sheet.report(
            "wrong-shape", f"`{key}` takes a test on the same line", place, "join several values by commas: `a, b`"
        )
        return None
    if subject is None:
        return None
    if isinstance(subject.type, ListType):
        sheet.report("wrong-type", f"`{key}` is a list", place, f"write `some: one in {key}` and `where:`")
        return None
    return _tested(subject, piece, scope, sheet)


def _tested(subject: Typed, piece: Placed, scope: Scope, sheet: Sheet) -> Expression | None:
    condition = read_test(piece.data, subject, scope, sheet.faults(piece))
    if condition is None:
        return None
    return Test(subject.expression, piece.data, condition, sheet.span(piece))
