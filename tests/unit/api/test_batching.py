from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api import batching
from policykit_api.access.caller import ANYBODY
from policykit_api.batching import Batch
from policykit_api.problems import Problem
from policykit_api.wire.batch import Entry
from policykit_api.wire.decision import Decided
from policykit_api.wire.request import Question


@pytest.fixture
def questions(bundle: Bundle) -> Batch:
    return Batch(bundle.businesses["fruit-shop"], "damage-claim", ANYBODY, "en")


def answer(entry: Entry) -> Decided:
    assert isinstance(entry.answer, Decided)
    return entry.answer


def problem(entry: Entry) -> Problem:
    assert isinstance(entry.problem, Problem)
    return entry.problem


def test_a_question_gets_its_answer_and_its_own_name_back(questions: Batch, question: dict[str, Any]):
    entry = questions.entry(json.dumps(question | {"ref": "order 17"}).encode())
    assert ("order 17", "refuse") == (entry.ref, answer(entry).outcome)


def test_what_a_question_says_comes_before_what_all_say(bundle: Bundle, question: dict[str, Any]):
    del question["locale"]
    default = Question(locale="zh-Hant", include=frozenset({"explanation"}))
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", ANYBODY, "en", default)

    def locale(**said: str) -> object:
        found = answer(questions.entry(json.dumps(question | said).encode())).explanation
        assert found
        return found.locale

    assert ("zh-Hant", "en") == (locale(), locale(locale="en"))


@pytest.mark.parametrize(
    ("sent", "slug", "pointers"),
    [
        (b'{"ref": "x"', "not-json", []),
        (b"5", "not-json", []),
        (b'{"facts": {"a": 1, "a": 1}}', "not-json", []),
        (
            b'{"ref": "x", "facts": {"claim": {"made_at": 5}, "a": 1}}',
            "wrong-facts",
            ["/facts/claim/made_at", "/facts/a"],
        ),
        (b'{"ref": "x", "locale": 5}', "wrong-request", ["/facts", "/locale"]),
        (b'{"ref": 5, "facts": {}}', "wrong-request", ["/ref"]),
    ],
)
def test_a_question_that_cannot_be_taken_gets_its_problem(
    questions: Batch, sent: bytes, slug: str, pointers: list[str]
):
    found = problem(questions.entry(sent))
    assert (f"/problems/{slug}", pointers) == (found.type, [fault.pointer for fault in found.errors])


def test_a_problem_bears_the_name_of_its_question(questions: Batch):
    assert "x" == questions.entry(b'{"ref": "x", "facts": 5}').ref


def test_a_name_has_a_bound(questions: Batch):
    entry = questions.entry(json.dumps({"ref": "x" * 201, "facts": {}}).encode())
    assert ["/ref"] == [fault.pointer for fault in problem(entry).errors]


def test_a_fault_of_ours_is_one_question_s_alone_and_its_facts_stay_out_of_the_log(
    questions: Batch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(batching, "decision_on", fail)
    with caplog.at_level(logging.DEBUG):
        found = problem(questions.entry(b'{"facts": {}}'))
    assert (500, "/problems/internal-error") == (found.status, found.type)
    assert "ValueError at " in caplog.text
    assert "a secret" not in caplog.text + found.detail
