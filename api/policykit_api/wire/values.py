"""Values of the model as JSON: exact, and the same way round as facts are sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import cast

from msgspec import json

from policykit.model import Absent, ListType, MoneyType, Type, Value
from policykit_api.wire.shape import Money, WireValue

_encode = json.Encoder().encode


def to_wire(value: Value, of: Type | None) -> WireValue:
    """The value as the encoder takes it; ``of`` is None where only the value is known, not its type.

    Numbers stay Decimals, which the encoder writes with all their digits; the shape calls them floats.
    """
    # Words and times are what nearly all values are.
    if type(value) is str:
        return value
    return moment(value) if type(value) is datetime else cast(WireValue, _plain(value, of))


def _plain(value: Value, of: Type | None) -> object:
    match value:
        case Absent():
            return None
        case bool() | str():
            return value
        case Decimal() if isinstance(of, MoneyType):
            return Money(amount=f"{value:f}", currency=of.currency)
        case Decimal():
            return value
        case datetime():
            return moment(value)
        case date():
            return value.isoformat()
        case timedelta():
            return duration(value)
        case _:
            types: Mapping[str, Type] = {}
            if isinstance(of, ListType):
                types = {name: fact.type for name, fact in of.fields.items()}
            return [{name: _plain(field, types.get(name)) for name, field in row.items()} for row in value]


def moment(value: datetime) -> str:
    """RFC 3339, with the offset that the value carries.

    Zones had offsets with seconds before standard time, which the format cannot say: those times are told in UTC.
    """
    offset = value.utcoffset()
    if offset is None or not offset:
        return value.isoformat()
    if offset.seconds % 60:
        return value.astimezone(UTC).isoformat()
    return _encode(value)[1:-1].decode()  # the same text, in an eighth of the time


def duration(value: timedelta) -> str:
    """ISO 8601 with days, hours, minutes and seconds, signed where it is negative: `P1DT2H`, `-PT30M`."""
    whole = abs(value)
    minutes, seconds = divmod(whole.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{whole.microseconds:06}".rstrip("0") if whole.microseconds else ""
    days = f"{whole.days}D" if whole.days else ""
    clock = f"{hours}H" if hours else ""
    clock += f"{minutes}M" if minutes else ""
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    sign = "-" if value < timedelta() else ""
    return f"{sign}P{days}" + (f"T{clock}" if clock else "" if days else "T0S")
