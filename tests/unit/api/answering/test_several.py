from __future__ import annotations

from typing import Any

import pytest

from policykit.decision import Decision
from policykit.pipeline import Bundle, prepare
from policykit_api.answering.several import decisions_on
from policykit_api.problem_kinds import NO_VERSION, WRONG_FACTS
from policykit_api.problems import Refused
from policykit_api.wire.request import Question
from policykit_api.wire.request import question as asked_in
from tests.unit.deciding.shop import AS_OF, policy, shop

RULES = "rules:\n  - {id: a, when: {claim.photo_at: within 24 hours after order.placed_at}, then: {outcome: exchange}}"


def test_an_act_before_its_event_is_the_problem_of_the_policy_that_measures_it():
    ready = prepare(shop(policy(RULES), policy(name="other")))
    facts = {"order": {"placed_at": "2026-03-02T10:00:00+08:00"}, "claim": {"photo_at": "2026-03-01T10:00:00+08:00"}}
    found = decisions_on(Question(facts, AS_OF), ready, ["main", "other"])
    measures = found["main"]
    assert isinstance(measures, Refused)
    assert WRONG_FACTS == measures.kind
    assert ["/facts/claim/photo_at", "/facts/order/placed_at"] == [fault.pointer for fault in measures.faults]
    assert isinstance(found["other"], Decision)


def test_without_a_version_in_force_a_policy_has_no_decision(bundle: Bundle, question: dict[str, Any]):
    question["facts"]["order"]["placed_at"] = "2020-03-01T08:00:00+08:00"
    claim = decisions_on(asked_in(question), bundle.businesses["fruit-shop"], ["damage-claim"])["damage-claim"]
    assert isinstance(claim, Refused)
    assert NO_VERSION == claim.kind


def test_what_no_policy_could_take_is_refused_for_all(bundle: Bundle, question: dict[str, Any]):
    question["facts"]["order"] = 5
    with pytest.raises(Refused) as refused:
        decisions_on(asked_in(question), bundle.businesses["fruit-shop"], ["damage-claim", "returns"])
    assert ["/facts/order"] == [fault.pointer for fault in refused.value.faults]
