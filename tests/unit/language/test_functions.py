"""What each function takes and gives."""

from __future__ import annotations

import pytest

from policykit.language.functions import ROUNDING, SIGNATURES, result_type
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
        (Function.FLOOR, ("price",), ("it takes a number; here an amount in TWD; amounts take `round_down(x, 0)` or "
         "`round_up(x, 0)`")),
        (Function.CEILING, ("price",), ("it takes a number; here an amount in TWD; amounts take `round_down(x, 0)` or "
         "`round_up(x, 0)`")),
        (Function.OR_ELSE, ("takes", "24 hours"), ("a duration", False)),
        (Function.OR_ELSE, ("takes", "1 month"), ("the two must be alike, and the second never absent; here "
         "a duration, a period in months")),
        (Function.MIN, ("day", "2026-03-01"), ("a date", False)),
        (Function.MAX, ("made_at", "delivered_at"), ("a date and time", False)),
        (Function.MAX, ("takes", "2 hours"), ("a duration", False)),
        (Function.MIN, ("day", "made_at"), "all arguments must be of one type; here a date, a date and time"),
        (Function.MIN, ("note", "note"), "it takes what has a less and a more; here a text, a text"),
        (Function.ABS, ("takes",), ("a duration", False)),
        (Function.ROUND, ("price", "0"), ("an amount in TWD", False)),
        (Function.ROUND_UP, ("weight", "12"), ("a number of kg", False)),
        (Function.ROUND_DOWN, ("share", "1"), ("a number", False)),
        *((Function.ROUND, ("price", digits), "the digits are a whole number from 0 to 12, written out")
          for digits in ("13", "-1", "0.5", "count", "2 kg")),
        (Function.ROUND, ("flag", "0"), "it takes numbers or amounts; here yes or no, a number"),
        (Function.MODULO, ("count", "7"), ("a number", False)),
        (Function.MODULO, ("price", "cap"), ("an amount in TWD", False)),
        (Function.MODULO, ("price", "7"), "the two must be alike; here an amount in TWD, a number"),
        *((Function.MODULO, ("count", divisor), "the divisor must be written out, and not zero")
          for divisor in ("0", "share", "nothing")),
        (Function.LENGTH, ("note",), ("a number", False)),
        (Function.LENGTH, ("kind",), "it takes texts; here a choice"),
        (Function.UPPER_CASE, ("note",), ("a text", False)),
        (Function.LOWER_CASE, ("note",), ("a text", False)),
        (Function.CONTAINS, ("note", '"x"'), ("yes or no", False)),
        (Function.STARTS_WITH, ("note", "note"), ("yes or no", False)),
        (Function.ENDS_WITH, ("note", "7"), "it takes texts; here a text, a number"),
    ],
)  # fmt: skip
def test_a_call_has_a_type_or_a_reason_why_not(function, names, expected):
    assert expected == called(function, *names)


def test_a_result_has_no_bounds_of_its_fact():
    kind, _ = result_type(Function.FLOOR, [Typed(FactRef("weight"), FACTS["weight"].type)])
    assert isinstance(kind, NumberType)
    assert (None, None) == (kind.minimum, kind.maximum)


AMOUNTS = tuple(Function)[: list(Function).index(Function.LENGTH)]


@pytest.mark.parametrize("function", [one for one in AMOUNTS if one not in (Function.FLOOR, Function.CEILING)])
def test_no_function_mixes_currencies_or_units(function):
    """What takes two values takes two of one currency; one of each is refused before anything is decided."""
    most = SIGNATURES[function].most
    if function in (*ROUNDING, Function.ABS):
        assert most <= 2  # the second is no value but a number of digits
        return
    third = ("0",) if function is Function.RATIO else ()
    assert isinstance(called(function, "price", "price.abroad", *third), str)
    assert isinstance(called(function, "weight", "count", *third), str)


@pytest.mark.parametrize("signature", SIGNATURES.values(), ids=lambda one: one.function)
def test_the_documented_example_is_a_call(signature):
    names = {**dict.fromkeys(("a", "b", "x", "counted", "ordered"), gives("count")), "made_at": gives("made_at")}
    typed, found = formula(signature.example, SCOPE.naming(names))
    assert [] == found
    assert typed


def test_every_function_has_a_signature():
    assert set(Function) == set(SIGNATURES)
