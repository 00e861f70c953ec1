"""The bare answer: asked for by a header, and no more than the whole one says."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from policykit_api.wire.minimal import is_preferred
from tests.unit.api.conftest import DECIDE

HEADERS = {
    "return=minimal": True,
    "Return = Minimal": True,
    'return="minimal"': True,
    "wait=10, return=minimal; x=1": True,
    "respond-async, return=minimal": True,
    "return=representation": False,
    "return=representation, return=minimal": False,
    "return=minimal, return=representation": True,
    "return=minimalist": False,
    "return": False,
    "returns=minimal": False,
    "minimal": False,
    "": False,
}


@pytest.mark.parametrize(("header", "expected"), HEADERS.items(), ids=list(HEADERS))
def test_a_header_prefers_it(header: str, expected: bool):
    assert expected is is_preferred(header)


def test_without_a_header_nobody_does():
    assert not is_preferred(None)


SAME = ("status", "outcome", "final", "decided_by", "rule", "governed_by", "values", "possible")


def bare(client: httpx.Client, question: dict[str, Any]) -> httpx.Response:
    return client.post(DECIDE, json=question, headers={"prefer": "return=minimal"})


def test_it_says_what_the_whole_answer_says(client: httpx.Client, question: dict[str, Any]):
    del question["include"]
    answer, whole = bare(client, question), client.post(DECIDE, json=question).json()
    assert "return=minimal" == answer.headers["preference-applied"]
    assert "Prefer" == answer.headers["vary"]
    found = answer.json()
    assert {name: whole[name] for name in SAME} == {name: found[name] for name in SAME}
    assert {one["name"]: one["at"] for one in whole["deadlines"]} == found["deadlines"]
    assert whole["policy"]["version"] == found["version"]
    assert {*SAME, "id", "deadlines", "needs", "version"} == set(found)


def test_it_says_where_what_is_missing_is_to_be_sent(client: httpx.Client, question: dict[str, Any]):
    del question["include"], question["facts"]["claim"]["photo_at"]
    answer, whole = bare(client, question).json(), client.post(DECIDE, json=question).json()
    assert "needs_info" == answer["status"]
    assert ["/facts/claim/photo_at"] == answer["needs"] == [one["pointer"] for one in whole["needs"]]
    assert whole["possible"] == answer["possible"]


def test_an_internal_rule_is_not_shown_to_customers(client: httpx.Client, question: dict[str, Any]):
    del question["include"]
    question["facts"]["staff"] = {"photo_in_doubt": True}
    question["facts"]["claim"] = dict.fromkeys(("made_at", "photo_at"), "2026-03-02T18:00:00+08:00")
    customers = bare(client, question).json()
    agents = bare(client, {**question, "audience": "agent"}).json()
    assert customers["outcome"] == agents["outcome"]
    assert (None, "second-look") == (customers["rule"], agents["rule"])


def test_who_asks_for_parts_gets_the_whole_answer(client: httpx.Client, question: dict[str, Any]):
    answer = bare(client, question)
    assert "preference-applied" not in answer.headers
    assert "reasons" in answer.json()
    assert "Accept-Language, Prefer" == answer.headers["vary"]


def test_a_faulty_question_is_refused_as_ever(client: httpx.Client, question: dict[str, Any]):
    question["facts"]["claim"]["made_at"] = "yesterday"
    del question["include"]
    answer = bare(client, question)
    assert 422 == answer.status_code
    assert ["/facts/claim/made_at"] == [one["pointer"] for one in answer.json()["errors"]]
