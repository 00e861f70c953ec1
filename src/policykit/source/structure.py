"""What a file may hold, as a small closed tree read off the annotated Structs of ``kinds``.

``structure(SomeFile)`` walks ``msgspec.inspect`` once. The run-time checks (``shape``), the editors'
schema (``json_schema``) and the documentation's tables (``field_table``) are three ``match``
statements over the same tree, so they cannot say different things.

A Struct that lets other keys through says what they are, in types as everything else:
``__open__: ClassVar[object] = Annotated[dict[Word, Formula], Meta(extra={"form": "the outcome's values"})]``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from inspect import getdoc
from typing import Any

import msgspec
from msgspec import inspect

from policykit.source.read import Path

MOST = 2_000
"""Entries of a list or map that states no bound of its own."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text. ``pattern`` is anchored with ``^`` and ``$``, in the regular expressions that ECMAScript shares."""

    form: str
    examples: tuple[object, ...]
    pattern: str | None
    shortest: int
    longest: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few words."""

    form: str
    examples: tuple[object, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    form: str
    examples: tuple[object, ...]
    item: Node
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A map whose keys the author chooses."""

    form: str
    examples: tuple[object, ...]
    key: Text
    value: Node
    fewest: int
    most: int


@dataclass(frozen=True, slots=True)
class Field:
    """A key of a record, whether it must be there, and what it means."""

    name: str
    required: bool
    meaning: str
    node: Node


@dataclass(frozen=True, slots=True)
class Record:
    """A map with keys of fixed names; ``others`` are the further keys that it lets through."""

    form: str
    examples: tuple[object, ...]
    name: str
    about: str
    fields: tuple[Field, ...]
    others: Entries | None

    def field(self, name: object) -> Field | None:
        return next((field for field in self.fields if field.name == name), None)


@dataclass(frozen=True, slots=True)
class Either:
    """A text or a map; which of the two is seen from the data."""

    form: str
    examples: tuple[object, ...]
    text: Text | Choice
    map: Entries | Record


@dataclass(frozen=True, slots=True)
class Anything:
    """A value that a later stage reads."""

    form: str
    examples: tuple[object, ...]


Node = Text | Choice | Items | Entries | Record | Either | Anything


@cache
def structure(shape: type[msgspec.Struct]) -> Record:
    """The tree of a Struct. Raises TypeError where a type has no counterpart in an author's file."""
    node = _node(inspect.type_info(shape))
    assert isinstance(node, Record)
    return node


def node_at(node: Node, path: Path) -> Node:
    """The node of the value at a path. Raises KeyError where the structure does not reach."""
    for step in path:
        node = _below(node, step)
    return node


def _below(node: Node, step: str | int) -> Node:
    match node:
        case Items(item=below) | Entries(value=below):
            return below
        case Either(map=map_):
            return _below(map_, step)
        case Record(others=others):
            field = node.field(step)
            if field:
                return field.node
            if others:
                return others.value
    raise KeyError(step)


def _node(type_: inspect.Type, form: str | None = None, examples: Sequence[object] = ()) -> Node:
    shown = tuple(examples)
    match type_:
        case inspect.Metadata(type=inner, extra_json_schema=said, extra=extra):
            return _node(inner, form or (extra or {}).get("form"), examples or (said or {}).get("examples", ()))
        case inspect.StrType(min_length=shortest, max_length=longest, pattern=pattern):
            return Text(form or "a text", shown, pattern, shortest or 0, longest)
        case inspect.LiteralType(values=values):
            words = tuple(str(value) for value in values)
            return Choice(form or _listed(words), shown, words)
        case inspect.ListType(item_type=item, min_length=fewest, max_length=most):
            return Items(form or "a list", shown, _node(item), fewest or 0, MOST if most is None else most)
        case inspect.DictType():
            return _entries(type_, form, shown)
        case inspect.StructType():
            return _record(type_, form, shown)
        case inspect.UnionType(types=types):
            return _union([member for member in types if not isinstance(member, inspect.NoneType)], form, shown)
        case inspect.AnyType():
            return Anything(form or "anything", shown)
        case _:
            raise TypeError(f"no author's file can hold {type_}")


def _entries(type_: inspect.DictType, form: str | None, examples: tuple[object, ...]) -> Entries:
    key = _node(type_.key_type)
    if not isinstance(key, Text):
        raise TypeError(f"a key is a text, not {type_.key_type}")
    fewest, most = type_.min_length or 0, MOST if type_.max_length is None else type_.max_length
    return Entries(form or "a map", examples, key, _node(type_.value_type), fewest, most)


def _record(type_: inspect.StructType, form: str | None, examples: tuple[object, ...]) -> Record:
    others = getattr(type_.cls, "__open__", None)
    return Record(
        form or "a map",
        examples,
        type_.cls.__name__,
        getdoc(type_.cls) or "",
        tuple(_field(field) for field in type_.fields),
        None if others is None else _open(inspect.type_info(others)),
    )


def _field(field: inspect.Field) -> Field:
    return Field(field.encode_name, field.required, _meaning(field.type), _node(field.type))


def _meaning(type_: inspect.Type) -> str:
    said: Mapping[str, Any] = (type_.extra_json_schema or {}) if isinstance(type_, inspect.Metadata) else {}
    return str(said.get("description", ""))


def _open(type_: inspect.Type) -> Entries:
    node = _node(type_)
    if not isinstance(node, Entries):
        raise TypeError(f"`__open__` is the map of the other keys, not {type_}")
    return node


def _union(types: list[inspect.Type], form: str | None, examples: tuple[object, ...]) -> Node:
    if len(types) == 1:
        return _node(types[0], form, examples)
    nodes = [_node(member) for member in types]
    text = next((node for node in nodes if isinstance(node, Text | Choice)), None)
    map_ = next((node for node in nodes if isinstance(node, Entries | Record)), None)
    if len(nodes) != 2 or text is None or map_ is None:
        raise TypeError(f"only a text or a map can stand in one place, not {types}")
    return Either(form or map_.form, examples, text, map_)


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
