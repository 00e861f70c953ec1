"""`numbers:` and `let:`, the names that a policy gives to numbers and formulas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from policykit.kinds.plain import Placed
from policykit.language.parse import KEYWORDS
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import PeriodType, TimeOfDayType, Typed, in_words, named
from policykit.model import Constant, ListType, MoneyLiteral, NumberLiteral, PeriodLiteral, Texts, TimeLiteral
from policykit.source.conditions import read_list_formula
from policykit.source.drafts import Surroundings
from policykit.source.sheet import Sheet
from policykit.walk import depth, size

DEEPEST = 100
"""Steps from a formula down to the facts, through every name it uses."""
MOST_PARTS = 5_000
"""The parts of a formula as readers are told it: a name in it that has no label is told by its own formula."""


def numbers_of(piece: Placed | None, around: Surroundings, sheet: Sheet) -> dict[str, Constant]:
    numbers: dict[str, Constant] = {}
    for name, entry in piece.items() if piece else []:
        _new_name(name, entry, around, sheet)
        typed = read_formula(entry.data, Scope({}), sheet.faults(entry))
        match typed.expression if typed else None:
            case (NumberLiteral() | MoneyLiteral() | PeriodLiteral() | TimeLiteral()) as literal:
                numbers[name] = literal
            case None:
                pass
            case _:
                sheet.report(
                    "wrong-type",
                    f"`{entry.data}` is no number",
                    sheet.span(entry),
                    "write `0.3`, `24 hours`, `5 CNY`, `100 km`, `09:00`",
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


def lets_of(entries: Mapping[str, Placed], scope: Scope, sheet: Sheet) -> dict[str, Typed]:
    """The named formulas; each can use those above it. One that cannot be read is left out."""
    lets: dict[str, Typed] = {}
    sizes: dict[str, int] = {}
    for name, entry in entries.items():
        if name in scope.numbers or name in scope.facts or name in KEYWORDS:
            sheet.report("duplicate-name", f"`{name}` is in use already", sheet.key_span(entry), "take another name")
        known = {above: named(above, typed) for above, typed in lets.items()}
        broken = frozenset(above for above in _above(entries, name) if above not in lets)
        inner = replace(scope.naming(known), broken=scope.broken | broken)
        typed = _read_let(entry, inner, sheet)
        if typed is not None and _may_be_named(typed, entry, sheet, told := size(typed.expression, sizes)):
            lets[name] = typed
            sizes[name] = 1 if _has_label(entry) else told
    return lets


def _read_let(entry: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    """The formula of an entry: alone, with its label, or what it makes of a list."""
    if isinstance(entry.data, str):
        return read_formula(entry.data, scope, sheet.faults(entry))
    formula = entry.get("formula")
    if formula is None:
        return read_list_formula(entry, scope, sheet)
    beside = [key for key in entry.data if key not in ("formula", "label")]
    if beside:
        text = f"`{beside[0]}` does not go with `formula`"
        sheet.report("wrong-shape", text, sheet.key_span(entry[beside[0]]), "give the list's formula a name of its own")
        return None
    return read_formula(formula.data, scope, sheet.faults(formula))


def labels_of(piece: Placed | None, sheet: Sheet) -> dict[str, Texts]:
    """What customers read for the formulas that have a label."""
    entries = piece.items() if piece else []
    return {
        name: sheet.promise(entry["label"], what=f"the label of `{name}`")
        for name, entry in entries
        if _has_label(entry)
    }


def _has_label(entry: Placed) -> bool:
    return not isinstance(entry.data, str) and "label" in entry.data


def _above(entries: Mapping[str, Placed], name: str) -> list[str]:
    names = list(entries)
    return names[: names.index(name)]


def _may_be_named(typed: Typed, entry: Placed, sheet: Sheet, told: int) -> bool:
    """Whether a formula can have a name. ``told`` is how many parts it has as readers are told it."""
    if isinstance(typed.type, PeriodType | TimeOfDayType | ListType):
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
    if told > MOST_PARTS:
        text = "this formula is too long to be told, with all those that it uses"
        sheet.report(
            "too-deep", text, sheet.span(entry), "give one that it uses a `label:`, so that it is told by that"
        )
        return False
    return True
