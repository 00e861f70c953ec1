"""granian serves the same application, in several processes whose counts come together."""

from __future__ import annotations

import httpx

from tests.e2e.server import serving
from tests.e2e.test_stopping import BODY, DECIDE

LIMITS = {"POLICYKIT_LIMITS_HEADER_SECONDS": "0.5", "POLICYKIT_METRICS_PUBLIC": "yes"}


def test_it_decides_counts_drops_half_sent_headers_and_stops():
    with serving(options=["--engine", "granian", "--workers", "2"], environment=LIMITS) as server:
        for _ in range(20):
            with httpx.Client(base_url=server.url) as client:
                answer = client.post(DECIDE, content=BODY, headers={"content-type": "application/json"})
                assert (200, "decided") == (answer.status_code, answer.json()["status"])
        with server.connect() as line:
            line.sendall(b"GET /v1 HTTP/1.1\r\n")
            assert line.recv(1000)[:12] in (b"", b"HTTP/1.1 408", b"HTTP/1.1 400")
        assert 20 == decisions_in(server.url)
        server.terminate()
        assert 0 == server.process.wait(20)
        assert "Traceback" not in server.log()


def decisions_in(url: str) -> int:
    """How many decisions the server says it has made, once every process has told of its own."""
    for _ in range(50):
        text = httpx.get(f"{url}/metrics").text
        found = [line for line in text.splitlines() if line.startswith("policykit_decisions_total{")]
        count = sum(int(float(line.rpartition(" ")[2])) for line in found)
        if count == 20:
            break
    return count
