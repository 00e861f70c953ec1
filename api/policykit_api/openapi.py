"""The OpenAPI 3.1 document: made of what each route says about itself, schemas taken from the shapes on the wire.

The framework's own generator is not used: it loses `additionalProperties: false`, the limits of list
items and every description, and it cannot see bodies that a route decodes by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from inspect import cleandoc
from typing import Any

import msgspec

import policykit
from policykit_api import admission, problems
from policykit_api.operation import Operation
from policykit_api.problems import Kind, Problem
from policykit_api.wire.shape import NAME_PATTERN, Wire

LINES = "application/x-ndjson"
REFERENCE = "#/components/schemas/{name}"


@dataclass(frozen=True, slots=True)
class Examples:
    """Taken from the bundle that is served: values of path parameters, and requests by their titles."""

    parameters: Mapping[str, str] = field(default_factory=dict)
    requests: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def document(operations: Iterable[Operation], examples: Examples) -> bytes:
    """The whole document, encoded."""
    listed = [operation for operation in operations if operation.described]
    used = (shape for one in listed for shape in (one.body, one.answer, one.minimal, *(one.lines or ())))
    shapes = {Problem: None} | {shape: None for shape in used if is_shape(shape)}
    _, components = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    for schema in components.values():
        schema["description"] = cleandoc(schema["description"])
    paths: dict[str, dict[str, Any]] = {}
    for one in listed:
        paths.setdefault(one.path, {})[one.method] = described(one, examples)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "policykit",
                "version": policykit.__version__,
                "summary": "Decisions of service policies, their reasons, their wording and the public terms.",
                "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
            },
            "servers": [{"url": "/"}],
            "paths": paths,
            "components": {"schemas": components},
        }
    )


def is_shape(shape: object) -> bool:
    return isinstance(shape, type)


def described(one: Operation, examples: Examples) -> dict[str, Any]:
    """The operation object."""
    said: dict[str, Any] = {"operationId": one.id, "summary": one.summary, "tags": [one.tag]}
    said |= {"description": one.description} if one.description else {}
    parameters = [*path_parameters(one.path, examples), *one.headers]
    said |= {"parameters": parameters} if parameters else {}
    if one.body:
        said["requestBody"] = {"required": True, "content": taken(one, one.body, examples)}
    return said | {"responses": responses(one)}


def taken(one: Operation, body: type[Wire], examples: Examples) -> dict[str, Any]:
    """The media types of the body. The schema of lines is that of each: OpenAPI 3.1 has no word for a stream."""
    policy = examples.parameters.get("policy", "")
    requests = {
        name: {**request, "value": one.example(request["value"], policy)} for name, request in examples.requests.items()
    }
    media: dict[str, Any] = {"application/json": {"schema": reference(body), "examples": requests}}
    return media | ({LINES: {"schema": reference(one.lines[0])}} if one.lines else {})


def path_parameters(path: str, examples: Examples) -> list[dict[str, Any]]:
    names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "maxLength": 80, "pattern": PATTERNS.get(name, NAME_PATTERN)},
            "example": examples.parameters[name],
        }
        for name in names
    ]


PATTERNS = {"locale": "^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,7}$"}


def responses(one: Operation) -> dict[str, Any]:
    """The answer, and every status with which the server refuses, each with the kinds of problem behind it."""
    answer = content(one) | ({LINES: {"schema": reference(one.lines[1])}} if one.lines else {})
    given: dict[str, Any] = {"200": {"description": "The answer.", "content": answer}}
    refused: dict[int, list[Kind]] = {}
    for kind in (*one.refusals, *admission.refusals(one), problems.BAD_REQUEST, problems.INTERNAL_ERROR):
        refused.setdefault(kind.status, []).append(kind)
    for status, kinds in sorted(refused.items()):
        said = "; ".join(f"{kind.title} (`{kind.type}`)" for kind in kinds)
        given[str(status)] = {
            "description": f"{said}.",
            "content": {problems.MEDIA_TYPE: {"schema": reference(Problem)}},
        }
    return given


def content(one: Operation) -> dict[str, Any]:
    if isinstance(one.answer, str):
        return {one.answer: {"schema": {"type": "string" if one.answer != "application/json" else "object"}}}
    whole = reference(one.answer)
    schema = whole if one.minimal is None else {"oneOf": [whole, reference(one.minimal)]}
    return {"application/json": {"schema": schema}}


def reference(shape: type[Wire]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(name=shape.__name__)}
