"""The shapes on the wire as schemas, and how a shape becomes the exact one of a policy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

import msgspec

from policykit.backends.jsonschema import Schema
from policykit_api.openapi.naming import camel
from policykit_api.wire.shape import AUDIENCES, BY_POLICY, INCLUDES

REFERENCE = "#/components/schemas/"

Fill = Callable[[str], Schema | None]
"""What stands for a part that each policy says for itself; None leaves it as it is."""


def reference(name: str) -> Schema:
    return {"$ref": f"{REFERENCE}{name}"}


@dataclass(frozen=True, slots=True)
class Shapes:
    """The schemas of all shapes by name. ``by_policy`` are those in which a policy says some part for itself."""

    schemas: Mapping[str, Schema]
    by_policy: frozenset[str]

    @classmethod
    def of(cls, shapes: Iterable[type[msgspec.Struct]]) -> Shapes:
        _, found = msgspec.json.schema_components(list(dict.fromkeys(shapes)), ref_template=REFERENCE + "{name}")
        words: dict[str, Schema] = {}
        told = {name: said_plainly(schema, name, words) for name, schema in found.items()}
        for schema in told.values():
            schema["description"] = cleandoc(schema["description"])
        return cls(told | words, by_policy(told))

    def generic(self) -> dict[str, Schema]:
        """The schemas as they hold for every policy."""
        return {name: plain(schema) for name, schema in self.schemas.items()}

    def exact(self, name: str, prefix: str, fill: Fill) -> dict[str, Schema]:
        """The shape as one policy has it, and what it holds of other such shapes, each by its new name."""
        made: dict[str, Schema] = {}
        waiting = [name]
        while waiting:
            shape = waiting.pop()
            if prefix + shape not in made:
                made[prefix + shape] = self._exact(self.schemas[shape], prefix, fill)
                made[prefix + shape]["title"] = prefix + shape
                waiting += [one for one in referred(self.schemas[shape]) if one in self.by_policy]
        return made

    def _exact(self, schema: Any, prefix: str, fill: Fill) -> Any:
        match schema:
            case {"$ref": str(target)}:
                name = target.removeprefix(REFERENCE)
                return reference(prefix + name) if name in self.by_policy else schema
            case dict():
                filled = fill(schema[BY_POLICY]) if BY_POLICY in schema else None
                if filled is not None:
                    about = {"description": schema["description"]} if "description" in schema else {}
                    return about | filled
                return {key: self._exact(value, prefix, fill) for key, value in schema.items() if key != BY_POLICY}
            case list():
                return [self._exact(value, prefix, fill) for value in schema]
            case _:
                return schema


def said_plainly(schema: Any, name: str, words: dict[str, Schema]) -> Any:
    """The schema as generators of clients know it: each list of words is kept once, under a name of its own.

    A flag that is always the same is a constant.
    """
    match schema:
        case {"enum": [bool() as flag]}:
            return {**{key: value for key, value in schema.items() if key != "enum"}, "type": "boolean", "const": flag}
        case {"enum": list(enum)}:
            own = SHARED_WORDS.get(frozenset(enum), name)
            words[own] = {"type": "string", "enum": enum}
            about = {key: value for key, value in schema.items() if key in ("description", "default")}
            return reference(own) | about
        case {"properties": dict(properties)}:
            told = {key: said_plainly(value, name + camel(key), words) for key, value in properties.items()}
            return {**schema, "properties": told}
        case dict():
            return {key: said_plainly(value, name, words) for key, value in schema.items()}
        case list():
            return [said_plainly(value, name, words) for value in schema]
        case _:
            return schema


SHARED_WORDS = {frozenset(AUDIENCES): "Audience", frozenset(INCLUDES): "Include"}


def by_policy(schemas: Mapping[str, Schema]) -> frozenset[str]:
    """The names of the schemas that hold such a part, themselves or by reference."""
    refers = {name: set(referred(schema)) for name, schema in schemas.items()}
    found = {name for name, schema in schemas.items() if any(BY_POLICY in one for one in objects(schema))}
    while more := {name for name, targets in refers.items() if name not in found and targets & found}:
        found |= more
    return frozenset(found)


def plain(schema: Any) -> Any:
    """The schema without our own marks."""
    match schema:
        case dict():
            return {key: plain(value) for key, value in schema.items() if key != BY_POLICY}
        case list():
            return [plain(value) for value in schema]
        case _:
            return schema


def reachable(schemas: Mapping[str, Schema], start: Any) -> dict[str, Schema]:
    """The schemas that something refers to, by way of others too, in their order."""
    found: set[str] = set()
    waiting = referred(start)
    while waiting:
        name = waiting.pop()
        if name in schemas and name not in found:
            found.add(name)
            waiting += referred(schemas[name])
    return {name: schema for name, schema in schemas.items() if name in found}


def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    """Every object within a schema, itself first."""
    if isinstance(schema, dict):
        yield schema
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    for value in inner:
        yield from objects(value)


def referred(schema: Any) -> list[str]:
    """The names of the schemas that a schema refers to."""
    return [one["$ref"].removeprefix(REFERENCE) for one in objects(schema) if isinstance(one.get("$ref"), str)]
