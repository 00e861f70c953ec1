from __future__ import annotations

import httpx
import pytest
from litestar import Request
from litestar.exceptions import HTTPException, InternalServerException
from litestar.testing import RequestFactory

from policykit_api.problem_kinds import KINDS, Kind
from policykit_api.problems import OF_STATUS, on_http_exception


def request() -> Request:
    return RequestFactory().get("/somewhere")


def test_slugs_are_stable_addresses():
    slugs = [kind.slug for kind in KINDS]
    assert sorted(set(slugs)) == sorted(slugs)
    assert all(kind.type == f"/problems/{kind.slug}" for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.slug)
def test_every_type_is_an_address_that_explains_it(client: httpx.Client, kind: Kind):
    answer = client.get(kind.type)
    assert 200 == answer.status_code
    assert kind.title in answer.text
    assert all(len(paragraph) > 20 for paragraph in kind.explanation)


def test_what_the_framework_refuses_has_the_kind_of_its_status():
    assert all(kind.status == status for status, kind in OF_STATUS.items())


def test_an_unknown_address_is_a_problem(client: httpx.Client):
    answer = client.get("/nowhere")
    assert (404, "application/problem+json") == (answer.status_code, answer.headers["content-type"])
    assert {
        "type": "/problems/not-found",
        "title": "There is nothing at this address",
        "status": 404,
        "detail": "there is nothing at `/nowhere`",
        "errors": [],
    } == answer.json()


def test_a_wrong_method_is_a_problem(client: httpx.Client):
    assert ("/problems/method-not-allowed", "`PUT` is not taken at `/v1`") == (
        (problem := client.put("/v1").json())["type"],
        problem["detail"],
    )


def test_a_broken_host_is_a_bad_request(client: httpx.Client):
    answer = client.get("/v1", headers={"host": "a b"})
    assert (400, "/problems/bad-request") == (answer.status_code, answer.json()["type"])


@pytest.mark.parametrize("status", [401, 409, 418])
def test_other_refusals_are_bad_requests(status: int):
    answer = on_http_exception(request(), HTTPException("No tea", status_code=status))
    assert (400, b'"detail":"no tea"') == (answer.status_code, answer.content[answer.content.index(b'"detail"') :][:17])


def test_a_failure_of_the_framework_is_a_failure_of_ours():
    assert 500 == on_http_exception(request(), InternalServerException("secret")).status_code
