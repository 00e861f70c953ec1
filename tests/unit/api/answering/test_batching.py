from __future__ import annotations

import json
import logging
from datetime import datetime
from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api.answering import batching
from policykit_api.answering.batching import Batch
from policykit_api.problems import Problem
from policykit_api.wire.batch import Entry
from policykit_api.wire.decision import Decided
from policykit_api.wire.request import Question
from tests.unit.api.keeping import recorder


@pytest.fixture
def questions(bundle: Bundle) -> Batch:
    return Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), "en")


def answer(entry: Entry) -> Decided:
    assert isinstance(entry.answer, Decided)
    return entry.answer


def problem(entry: Entry) -> Problem:
    assert isinstance(entry.problem, Problem)
    return entry.problem


def test_a_question_gets_its_answer_and_its_own_name_back(questions: Batch, question: dict[str, Any]):
    entry = questions.considered(json.dumps(question | {"ref": "order 17"}).encode())
    assert ("order 17", "refuse") == (entry.ref, answer(entry).outcome)


def test_what_a_question_says_comes_before_what_all_say(bundle: Bundle, question: dict[str, Any]):
    del question["locale"]
    default = Question(locale="zh-Hant", include=frozenset({"explanation"}))
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), "en", default)

    def locale(**said: str) -> object:
        found = answer(questions.considered(json.dumps(question | said).encode())).explanation
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
    found = problem(questions.considered(sent))
    assert (f"/problems/{slug}", pointers) == (found.type, [fault.pointer for fault in found.errors])


def test_a_problem_bears_the_name_of_its_question(questions: Batch):
    assert "x" == questions.considered(b'{"ref": "x", "facts": 5}').ref


def test_a_name_has_a_bound(questions: Batch):
    entry = questions.considered(json.dumps({"ref": "x" * 201, "facts": {}}).encode())
    assert ["/ref"] == [fault.pointer for fault in problem(entry).errors]


def test_a_fault_of_ours_is_one_question_s_alone_and_its_facts_stay_out_of_the_log(
    questions: Batch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a secret")

    monkeypatch.setattr(batching, "kept_answer", fail)
    with caplog.at_level(logging.DEBUG):
        found = problem(questions.considered(b'{"facts": {}}'))
    assert (500, "/problems/internal-error") == (found.status, found.type)
    assert "ValueError at " in caplog.text
    assert "a secret" not in caplog.text + found.detail


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"ref": "order 17"},
        {"ref": "雜糧 \u2028 <b>"},
        {"ref": 'with "quotes"'},
        {"locale": "zh-TW", "audience": "customer"},
        {"audience": "agent"},
        {"include": ["reasons"]},
        {"ref": "x" * 201},
        {"facts": {}},
        {"facts": {"order": 5}},
    ],
)
@pytest.mark.parametrize("default", [Question(), Question(audience="agent"), Question(include=frozenset({"reasons"}))])
def test_the_lane_gives_what_the_long_way_gives(bundle: Bundle, question: dict[str, Any], said, default: Question):
    for name in ("include", "locale", "audience"):
        del question[name]
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), "en", default, minimal=True)
    sent = json.dumps(question | said, ensure_ascii=False).encode()
    by_lane, by_long_way = (json.loads(questions.entry(sent, lane)) for lane in (questions.lane, None))
    for entry in (by_lane, by_long_way):
        entry.get("answer", {}).pop("id", None)
    assert by_long_way == by_lane


@pytest.mark.parametrize("repeated", ['"ref": "a", ', '"as_of": "2026-03-03T12:00:00+08:00", ', '"facts": {}, '])
def test_a_name_that_is_repeated_is_found_on_the_lane_too(bundle: Bundle, question: dict[str, Any], repeated: str):
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), minimal=True)
    plain = json.dumps({"ref": "a", "as_of": question["as_of"], "facts": question["facts"]})
    entry = json.loads(questions.entry(("{" + repeated + plain[1:]).encode(), questions.lane))
    assert "/problems/not-json" == entry["problem"]["type"]


def test_plain_questions_go_by_the_lane_and_without_as_of_they_are_of_the_batch_s_instant(
    bundle: Bundle, question: dict[str, Any]
):
    questions = Batch(bundle.businesses["fruit-shop"], "damage-claim", recorder(bundle), minimal=True)
    lane = questions.lane
    assert lane
    plain = json.dumps({"ref": "a", "facts": question["facts"]}).encode()
    assert lane.entry(plain, datetime.fromisoformat(question["as_of"]))
    assert lane.entry(plain, datetime.fromisoformat("2026-03-03T10:00:00+08:00")) is None  # the claim is yet to be made


def test_who_prefers_no_bare_answer_gets_the_whole_one(questions: Batch, question: dict[str, Any]):
    assert questions.lane is None
    assert "policy" in json.loads(questions.entry(json.dumps(question).encode(), None))["answer"]


def test_a_question_is_no_longer_than_it_might_be_alone(questions: Batch):
    longest = questions.recorder.service.settings.limits.body_bytes
    entry = questions.considered(b'{"facts": {}, "ref": "' + b"x" * longest + b'"}')
    assert "/problems/too-large" == problem(entry).type
