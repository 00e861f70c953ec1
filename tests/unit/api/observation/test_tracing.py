"""Spans are sent to a collector of the tests' own, which reads what OpenTelemetry really sends."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.observation.tracing import address
from policykit_api.settings import Settings
from policykit_api.settings.traces import Traces
from tests.unit.api.conftest import DECIDE

TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"


@dataclass
class Collector:
    endpoint: str = ""
    paths: set[str] = field(default_factory=set)
    services: set[str] = field(default_factory=set)
    spans: list[Span] = field(default_factory=list)

    def named(self, name: str) -> Span:
        (found,) = (span for span in self.spans if span.name == name)
        return found


@pytest.fixture
def collector() -> Iterator[Collector]:
    collected = Collector()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = ExportTraceServiceRequest.FromString(self.rfile.read(int(self.headers["content-length"])))
            collected.paths.add(self.path)
            for of in sent.resource_spans:
                collected.services |= {
                    one.value.string_value for one in of.resource.attributes if one.key == "service.name"
                }
                collected.spans += [span for scope in of.scope_spans for span in scope.spans]
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        collected.endpoint = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield collected
        server.shutdown()
        thread.join()


def told(span: Span) -> dict[str, Any]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_request_its_decision_and_its_explanation_are_spans_of_the_callers_trace(
    bundle: Bundle, collector: Collector, question: dict[str, Any]
):
    with TestClient(create_app(bundle, Settings(traces=Traces(endpoint=collector.endpoint, service="shop")))) as client:
        headers = {"traceparent": f"00-{TRACE}-{PARENT}-01", "x-request-id": "mine"}
        assert 200 == client.post(DECIDE, json=question, headers=headers).status_code
    request = collector.named("POST /v1/{business}/policies/{policy}/decide")
    assert (TRACE, PARENT) == (request.trace_id.hex(), request.parent_span_id.hex())
    assert {
        "http.request.method": "POST",
        "http.route": "/v1/{business}/policies/{policy}/decide",
        "http.response.status_code": 200,
        "policykit.request": "mine",
        "policykit.business": "fruit-shop",
        "policykit.policy": "damage-claim",
    } == told(request)
    for name in ("decide", "explain"):
        inner = collector.named(name)
        assert (request.trace_id, request.span_id) == (inner.trace_id, inner.parent_span_id)
    assert ({"/v1/traces"}, {"shop"}) == (collector.paths, collector.services)


def test_spans_hold_nothing_that_was_sent(bundle: Bundle, collector: Collector, question: dict[str, Any]):
    with TestClient(create_app(bundle, Settings(traces=Traces(endpoint=collector.endpoint)))) as client:
        client.post(DECIDE, json={**question, "secret": 1}, headers={"authorization": "Bearer secret"})
        client.post(f"{DECIDE}?secret=1", json=question)
        client.get("/secret")
    assert 2 <= len(collector.spans)
    assert "secret" not in str(collector.spans)


def test_a_caller_who_wants_no_trace_gets_none(bundle: Bundle, collector: Collector):
    with TestClient(create_app(bundle, Settings(traces=Traces(endpoint=collector.endpoint)))) as client:
        client.get("/v1", headers={"traceparent": f"00-{TRACE}-{PARENT}-00"})
    assert [] == collector.spans


def test_only_the_share_that_is_set_is_traced(bundle: Bundle, collector: Collector):
    with TestClient(create_app(bundle, Settings(traces=Traces(endpoint=collector.endpoint, share=0.0)))) as client:
        client.get("/v1")
    assert [] == collector.spans


@pytest.mark.parametrize(
    ("endpoint", "sent_to"),
    [
        ("http://a:4318", "http://a:4318/v1/traces"),
        ("http://a:4318/", "http://a:4318/v1/traces"),
        ("https://a/otlp/v1/traces", "https://a/otlp/v1/traces"),
    ],
)
def test_the_usual_path_is_taken_where_none_is_given(endpoint: str, sent_to: str):
    assert sent_to == address(endpoint)


def test_nothing_of_it_is_loaded_where_no_collector_is_named(root: Path):
    program = f"""
import sys; sys.path[:0] = [{str(root / "src")!r}, {str(root / "api")!r}]
import policykit_api.app, policykit_api.observation.tracing
with policykit_api.observation.tracing.span("decide"):
    pass
raise SystemExit(any(name.startswith("opentelemetry.sdk") for name in sys.modules))
"""
    assert 0 == subprocess.run([sys.executable, "-c", program], check=False).returncode
