from __future__ import annotations

import httpx
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app


def test_the_process_lives(client: httpx.Client):
    assert {"status": "live"} == client.get("/health/live").json()


def test_it_is_ready_with_the_files_it_has_read(client: httpx.Client, bundle: Bundle):
    answer = client.get("/health/ready")
    digests = {name: ready.business.digest for name, ready in bundle.businesses.items()}
    assert {"status": "ready", "businesses": digests} == answer.json()
    assert "no-store" == answer.headers["cache-control"]


def test_it_says_every_reason_why_it_is_not_ready(bundle: Bundle):
    app = create_app(bundle)
    app.state.service.obstacles["store"] = "it cannot be reached"
    app.state.service.stop_taking()
    with TestClient(app) as client:
        answer, live = client.get("/health/ready"), client.get("/health/live")
    assert (503, "/problems/not-ready", "store: it cannot be reached; server: it is stopping") == (
        answer.status_code,
        answer.json()["type"],
        answer.json()["detail"],
    )
    assert 200 == live.status_code
