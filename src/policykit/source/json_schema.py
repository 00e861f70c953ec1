"""The JSON Schema (draft-07) of a file, for editors: completion, hover texts and red lines while typing.

Editors' YAML servers resolve scalars (`0.3` becomes a number, `no` a boolean) where policykit reads
text. So a text that could be read as a number or a boolean is allowed to be one.
"""

from __future__ import annotations

import re
from typing import Any, assert_never

import msgspec

from policykit.source.structure import Anything, Choice, Either, Entries, Field, Items, Node, Record, Text, structure

DRAFT = "http://json-schema.org/draft-07/schema#"

_BOOLEANS = {"true": True, "True": True, "yes": True, "on": True, "NO": False, "no": False, "false": False}
_NUMBERS = ("0", "1", "10", "0.5", "-1", "2026", "1e3")


def json_schema(shape: type[msgspec.Struct]) -> dict[str, Any]:
    """The schema of a file; every nested Struct stands once, under ``definitions``, by its name.

    The title is the Struct's docstring up to the first colon.
    """
    record = structure(shape)
    definitions: dict[str, Any] = {}
    schema = {"$schema": DRAFT, "title": record.about.split(":")[0], **_record(record, definitions)}
    return {**schema, "definitions": definitions} if definitions else schema


def _schema(node: Node, definitions: dict[str, Any]) -> dict[str, Any]:
    match node:
        case Text():
            return _text(node)
        case Choice(words=words):
            return {"enum": [*words, *dict.fromkeys(_BOOLEANS[word] for word in words if word in _BOOLEANS)]}
        case Items(item=item, fewest=fewest, most=most):
            bounds = _bounds("Items", fewest, most)
            return {"type": "array", "items": _schema(item, definitions), **bounds}
        case Entries():
            return _entries(node, definitions)
        case Record():
            return _reference(node, definitions)
        case Either(text=text, map=map_):
            return _either(_schema(text, definitions), map_, definitions)
        case Anything():
            return {}
        case _:
            assert_never(node)


def _text(node: Text) -> dict[str, Any]:
    pattern = {} if node.pattern is None else {"pattern": node.pattern}
    return {"type": _readings(node.pattern), **pattern, **_bounds("Length", node.shortest, node.longest)}


def _readings(pattern: str | None) -> str | list[str]:
    """The JSON types that a YAML server may make of a text of this pattern."""

    def fits(texts: tuple[str, ...]) -> bool:
        return pattern is None or any(re.search(pattern, text) for text in texts)

    others = [name for name, texts in (("number", _NUMBERS), ("boolean", tuple(_BOOLEANS))) if fits(texts)]
    return ["string", *others] if others else "string"


def _entries(node: Entries, definitions: dict[str, Any]) -> dict[str, Any]:
    bounds = _bounds("Properties", node.fewest, node.most)
    value = _schema(node.value, definitions)
    return {"type": "object", "propertyNames": _key(node.key), "additionalProperties": value or True, **bounds}


def _key(node: Text) -> dict[str, Any]:
    return {**_text(node), "type": "string"}


def _reference(record: Record, definitions: dict[str, Any]) -> dict[str, Any]:
    if record.name not in definitions:
        definitions[record.name] = {}
        definitions[record.name] = _record(record, definitions)
    return {"$ref": f"#/definitions/{record.name}"}


def _record(record: Record, definitions: dict[str, Any]) -> dict[str, Any]:
    others = record.others
    return {
        "description": record.about,
        "type": "object",
        "properties": {field.name: _property(field, definitions) for field in record.fields},
        "required": [field.name for field in record.fields if field.required],
        "additionalProperties": False if others is None else _schema(others.value, definitions),
        **({} if others is None else {"propertyNames": _key(others.key)}),
    }


def _property(field: Field, definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(field.node, definitions)
    if "$ref" in schema:  # draft-07 ignores what stands beside a reference
        schema = {"allOf": [schema]}
    examples = {"examples": list(field.node.examples)} if field.node.examples else {}
    return {"description": field.meaning, **schema, **examples}


def _either(text: dict[str, Any], map_: Entries | Record, definitions: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [text, _schema(map_, definitions)]}


def _bounds(what: str, least: int, most: int | None) -> dict[str, int]:
    return ({f"min{what}": least} if least else {}) | ({} if most is None else {f"max{what}": most})
