"""A decision as JSON and back again, exactly: every digit, every offset, what is absent and what is not there.

Members with their default are left out. A value says what it is where JSON cannot: `{"number": "600"}`,
`{"instant": "2026-03-03T12:00:00+08:00"}`, `{"day": …}`, `{"microseconds": …}`, `{"absent": true}`. Places in
the authors' files are not written: they are those of one checkout.

The form has a number. One that changes what is written adds a number, and reads the older ones as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import msgspec

from policykit.decision import Decision
from policykit.model import ABSENT, AS_OF, Absent, AsOf, FlagType, Span, Type
from policykit.model import facts as model_facts

FORM = 1

MICROSECOND = timedelta(microseconds=1)

TYPES: dict[str, Any] = {kind.__name__: kind for kind in get_args(Type)}

Read = Callable[[Any], Any]


def encode(decision: Decision) -> str:
    """The JSON of the whole decision."""
    return msgspec.json.encode({"form": FORM, "decision": _written(decision)}).decode()


def decode(text: str) -> Decision:
    """The decision that ``encode`` has written."""
    data = msgspec.json.decode(text)
    if data["form"] != FORM:
        raise ValueError(f"a decision in form {data['form']} cannot be read")
    return cast(Decision, _reader(Decision)(data["decision"]))


# --- writing ----------------------------------------------------------------------------------


def _written(part: Any) -> Any:
    match part:
        case None | bool() | int() | str():
            return part
        case Decimal():
            return {"number": str(part)}
        case datetime():
            return {"instant": part.isoformat()}
        case date():
            return {"day": part.isoformat()}
        case timedelta():
            return {"microseconds": part // MICROSECOND}
        case Absent():
            return {"absent": True}
        case AsOf():
            return {"as_of": True}
        case tuple():
            return [_written(one) for one in part]
        case Mapping():
            return {name: _written(one) for name, one in part.items()}
        case _:
            return _members(part)


def _members(part: Any) -> dict[str, Any]:
    """A node by its members; one of several types says which."""
    kind: Any = type(part)
    members: dict[str, Any] = {"type": kind.__name__} if kind.__name__ in TYPES else {}
    for one in _fields(kind):
        value = getattr(part, one.name)
        if one.default is MISSING or type(value) is not type(one.default) or value != one.default:
            members[one.name] = _written(value)
    return members


@cache
def _fields(kind: Any) -> tuple[Field[Any], ...]:
    hints = _hints(kind)
    return tuple(one for one in fields(kind) if one.init and hints[one.name] is not Span)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    # ``facts`` names two of its types before they are there.
    return get_type_hints(kind, localns=vars(model_facts))


# --- reading ----------------------------------------------------------------------------------


@cache
def _reader(hint: Any) -> Read:
    """What reads data as the type that a member is declared to have."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        return _one_of(inside)
    if origin is tuple:
        return _tuple(_reader(inside[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(_reader(inside[1]))
    if is_dataclass(hint):
        return _node(hint)
    if hint in {datetime, date, Decimal}:
        return _value
    if issubclass(hint, StrEnum):
        return cast(Read, hint)
    return _as_it_is


def _one_of(kinds: tuple[Any, ...]) -> Read:
    """A member of several types: a value, the type of a fact, or another member; each may be missing."""
    if Absent in kinds:
        return _unless_none(_value)
    if FlagType in kinds:
        return _unless_none(_type)
    (present,) = (kind for kind in kinds if kind is not NoneType)
    return _unless_none(_reader(present))


def _unless_none(read: Read) -> Read:
    return lambda data: None if data is None else read(data)


def _tuple(read: Read) -> Read:
    return lambda data: tuple(read(one) for one in data)


def _mapping(read: Read) -> Read:
    return lambda data: {name: read(one) for name, one in data.items()}


def _node(kind: Any) -> Read:
    hints = _hints(kind)
    names = tuple(one.name for one in _fields(kind))
    return lambda data: kind(**{name: _reader(hints[name])(data[name]) for name in names if name in data})


def _type(data: Mapping[str, Any]) -> Type:
    return cast(Type, _reader(TYPES[data["type"]])(data))


def _as_it_is(data: Any) -> Any:
    return data


def _value(data: Any) -> Any:
    match data:
        case {"number": digits}:
            return Decimal(digits)
        case {"instant": text}:
            return datetime.fromisoformat(text)
        case {"day": text}:
            return date.fromisoformat(text)
        case {"microseconds": count}:
            return count * MICROSECOND
        case {"absent": True}:
            return ABSENT
        case {"as_of": True}:
            return AS_OF
        case list():
            return tuple({name: _value(one) for name, one in row.items()} for row in data)
        case _:
            return data
