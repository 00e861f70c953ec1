"""What each function takes and gives."""

from __future__ import annotations

import pytest

from policykit.language.functions import SIGNATURES, result_type
from policykit.language.types import Typed, in_words
from policykit.model import FactRef, Function, NumberType
from tests.unit.language.shop import FACTS, SCOPE, formula, gives


def called(function: Function, *names: str) -> tuple[str, bool] | str:
    """The type of a call, in words, and whether it may be absent; or what is wrong."""
    arguments = [gives(name) for name in names]
    result = result_type(function, arguments)
    return result if isinstance(result, str) else (in_words(result[0]), result[1])


@pytest.mark.parametrize(
    ("function", "names", "expected"),
    [
        (Function.RATIO, ("count", "share", "0"), ("a number", False)),
        (Function.RATIO, ("price", "cap", "0"), ("a number", False)),
        (Function.RATIO, ("price", "count", "0"), ("the first two must be alike and the third a plain number; here "
         "an amount in TWD, a number, a number")),
        (Function.RATIO, ("price", "price", "cap"), ("the first two must be alike and the third a plain number; here "
         "an amount in TWD, an amount in TWD, an amount in TWD")),
        (Function.OR_ELSE, ("maybe.price", "cap"), ("an amount in TWD", False)),
        (Function.OR_ELSE, ("price", "cap"), ("an amount in TWD", False)),
        (Function.OR_ELSE, ("maybe.price", "fee"), ("the two must be alike, and the second never absent; here "
         "an amount in TWD, a number")),
        (Function.OR_ELSE, ("maybe.price", "maybe.price"), ("the two must be alike, and the second never absent; here "
         "an amount in TWD, an amount in TWD")),
        (Function.MIN, ("price", "cap"), ("an amount in TWD", False)),
        (Function.MAX, ("weight", "3 kg"), ("a number of kg", False)),
        (Function.MAX, ("weight", "3"), "all arguments must be of one type; here a number of kg, a number"),
        (Function.ABS, ("price",), ("an amount in TWD", False)),
        (Function.ABS, ("maybe.price",), "an argument may be absent; wrap it in `or_else(x, …)`"),
        (Function.ABS, ("flag",), "it takes numbers or amounts; here yes or no"),
        (Function.FLOOR, ("weight",), ("a number of kg", False)),
        (Function.FLOOR, ("price",), "it takes a number; here an amount in TWD"),
        (Function.CEILING, ("price",), "it takes a number; here an amount in TWD"),
    ],
)  # fmt: skip
def test_a_call_has_a_type_or_a_reason_why_not(function, names, expected):
    assert expected == called(function, *names)


def test_a_result_has_no_bounds_of_its_fact():
    kind, _ = result_type(Function.FLOOR, [Typed(FactRef("weight"), FACTS["weight"].type)])
    assert isinstance(kind, NumberType)
    assert (None, None) == (kind.minimum, kind.maximum)


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=lambda one: one.function)
def test_the_documented_example_is_a_call(signature):
    known = gives("price")
    names = dict.fromkeys(("a", "b", "x", "counted", "ordered"), known)
    text = (
        signature.example.replace(", 0)", ", 0 TWD)") if signature.function is not Function.RATIO else signature.example
    )
    number = {name: gives("count") for name in names}
    scope = SCOPE.naming(names if "TWD" in text or signature.function is Function.ABS else number)
    typed, found = formula(text, scope)
    assert [] == found
    assert typed


def test_every_function_has_a_signature():
    assert set(Function) == set(SIGNATURES)
