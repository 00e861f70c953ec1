from __future__ import annotations

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.app import OPERATIONS
from policykit_api.settings import Settings
from policykit_api.settings.cors import Cors

SHOP, OTHER = "https://shop.example", "https://other.example"
ASKING = {"access-control-request-method": "POST", "access-control-request-headers": "authorization,content-type"}


@pytest.fixture(scope="module")
def crossed(bundle: Bundle):
    with TestClient(create_app(bundle, Settings(cors=Cors(origins=(SHOP,))))) as client:
        yield client


def crossing(answer: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name.startswith("access-control-")}


def test_a_named_origin_may_read_answers_and_the_headers_that_help(crossed: httpx.Client):
    answer = crossed.get("/v1", headers={"origin": SHOP})
    assert SHOP == crossing(answer)["access-control-allow-origin"]
    exposed = crossing(answer)["access-control-expose-headers"]
    assert {"ETag", "RateLimit", "Retry-After", "Idempotency-Replayed", "X-Request-Id"} <= set(exposed.split(", "))


@pytest.mark.parametrize("path", ["/nowhere", "/v1/no-such/policies"])
def test_a_named_origin_may_read_refusals_too(crossed: httpx.Client, path: str):
    answer = crossed.get(path, headers={"origin": SHOP})
    assert (404, SHOP) == (answer.status_code, crossing(answer)["access-control-allow-origin"])


@pytest.mark.parametrize("origin", [OTHER, f"{SHOP}.evil.example", "null", None])
def test_no_other_origin_may(crossed: httpx.Client, origin: str | None):
    answer = crossed.get("/v1", headers={"origin": origin} if origin else {})
    assert {} == crossing(answer)


@pytest.mark.parametrize("origin", [SHOP, OTHER, None])
def test_caches_learn_that_answers_depend_on_the_origin(crossed: httpx.Client, origin: str | None):
    answer = crossed.get("/v1", headers={"origin": origin} if origin else {})
    assert {"Origin", "Accept-Language"} <= {name.strip() for name in answer.headers["vary"].split(",")}


@pytest.mark.parametrize("path", sorted({operation.path for operation in OPERATIONS}))
def test_a_preflight_is_answered_at_every_address(crossed: httpx.Client, path: str):
    answer = crossed.options(path, headers={"origin": SHOP, **ASKING})
    assert (204, b"", SHOP) == (answer.status_code, answer.content, crossing(answer)["access-control-allow-origin"])
    assert "POST" in crossing(answer)["access-control-allow-methods"].split(", ")
    assert {"Authorization", "Content-Type"} <= set(crossing(answer)["access-control-allow-headers"].split(", "))
    assert "600" == crossing(answer)["access-control-max-age"]


def test_a_preflight_of_another_origin_allows_nothing(crossed: httpx.Client):
    assert {} == crossing(crossed.options("/v1", headers={"origin": OTHER, **ASKING}))


def test_options_without_a_question_names_the_methods(crossed: httpx.Client):
    assert "GET, HEAD, OPTIONS" == crossed.options("/v1", headers={"origin": SHOP}).headers["allow"]


def test_every_origin_may_stand_for_all_and_credentials_are_never_allowed(bundle: Bundle):
    with TestClient(create_app(bundle, Settings(cors=Cors(origins=("*",))))) as client:
        answers = [
            client.get("/v1", headers={"origin": OTHER}),
            client.options("/v1", headers={"origin": OTHER} | ASKING),
        ]
    assert ["*", "*"] == [crossing(answer)["access-control-allow-origin"] for answer in answers]
    assert not any("access-control-allow-credentials" in answer.headers for answer in answers)


def test_without_settings_nothing_is_said(client: httpx.Client):
    answer = client.get("/v1", headers={"origin": SHOP})
    assert {} == crossing(answer)
    assert "Origin" not in answer.headers["vary"]
