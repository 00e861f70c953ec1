"""A hint is never a guess: each change, applied to the facts, gives the better answer that it names.

rank(answer(facts + change)) < rank(answer(facts))
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from policykit import pipeline, values
from policykit.deciding import would_change
from policykit.deciding.decide import decide
from policykit.deciding.facts import complete, facts_from_json
from policykit.deciding.judge import judge
from policykit.decision import Change, Decision, Status
from policykit.model import ABSENT, Business, Facts
from policykit.semantics import govern
from tests.implementations import PARTS, answer_json
from tests.property.agreement import built
from tests.strategies import MAIN, nested, questions

INSTANT_BEFORE = {"by": True, "from": False, "is": False, "present": False}
"""The relations of a change, and whether the value lies just before what is told."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


def applied(business: Business, facts: Facts, change: Change) -> Facts:
    """The facts as the hint says they would have to be."""
    value = change.becomes
    if INSTANT_BEFORE[change.relation]:
        assert isinstance(value, datetime)
        value -= timedelta(microseconds=1)
    return {**facts, change.fact: value}


def check_hints(business: Business, policy_id: str, decision: Decision) -> None:
    policy = judge(business, policy_id, decision.facts, decision.as_of, govern).policy
    assert decision.answer is not None
    before = policy.rank(decision.answer.outcome)
    assert len(decision.would_change) <= 3
    for change in decision.would_change:
        after = decide(business, policy_id, applied(business, decision.facts, change), decision.as_of)
        assert after.status is Status.DECIDED
        assert after.answer is not None
        assert (change.outcome, change.rule) == (after.answer.outcome, after.answer.rule)
        assert policy.rank(change.outcome) < before
        assert policy.rule(change.rule).public


def check_facts_told(business: Business, decision: Decision) -> None:
    for change in decision.would_change:
        fact = business.facts[change.fact]
        assert fact.hint
        assert not fact.private
        assert not fact.protected
        sent = values.to_json(fact.type, change.becomes)
        assert change.becomes == (ABSENT if sent is None else values.from_json(fact.type, sent)), "nobody can send that"


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(asked=questions(sets=12))
def test_each_hint_leads_to_the_answer_it_names(folder, asked):
    business = built(asked.written, folder)
    for sent in asked.sent:
        decision = answer_json(business, MAIN, nested(sent), asked.as_of, parts=PARTS)
        if isinstance(decision, Decision) and decision.would_change:
            event("with hints")
            check_hints(business, MAIN, decision)
            check_facts_told(business, decision)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(asked=questions(sets=8))
def test_what_settles_the_matter_is_told_before_what_does_not(folder, asked):
    business = built(asked.written, folder)
    for sent in asked.sent:
        decision = answer_json(business, MAIN, nested(sent), asked.as_of, parts=PARTS)
        if isinstance(decision, Decision) and decision.would_change:
            facts = complete(business, facts_from_json(business, nested(sent)), asked.as_of)
            policy = judge(business, MAIN, facts, asked.as_of, govern).policy
            places = [(not policy.outcome(c.outcome).final, policy.rank(c.outcome)) for c in decision.would_change]
            assert sorted(places) == places


def whole_chances(*asked: Any) -> would_change.Chances:
    """Chances with which every fact is tried, and each trial is decided anew and in full."""
    return replace(would_change._chances_of(*asked), demands=None, alone=False)


def test_no_hint_of_the_bundled_cases_is_lost_by_leaving_out_what_cannot_help(monkeypatch: pytest.MonkeyPatch):
    """Of facts that are never tried no trial would have succeeded."""
    asked_for = pipeline.load(pipeline.example_root()).bundle
    assert asked_for is not None
    cases = [(ready, case) for ready in asked_for.businesses.values() for case in ready.business.cases]

    def told() -> list[tuple[Change, ...]]:
        return [
            pipeline.decide(ready, case.policy, case.facts, case.as_of, PARTS).would_change for ready, case in cases
        ]

    pruned = told()
    monkeypatch.setattr(would_change, "_chances", whole_chances)
    assert told() == pruned
    assert any(pruned)


@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(asked=questions(sets=8))
def test_no_hint_is_lost_on_generated_businesses(folder, asked):
    business = built(asked.written, folder)
    ready = pipeline.prepare(business)
    for sent in asked.sent:
        decision = answer_json(business, MAIN, nested(sent), asked.as_of, parts=PARTS)
        if isinstance(decision, Decision):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(would_change, "_chances", whole_chances)
                whole = pipeline.decide(ready, MAIN, decision.facts, asked.as_of, PARTS)
            assert whole.would_change == decision.would_change


def test_the_hints_of_the_bundled_cases():
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    for ready in bundle.businesses.values():
        for case in ready.business.cases:
            decision = pipeline.decide(ready, case.policy, case.facts, case.as_of, PARTS)
            if decision.status is Status.DECIDED:
                check_hints(ready.business, case.policy, decision)
                check_facts_told(ready.business, decision)
