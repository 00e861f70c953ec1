from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from policykit import pipeline, semantics
from policykit.decision import Status
from policykit.model import (
    ABSENT,
    Aggregation,
    Business,
    Case,
    Expected,
    HitPolicy,
    MoneyType,
    NumberType,
    TextType,
    Type,
    Value,
)
from policykit.verify.cases import Difference, Result, rules, run_case, run_cases, uncovered, written


@pytest.fixture(scope="module")
def shop() -> Business:
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    return bundle.businesses["fruit-shop"].business


def case(shop: Business, name: str) -> Case:
    return next(one for one in shop.cases if one.id == name)


def expecting(shop: Business, name: str, **changed: object) -> tuple[Difference, ...]:
    """The differences of a case that expects something else than it should."""
    given = case(shop, name)
    return run_case(shop, replace(given, expected=replace(given.expected, **changed))).differences


def test_the_cases_of_the_examples_pass(shop: Business):
    assert [] == [result.case.id for result in run_cases(shop) if not result.passed]


def test_every_rule_of_the_examples_answers_a_case(shop: Business):
    assert () == uncovered(shop, run_cases(shop))


def test_both_engines_give_the_same_results(shop: Business):
    assert run_cases(shop, semantics.govern) == run_cases(shop, pipeline.prepare(shop).govern)


@pytest.mark.parametrize(
    ("changed", "difference"),
    [
        ({"outcome": "refuse"}, Difference("outcome", "refuse", "partial")),
        ({"rule": "otherwise"}, Difference("rule", "otherwise", "surface-marks")),
        ({"status": "needs_info"}, Difference("status", "needs_info", "decided")),
        ({"values": {"amount": Decimal(181)}}, Difference("amount", "181 TWD", "180 TWD")),
        ({"values": {"fee": Decimal(1)}}, Difference("fee", "1", "nothing")),
        ({"needs": ("item.price",)}, Difference("needs", "item.price", "nothing")),
        ({"possible": ("refund", "refuse")}, Difference("possible", "refund, refuse", "partial")),
        (
            {"deadlines": {"due": datetime.fromisoformat("2026-03-05T16:00:00+00:00")}},
            None,
        ),
        (
            {"deadlines": {"due": datetime.fromisoformat("2026-03-05T17:00:00+00:00")}},
            Difference("due", "2026-03-06T01:00:00+08:00", "2026-03-06T00:00:00+08:00"),
        ),
        (
            {"deadlines": {"ends": datetime.fromisoformat("2026-03-05T16:00:00+00:00")}},
            Difference("ends", "2026-03-06T00:00:00+08:00", "nothing"),
        ),
    ],
    ids=[
        "outcome", "rule", "status", "value", "missing value", "needs", "possible",
        "same instant", "deadline", "missing deadline",
    ],
)  # fmt: skip
def test_what_differs_is_told_in_an_authors_words(
    shop: Business, changed: dict[str, object], difference: Difference | None
):
    assert ((difference,) if difference else ()) == expecting(shop, "three-pears-with-specks", **changed)


def test_what_a_case_leaves_out_is_not_compared(shop: Business):
    assert run_case(shop, replace(case(shop, "truly-damaged"), expected=Expected())).passed


def test_an_answer_expected_where_facts_are_missing(shop: Business):
    given = replace(case(shop, "truly-damaged"), facts={})
    (outcome, *_) = run_case(shop, given).differences
    assert ("outcome", "refund") == (outcome.part, outcome.expected)
    assert outcome.got.startswith("needs_info (")


def test_a_failed_case_carries_its_reasons_and_a_passed_one_does_not(shop: Business):
    given = case(shop, "truly-damaged")
    failed = run_case(shop, replace(given, expected=Expected(outcome="refuse")))
    assert failed.decision is not None
    assert Status.DECIDED is failed.decision.status
    assert () != failed.decision.reasons
    passed = run_case(shop, given)
    assert passed.decision is not None
    assert () == passed.decision.reasons


def test_facts_that_cannot_be_are_a_failure(shop: Business):
    given = case(shop, "truly-damaged")
    later = given.as_of + timedelta(days=1)
    result = run_case(shop, replace(given, facts={**given.facts, "order.delivered_at": later}))
    (difference,) = result.differences
    assert (None, "decision", "refund") == (result.decision, difference.part, difference.expected)
    assert "`order.delivered_at`: this is later than `as_of`" in difference.got


def test_a_time_without_a_version_is_a_failure(shop: Business):
    given = case(shop, "truly-damaged")
    long_ago = given.as_of - timedelta(days=20_000)
    (difference,) = run_case(shop, replace(given, as_of=long_ago, facts={"order.placed_at": long_ago})).differences
    assert difference.got.startswith("no version of `damage-claim` was in force")


def test_rules_without_a_case_are_named(shop: Business):
    found = uncovered(shop, [one for one in run_cases(shop) if one.case.policy != "conduct"])
    (conduct,) = shop.policies["conduct"]
    assert [("conduct", rules(conduct))] == [(one.policy.id, one.rules) for one in found]


def test_every_row_of_a_table_that_collects_has_its_case(shop: Business):
    (policy,) = shop.policies["damage-claim"]
    marks = policy.rule("surface-marks")
    again = replace(marks, id="surface-marks-again")
    table = replace(policy, rules=(marks, again), hit_policy=HitPolicy.COLLECT, aggregation=Aggregation.SUM)
    collecting = replace(shop, policies={"damage-claim": (table,)})
    result: Result = run_case(collecting, case(shop, "three-pears-with-specks"))
    assert ("surface-marks", "surface-marks-again") == result.rules


@pytest.mark.parametrize(
    ("value", "of", "said"),
    [
        (True, None, "yes"),
        (False, None, "no"),
        (ABSENT, None, "absent"),
        (Decimal("1E+3"), MoneyType("TWD"), "1000 TWD"),
        (Decimal("2.50"), NumberType("km"), "2.50 km"),
        (Decimal(7), NumberType(), "7"),
        (date(2026, 3, 1), None, "2026-03-01"),
        (timedelta(days=2), None, "2 days"),
        (timedelta(hours=26), None, "26 hours"),
        (timedelta(minutes=1), None, "1 minute"),
        (timedelta(seconds=1.5), None, "1.5 seconds"),
        ((), None, "a list of 0"),
        ("stale", TextType(), "stale"),
    ],
    ids=repr,
)
def test_values_are_written_as_in_a_case(shop: Business, value: Value, of: Type | None, said: str):
    assert said == written(value, of, shop)
