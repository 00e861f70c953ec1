"""What numbers, texts and lengths of time come to: exact, without errors, and bounded in size.

Numbers are decimals. Below 100 digits nothing is rounded but a quotient; what would be too large for
EXACT stops at the largest number there is, so that nothing is infinite and nothing undefined.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from typing import Literal, assert_never, cast

from policykit.model import ABSENT, Aggregation, Function, Value

EXACT = Context(prec=100, Emax=999, Emin=-999, traps=[])
"""Decimal arithmetic without rounding below 100 digits and without exceptions."""
WIDE = Context(prec=2_500, Emax=9_999, Emin=-9_999, traps=[])
"""Room for every digit of two numbers, the largest and the smallest: what is left of a division is found exactly."""
LARGEST = Decimal((0, (9,) * 100, 900))
"""What no number goes beyond, so that there are no infinities, nor what would come of them."""
FARTHEST = timedelta(days=999_999_999)
"""What no duration goes beyond, in either direction."""
ONE = Decimal(1)

TextFunction = Literal[
    Function.LENGTH,
    Function.UPPER_CASE,
    Function.LOWER_CASE,
    Function.CONTAINS,
    Function.STARTS_WITH,
    Function.ENDS_WITH,
]
NumberFunction = Literal[
    Function.RATIO,
    Function.MODULO,
    Function.FLOOR,
    Function.CEILING,
    Function.ROUND,
    Function.ROUND_UP,
    Function.ROUND_DOWN,
]


def exact(result: Decimal) -> Decimal:
    """The result of an operation in EXACT, which saturates where it is too large for it."""
    return result if result.is_finite() else LARGEST.copy_sign(result)


def added(left: timedelta, right: timedelta) -> timedelta:
    """The sum of two durations, which saturates likewise."""
    try:
        return min(max(left + right, -FARTHEST), FARTHEST)
    except OverflowError:
        return FARTHEST if left > timedelta() else -FARTHEST


# --- functions --------------------------------------------------------------------------------


def call_on_numbers(function: NumberFunction, a: Decimal, b: Decimal = ONE, otherwise: Decimal = ONE) -> Decimal:
    """The result of a function of numbers. ``b`` is the divisor, or how many digits to round to."""
    match function:
        case Function.RATIO:
            return otherwise if b == 0 else exact(EXACT.divide(a, b))
        case Function.MODULO:
            return modulo(a, b)
        case Function.FLOOR:
            return rounded(a, 0, ROUND_FLOOR)
        case Function.CEILING:
            return rounded(a, 0, ROUND_CEILING)
        case Function.ROUND:
            return rounded(a, int(b), ROUND_HALF_UP)
        case Function.ROUND_UP:
            return rounded(a, int(b), ROUND_UP)
        case Function.ROUND_DOWN:
            return rounded(a, int(b), ROUND_DOWN)
        case _:
            assert_never(function)


def call_on_texts(function: TextFunction, text: str, other: str = "") -> Value:
    """The result of a function of texts. Characters are those of Unicode."""
    match function:
        case Function.LENGTH:
            return Decimal(len(text))
        case Function.UPPER_CASE:
            return text.upper()
        case Function.LOWER_CASE:
            return text.lower()
        case Function.CONTAINS:
            return other in text
        case Function.STARTS_WITH:
            return text.startswith(other)
        case Function.ENDS_WITH:
            return text.endswith(other)
        case _:
            assert_never(function)


def rounded(number: Decimal, digits: int, way: str) -> Decimal:
    """The number with at most so many digits after the point; ``way`` is one of decimal's, ROUND_HALF_UP or other.

    Half goes away from zero, as in FEEL and in shops. No digit is added where there are fewer.
    """
    unit = Decimal(1).scaleb(-digits)
    return EXACT.plus(number if WIDE.remainder(number, unit) == 0 else number.quantize(unit, way, WIDE))


def modulo(number: Decimal, divisor: Decimal) -> Decimal:
    """What is left of the number after whole divisors: ``number - divisor * floor(number / divisor)``, as in FEEL."""
    left = WIDE.remainder(number, divisor)
    return EXACT.plus(left if left == 0 or (left < 0) is (divisor < 0) else WIDE.add(left, divisor))


# --- lists ------------------------------------------------------------------------------------


def fold(aggregation: Aggregation, values: Sequence[Value]) -> Value:
    """One value of many, which have one type. Only times for `earliest` and `latest` may be absent among them.

    Of no values, the count and the sum are 0 and all else is absent. The latest is absent while any is:
    what waits for the last has not begun. The earliest is that of those that are there.
    """
    match aggregation:
        case Aggregation.COUNT:
            return Decimal(len(values))
        case Aggregation.SUM:
            return total(cast("Sequence[Decimal]", values))
        case Aggregation.MEAN:
            return exact(EXACT.divide(total(cast("Sequence[Decimal]", values)), len(values))) if values else ABSENT
        case Aggregation.MIN:
            return min(cast("Sequence[Decimal]", values), default=ABSENT)
        case Aggregation.MAX:
            return max(cast("Sequence[Decimal]", values), default=ABSENT)
        case Aggregation.EARLIEST:
            return min(cast("list[date]", [value for value in values if value is not ABSENT]), default=ABSENT)
        case Aggregation.LATEST:
            return ABSENT if ABSENT in values else max(cast("Sequence[date]", values), default=ABSENT)
        case _:
            assert_never(aggregation)


def total(values: Sequence[Decimal]) -> Decimal:
    """The exact sum of numbers."""
    found = Decimal(0)
    for value in values:
        found = exact(EXACT.add(found, value))
    return found
