from __future__ import annotations

import httpx

from policykit.pipeline import Bundle


def test_the_process_lives(client: httpx.Client):
    assert {"status": "live"} == client.get("/health/live").json()


def test_it_is_ready_with_the_files_it_has_read(client: httpx.Client, bundle: Bundle):
    answer = client.get("/health/ready")
    digests = {name: ready.business.digest for name, ready in bundle.businesses.items()}
    assert {"status": "ready", "businesses": digests} == answer.json()
    assert "no-store" == answer.headers["cache-control"]
