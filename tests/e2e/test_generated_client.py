"""A typed client, generated from the document that a real server serves, asks that server."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.e2e.server import Server

AT = datetime.fromisoformat
CONFIG = "content_type_overrides: {application/x-ndjson: application/octet-stream, application/xml: text/plain}"
"""The generator knows no lines of JSON and no XML: a stream is a file to it, and the sitemap is text."""


@pytest.fixture(scope="module")
def generated(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The package, made without a warning."""
    folder = tmp_path_factory.mktemp("generated")
    document = folder / "openapi.json"
    config = folder / "config.yaml"
    config.write_text(CONFIG, encoding="utf-8")
    document.write_bytes(httpx.get(f"{server.url}/v1/fruit-shop/openapi.json").content)
    made = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"),
            *("--config", str(config), "--path", str(document), "--output-path", str(folder / "fruit_shop_client")),
        ],
        capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert 0 == made.returncode, made.stdout + made.stderr
    assert "warning" not in (made.stdout + made.stderr).lower()
    sys.path.insert(0, str(folder))
    yield folder / "fruit_shop_client"
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def models(generated: Path) -> ModuleType:
    return importlib.import_module(f"{generated.name}.models")


@pytest.fixture(scope="module")
def client(generated: Path, server: Server) -> Iterator[Any]:
    with importlib.import_module(f"{generated.name}.client").Client(base_url=server.url) as found:
        yield found


def operation(generated: Path, tag: str, name: str) -> ModuleType:
    return importlib.import_module(f"{generated.name}.api.{tag}.{name}")


def test_it_decides_with_typed_facts_and_reads_a_typed_answer(generated: Path, models: Any, client: Any):
    facts = models.FruitShopReturnsFacts(
        order=models.FruitShopReturnsFactsOrder(
            placed_at=AT("2026-03-01T08:00:00+08:00"),
            shipped_at=None,
            shipping=models.SentMoneyTWD(amount=120, currency="TWD"),
        ),
        item=models.FruitShopReturnsFactsItem(
            kind=models.FruitShopFactItemKind.GIFT_BOX, price=models.SentMoneyTWD(amount="600", currency="TWD")
        ),
        return_=models.FruitShopReturnsFactsReturn(reason=models.FruitShopFactReturnReason.CHANGE_OF_MIND),
    )
    asked = models.FruitShopReturnsDecideRequest(facts=facts, as_of=AT("2026-03-01T12:00:00+08:00"), locale="en")
    decided = operation(generated, "fruit_shop_returns", "decide_fruit_shop_returns").sync(client=client, body=asked)
    assert isinstance(decided, models.FruitShopReturnsDecided)
    assert models.FruitShopReturnsOutcome.CANCEL is decided.outcome
    assert ("TWD", "720") == (decided.values.amount.currency, decided.values.amount.amount)


def test_what_is_missing_comes_as_facts_to_ask(generated: Path, models: Any, client: Any):
    asked = models.FruitShopReturnsDecideRequest(facts=models.FruitShopReturnsFacts())
    decided = operation(generated, "fruit_shop_returns", "decide_fruit_shop_returns").sync(client=client, body=asked)
    assert models.DecidedStatus.NEEDS_INFO is decided.status
    assert ["order.placed_at"] == [need.fact for need in decided.needs]


def test_a_refusal_comes_as_a_typed_problem(generated: Path, models: Any, client: Any):
    facts = models.FruitShopReturnsFacts(
        item=models.FruitShopReturnsFactsItem(price=models.SentMoneyTWD(amount="many", currency="TWD"))
    )
    asked = models.FruitShopReturnsDecideRequest(facts=facts)
    problem = operation(generated, "fruit_shop_returns", "decide_fruit_shop_returns").sync(client=client, body=asked)
    assert isinstance(problem, models.Problem)
    assert ("/problems/wrong-facts", 422) == (problem.type_, problem.status)
    assert ["/facts/item/price"] == [fault.pointer for fault in problem.errors]


def test_it_reads_which_version_applies(generated: Path, client: Any):
    found = operation(generated, "policies", "find_applying_version").sync(
        "returns", client=client, at=AT("2025-03-01T08:00:00+08:00")
    )
    assert ("2025-01-01", "order.placed_at") == (found.version.version, found.pinned_to)
