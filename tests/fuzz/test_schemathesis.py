"""The API against its own OpenAPI document, on requests nobody would write by hand."""

from __future__ import annotations

import re
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from litestar import Litestar
from schemathesis import Case, HookContext

from policykit import pipeline
from policykit_api import create_app
from tests.conftest import DEEP

EXAMPLES = 300 if DEEP else 15
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422"]
"""What a request that the document allows may be answered with. It does not say which facts a policy takes: 422."""

KNOWN = {
    "business": ("fruit-shop", "food-delivery", "paint-supplier"),
    "policy": ("damage-claim", "complaint", "errands", "returns", "conduct"),
    "locale": ("en", "zh-Hant", "zh-Hans"),
    "slug": ("wrong-facts", "not-json"),
}
NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")


def config() -> schemathesis.Config:
    return schemathesis.Config.from_dict({"checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}}})


@pytest.fixture(scope="module")
def app() -> Litestar:
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    return create_app(bundle)


@pytest.fixture(scope="module")
def schema(app: Litestar) -> schemathesis.BaseSchema:
    found = schemathesis.openapi.from_asgi("/openapi.json", app, config=config())
    found.hook("map_path_parameters")(met)
    return found


def met(_: HookContext, parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Most well-formed names become names that exist, or hardly a request would get beyond 404."""
    if parameters:
        for name, value in parameters.items():
            words = KNOWN[name]
            if isinstance(value, str) and NAME.fullmatch(value) and len(value) % 4:
                parameters[name] = words[sum(map(ord, value)) % len(words)]
    return parameters


api = schemathesis.pytest.from_fixture("schema")


@api.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_as_the_document_says(case: Case):
    case.call_and_validate()
