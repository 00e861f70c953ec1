"""Many clients, two processes, one database: the same request decides once, whoever it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from tests.databases import KINDS, databases
from tests.e2e.server import serving

DECIDE = "/v1/fruit-shop/policies/damage-claim/decide"
QUESTION = {"facts": {}, "as_of": "2026-03-03T12:00:00+08:00", "store": True, "include": ["explanation"]}
AT_ONCE = 50


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with databases(tmp_path) as new:
        yield new(request.param)


def test_fifty_identical_requests_to_two_workers_make_one_decision(url: str):
    with serving(options=("--workers", "2"), environment={"POLICYKIT_STORE_URL": url}) as server:

        def send(number: int) -> httpx.Response:
            key = {"idempotency-key": f'"{number}"'}
            return httpx.post(server.url + DECIDE, json=QUESTION, headers=key, timeout=60)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            found = list(pool.map(send, [1] * AT_ONCE))
        again = send(1)
        kept = httpx.get(f"{server.url}/v1/fruit-shop/decisions").json()["decisions"]
    assert {200, 409} >= {one.status_code for one in found}, [one.text for one in found]
    assert {again.content} == {one.content for one in (*found, again) if one.status_code == 200}
    assert "true" == again.headers["idempotency-replayed"]
    assert [again.json()["id"]] == [one["id"] for one in kept]
