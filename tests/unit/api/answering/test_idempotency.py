from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from policykit_api.answering.idempotency import key_of, slot
from policykit_api.problems import Refused
from tests.unit.api.keeping import CREDIT, keeping, question

KEY = {"idempotency-key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}
MINIMAL = {"prefer": "return=minimal"}
DECISIONS = "/v1/secret-shop/decisions"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (b'"8e03978e-40d5"', b"8e03978e-40d5"),
        (b"8e03978e-40d5", b"8e03978e-40d5"),
        (b'"a \\"b\\" \\\\ c"', b'a "b" \\ c'),
        (b'"' + b"x" * 255 + b'"', b"x" * 255),
    ],
    ids=["text", "bare", "escapes", "longest"],
)
def test_a_key_is_a_text_or_bare(given: bytes, expected: bytes):
    assert expected == key_of({b"idempotency-key": given})


@pytest.mark.parametrize(
    "given",
    [b"", b'""', b'"a', b'a"', b'"a\\b"', b'"a"; b=c', b"a b", b'"a","b"', '"ä"'.encode(), b'"' + b"x" * 256 + b'"'],
)
def test_another_header_is_no_key(given: bytes):
    with pytest.raises(Refused) as refused:
        key_of({b"idempotency-key": given})
    assert 400 == refused.value.kind.status


def test_most_requests_have_none():
    assert key_of({}) is None


def test_parts_of_a_request_do_not_run_into_each_other():
    assert slot(b"key", "shop", None, b"ab", b"c") != slot(b"key", "shop", None, b"a", b"bc")


def test_what_was_sent_cannot_be_guessed_without_the_key():
    first, second = (slot(key, "shop", None, b"the same") for key in (b"one", b"two"))
    assert first.request != second.request


@pytest.mark.parametrize("address", [CREDIT, f"{CREDIT}-batch", "/v1/secret-shop/decide"])
def test_the_same_request_gets_the_same_answer_and_is_kept_once(url: str, tmp_path: Path, address: str):
    asked = question(store=True, include=["explanation"])
    sent = (
        asked if address == CREDIT else {"items": [asked]} if "batch" in address else asked | {"policies": ["credit"]}
    )
    with keeping(url, tmp_path) as client:
        first, second = (client.post(address, json=sent, headers=KEY) for _ in range(2))
        kept = client.get(DECISIONS).json()["decisions"]
    assert (200, 200) == (first.status_code, second.status_code)
    assert first.content == second.content
    assert ("idempotency-replayed" in first.headers, second.headers["idempotency-replayed"]) == (False, "true")
    assert first.headers.get("content-language") == second.headers.get("content-language")
    assert first.headers.get("content-location") == second.headers.get("content-location")
    assert 1 == len(kept)


def test_a_bare_answer_is_the_same_again_too(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        first, second = (client.post(CREDIT, json=question(), headers=KEY | MINIMAL) for _ in range(2))
    assert (first.content, "return=minimal") == (second.content, second.headers["preference-applied"])


def test_the_answer_outlives_the_server(url: str, tmp_path: Path):
    found = []
    for _ in range(2):
        with keeping(url, tmp_path) as client:
            found.append(client.post(CREDIT, json=question(), headers=KEY).content)
    assert found[0] == found[1]


def test_another_body_or_address_is_another_request(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        client.post(CREDIT, json=question(), headers=KEY)
        others = [
            client.post(CREDIT, json=question(locale="de"), headers=KEY),
            client.post("/v1/secret-shop/decide", json=question() | {"policies": ["credit"]}, headers=KEY),
        ]
    assert [(422, "/problems/idempotency-key-reused")] * 2 == [(one.status_code, one.json()["type"]) for one in others]


def test_a_request_that_is_refused_may_be_mended(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        refused = client.post(CREDIT, json=question(as_of="yesterday"), headers=KEY)
        mended = client.post(CREDIT, json=question(), headers=KEY)
    assert (422, 200) == (refused.status_code, mended.status_code)


def test_an_auditors_answer_is_not_kept(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        refused = client.post(CREDIT, json=question(audience="auditor"), headers=KEY)
    assert (422, "/problems/no-idempotency-for-auditors") == (refused.status_code, refused.json()["type"])


def test_guidance_that_tells_private_facts_is_not_in_an_answer_that_is_kept(url: str, tmp_path: Path):
    asked = question(audience="agent", include=["explanation"])
    with keeping(url, tmp_path) as client:
        plain, kept = (client.post(CREDIT, json=asked, headers=headers).json() for headers in ({}, KEY))
    assert ("Noted" in plain["explanation"]["text"], "Noted" in kept["explanation"]["text"]) == (True, False)


def test_a_stream_cannot_be_repeated(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client:
        headers = KEY | {"content-type": "application/x-ndjson"}
        assert 400 == client.post(f"{CREDIT}-batch", content=b"{}\n", headers=headers).status_code


def test_of_many_at_once_one_decides(url: str, tmp_path: Path):
    with keeping(url, tmp_path) as client, ThreadPoolExecutor(8) as pool:
        sent = [pool.submit(client.post, CREDIT, json=question(store=True), headers=KEY) for _ in range(16)]
        found = [one.result() for one in sent]
        kept = client.get(DECISIONS).json()["decisions"]
    assert {200, 409} >= {one.status_code for one in found}
    assert 1 == len({one.content for one in found if one.status_code == 200})
    assert ["1"] * sum(one.status_code == 409 for one in found) == [
        one.headers["retry-after"] for one in found if one.status_code == 409
    ]
    assert 1 == len(kept)
