"""A batch, as a list or as lines, answers each of its questions as if it had been asked alone.

[entry(item) for item in batch(items)] == [decide(item) for item in items], but for ids.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from policykit import pipeline
from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.openapi.examples import request

POLICY = "/v1/fruit-shop/policies/returns"
LINES = {"content-type": "application/x-ndjson"}
JSON = {"content-type": "application/json"}
MINIMAL = {"prefer": "return=minimal"}

BROKEN = [
    b"",
    b"5",
    b"[]",
    b"{",
    b'{"facts": {}',
    b'{"facts": {"a": 1, "a": 2}}',
    b'{"facts": {"a": "\xff"}}',
    b'{"facts": ' + b"[" * 40 + b"]" * 40 + b"}",
    b'{"facts": {"order": 1' + b"0" * 5000 + b"}}",
]
ODD: list[dict[str, Any]] = [
    {},
    {"facts": None},
    {"facts": {"order": 5}},
    {"facts": {"order": {"placed_at": "yesterday", "delivred_at": None}}},
    {"facts": {"order": {"placed_at": "0001-01-01T00:00:00+08:00"}}},
    {"facts": {"order": {"placed_at": "2026-03-01T08:00:00+08:00", "delivered_at": "2026-02-01T08:00:00+08:00"}}},
    {"facts": {}, "locale": 5, "audience": "boss", "include": ["all"], "as_of": "noon", "incude": 1},
]
CHANGES: list[dict[str, Any]] = [
    {},
    {"audience": "agent"},
    {"audience": "auditor", "include": ["reasons"]},
    {"locale": "en", "include": []},
    {"locale": "zh-TW"},
    {"include": ["explanation", "would_change"]},
]


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    found = pipeline.load(pipeline.example_root()).bundle
    assert found
    return found


@pytest.fixture(scope="module")
def client(bundle: Bundle) -> Iterator[httpx.Client]:
    with TestClient(create_app(bundle)) as found:
        yield found


@pytest.fixture(scope="module")
def cases(bundle: Bundle) -> list[dict[str, Any]]:
    """A question for each case of the policy."""
    business = bundle.businesses["fruit-shop"].business
    return [request(case, business) for case in business.cases if case.policy == "returns"]


@st.composite
def questions(draw: st.DrawFn, cases: list[dict[str, Any]]) -> bytes:
    """A question as it is sent: good, wrong in a fact or a member, or no JSON at all."""
    if draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(BROKEN))
    asked = {"as_of": "2026-03-10T12:00:00+08:00"} | draw(st.sampled_from([*cases, *ODD]))
    body = json.dumps(asked | draw(st.sampled_from(CHANGES)), ensure_ascii=False).encode()
    repeats = draw(st.integers(0, 5)) == 0
    return b'{"as_of": "2026-03-10T12:00:00+08:00", ' + body[1:] if repeats else body


@st.composite
def plain_but_for_few(draw: st.DrawFn, cases: list[dict[str, Any]]) -> list[bytes]:
    """Questions that the lane answers together, but for one or the other that it leaves or that repeats a name."""
    sent = []
    for case in draw(st.lists(st.sampled_from(cases), min_size=1, max_size=8)):
        bare = {name: case[name] for name in ("facts", "as_of")}
        asked = json.dumps(bare | draw(st.sampled_from(MORE)), ensure_ascii=False).encode()
        spoil, by = draw(st.sampled_from(SPOILT))
        sent.append(asked.replace(spoil, by, 1) if draw(st.integers(0, 9)) == 0 else asked)
    return sent


MORE: list[dict[str, Any]] = [{}, {}, {"locale": "en", "audience": "customer"}]
SPOILT = [
    (b'{"facts"', b'{"facts": {}, "facts"'),
    (b"T", b" "),
    (b'"placed_at"', b'"shipped_at": null, "placed_at"'),
    (b'"placed_at"', b'"placed_on"'),
    (b"+08:00", b"+0800"),
    (b'"amount"', b'"amount": "1", "amount"'),
]


@settings(max_examples=60)
@given(data=st.data())
def test_a_list_taken_together_gets_what_each_gets_alone(client, cases, data: st.DataObject):
    sent = data.draw(plain_but_for_few(cases))
    named = [
        one.replace(b"{", b'{"ref": "\xe6\xa2\xa8", ', 1) if number % 2 else one for number, one in enumerate(sent)
    ]
    body = b'{"items": [' + b", ".join(named) + b"]}"
    together = client.post(f"{POLICY}/decide-batch", content=body, headers=MINIMAL | JSON)
    assert 200 == together.status_code
    assert [alone(client, one, MINIMAL) for one in sent] == [entry(one) for one in together.json()["items"]]


def alone(client: httpx.Client, question: bytes, headers: dict[str, str]) -> tuple[str, Any]:
    answer = client.post(f"{POLICY}/decide", content=question, headers=headers | JSON)
    return ("answer" if answer.status_code == 200 else "problem"), without_id(answer.json())


def entry(found: dict[str, Any]) -> tuple[str, Any]:
    ((kind, said),) = ((name, value) for name, value in found.items() if name not in ("line", "ref"))
    return kind, without_id(said)


def without_id(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if name != "id"}


@pytest.mark.parametrize("headers", [{"accept-language": "en"}, MINIMAL], ids=["whole", "minimal"])
@settings(max_examples=40)
@given(data=st.data())
def test_questions_get_together_what_each_gets_alone(client, cases, headers: dict[str, str], data: st.DataObject):
    sent = data.draw(st.lists(questions(cases), max_size=8))
    wanted = [alone(client, question, headers) for question in sent]

    lines = client.post(f"{POLICY}/decide-batch", content=b"\n".join(sent), headers=headers | LINES)
    assert 200 == lines.status_code
    entries = [json.loads(line) for line in lines.content.splitlines()]
    numbered = [(number, one) for number, one in enumerate(wanted, 1) if sent[number - 1]]
    assert numbered == [(one["line"], entry(one)) for one in entries]

    listed = [question for question in sent if is_json(question)]
    body = b'{"items": [' + b", ".join(listed) + b"]}"
    together = client.post(f"{POLICY}/decide-batch", content=body, headers=headers | JSON)
    assert 200 == together.status_code
    kept = [one for question, one in zip(sent, wanted, strict=True) if is_json(question)]
    assert kept == [entry(one) for one in together.json()["items"]]


def is_json(question: bytes) -> bool:
    """Whether a list can have it as an element: what is no JSON at all would be the end of the list."""
    try:
        json.loads(question)
    except UnicodeDecodeError:
        return True
    except ValueError:
        return len(question) > 1000  # a number that Python does not take
    return True
