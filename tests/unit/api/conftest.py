"""The API over the bundled example businesses, and the question that most tests put to it."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from policykit import pipeline
from policykit.model import Business
from policykit.pipeline import Bundle
from policykit_api import create_app
from tests.databases import KINDS, NewDatabase, databases

DECIDE = "/v1/fruit-shop/policies/damage-claim/decide"
QUESTION = {
    "facts": {
        "order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-03-02T10:00:00+08:00"},
        "claim": {"made_at": "2026-03-03T11:00:00+08:00", "photo_at": None},
        "item": {"price": {"amount": "600", "currency": "TWD"}},
    },
    "as_of": "2026-03-03T12:00:00+08:00",
    "locale": "en",
    "audience": "customer",
    "include": ["explanation", "reasons", "would_change"],
}

Ask = Callable[..., httpx.Response]


@pytest.fixture(scope="session")
def bundle() -> Bundle:
    loaded = pipeline.load(pipeline.example_root())
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle


@pytest.fixture(scope="session")
def fruit_shop(bundle: Bundle) -> Business:
    return bundle.businesses["fruit-shop"].business


@pytest.fixture(scope="session")
def client(bundle: Bundle) -> Iterator[httpx.Client]:
    with TestClient(create_app(bundle)) as found:
        yield found


@pytest.fixture
def question() -> dict[str, Any]:
    """A request of one's own to change."""
    return copy.deepcopy(QUESTION)


@pytest.fixture(scope="session")
def ask(client: httpx.Client) -> Ask:
    """Put a question to the damage policy, or to another address."""

    def put(body: Any, path: str = DECIDE, **options: Any) -> httpx.Response:
        return client.post(path, json=body, **options)

    return put


@pytest.fixture(scope="session")
def send(client: httpx.Client) -> Ask:
    """Send these very bytes as a question."""

    def post(content: bytes, content_type: str = "application/json", **headers: str) -> httpx.Response:
        given = {"content-type": content_type} | {name.replace("_", "-"): value for name, value in headers.items()}
        return client.post(DECIDE, content=content, headers=given)

    return post


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    with databases(tmp_path_factory.mktemp("databases")) as new:
        yield new


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    """A database of either kind that has our tables and that nobody has used."""
    return new_database(request.param)


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    """A database of either kind that has no tables yet."""
    return new_database(request.param, tables=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "state" / "policykit.db"
