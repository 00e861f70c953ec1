"""Planted secrets: what customers send stays out of logs, metrics and events, and what is private out of all they read.

Every public route that takes facts gets every bundled case, with words of its own planted in each fact that can
hold them, and then once more with those words where they are wrong. The log is written in full. Decisions that are kept
are read back by every key that may.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from policykit import pipeline
from policykit.model import Business, Fact, ListType, TextType, Type
from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.access.caller import Scope
from policykit_api.app import OPERATIONS
from policykit_api.openapi.examples import request
from policykit_api.operation import Operation
from tests import keyed
from tests.e2e.server import Server, serving
from tests.shops import SECRETS, secret_shop

PLANTED = "planted-by-a-test"
ASKING = [one for one in OPERATIONS if one.body is not None and "{business}" in one.path]
PARTS = ["explanation", "reasons", "would_change"]


def bundled() -> Bundle:
    loaded = pipeline.load(pipeline.example_root()).bundle
    assert loaded
    return loaded


BUNDLE = bundled()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    shop = secret_shop(tmp_path_factory.mktemp("shop"))
    with TestClient(create_app(Bundle({**BUNDLE.businesses, shop.business.id: shop}))) as found:
        yield found


@pytest.fixture
def said(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], client: httpx.Client):
    """All that the server has said: its log in full, its output, its metrics."""
    caplog.set_level(logging.DEBUG)

    def everything() -> str:
        logging.getLogger("policykit.api").debug("still listening")
        assert "still listening" in caplog.text
        output = capfd.readouterr()
        return caplog.text + output.out + output.err + client.get("/metrics").text

    return everything


def put(client: httpx.Client, operation: Operation, business: str, policy: str, question: Mapping[str, Any]):
    """The answers to the question by that route, in each form in which it can be put."""
    path = operation.path.replace("{business}", business).replace("{policy}", policy)
    body = operation.example(question, policy)
    yield client.post(path, json=body)
    yield client.post(path, json=body, headers={"prefer": "return=minimal"})
    if operation.lines:
        yield client.post(path, content=json.dumps(question) + "\n", headers={"content-type": "application/x-ndjson"})
    yield client.post(path, content=json.dumps(body)[:-2], headers={"content-type": "application/json"})


# --- what is sent -----------------------------------------------------------------------------


def planted(facts: Mapping[str, Any], business: Business, *, everywhere: bool) -> dict[str, Any]:
    """The facts with the planted words in texts, or in all of them, where most are wrong."""
    changed: dict[str, Any] = json.loads(json.dumps(facts))
    for name, fact in business.facts.items():
        *groups, last = name.split(".")
        place = changed
        for group in groups:
            place = place.get(group, {})
        if last in place and place[last] is not None:
            place[last] = words(place[last], fact.type, everywhere=everywhere)
    return changed


def words(value: Any, type_: Type, *, everywhere: bool) -> Any:
    match type_:
        case TextType():
            return PLANTED
        case ListType(fields=fields) if not everywhere:
            return [{name: in_field(fields, name, one) for name, one in item.items()} for item in value]
        case _:
            return PLANTED if everywhere else value


def in_field(fields: Mapping[str, Fact], name: str, value: Any) -> Any:
    """A field of an element; what stands deeper is left as it is."""
    return words(value, fields[name].type, everywhere=False) if name in fields and value is not None else value


# --- what holds -------------------------------------------------------------------------------


@pytest.mark.parametrize("everywhere", [False, True], ids=["good", "bad"])
@pytest.mark.parametrize("business", BUNDLE.businesses)
def test_no_fact_of_any_case_reaches_log_or_metrics(business: str, everywhere: bool, client: httpx.Client, said):
    ready, sent = BUNDLE.businesses[business].business, 0
    for case in {one.policy: one for one in ready.cases}.values():
        asked = request(case, ready)
        question = {**asked, "include": PARTS, "facts": planted(asked["facts"], ready, everywhere=everywhere)}
        for operation in ASKING:
            for answer in put(client, operation, business, case.policy, question):
                sent += 1
                assert answer.status_code in (200, 400, 422), answer.text
    assert sent
    assert PLANTED not in said()


SECRET_FACTS = {
    "order": {"placed_at": "2026-03-01T08:00:00+01:00"},
    "customer": {"note": SECRETS[0], "known_as": SECRETS[1], "risk": "733.25"},
    "lines": [{"name": "pears", "remark": SECRETS[2]}, {"name": "plums", "remark": None}],
}
QUESTION = {"facts": SECRET_FACTS, "as_of": "2026-03-03T12:00:00+01:00", "include": PARTS}
WRONG = {
    "risk is no number": {"customer": {**SECRET_FACTS["customer"], "risk": SECRETS[0]}},
    "a note is no object": {"customer": {"note": {SECRETS[1]: SECRETS[0]}, "risk": "733.25"}},
    "a remark is no list": {"lines": [{"name": "pears", "remark": [SECRETS[2]]}]},
    "another fact is wrong": {"order": {"placed_at": "yesterday"}},
    "an unknown fact": {"stranger": 1},
}


def told(shown: str) -> list[str]:
    """The secrets that stand in what somebody sees."""
    return [secret for secret in SECRETS if secret in shown]


@pytest.mark.parametrize("change", [{}, *WRONG.values()], ids=["good", *WRONG])
@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("operation", ASKING, ids=lambda one: one.id)
def test_no_private_fact_reaches_a_customer_or_what_is_written(
    operation: Operation, locale: str, change: dict[str, Any], client: httpx.Client, said
):
    question = {**QUESTION, "facts": {**SECRET_FACTS, **change}, "locale": locale}
    answers = list(put(client, operation, "secret-shop", "credit", question))
    assert (200 if not change or operation.id == "decideBatch" else 422) == answers[0].status_code, answers[0].text
    shown = "".join(answer.text + str(answer.headers) for answer in answers) + said()
    assert [] == told(shown)


def test_an_auditor_is_shown_them_so_they_are_there_to_be_kept_back(client: httpx.Client, tmp_path: Path):
    question = {**QUESTION, "audience": "auditor"}
    text = client.post("/v1/secret-shop/policies/credit/decide", json=question).text
    assert "733.25" in text


# --- what is kept -----------------------------------------------------------------------------

AUDIENCES = ("customer", "agent", "auditor")
MAY_READ = {
    frozenset({Scope.READ}): ("customer", "agent"),
    frozenset({Scope.AUDIT}): (),
    frozenset({Scope.READ, Scope.AUDIT}): AUDIENCES,
}
"""As whom a key of those scopes may read a decision back."""
LIST = "/v1/secret-shop/decisions"


Bearer = dict[str, str]


@dataclass(frozen=True, slots=True)
class Kept:
    """A server with keys, the bearers of some, and the addresses of decisions that it has kept."""

    client: httpx.Client
    bearers: Mapping[frozenset[Scope], Bearer]
    addresses: Sequence[str]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    """Decisions made for each audience by each route that keeps any."""
    shop = secret_shop(tmp_path_factory.mktemp("shop"))
    held = keyed.settings(tmp_path_factory.mktemp("keys"))
    bearers = {scopes: keyed.key(held, scopes=scopes) for scopes in (keyed.EVERYTHING, *MAY_READ)}
    with keyed.served(Bundle({shop.business.id: shop}), held) as client:
        for audience, operation in product(AUDIENCES, ASKING):
            path = operation.path.replace("{business}", shop.business.id).replace("{policy}", "credit")
            body = operation.example({**QUESTION, "audience": audience, "store": True}, "credit")
            client.post(path, json=body, headers=bearers[keyed.EVERYTHING])
        yield Kept(client, bearers, [f"{LIST}/{one['id']}" for one in listed(client, bearers)["decisions"]])


def listed(client: httpx.Client, bearers: Mapping[frozenset[Scope], Bearer]) -> Any:
    return client.get(LIST, headers=bearers[keyed.EVERYTHING]).json()


def test_decisions_were_kept_for_each_audience_by_each_route(kept: Kept):
    asking = [operation for operation in ASKING if operation.id != "readNeeds"]
    assert len(AUDIENCES) * len(asking) == len(kept.addresses)


@pytest.mark.parametrize("locale", ["en", "de"])
@pytest.mark.parametrize("scopes", MAY_READ, ids=lambda scopes: " and ".join(sorted(scopes)))
def test_no_private_fact_is_told_when_a_decision_is_read_back(scopes: frozenset[Scope], locale: str, kept: Kept):
    for address, audience in product(kept.addresses, AUDIENCES):
        query = {"locale": locale, "include": ",".join(PARTS), "audience": audience}
        answer = kept.client.get(address, params=query, headers=kept.bearers[scopes])
        shown = answer.text + str(answer.headers)
        assert (200 if audience in MAY_READ[scopes] else 403, []) == (answer.status_code, told(shown))


def test_the_list_of_decisions_tells_none_either(kept: Kept):
    assert [] == told(str(listed(kept.client, kept.bearers)))


# --- what happens -----------------------------------------------------------------------------


def heard_until(server: Server, last: str, happen: Callable[[], None]) -> str:
    """All that a listener is sent until that event has come; what is to happen does once he listens."""
    heard: list[str] = []
    with httpx.stream("GET", f"{server.url}/v1/events", timeout=60) as events:
        for line in events.iter_lines():
            heard.append(line)
            if line == "event: serving":
                happen()
            if heard[-2:-1] == [f"event: {last}"]:
                break
    return "\n".join(heard)


def test_no_fact_reaches_those_who_listen_to_events(tmp_path: Path):
    secret_shop(tmp_path)
    policy = tmp_path / "secret-shop" / "credit.yaml"

    def happen() -> None:
        for change in ({}, *WRONG.values()):
            body = {"facts": {**SECRET_FACTS, **change}, "include": PARTS, "audience": "auditor"}
            assert httpx.post(f"{server.url}/v1/secret-shop/policies/credit/decide", json=body).status_code in (
                200,
                422,
            )
        policy.write_text(policy.read_text(encoding="utf-8").replace("customer.risk: more", "customer.rsk: more"))

    with serving(tmp_path) as server:
        heard = heard_until(server, "refused", happen)
    assert "customer.rsk" in heard
    assert [] == told(heard)
