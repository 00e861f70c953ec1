from __future__ import annotations

from typing import Any

import pytest

from policykit.pipeline import Bundle
from policykit_api import problem_kinds
from policykit_api.access.caller import ANYBODY
from policykit_api.answering.single import answer_to, decision_on, parts, reader_of
from policykit_api.problems import Refused
from policykit_api.wire.request import question as asked_in


def test_a_question_becomes_a_decision_and_what_its_reader_gets(bundle: Bundle, question: dict[str, Any]):
    ready, asked = bundle.businesses["fruit-shop"], asked_in(question)
    decision = decision_on(asked, ready, "damage-claim")
    answer = answer_to(reader_of(asked, ANYBODY, None, ready), decision, ready)
    assert ("refuse", "no-photo-in-time") == (answer.outcome, answer.rule)
    assert answer.explanation
    assert "en" == answer.explanation.locale


def test_the_locale_of_the_question_comes_before_those_that_are_accepted(bundle: Bundle, question: dict[str, Any]):
    ready = bundle.businesses["fruit-shop"]
    assert "en" == reader_of(asked_in(question), ANYBODY, "zh-TW", ready).locale
    del question["locale"]
    assert "zh-Hant" == reader_of(asked_in(question), ANYBODY, "zh-TW", ready).locale


def test_wrong_members_and_wrong_facts_are_refused_together(bundle: Bundle, question: dict[str, Any]):
    question |= {"audience": "boss", "facts": {"order": 5}}
    with pytest.raises(Refused) as refused:
        decision_on(asked_in(question), bundle.businesses["fruit-shop"], "damage-claim")
    assert problem_kinds.WRONG_REQUEST == refused.value.kind
    assert ["/audience", "/facts/order"] == [fault.pointer for fault in refused.value.faults]


def test_an_explanation_speaks_of_reasons_and_of_what_would_change_the_answer():
    assert {"reasons", "would_change"} == parts(frozenset({"explanation"}))
    assert {"reasons"} == parts(frozenset({"reasons"}))
    assert set() == parts(frozenset())
