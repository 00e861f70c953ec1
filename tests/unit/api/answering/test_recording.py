from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.settings import Settings
from policykit_api.settings.store import Store
from policykit_api.store import upkeep
from tests.unit.api.keeping import CREDIT, keeping, question

DECISIONS = "/v1/secret-shop/decisions"


def unreachable(folder: Path) -> str:
    """The URL of a database that nobody runs."""
    return f"postgresql:///policies?host={folder}"


def test_without_a_database_only_what_needs_it_is_refused(tmp_path: Path):
    with keeping(unreachable(tmp_path), tmp_path) as client:
        plain = client.post(CREDIT, json=question())
        refused = [
            client.post(CREDIT, json=question(store=True)),
            client.post(CREDIT, json=question(), headers={"idempotency-key": "a"}),
            client.post(f"{CREDIT}-batch", json={"items": [question(), question(store=True)]}),
            client.post("/v1/secret-shop/decide", json=question(store=True) | {"policies": ["credit"]}),
            client.get(DECISIONS),
            client.get(f"{DECISIONS}/dec_0"),
        ]
    assert 200 == plain.status_code
    assert [(503, "/problems/store-unavailable", "5")] * 6 == [
        (one.status_code, one.json()["type"], one.headers["retry-after"]) for one in refused
    ]


def test_a_stream_without_a_database_ends_with_the_problem(tmp_path: Path):
    lines = b"".join(json.dumps(question(store=store)).encode() + b"\n" for store in (False, True))
    with keeping(unreachable(tmp_path), tmp_path) as client:
        answer = client.post(f"{CREDIT}-batch", content=lines, headers={"content-type": "application/x-ndjson"})
    last = json.loads(answer.content.splitlines()[-1])
    assert "/problems/store-unavailable" == last["problem"]["type"]


def test_a_database_that_comes_back_is_used_again(url: str, tmp_path: Path):
    file = tmp_path / "in-the-way"
    file.write_text("")
    with keeping(f"sqlite:///{file}/kept.db", tmp_path) as client:
        before = client.post(CREDIT, json=question(store=True))
        file.unlink()
        after = client.post(CREDIT, json=question(store=True))
    assert (503, 200) == (before.status_code, after.status_code)


@pytest.mark.parametrize("settings", [{}, {"decisions": "always"}], ids=["asked", "always"])
def test_a_bare_answer_is_kept_like_a_whole_one(url: str, tmp_path: Path, settings: dict[str, str]):
    asked = question() if settings else question(store=True)
    with keeping(url, tmp_path, **settings) as client:
        bare = client.post(CREDIT, json=asked, headers={"prefer": "return=minimal"})
        batch = client.post(f"{CREDIT}-batch", json={"items": [asked]}, headers={"prefer": "return=minimal"})
        kept = client.get(DECISIONS).json()["decisions"]
    assert "return=minimal" == bare.headers["preference-applied"]
    assert {bare.json()["id"], batch.json()["items"][0]["answer"]["id"]} == {one["id"] for one in kept}
    assert bare.headers["content-location"] in {one["href"] for one in kept}


def test_a_batch_is_kept_as_a_whole(url: str, tmp_path: Path):
    items = [question(store=True), question(store=True, as_of="yesterday"), question(), question(store=True)]
    with keeping(url, tmp_path) as client:
        answer = client.post(f"{CREDIT}-batch", json={"items": items}).json()["items"]
        kept = client.get(DECISIONS).json()["decisions"]
    assert {answer[0]["answer"]["id"], answer[3]["answer"]["id"]} == {one["id"] for one in kept}
    assert "problem" in answer[1]


def test_the_lines_of_a_stream_are_kept(url: str, tmp_path: Path):
    lines = b"".join(json.dumps(question(store=store)).encode() + b"\n" for store in (True, False, True))
    with keeping(url, tmp_path) as client:
        answer = client.post(f"{CREDIT}-batch", content=lines, headers={"content-type": "application/x-ndjson"})
        kept = client.get(DECISIONS).json()["decisions"]
    ids = [json.loads(line)["answer"]["id"] for line in answer.content.splitlines()]
    assert {ids[0], ids[2]} == {one["id"] for one in kept}


def test_a_decision_that_is_not_kept_opens_no_database(tmp_path: Path):
    with keeping(f"sqlite:///{tmp_path}/none.db", tmp_path) as client:
        (tmp_path / "none.db").unlink()
        for _ in range(3):
            assert 200 == client.post(CREDIT, json=question()).status_code
        assert not (tmp_path / "none.db").exists()


def test_a_server_that_keeps_nothing_loads_no_database():
    script = "import sys; import policykit_api; print('sqlalchemy' in sys.modules, 'alembic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "False False\n" == told.stdout


def failures(client: httpx.Client) -> str:
    told = client.get("/metrics").text.splitlines()
    return next(line.split()[1] for line in told if line.startswith("policykit_store_failures_total"))


def test_what_could_not_be_kept_or_read_is_counted(tmp_path: Path):
    with keeping(unreachable(tmp_path), tmp_path) as client:
        client.post(CREDIT, json=question())
        before = failures(client)
        client.post(CREDIT, json=question(store=True))
        client.post(CREDIT, json=question(), headers={"idempotency-key": "one"})
        client.get(DECISIONS)
        assert ("0.0", "3.0") == (before, failures(client))


def test_a_server_that_must_keep_every_decision_is_not_ready_without_its_database(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(upkeep, "LOOK", 0.02)
    file = tmp_path / "in-the-way"
    file.write_text("")
    with keeping(f"sqlite:///{file}/kept.db", tmp_path, decisions="always") as client:
        away = client.get("/health/ready")
        file.unlink()
        end = time.monotonic() + 20
        while client.get("/health/ready").status_code != 200:
            assert time.monotonic() < end
            time.sleep(0.02)
    assert (503, "/problems/not-ready") == (away.status_code, away.json()["type"])
    assert "database" in away.json()["detail"]
    with keeping(unreachable(tmp_path), tmp_path) as client:
        assert 200 == client.get("/health/ready").status_code


MINIMAL, KEY = {"prefer": "return=minimal"}, {"idempotency-key": "one"}


@pytest.mark.parametrize("headers", [{}, MINIMAL, KEY, MINIMAL | KEY], ids=["whole", "bare", "key", "bare with a key"])
def test_no_decision_escapes_where_all_are_kept_however_plain_its_question(
    bundle: Bundle, url: str, question: dict[str, Any], headers: dict[str, str]
):
    """The shop has lanes, which give such answers before the route that keeps decisions."""
    path = "/v1/fruit-shop/policies/damage-claim/decide"
    del question["include"], question["locale"]
    with TestClient(create_app(bundle, Settings(store=Store(url=url, decisions="always")))) as client:
        answer = client.post(path, json=question, headers=headers)
        kept = client.get("/v1/fruit-shop/decisions").json()["decisions"]
    assert ("decided", [answer.json()["id"]]) == (answer.json()["status"], [one["id"] for one in kept])
