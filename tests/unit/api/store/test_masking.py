from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from policykit import pipeline
from policykit.decision import Decision
from policykit_api.store import codec
from policykit_api.store.records import Record, record
from tests.shops import SECRETS, secret_shop

AS_OF = datetime.fromisoformat("2026-03-03T12:00:00+08:00")
FACTS: dict[str, Any] = {
    "order": {"placed_at": "2026-03-01T08:00:00+08:00"},
    "customer": {"note": SECRETS[0], "known_as": SECRETS[1], "risk": "733.25"},
    "lines": [{"name": "pears", "remark": SECRETS[2]}, {"name": "plums", "remark": None}],
}


@pytest.fixture
def decision(tmp_path) -> Decision:
    ready = secret_shop(tmp_path)
    facts = pipeline.facts_from_json(ready.business, FACTS)
    return pipeline.decide(ready, "credit", facts, AS_OF, frozenset({"reasons", "would_change"}))


@pytest.fixture
def kept(decision: Decision, tmp_path) -> Record:
    return record("dec_1", decision, secret_shop(tmp_path).business, AS_OF, None)


def test_the_secrets_are_in_the_decision(decision: Decision):
    text = codec.encode(decision)
    assert [] == [secret for secret in SECRETS if secret not in text]


def test_no_secret_is_in_what_is_kept(kept: Record):
    text = codec.encode(kept.decision)
    assert [] == [secret for secret in SECRETS if secret in text]


def test_the_answer_and_what_is_not_private_stay(decision: Decision, kept: Record):
    assert decision.answer == kept.decision.answer
    assert {"order.placed_at": decision.facts["order.placed_at"]}.items() <= kept.decision.facts.items()
    assert ({"name": "pears"}, {"name": "plums"}) == kept.decision.facts["lines"]
    assert {"ordered_on"} == set(kept.decision.named)


def test_the_names_of_private_facts_are_told(kept: Record):
    assert {"customer.note", "customer.known_as", "customer.risk", "lines"} == set(kept.masked)


def test_a_rule_that_failed_over_a_private_fact_is_not_kept_and_one_that_held_says_nothing_of_it(kept: Record):
    assert ["trusted"] == [reason.rule for reason in kept.decision.reasons]
    assert [("customer.risk", None, None, None), ("order.placed_at", True, True, True)] == [
        (one.fact, one.value and True, one.held, one.window and True) for one in kept.decision.reasons[0].conditions
    ]
