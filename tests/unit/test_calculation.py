"""Numbers, texts and lengths of time: exact, without errors, and bounded in size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

import pytest

from policykit.calculation import FARTHEST, LARGEST, added, exact, fold, modulo, rounded, total
from policykit.model import ABSENT, Aggregation

HOUR = timedelta(hours=1)
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


def test_numbers_and_durations_saturate():
    assert LARGEST == exact(Decimal("Infinity"))
    assert LARGEST.copy_negate() == exact(Decimal("-Infinity"))
    assert FARTHEST == added(FARTHEST, FARTHEST) == added(FARTHEST, HOUR)
    assert -FARTHEST == added(-FARTHEST, -FARTHEST)


@pytest.mark.parametrize(
    ("number", "digits", "nearest", "up", "down"),
    [
        ("2.5", 0, "3", "3", "2"),
        ("-2.5", 0, "-3", "-3", "-2"),
        ("2.4", 0, "2", "3", "2"),
        ("1.005", 2, "1.01", "1.01", "1.00"),
        ("-0.4", 0, "0", "-1", "0"),
        ("7", 12, "7", "7", "7"),
        ("1.5", 3, "1.5", "1.5", "1.5"),
    ],
)
def test_rounding_to_digits(number, digits, nearest, up, down):
    ways = (ROUND_HALF_UP, ROUND_UP, ROUND_DOWN)
    assert [nearest, up, down] == [str(rounded(Decimal(number), digits, way)) for way in ways]


@pytest.mark.parametrize(
    ("number", "divisor", "left"),
    [("7", "3", "1"), ("-7", "3", "2"), ("7", "-3", "-2"), ("-7", "-3", "-1"), ("6", "3", "0"), ("-6", "3", "0"),
     ("0.7", "0.2", "0.1"), ("1e200", "7", str(10**200 % 7))],
)  # fmt: skip
def test_what_is_left_has_the_sign_of_the_divisor(number, divisor, left):
    assert left == str(modulo(Decimal(number), Decimal(divisor)))


@pytest.mark.parametrize("number", [LARGEST, LARGEST.copy_negate(), Decimal("1e-1098"), Decimal("9" * 500 + ".5")])
def test_the_largest_and_the_smallest_numbers_stay_numbers(number):
    for result in (rounded(number, 12, ROUND_HALF_UP), rounded(number, 0, ROUND_UP), modulo(number, Decimal("0.3"))):
        assert result.is_finite()
        assert len(result.as_tuple().digits) <= 100


def test_the_sum_and_the_mean_are_of_all_digits():
    prices = [Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]
    assert Decimal("0.6") == total(prices)
    assert Decimal("0.2") == fold(Aggregation.MEAN, prices)


def test_the_latest_is_absent_while_one_is_and_the_earliest_only_where_all_are():
    times = (NOON, NOON + HOUR)
    words = (Aggregation.EARLIEST, Aggregation.LATEST)
    assert [NOON, NOON + HOUR] == [fold(word, times) for word in words]
    assert [NOON, ABSENT] == [fold(word, (*times, ABSENT)) for word in words]
    assert [ABSENT, ABSENT] == [fold(word, (ABSENT,)) for word in words]
