"""What is kept of a decision: all of it comes back exactly, and nothing that only a private fact could tell.

decode(encode(decision)) == decision
masked(decision(facts)) == masked(decision(facts with other private ones)), where both give the same answer
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings

from policykit.decision import MERCHANT, Decision
from policykit.model import Business, Fact, ListType
from policykit_api.store import codec
from policykit_api.store.masking import masked
from tests.implementations import PARTS, Result, answer_json
from tests.property.agreement import built
from tests.strategies import MAIN, Sent, nested, questions

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


def everything(decision: Decision) -> object:
    """The decision with the members that do not count where decisions are compared."""
    return decision, decision.facts, decision.named, decision.items


@settings(suppress_health_check=SLOW)
@given(asked=questions(sets=8))
def test_a_decision_comes_back_as_it_was(folder, asked):
    business = built(asked.written, folder)
    for sent in asked.sent:
        decision = answer_json(business, MAIN, nested(sent), asked.as_of, parts=PARTS)
        if isinstance(decision, Decision):
            event(decision.status.value)
            text = codec.encode(decision)
            again = codec.decode(text)
            assert everything(decision) == everything(again)
            assert text == codec.encode(again)


def kept(business: Business, decision: Decision) -> object:
    """All that is kept, but for what would have changed the answer: that is found by trying it out.

    Facts stand in the order in which they were sent, which says nothing of them.
    """
    return json.loads(codec.encode(replace(masked(decision, business), would_change=())))


def answered(result: Result) -> object:
    """What the customer is told in any case. Where a law governs, that is also what the merchant would have given."""
    if not isinstance(result, Decision) or result.answer is None or result.governed_by != MERCHANT:
        return None
    return result.answer, result.because, result.terms


def is_hidden(fact: Fact) -> bool:
    return fact.private or fact.protected


def with_private_of(declared: Mapping[str, Fact], sent: Sent, other: Sent) -> Sent:
    """The facts sent, where all that is private is as it was sent the other time."""
    mixed = {name: value for name, value in sent.items() if not is_hidden(declared[name])}
    mixed |= {name: value for name, value in other.items() if is_hidden(declared[name])}
    for name, elements in mixed.items():
        kind, others = declared[name].type, other.get(name)
        if isinstance(kind, ListType) and isinstance(others, list) and len(elements) == len(others):
            mixed[name] = [with_private_of(kind.fields, *pair) for pair in zip(elements, others, strict=True)]
    return mixed


@settings(suppress_health_check=SLOW)
@given(asked=questions(sets=8))
def test_private_facts_make_no_difference_to_what_is_kept(folder, asked):
    business = built(asked.written, folder)
    for sent, other in pairwise(asked.sent):
        mixed = with_private_of(business.facts, sent, other)
        first, second = (answer_json(business, MAIN, nested(one), asked.as_of, parts=PARTS) for one in (sent, mixed))
        if answered(first) and answered(first) == answered(second):
            event("private facts differ" if sent != mixed else "the same facts")
            assert isinstance(first, Decision)
            assert isinstance(second, Decision)
            assert kept(business, first) == kept(business, second)
