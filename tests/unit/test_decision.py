"""What a decision is, as data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from policykit.decision import Answer, Decision, FactFault, Status, WrongFacts

ANSWER = Answer("refund", "goodwill", {"amount": Decimal(600)})
DECISION = Decision(
    "shop", "main", "beginning", datetime(2026, 3, 1, tzinfo=UTC), Status.DECIDED, ANSWER, True, "policy", ("refund",)
)


def test_two_answers_are_the_same_exactly_when_all_they_say_is():
    assert ANSWER == Answer("refund", "goodwill", {"amount": Decimal("600.0")})
    assert ANSWER != replace(ANSWER, values={"amount": Decimal(599)})
    assert ANSWER != replace(ANSWER, rule="otherwise")
    assert hash(ANSWER) == hash(replace(ANSWER, values={}))


def test_the_facts_a_decision_was_made_from_are_no_part_of_it():
    assert DECISION == replace(DECISION, facts={"item.price": Decimal(600)}, named={"fee": Decimal(1)})


def test_wrong_facts_carry_every_fault_and_say_them_in_a_line():
    faults = (FactFault("/a", "a", "one thing"), FactFault("/b/c", "b.c", "another"))
    wrong = WrongFacts(faults)
    assert faults == wrong.faults
    assert "/a: one thing; /b/c: another" == str(wrong)
