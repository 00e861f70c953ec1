from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from policykit.model import ABSENT, Fact, FlagType, ListType, MoneyType, NumberType
from policykit_api.wire.shape import Money, encode
from policykit_api.wire.values import duration, moment, to_wire

ROOMS = ListType({"price": Fact("price", MoneyType("TWD")), "paid": Fact("paid", FlagType())})
TAIPEI = timezone(timedelta(hours=8))


@pytest.mark.parametrize(
    ("value", "of", "sent"),
    [
        (ABSENT, None, b"null"),
        (True, None, b"true"),
        ("damaged", None, b'"damaged"'),
        (Decimal("0.10"), NumberType(), b"0.10"),
        (Decimal("12345678901234567890.123456789"), None, b"12345678901234567890.123456789"),
        (Decimal("1E+3"), MoneyType("TWD"), b'{"amount":"1000","currency":"TWD"}'),
        (date(2026, 3, 1), None, b'"2026-03-01"'),
        (datetime(2026, 3, 1, 8, tzinfo=TAIPEI), None, b'"2026-03-01T08:00:00+08:00"'),
        (timedelta(hours=26), None, b'"P1DT2H"'),
        (({"price": Decimal(5), "paid": ABSENT},), ROOMS, b'[{"price":{"amount":"5","currency":"TWD"},"paid":null}]'),
        (({"price": Decimal(5)},), None, b'[{"price":5}]'),
    ],
)
def test_a_value_is_sent_with_all_its_digits(value: object, of: object, sent: bytes):
    assert sent == encode(to_wire(value, of))


def test_money_is_a_shape():
    assert Money(amount="600", currency="TWD") == to_wire(Decimal(600), MoneyType("TWD"))


def test_an_offset_with_seconds_is_told_in_utc():
    amsterdam = timezone(timedelta(minutes=19, seconds=32))
    assert "1936-12-31T23:40:28+00:00" == moment(datetime(1937, 1, 1, tzinfo=amsterdam))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(), "PT0S"),
        (timedelta(days=2), "P2D"),
        (timedelta(hours=1), "PT1H"),
        (timedelta(minutes=-30), "-PT30M"),
        (timedelta(days=-1, hours=-2), "-P1DT2H"),
        (timedelta(seconds=1, microseconds=500_000), "PT1.5S"),
        (timedelta(microseconds=1), "PT0.000001S"),
        (timedelta(days=1, hours=2, minutes=3, seconds=4), "P1DT2H3M4S"),
    ],
)
def test_a_duration_is_written_in_iso_8601(value: timedelta, text: str):
    assert text == duration(value)


def test_utc_is_an_offset_like_any_other():
    assert "2026-03-01T00:00:00+00:00" == moment(datetime(2026, 3, 1, tzinfo=UTC))
