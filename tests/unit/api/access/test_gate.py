from __future__ import annotations

import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykit.pipeline import Bundle
from policykit.values import now
from policykit_api.access import keys, token
from policykit_api.access.caller import Caller, Scope
from policykit_api.access.gate import Gate, admit
from policykit_api.access.keyring import Keyring
from policykit_api.call import Call
from policykit_api.operation import Operation
from policykit_api.problem_kinds import BAD_REQUEST, SCOPE_NEEDED
from policykit_api.problems import Refused
from policykit_api.settings.access import Access
from policykit_api.snapshot import Snapshot
from policykit_api.store import Store
from tests import keyed
from tests.databases import using
from tests.unit.api.conftest import DECIDE, QUESTION

SHOWN = re.compile(r'Bearer realm="policykit"(, error="(\w+)", error_description="[^"\\]+")?(, scope="(\w+)")?')


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory):
    return keyed.settings(tmp_path_factory.mktemp("gate"))


@pytest.fixture(scope="module")
def bearer(held) -> dict[str, str]:
    return keyed.key(held, "fruit-shop", frozenset({Scope.DECIDE}))


@pytest.fixture(scope="module")
def client(bundle: Bundle, held, bearer):
    with keyed.served(bundle, held) as found:
        yield found


def told(answer: httpx.Response) -> tuple[int, str, str | None]:
    """The status, the slug of the problem, and the error of the challenge."""
    challenge = SHOWN.fullmatch(answer.headers["www-authenticate"])
    assert challenge
    assert "application/problem+json" == answer.headers["content-type"]
    return answer.status_code, answer.json()["type"].removeprefix("/problems/"), challenge[2]


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer  "])
def test_a_key_is_taken_as_the_standard_writes_it(client: httpx.Client, bearer, scheme: str):
    given = bearer["authorization"].replace("Bearer", scheme)
    answer = client.post(DECIDE, json=QUESTION, headers={"authorization": given})
    assert (200, "refuse") == (answer.status_code, answer.json()["outcome"])


def test_without_a_key_a_key_is_asked_for(client: httpx.Client):
    assert (401, "key-needed", None) == told(client.post(DECIDE, json=QUESTION))


@pytest.mark.parametrize("given", ["Basic dXNlcjpwYXNz", "pk_abc", "Bearer", "Token x", ""])
def test_what_is_no_bearer_key_is_asked_for_one_and_not_repeated(client: httpx.Client, given: str):
    answer = client.post(DECIDE, json=QUESTION, headers={"authorization": given})
    assert (401, "key-needed", None) == told(answer)
    assert not given.partition(" ")[2] or given.partition(" ")[2] not in answer.text
    assert "pk_abc" not in answer.text


def test_a_wrong_key_is_told_from_a_mistyped_one(client: httpx.Client, bearer):
    unknown, mistyped = token.new(token.new_id()).text, bearer["authorization"][7:-1]
    answers = [client.post(DECIDE, json=QUESTION, headers=keyed.bearing(one)) for one in (unknown, mistyped)]
    assert [(401, "wrong-key", "invalid_token")] * 2 == [told(answer) for answer in answers]
    assert ["the key is not known here", "this is no whole key: it was mistyped or cut off"] == [
        answer.json()["detail"] for answer in answers
    ]


def test_two_keys_are_none(bearer):
    one = (b"authorization", bearer["authorization"].encode())
    asked = Call(Snapshot(Bundle({}), b""), dict([one, one]), b"id")
    found = Gate(Keyring()).caller(cast("Any", {"headers": [one, (b"accept", b"*/*"), one]}), asked)
    assert found.unknown
    assert BAD_REQUEST == found.unknown.kind
    assert 'error="invalid_request"' in found.unknown.headers["WWW-Authenticate"]


ABOUT_ALL = Operation("get", "/events", "listen", "Events", "text/plain", "events", Scope.ADMIN)


def asked_by(business: str | None) -> Call:
    return Call(Snapshot(Bundle({}), b""), {}, b"id", Caller("k", business, frozenset(Scope)))


def test_what_is_about_every_business_is_closed_to_the_key_of_one():
    with pytest.raises(Refused, match="it needs a key that is bound to none") as refused:
        admit(asked_by("fruit-shop"), ABOUT_ALL, None)
    assert SCOPE_NEEDED == refused.value.kind
    admit(asked_by(None), ABOUT_ALL, None)


def test_but_for_what_shows_such_a_key_its_own_alone():
    admit(asked_by("fruit-shop"), replace(ABOUT_ALL, narrows=True), None)


def test_a_key_without_the_scope_learns_which_it_needs(client: httpx.Client, bearer):
    answer = client.get("/v1/fruit-shop/policies", headers=bearer)
    assert (403, "scope-needed", "insufficient_scope") == told(answer)
    assert ', scope="read"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize(
    ("audience", "scope"), [("customer", None), ("agent", Scope.READ), ("auditor", Scope.AUDIT)], ids=str
)
def test_staff_and_auditors_see_more_by_scopes_of_their_own(
    bundle: Bundle, tmp_path: Path, audience: str, scope: Scope | None
):
    held = keyed.settings(tmp_path)
    poor, rich = (keyed.key(held, scopes=frozenset({Scope.DECIDE, *extra})) for extra in ((), [scope] if scope else []))
    with keyed.served(bundle, held) as client:
        answers = [client.post(DECIDE, json={**QUESTION, "audience": audience}, headers=one) for one in (poor, rich)]
    assert [403 if scope else 200, 200] == [answer.status_code for answer in answers]


@pytest.mark.parametrize("path", ["/health/live", "/problems/wrong-key", "/terms/fruit-shop/en", "/openapi.json"])
@pytest.mark.parametrize("headers", [{}, {"authorization": "Bearer nonsense"}, {"authorization": "Basic eA=="}])
def test_what_is_open_is_open_to_everybody(client: httpx.Client, path: str, headers: dict[str, str]):
    assert 200 == client.get(path, headers=headers).status_code


def test_options_need_no_key(client: httpx.Client):
    assert (204, "OPTIONS, POST") == ((answer := client.options(DECIDE)).status_code, answer.headers["allow"])


def test_head_needs_a_key_as_get_does(client: httpx.Client):
    assert (401, b"") == ((answer := client.head("/v1")).status_code, answer.content)


def test_a_key_that_has_used_up_its_requests_learns_when_to_come_again(bundle: Bundle, tmp_path: Path):
    held = keyed.settings(tmp_path, Access(keys="required", rate=0.01, burst=3))
    one, other = keyed.key(held), keyed.key(held)
    with keyed.served(bundle, held) as client:
        answers = [client.get("/v1", headers=one) for _ in range(4)]
        assert 200 == client.get("/v1", headers=other).status_code
        assert 200 == client.get("/health/live", headers=one).status_code
    assert [200, 200, 200, 429] == [answer.status_code for answer in answers]
    assert ['"key";r=2;t=100', '"key";r=1;t=200', '"key";r=0;t=300', '"key";r=0;t=300'] == [
        answer.headers["ratelimit"] for answer in answers
    ]
    assert {'"key";q=3;w=300'} == {answer.headers["ratelimit-policy"] for answer in answers}
    assert ("/problems/too-many-requests", "100") == (answers[3].json()["type"], answers[3].headers["retry-after"])


def test_a_revoked_key_is_refused_without_a_restart(bundle: Bundle, tmp_path: Path):
    held = keyed.settings(tmp_path, Access(keys="required", refresh=0.05))
    made, token = keys.made("a test", keyed.EVERYTHING, None, now())

    async def revoke(store: Store) -> None:
        await (await store.keys()).change(replace(made, revoked_at=now()))

    with keyed.served(bundle, held, keyed.bearing(token.text)) as client:
        assert "wrong-key" in client.get("/v1").text
        keyed.keep(held, made)
        until(lambda: client.get("/v1").status_code == 200)
        using(held.store.url, revoke)
        until(lambda: client.get("/v1").status_code == 401)
        assert "the key was revoked" == client.get("/v1").json()["detail"]


def until(holds) -> None:
    give_up = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.02)


WORDS = st.sampled_from(
    ["Bearer ", "bearer\t", "pk_", "Basic ", "_", ",", "=", '"', "\x7f", "\xff", "a" * 49, "b" * 12]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(WORDS | st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=70), max_size=6))
def test_no_header_lets_anybody_in(client: httpx.Client, parts: list[str]):
    given = "".join(parts).encode("latin-1")
    answer = client.get("/v1", headers={b"authorization": given})
    assert 401 == answer.status_code
    assert told(answer)[1] in ("key-needed", "wrong-key")


BATCH = DECIDE + "-batch"
SLOWLY = Access(keys="required", rate=0.01, burst=10)


def left(answer: httpx.Response) -> str:
    return answer.headers["ratelimit"].split(";")[1]


def test_a_batch_takes_as_much_of_a_keys_limit_as_its_items(bundle: Bundle, tmp_path: Path):
    held = keyed.settings(tmp_path, SLOWLY)
    key = keyed.key(held)
    with keyed.served(bundle, held, key) as client:
        assert "r=4" == left(client.post(BATCH, json={"items": [{"facts": {}}] * 6}))
        refused = client.post(BATCH, json={"items": [{"facts": {}}] * 6})
        assert (429, "r=3") == (refused.status_code, left(refused))
        assert int(refused.headers["retry-after"]) > 100
        assert "r=1" == left(client.post(BATCH, json={"items": [{"facts": {}}] * 2}))


def test_several_policies_take_as_much_of_a_keys_limit_as_they_are(bundle: Bundle, tmp_path: Path):
    held = keyed.settings(tmp_path, SLOWLY)
    key = keyed.key(held)
    question = {"policies": ["returns", "damage-claim"], "facts": {}}
    with keyed.served(bundle, held, key) as client:
        assert "r=8" == left(client.post("/v1/fruit-shop/decide", json=question))


def test_the_lines_of_a_stream_take_as_much_of_a_keys_limit_as_they_are(bundle: Bundle, tmp_path: Path):
    held = keyed.settings(tmp_path, SLOWLY)
    key, lines = keyed.key(held), b'{"facts": {}}\n' * 4
    with keyed.served(bundle, held, key) as client:
        streamed = client.post(BATCH, content=lines, headers={"content-type": "application/x-ndjson"})
        assert (200, 4) == (streamed.status_code, len(streamed.text.splitlines()))
        assert "r=4" == left(client.get("/v1"))
