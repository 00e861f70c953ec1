"""The tables of a file's fields in the documentation: one for the file, one for each map within it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

import msgspec

from policykit.source.structure import Anything, Choice, Either, Entries, Field, Items, Node, Record, Text, structure
from policykit.source.structure_words import example, in_words


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One field: its name, its type in words, whether it is required, what it means, and an example or ``""``."""

    name: str
    type: str
    required: bool
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class FieldTable:
    """The fields of one map. ``title`` says where it stands in the file; it is ``""`` for the file itself."""

    title: str
    about: str
    rows: tuple[FieldRow, ...]


def field_table(shape: type[msgspec.Struct]) -> tuple[FieldTable, ...]:
    """The tables of a file, each once, the file's own first, then in the order in which a reader meets them."""
    places: dict[str, list[str]] = {}
    records: dict[str, Record] = {}
    for place, record in _records("", structure(shape)):
        places.setdefault(record.name, []).append(place)
        records.setdefault(record.name, record)
    return tuple(_table(", ".join(dict.fromkeys(places[name])), record) for name, record in records.items())


def _records(place: str, node: Node) -> Iterator[tuple[str, Record]]:
    match node:
        case Record(fields=fields):
            yield place, node
            for field in fields:
                yield from _records(f"`{field.name}`", field.node)
        case Items(item=item):
            yield from _records(f"each item of {place}", item)
        case Entries(value=value):
            yield from _records(f"each entry of {place}", value)
        case Either(map=map_):
            yield from _records(place, map_.value if isinstance(map_, Entries) else map_)
        case Text() | Choice() | Anything():
            return
        case _:
            assert_never(node)


def _table(title: str, record: Record) -> FieldTable:
    rows = tuple(_row(field) for field in record.fields)
    return FieldTable(title, record.about, rows if record.others is None else (*rows, _others(record.others)))


def _row(field: Field) -> FieldRow:
    return FieldRow(field.name, in_words(field.node), field.required, field.meaning, example(field.node) or "")


def _others(others: Entries) -> FieldRow:
    words = f"{in_words(others.key)}, with {in_words(others.value)}"
    return FieldRow("other keys", words, required=False, meaning=others.form, example=example(others) or "")
