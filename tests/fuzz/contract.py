"""What Schemathesis asks of the API: every check, names that exist, and one application with a database of its own."""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import schemathesis
from litestar import Litestar
from schemathesis import BaseSchema, HookContext

from policykit import pipeline
from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.settings import Settings
from policykit_api.settings.server import Server
from policykit_api.settings.store import Store

FACTS = "which facts go together, and which moments a version is in force at, no schema says: 422"
ITEMS = "what is wrong with a question of a batch, or with a policy of several, is told in its own entry: 200"
EVENTS = (
    "OpenAPI 3.1 has no word for a stream of events; Schemathesis reads its schema as that of one event, as 3.2 does"
)
STREAMS = "a stream of lines cannot be repeated: with an Idempotency-Key 400"

ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
"""What a request that the document allows may be answered with: as shipped, with 422 for `FACTS`."""
CHECKS = {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}
"""All checks are on, with all that they expect by themselves but for this."""
OF_ITEMS = re.compile(r"decide(Batch|Several)")
CHECKS_OF_ITEMS = {
    "positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "400"]},  # for `STREAMS`
    "negative_data_rejection": {"expected-statuses": ["2xx", "4xx"]},  # for `ITEMS`
}
"""What else these operations need."""
CHECKS_OF_EVENTS = CHECKS | {"response_schema_conformance": {"enabled": False}}  # for `EVENTS`

KNOWN = {
    "business": ("fruit-shop", "food-delivery", "paint-supplier"),
    "policy": ("damage-claim", "complaint", "errands", "returns", "conduct"),
    "locale": ("en", "zh-Hant", "zh-Hans"),
    "slug": ("wrong-facts", "not-json"),
    "version": ("beginning", "2025-01-01", "2026-01-01"),
}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")

TRIED: Counter[str] = Counter()
"""How many cases were tried of each operation, in this process."""


@schemathesis.serializer("application/x-ndjson")
def lines(_: Any, value: Any) -> bytes:
    """A stream of one line."""
    return json.dumps(value).encode()


def met(_: HookContext, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Most well-formed names become names that exist, or hardly a request would get beyond 404."""
    for name, value in (parameters or {}).items():
        words = KNOWN.get(name)
        if words and parameters and isinstance(value, str) and NAME.fullmatch(value) and len(value) % 4:
            parameters[name] = words[sum(map(ord, value)) % len(words)]
    return parameters


def bundle() -> Bundle:
    found = pipeline.load(pipeline.example_root()).bundle
    assert found is not None
    return found


FOLDER = tempfile.TemporaryDirectory(prefix="policykit-fuzz-")


def settings(name: str) -> Settings:
    """Those of a server with a database of its own, which knows its address."""
    return Settings(
        server=Server(public_url="https://shop.example"), store=Store(url=f"sqlite:///{Path(FOLDER.name, name)}.db")
    )


def application(found: Bundle, held: Settings) -> Litestar:
    made = create_app(found, held)
    service.of(made).events.close()  # a stream of events would never end
    return made


def contract(app: Litestar, **config: Any) -> BaseSchema:
    """The document of the application, with the checks."""
    chosen = schemathesis.Config.from_dict({"checks": CHECKS, **config})
    schema = schemathesis.openapi.from_asgi("/openapi.json", app, config=chosen)
    schema.hook("map_path_parameters")(met)
    return schema


def each(app: Litestar) -> Iterator[tuple[str, str, BaseSchema]]:
    """Every operation: its id, its path, and a document of it alone with its checks.

    Settings for some operations within one document would make its filters let everything through.
    """
    schema, of_items, of_events = (contract(app, checks=one) for one in (CHECKS, CHECKS_OF_ITEMS, CHECKS_OF_EVENTS))
    for path, methods in schema.raw_schema["paths"].items():
        for described in methods.values():
            name = described["operationId"]
            checked = of_items if OF_ITEMS.match(name) else of_events if name == "listen" else schema
            yield name, path, checked.include(operation_id=name)
