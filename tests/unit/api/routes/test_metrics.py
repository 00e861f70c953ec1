from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient
from prometheus_client.exposition import choose_encoder

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.settings import Settings
from policykit_api.settings.metrics import Metrics
from tests.unit.api.conftest import DECIDE


@pytest.fixture
def client(bundle: Bundle) -> Iterator[TestClient]:
    with TestClient(create_app(bundle)) as found:
        yield found


def read(client: TestClient) -> str:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    return answer.text


@pytest.mark.parametrize(
    "accept",
    [
        "",
        "text/plain",
        "text/plain;version=1.0.0;escaping=allow-utf-8",
        "application/openmetrics-text;version=1.0.0",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8",
    ],
)
def test_the_media_type_is_the_one_that_the_text_is_in(client: TestClient, accept: str):
    told = client.get("/metrics", headers={"accept": accept}).headers["content-type"]
    assert choose_encoder(accept)[1] == told


def test_decisions_are_counted_by_policy_and_outcome(client: TestClient, question: dict[str, Any]):
    client.post(DECIDE, json=question)
    client.post(DECIDE, json={"facts": {}})
    text = read(client)
    of = 'business="fruit-shop",outcome="refuse",policy="damage-claim",status="decided"'
    assert f"policykit_decisions_total{{{of}}} 1.0" in sorted_labels(text)
    of = 'business="fruit-shop",outcome="",policy="damage-claim",status="needs_info"'
    assert f"policykit_decisions_total{{{of}}} 1.0" in sorted_labels(text)
    assert 'policykit_decide_seconds_count{business="fruit-shop",policy="damage-claim"} 2.0' in text


def test_the_decisions_of_batches_and_of_several_policies_are_counted(client: TestClient, question: dict[str, Any]):
    item = {name: question[name] for name in ("facts", "as_of")}
    client.post(f"{DECIDE}-batch", json={"items": [item, item, {"facts": {"no": 1}}]}).raise_for_status()
    client.post("/v1/fruit-shop/decide-several", json={"policies": ["damage-claim"], **item})
    text = sorted_labels(read(client))
    assert 'outcome="refuse",policy="damage-claim",status="decided"} ' in text


def sorted_labels(text: str) -> str:
    lines = []
    for line in text.splitlines():
        name, brace, rest = line.partition("{")
        labels, _, value = rest.partition("} ")
        lines.append(f"{name}{{{','.join(sorted(labels.split(',')))}}} {value}" if brace else line)
    return "\n".join(lines)


def test_requests_are_counted_by_route_and_never_by_what_was_typed(client: TestClient):
    client.get("/v1/fruit-shop/policies")
    client.get("/v1/secret-of-mine/policies")
    client.get("/secret-of-mine?secret-of-mine", headers={"x-request-id": "secret-of-mine"})
    text = read(client)
    assert 'policykit_requests_total{method="GET",route="/v1/{business}/policies",status="200"} 1.0' in text
    assert 'policykit_requests_total{method="GET",route="/v1/{business}/policies",status="404"} 1.0' in text
    assert 'policykit_requests_total{method="GET",route="-",status="404"} 1.0' in text
    assert "secret" not in text


def test_nothing_is_counted_where_that_is_set(bundle: Bundle):
    with TestClient(create_app(bundle, Settings(metrics=Metrics(enabled=False)))) as client:
        client.get("/v1")
        assert "policykit_requests_total{" not in client.get("/metrics").text


def test_a_public_server_asks_nobody_who_reads_its_metrics(bundle: Bundle):
    def never(*_: object):
        raise AssertionError

    app = create_app(bundle, Settings(metrics=Metrics(public=True)))
    app.state.service.authenticate = never
    with TestClient(app, raise_server_exceptions=False) as client:
        assert 200 == client.get("/metrics").status_code


def test_bare_answers_are_counted_as_the_others(client: TestClient, question: dict[str, Any]):
    bare = {name: question[name] for name in ("facts", "as_of")}
    answer = client.post(DECIDE, json=bare, headers={"prefer": "return=minimal", "content-type": "application/json"})
    assert "return=minimal" == answer.headers["preference-applied"]
    text = read(client)
    of = 'business="fruit-shop",outcome="refuse",policy="damage-claim",status="decided"'
    assert f"policykit_decisions_total{{{of}}} 1.0" in sorted_labels(text)
    assert 'route="/v1/{business}/policies/{policy}/decide",status="200"} 1.0' in text
