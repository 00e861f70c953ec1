"""Every test of the store runs on both databases, each time on an empty one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import KINDS, NewDatabase, databases


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDatabase]:
    with databases(tmp_path_factory.mktemp("databases")) as new:
        yield new


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, new_database: NewDatabase) -> str:
    return new_database(request.param)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a database may be made."""
    return tmp_path / "state" / "policykit.db"
