"""A key of one business never reads or decides for another: tried at every route that the application has.

The routes are taken from the operations, none is written down here but those that are open to everybody. A
new one is tried like the others, or fails: where an address has a parameter that nothing here fills, and
where it is open and nobody has said below that it may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from litestar import Litestar

from policykit import pipeline
from policykit.pipeline import Bundle, Ready
from policykit_api import create_app
from policykit_api.access.caller import Scope
from policykit_api.app import OPERATIONS
from policykit_api.openapi.examples import request
from policykit_api.operation import Operation
from tests import keyed

OWN, OTHER, NOBODYS = "online-store", "fruit-shop", "no-such-shop"

OPEN = {
    "listTerms": "terms are published",
    "listTermsPages": "lists the pages of the published terms",
    "listTermsLanguages": "as above",
    "readTerms": "as above",
    "readPolicyTerms": "as above",
    "readVersionTerms": "as above",
    **dict.fromkeys(("readPolicyTermsMarkdown", "readPolicyTermsJson"), "as above"),
    **dict.fromkeys(("readVersionTermsMarkdown", "readVersionTermsJson"), "as above"),
    "beginCase": "asks what the published terms look at",
    "goOnWithCase": "says of a case what the published terms say; internal rules and private facts stay out",
    "readTermsData": "as above",
    "readPolicyTermsData": "as above",
    "readTermsChanges": "tells what published versions say otherwise, in public words",
    "readTermsContact": "names the contact that the business publishes",
    "listProblems": "explains problems",
    "readProblem": "as above",
    "isLive": "for whatever watches the server",
    "isReady": "as above; names the businesses, as the terms do",
    "readHome": "links",
    "readOpenApi": "describes the API; of policies what their terms say",
    "readDocs": "shows the description",
    "readDocsPart": "as above",
}
"""What needs no key, and why nobody learns by it what is not published anyway."""

CLOSED = [one for one in OPERATIONS if one.scope is not None]
WITHIN = [one for one in CLOSED if "{business}" in one.path]
NARROWING = [one for one in CLOSED if one not in WITHIN and one.narrows]
SERVER_WIDE = [one for one in CLOSED if one not in WITHIN and not one.narrows]


def ids(one: object) -> str:
    return one.id if isinstance(one, Operation) else str(one)


# --- a server with two tenants ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Tenants:
    """A server, and the headers of keys: of either business, of both, and without one of the scopes."""

    client: httpx.Client
    own: Mapping[str, str]
    others: Mapping[str, str]
    everybodys: Mapping[str, str]
    lacking: Mapping[Scope, Mapping[str, str]]
    ready: Mapping[str, Ready]

    @property
    def policy(self) -> str:
        return "damage-claim"

    @property
    def other(self) -> Ready:
        return self.ready[OTHER]

    @property
    def others_marks(self) -> set[str]:
        """Texts by which the other business is known."""
        return texts(self.other) - texts(self.ready[OWN])

    def question(self) -> dict[str, Any]:
        """One that the other business can answer."""
        case = next(one for one in self.other.business.cases if one.public and one.policy == self.policy)
        return request(case, self.other.business)

    def body(self, operation: Operation) -> Any:
        return operation.example(self.question(), self.policy) if operation.body else None

    def send(
        self, operation: Operation, business: str, key: Mapping[str, str], *, prefer: str = "", **body: Any
    ) -> httpx.Response:
        """The operation asked for of that business; everything else in the address is right for the other one."""
        path = operation.path.replace("{business}", business)
        for name in re.findall(r"{(\w+)}", path):
            assert name in FILLED, f"nothing here says how to fill `{name}` in {operation.path}"
            path = path.replace(f"{{{name}}}", FILLED[name](self))
        headers = {**key, "prefer": prefer} if prefer else dict(key)
        takes_at = any(one.name == "at" for one in operation.query)
        query = {"at": "2026-03-01T08:00:00+08:00"} if takes_at else {}
        return self.client.request(operation.method.upper(), path, headers=headers, params=query, **body)


def stored(tenants: Tenants) -> str:
    """The id of a decision that the other business keeps."""
    path = f"/v1/{OTHER}/policies/{tenants.policy}/decide"
    answer = tenants.client.post(path, json={**tenants.question(), "store": True}, headers=dict(tenants.others))
    assert 200 == answer.status_code, answer.text
    found: str = answer.json()["id"]
    return found


FILLED: Mapping[str, Callable[[Tenants], str]] = {
    "policy": lambda tenants: tenants.policy,
    "locale": lambda _: "en",
    "version": lambda tenants: tenants.other.business.policies[tenants.policy][0].version,
    "decision": stored,
}


@pytest.fixture(scope="module")
def tenants(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tenants]:
    held = keyed.settings(tmp_path_factory.mktemp("tenants"))
    keys = [keyed.key(held, business) for business in (OWN, OTHER, None)]
    lacking = {scope: keyed.key(held, OTHER, keyed.EVERYTHING - {scope}) for scope in Scope}
    bundle = both()
    with keyed.served(bundle, held) as client:
        yield Tenants(client, *keys, lacking, bundle.businesses)


def both() -> Bundle:
    loaded = pipeline.load(pipeline.example_root()).bundle
    assert loaded
    return Bundle({name: loaded.businesses[name] for name in (OWN, OTHER)})


def texts(ready: Ready) -> set[str]:
    """The names of a business and of what it decides, in every locale."""
    business = ready.business
    versions = [version for listed in business.policies.values() for version in listed]
    found = {
        business.id,
        business.digest,
        *business.name.values(),
        *(text for fact in business.facts.values() for text in fact.meaning.values()),
        *(text for version in versions for text in version.question.values()),
        *(text for version in versions for outcome in version.outcomes for text in outcome.label.values()),
    }
    return {text for text in found if len(text) > 3}


def shown(answer: httpx.Response, of: set[str]) -> set[str]:
    """Which of the texts an answer shows, in its body or its headers."""
    everything = answer.text + "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
    return {text for text in of if text in everything}


# --- the rules --------------------------------------------------------------------------------


def test_every_route_of_the_application_falls_under_a_rule():
    routed = [handler.opt["operation"] for handler in handlers(create_app(both()))]
    assert sorted(one.id for one in OPERATIONS) == sorted(one.id for one in routed)
    assert sorted(OPEN) == sorted(one.id for one in OPERATIONS if one.scope is None)


def handlers(app: Litestar) -> Iterator[Any]:
    """All handlers that the application routes to, but for the framework's own answer to OPTIONS."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", None) or [route.route_handler]:
            if getattr(handler, "http_methods", None) != {"OPTIONS"}:
                yield handler


BARE = ["", "return=minimal"]


@pytest.mark.parametrize("prefer", BARE)
@pytest.mark.parametrize("operation", WITHIN, ids=ids)
def test_the_key_of_the_business_itself_is_let_in(operation: Operation, prefer: str, tenants: Tenants):
    """So the requests below are refused for their key and for nothing else."""
    answer = tenants.send(operation, OTHER, tenants.others, prefer=prefer, json=tenants.body(operation))
    assert 200 == answer.status_code, answer.text


@pytest.mark.parametrize("prefer", BARE)
@pytest.mark.parametrize(
    "body",
    [None, {"json": {"facts": {"order": 5}}}, {"json": []}, {"content": b"x"}],
    ids=["right", "wrong facts", "no object", "no media type"],
)
@pytest.mark.parametrize("operation", WITHIN, ids=ids)
def test_another_business_is_answered_as_one_that_does_not_exist(
    operation: Operation, body: dict[str, Any] | None, prefer: str, tenants: Tenants
):
    given = {"json": tenants.body(operation)} if body is None else body
    other, nobodys = (tenants.send(operation, name, tenants.own, prefer=prefer, **given) for name in (OTHER, NOBODYS))
    assert 404 == other.status_code
    assert "/problems/unknown-business" == other.json()["type"]
    assert nobodys.text == other.text.replace(OTHER, NOBODYS)
    assert unlike(nobodys.headers) == unlike(other.headers)
    assert shown(other, tenants.others_marks) <= {OTHER}  # which the request has named itself


def unlike(headers: httpx.Headers) -> dict[str, str]:
    """The headers without those that differ with every request, and with the length of the name."""
    return {name: value for name, value in headers.items() if name not in VARYING}


VARYING = {"x-request-id", "content-length", "ratelimit", "ratelimit-policy", "date"}
"""`ratelimit` tells of the key, not of the business."""


@pytest.mark.parametrize("operation", NARROWING, ids=ids)
def test_what_tells_of_every_business_tells_a_key_of_its_own_alone(operation: Operation, tenants: Tenants):
    known = tenants.others_marks
    mine, all_ = (tenants.send(operation, OWN, key) for key in (tenants.own, tenants.everybodys))
    assert (200, 200) == (mine.status_code, all_.status_code)
    assert (set(), True) == (shown(mine, known), bool(shown(all_, known)))


@pytest.mark.parametrize("operation", SERVER_WIDE, ids=ids)
def test_what_is_about_the_whole_server_is_for_no_key_of_one_business(operation: Operation, tenants: Tenants):
    answer = tenants.send(operation, OWN, tenants.own, json=tenants.body(operation))
    assert (403, "/problems/scope-needed") == (answer.status_code, answer.json()["type"])
    assert set() == shown(answer, tenants.others_marks)


@pytest.mark.parametrize("operation", CLOSED, ids=ids)
def test_nobody_gets_in_without_a_key(operation: Operation, tenants: Tenants):
    answers = [tenants.send(operation, name, {}, json=tenants.body(operation)) for name in (OTHER, NOBODYS)]
    assert [401, 401] == [answer.status_code for answer in answers]
    assert answers[0].text == answers[1].text


@pytest.mark.parametrize("operation", CLOSED, ids=ids)
def test_every_other_scope_lets_nobody_in(operation: Operation, tenants: Tenants):
    assert operation.scope
    answer = tenants.send(operation, OTHER, tenants.lacking[operation.scope], json=tenants.body(operation))
    assert (403, "/problems/scope-needed") == (answer.status_code, answer.json()["type"])
    assert f"`{operation.scope}`" in answer.json()["detail"]


READS = [one for one in CLOSED if one.method == "get" and one.answer != "text/event-stream"]


@pytest.mark.parametrize("operation", READS, ids=ids)
def test_no_cache_that_others_share_keeps_what_a_key_was_told(operation: Operation, tenants: Tenants):
    key = tenants.everybodys if operation in SERVER_WIDE else tenants.others
    given = tenants.send(operation, OTHER, key)
    kept = {one.strip() for one in given.headers["cache-control"].split(",")}
    assert (200, True) == (given.status_code, bool(kept & {"no-store", "private"})), given.text
    assert "no-store" in kept or "Authorization" in given.headers["vary"]
    tag = {"if-none-match": given.headers.get("etag", "*")}
    for stranger in (tenants.own, {}):
        refused = tenants.send(operation, OTHER, {**stranger, **tag})
        if operation not in NARROWING or not stranger:
            assert refused.status_code in (401, 403, 404)
            assert "no-store" == refused.headers["cache-control"]
            assert "etag" not in refused.headers


def test_the_description_is_no_shared_caches_either_once_a_key_came_with_the_request(tenants: Tenants):
    mine, nobodys = (tenants.client.get("/openapi.json", headers=dict(key)) for key in (tenants.own, {}))
    assert ("private, no-cache", "no-cache") == (mine.headers["cache-control"], nobodys.headers["cache-control"])
    assert all("Authorization" in one.headers["vary"] for one in (mine, nobodys))
    assert shown(mine, tenants.others_marks) | shown(nobodys, tenants.others_marks) <= {OTHER}  # in examples for all
    assert shown(nobodys, texts(tenants.ready[OWN])) <= {OWN}


def test_the_id_of_anothers_decision_is_that_of_none(tenants: Tenants):
    there, nowhere = stored(tenants), "dec_01M80G1H38NWE50CKY7D734WSE"
    answers = [tenants.client.get(f"/v1/{OWN}/decisions/{one}", headers=dict(tenants.own)) for one in (there, nowhere)]
    assert [404, 404] == [answer.status_code for answer in answers]
    assert answers[0].text == answers[1].text
    assert unlike(answers[0].headers) == unlike(answers[1].headers)


def test_the_id_of_anothers_decision_is_no_place_in_a_list(tenants: Tenants):
    place = {"before": stored(tenants)}
    mine, theirs = (
        tenants.client.get(f"/v1/{name}/decisions", headers=dict(key), params=place)
        for name, key in ((OWN, tenants.own), (OTHER, tenants.own))
    )
    assert (200, [], 404) == (mine.status_code, mine.json()["decisions"], theirs.status_code)
