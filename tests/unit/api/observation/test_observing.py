from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.observation.observing import route_of
from policykit_api.operation import Operation, serves
from policykit_api.settings import Settings
from policykit_api.settings.log import Log
from tests.unit.api.conftest import DECIDE

Requests = Callable[..., list[dict[str, Any]]]
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


def lines(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(record) for record in caplog.records if record.name == "policykit.requests"]


@pytest.fixture
def requests(bundle: Bundle, caplog: pytest.LogCaptureFixture, question: dict[str, Any]) -> Requests:
    return partial(put, bundle, caplog, question)


BROKEN = Operation("get", "/broken", "break", "Breaks", "text/html", "broken", scope=None)


def put(bundle: Bundle, caplog: pytest.LogCaptureFixture, question: object, **settings: Any) -> list[dict[str, Any]]:
    """The lines about a decision, an address where nothing is, and a failure."""

    @serves(BROKEN)
    async def broken() -> None:
        raise RuntimeError

    app = create_app(bundle, Settings(log=Log(**settings)))
    app.register(broken)
    caplog.set_level(logging.INFO)
    with TestClient(app, raise_server_exceptions=False) as client:
        headers = {"x-request-id": "mine", "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
        client.post(DECIDE, json=question, headers=headers)
        client.get("/secret?secret=1")
        client.get("/broken", headers=headers)
    return lines(caplog)


def test_all_requests_have_a_line_where_that_is_set(requests: Requests):
    first, second, third = requests(requests="all")
    assert ("request", "mine", TRACE, "POST", "/v1/{business}/policies/{policy}/decide", 200) == tuple(
        first[name] for name in ("msg", "request", "trace", "method", "route", "status")
    )
    assert ("fruit-shop", "damage-claim") == (first["business"], first["policy"])
    assert ("-", 404, logging.INFO) == (second["route"], second["status"], second["levelno"])
    assert (500, logging.WARNING) == (third["status"], third["levelno"])
    assert "secret" not in str([first, second, third])


def test_only_failures_have_one_unless_set_otherwise(requests: Requests):
    assert [500] == [line["status"] for line in requests()]


def test_slow_requests_have_one_too(requests: Requests):
    assert [200, 404, 500] == [line["status"] for line in requests(slow_seconds=1e-9)]


def test_none_has_one_where_that_is_set(requests: Requests):
    assert [] == requests(requests="none", slow_seconds=1e-9)


def test_a_failure_names_its_request(requests: Requests, caplog: pytest.LogCaptureFixture):
    requests(requests="none")
    (failure,) = (vars(record) for record in caplog.records if record.levelno == logging.ERROR)
    assert "mine" == failure["request"]


def test_a_method_that_a_caller_has_made_up_is_told_of_no_further(bundle: Bundle, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    app = create_app(bundle, Settings(log=Log(requests="all")))
    with TestClient(app) as client:
        for word in ("SECRET-1", "SECRET-2", "PROPFIND", "PATCH"):
            client.request(word, "/nowhere")
        told = client.get("/metrics").text
    assert ["other", "other", "other", "PATCH"] == [line["method"] for line in lines(caplog)][:4]
    assert 'policykit_requests_total{method="other",route="-",status="404"} 3.0' in told
    assert "SECRET" not in told


def test_a_route_is_written_as_the_documentation_has_it():
    assert "/v1/{business}/policies/{policy}" == route_of("/v1/{business:str}/policies/{policy:str}")
    assert "-" == route_of("")
