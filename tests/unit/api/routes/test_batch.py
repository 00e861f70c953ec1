from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app, service
from policykit_api.call import Call
from policykit_api.problems import Refused
from policykit_api.routes.batch import received
from policykit_api.settings import Settings
from policykit_api.settings.limits import Limits

Ask = Callable[..., httpx.Response]
BATCH = "/v1/fruit-shop/policies/damage-claim/decide-batch"
LINES = {"content-type": "application/x-ndjson"}


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    assert (200, "application/x-ndjson") == (answer.status_code, answer.headers["content-type"])
    return [json.loads(line) for line in answer.text.splitlines()]


def test_each_item_gets_its_answer_or_its_problem_in_order(ask: Ask, question: dict[str, Any]):
    wrong = question | {"ref": "wrong", "facts": {"order": {"placed_at": 5}}}
    answer = ask({"items": [question | {"ref": "right"}, wrong, 5, question]}, BATCH)
    assert (200, "no-store") == (answer.status_code, answer.headers["cache-control"])
    right, refused, strange, unnamed = answer.json()["items"]
    assert ("right", "refuse") == (right["ref"], right["answer"]["outcome"])
    assert ("wrong", ["/facts/order/placed_at"]) == (
        refused["ref"],
        [fault["pointer"] for fault in refused["problem"]["errors"]],
    )
    assert {"problem"} == set(strange)
    assert {"answer"} == set(unnamed)


def test_without_as_of_all_items_are_of_one_instant(ask: Ask, question: dict[str, Any]):
    del question["as_of"]
    entries = ask({"items": [question] * 30}, BATCH).json()["items"]
    assert 1 == len({entry["answer"]["as_of"] for entry in entries})


def test_the_header_names_the_locale_where_no_item_does(ask: Ask, question: dict[str, Any]):
    del question["locale"]
    answer = ask({"items": [question, question | {"locale": "en"}]}, BATCH, headers={"accept-language": "zh-TW"})
    assert ["zh-Hant", "en"] == [entry["answer"]["explanation"]["locale"] for entry in answer.json()["items"]]


def test_a_line_in_is_a_line_out(client: httpx.Client, question: dict[str, Any]):
    sent = "\n".join([json.dumps(question | {"ref": "雜糧"}, ensure_ascii=False), "", "no", json.dumps(question)])
    first, second, third = lines(client.post(BATCH, content=sent.encode(), headers=LINES))
    assert (1, "雜糧", "refuse") == (first["line"], first["ref"], first["answer"]["outcome"])
    assert (3, "/problems/not-json") == (second["line"], second["problem"]["type"])
    assert (4, "refuse") == (third["line"], third["answer"]["outcome"])


def test_no_lines_are_no_answers(client: httpx.Client):
    assert [] == lines(client.post(BATCH, content=b"\n\n", headers=LINES))


@pytest.mark.parametrize("content_type", ["text/plain", "application/jsonl", "application/json; charset=latin-1", ""])
def test_another_media_type_is_refused(client: httpx.Client, content_type: str):
    answer = client.post(BATCH, content=b"{}", headers={"content-type": content_type})
    assert (415, "/problems/wrong-media-type") == (answer.status_code, answer.json()["type"])
    assert "application/x-ndjson" in answer.json()["detail"]


@pytest.mark.parametrize("form", ["application/json", "application/x-ndjson"])
def test_what_is_not_there_is_not_found_in_either_form(client: httpx.Client, form: str):
    for address, slug in (("no-shop/policies/returns", "business"), ("fruit-shop/policies/no-policy", "policy")):
        answer = client.post(f"/v1/{address}/decide-batch", content=b"{}", headers={"content-type": form})
        assert (404, f"/problems/unknown-{slug}") == (answer.status_code, answer.json()["type"])


def test_a_compressed_stream_is_refused(client: httpx.Client):
    answer = client.post(BATCH, content=b"{}", headers=LINES | {"content-encoding": "gzip"})
    assert 415 == answer.status_code


def test_a_batch_may_be_longer_than_a_question_but_has_a_bound(bundle: Bundle, question: dict[str, Any]):
    settings = Settings(limits=Limits(body_bytes=100, batch_bytes=10_000, line_bytes=2_000))
    with TestClient(create_app(bundle, settings)) as client:
        assert 200 == client.post(BATCH, json={"items": [question] * 2}).status_code
        answer = client.post(BATCH, json={"items": [question] * 100})
        assert (413, "/problems/too-large") == (answer.status_code, answer.json()["type"])
        sent = (json.dumps(question).encode() + b"\n") * 100 + b'{"ref": "' + b"x" * 2_000 + b'"}\n{"facts": {}}'
        *_, long, last = lines(client.post(BATCH, content=sent, headers=LINES))
        assert (101, 413) == (long["line"], long["problem"]["status"])
        assert (102, "needs_info") == (last["line"], last["answer"]["status"])


def test_the_bare_answer_comes_in_both_forms_where_it_is_preferred(client: httpx.Client, question: dict[str, Any]):
    bare = {name: value for name, value in question.items() if name != "include"}
    headers = {"prefer": "return=minimal"}
    listed = client.post(BATCH, json={"items": [bare, question]}, headers=headers)
    sent = (json.dumps(bare) + "\n" + json.dumps(question)).encode()
    streamed = client.post(BATCH, content=sent, headers=headers | LINES)
    for answer, entries in ((listed, listed.json()["items"]), (streamed, lines(streamed))):
        assert "return=minimal" == answer.headers["preference-applied"]
        assert "Accept-Language, Prefer" == answer.headers["vary"]
        assert ["policy" in entry["answer"] for entry in entries] == [False, True]
    assert "preference-applied" not in client.post(BATCH, json={"items": []}).headers


@pytest.mark.parametrize(("then", "slug"), [({"type": "http.disconnect"}, "bad-request"), (None, "timed-out")])
def test_a_batch_that_is_not_sent_whole_is_refused(then: dict[str, Any] | None, slug: str):
    messages = iter([{"type": "http.request", "body": b"{", "more_body": True}, then])

    async def receive() -> Any:
        return next(messages) or await asyncio.sleep(60)

    with pytest.raises(Refused) as refused:
        asyncio.run(received(SimpleNamespace(receive=receive), Limits(stream_seconds=0.01)))
    assert slug == refused.value.kind.slug


def test_streams_leave_room_for_other_requests(bundle: Bundle, question: dict[str, Any]):
    app = create_app(bundle, Settings(limits=Limits(streams=1)))
    with TestClient(app) as client:
        running = service.of(app)
        under_way = Call(running.snapshot, {}, b"another", streams=True)
        running.under_way.add(under_way)
        refused = client.post(BATCH, content=b"{}", headers=LINES)
        assert (503, "/problems/too-busy", "1") == (
            refused.status_code, refused.json()["type"], refused.headers["retry-after"],
        )  # fmt: skip
        assert 200 == client.post(BATCH, json={"items": [question]}).status_code
        running.under_way.discard(under_way)
        assert 200 == client.post(BATCH, content=b"{}", headers=LINES).status_code
