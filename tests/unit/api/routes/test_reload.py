"""Changed policies are taken over on request, and their errors told to who asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from litestar.testing import TestClient

from policykit import pipeline
from policykit_api.app import create_app
from policykit_api.reload.reloading import Files
from policykit_api.settings import Settings
from policykit_api.settings.reload import Reload
from tests.unit.deciding.shop import policy
from tests.unit.test_pipeline import RULES, write


@pytest.fixture
def shop(tmp_path) -> Path:
    return write(tmp_path)


@pytest.fixture
def client(shop) -> Iterator[httpx.Client]:
    loaded = pipeline.load(shop)
    with TestClient(create_app(loaded.bundle, Settings(reload=Reload(watch=False)), Files(shop, loaded))) as found:
        yield found


def test_where_nothing_has_changed_the_answer_says_so(client):
    assert {"status": "unchanged", "businesses": {}, "removed": []} == client.post("/v1/reload").json()


def test_what_has_changed_is_in_use_when_the_answer_comes(client, shop):
    (shop / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1)))
    answer = client.post("/v1/reload").json()
    assert answer == {"status": "reloaded", "removed": []} | {
        "businesses": client.get("/health/ready").json()["businesses"]
    }


def test_errors_are_told_with_their_places_and_health_counts_them(client, shop):
    before = client.get("/health/ready").json()
    (shop / "main.yaml").write_text(policy(RULES.replace("item.sealed", "item.seled")))
    answer = client.post("/v1/reload")
    (fault,) = answer.json()["errors"]
    assert (409, "/problems/policies-refused") == (answer.status_code, answer.json()["type"])
    assert fault["detail"].startswith("shop/main.yaml:")
    assert "item.seled" in fault["detail"]
    assert "did you mean `item.sealed`?" == fault["help"]
    assert "the policies have 1 error: see `errors`" == answer.json()["detail"]
    health = client.get("/health/ready")
    assert (200, "stale", 1) == (health.status_code, health.json()["status"], health.json()["refused"]["errors"])
    assert before["businesses"] == health.json()["businesses"]
    assert "seled" not in health.text


def test_without_a_folder_there_is_nothing_to_reload(shop):
    with TestClient(create_app(pipeline.load(shop).bundle)) as client:
        assert (409, "/problems/nothing-to-reload") == (
            (answer := client.post("/v1/reload")).status_code,
            answer.json()["type"],
        )


def test_reloads_are_counted_as_taken_and_as_refused(client, shop):
    def counted() -> dict[str, str]:
        told = client.get("/metrics").text.splitlines()
        found = [line.partition("} ") for line in told if line.startswith("policykit_reloads_total{")]
        return {labels.partition('"')[2].strip('"'): count for labels, _, count in found}

    assert {} == counted()
    client.post("/v1/reload")
    (shop / "main.yaml").write_text(policy(RULES.replace("sealed", "still-sealed", 1)))
    client.post("/v1/reload")
    assert {"taken": "1.0"} == counted()
    (shop / "main.yaml").write_text(policy(RULES.replace("item.sealed", "item.seled")))
    client.post("/v1/reload")
    assert {"taken": "1.0", "refused": "1.0"} == counted()
