"""One real server for all that is sent byte by byte, and the shapes that it promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import jsonschema_rs
import pytest

from tests.e2e.server import Server, serving
from tests.fuzz.raw import exchange, request

Shape = Callable[[str], jsonschema_rs.Validator]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with serving() as found:
        yield found


@pytest.fixture(scope="session")
def document(server: Server) -> dict[str, Any]:
    found: dict[str, Any] = exchange(server, request("GET", "/openapi.json"))[0].json()
    return found


@pytest.fixture(scope="session")
def shape(document: dict[str, Any]) -> Shape:
    """What tells whether data has the shape of that name."""

    def validator(name: str) -> jsonschema_rs.Validator:
        schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
        return jsonschema_rs.validator_for(schema)

    return validator


@pytest.fixture(scope="session")
def problem(shape: Shape) -> jsonschema_rs.Validator:
    return shape("Problem")
