"""The functions of the language: what each takes and gives. One row is one function."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policykit.language.types import ExpressionType, Typed, in_words
from policykit.model import Function, MoneyType, NumberType


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called. ``example`` stands in the documentation and is tried by a test."""

    function: Function
    takes: str
    least: int
    most: int
    gives: str
    example: str


SIGNATURES = {
    s.function: s
    for s in (
        Signature(
            Function.RATIO, "a, b, otherwise", 3, 3, "a / b, or the third where b is 0", "ratio(counted, ordered, 0)"
        ),
        Signature(
            Function.OR_ELSE, "value, otherwise", 2, 2, "the value, or the second where it is absent", "or_else(x, 0)"
        ),
        Signature(Function.MIN, "two or more of one type", 2, 20, "the least", "min(a, b)"),
        Signature(Function.MAX, "two or more of one type", 2, 20, "the greatest", "max(a, 0)"),
        Signature(Function.ABS, "a number or an amount", 1, 1, "it without its sign", "abs(a)"),
        Signature(Function.FLOOR, "a number", 1, 1, "the whole number at or below it", "floor(a)"),
        Signature(Function.CEILING, "a number", 1, 1, "the whole number at or above it", "ceiling(a)"),
    )
}


def result_type(function: Function, arguments: Sequence[Typed]) -> tuple[ExpressionType, bool] | str:
    """The type of a call and whether it may be absent, else what is wrong with the arguments."""
    kinds = [argument.type for argument in arguments]
    maybe = [argument for argument in arguments if argument.absent]
    if function is Function.OR_ELSE:
        if kinds[0] != kinds[1] or maybe[1:] or arguments[1].absent:
            return f"the two must be alike, and the second never absent; here {_listed(kinds)}"
        return kinds[0], False
    if maybe:
        return "an argument may be absent; wrap it in `or_else(x, …)`"
    if not all(isinstance(kind, NumberType | MoneyType) for kind in kinds):
        return f"it takes numbers or amounts; here {_listed(kinds)}"
    if function is Function.RATIO:
        if kinds[0] != kinds[1] or kinds[2] != NumberType():
            return f"the first two must be alike and the third a plain number; here {_listed(kinds)}"
        return NumberType(), False
    if function in (Function.FLOOR, Function.CEILING) and not isinstance(kinds[0], NumberType):
        return f"it takes a number; here {_listed(kinds)}"
    if any(kind != kinds[0] for kind in kinds):
        return f"all arguments must be of one type; here {_listed(kinds)}"
    return _plain(kinds[0]), False


def _plain(kind: ExpressionType) -> ExpressionType:
    """The type without the bounds of the fact it came from."""
    return NumberType(kind.unit) if isinstance(kind, NumberType) else kind


def _listed(kinds: Sequence[ExpressionType]) -> str:
    return ", ".join(in_words(kind) for kind in kinds)
