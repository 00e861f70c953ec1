"""Whether data has the structure of its file: yes or no, and nothing of what is wrong.

Nearly every file that is read is right, and to say no more than that takes a fortieth of the time
that ``shape`` needs to look for all errors. Both read the same ``structure``; what does not fit is
shown to ``shape``, which has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, assert_never

import msgspec

from policykit.source.structure import Anything, Choice, Either, Entries, Items, Node, Record, Text, structure

Fits = Callable[[Any], bool]


@cache
def fits(shape: type[msgspec.Struct]) -> Fits:
    """The function that says whether data is as the Struct describes it."""
    return _fits(structure(shape))


def to_the_end(pattern: str) -> str:
    r"""The pattern as Python reads it: ``$`` would let a line break follow, ``\Z`` does not."""
    return rf"(?:{pattern})\Z"


def _fits(node: Node) -> Fits:
    match node:
        case Text():
            return _text(node)
        case Choice(words=words):
            return lambda data: isinstance(data, str) and data in words
        case Items(item=item, fewest=fewest, most=most):
            return _items(_fits(item), fewest, most)
        case Entries():
            return _entries(node)
        case Record():
            return _record(node)
        case Either(text=text, map=map_):
            as_text, as_map = _fits(text), _fits(map_)
            return lambda data: as_text(data) if isinstance(data, str) else as_map(data)
        case Anything():
            return lambda data: data is not None
        case _:
            assert_never(node)


def _text(node: Text) -> Fits:
    shortest, longest = node.shortest, node.longest
    matches = None if node.pattern is None else re.compile(to_the_end(node.pattern)).match

    def text(data: Any) -> bool:
        if not isinstance(data, str) or len(data) < shortest or (longest is not None and len(data) > longest):
            return False
        return matches is None or matches(data) is not None

    return text


def _items(item: Fits, fewest: int, most: int) -> Fits:
    return lambda data: isinstance(data, list) and fewest <= len(data) <= most and all(map(item, data))


def _entries(node: Entries) -> Fits:
    key, value, fewest, most = _fits(node.key), _fits(node.value), node.fewest, node.most

    def entries(data: Any) -> bool:
        if not isinstance(data, dict) or not fewest <= len(data) <= most:
            return False
        return all(map(key, data)) and all(map(value, data.values()))

    return entries


def _record(record: Record) -> Fits:
    known = {field.name: _fits(field.node) for field in record.fields}
    required = frozenset(field.name for field in record.fields if field.required)
    other_key, other_value = _others(record)

    def each(data: Mapping[str, Any]) -> bool:
        return all(known[key](value) if key in known else other_value(value) for key, value in data.items())

    def has_record(data: Any) -> bool:
        return isinstance(data, dict) and required <= data.keys() and all(map(other_key, data)) and each(data)

    return has_record


def _others(record: Record) -> tuple[Fits, Fits]:
    """Of the keys that a record lets through beside its own: whether such a key fits, and such a value."""
    if record.others is None:
        return (lambda _: True), (lambda _: False)
    return _fits(record.others.key), _fits(record.others.value)
