"""Every case of every bundled business gives what it says must come out, whoever decides it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit import pipeline
from policykit.decision import Status
from policykit.verify.cases import run_case, run_cases, uncovered
from tests.implementations import IMPLEMENTATIONS

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}
CASES = [
    pytest.param(business, case, id=f"{name}-{case.policy}-{case.id}")
    for name, business in BUSINESSES.items()
    for case in business.cases
]
ENGINES = {(one.name, name): one.engine(business) for one in IMPLEMENTATIONS for name, business in BUSINESSES.items()}


def test_the_examples_are_what_one_would_copy():
    """There is no warning either."""
    assert () == LOADED.diagnostics


@pytest.mark.parametrize("implementation", [one.name for one in IMPLEMENTATIONS])
@pytest.mark.parametrize(("business", "case"), CASES)
def test_a_case_comes_out_as_it_says(business, case, implementation):
    result = run_case(business, case, ENGINES[implementation, business.id])
    assert result.passed, "; ".join(f"{d.part}: expected {d.expected}, got {d.got}" for d in result.differences)


@pytest.mark.parametrize("business", BUSINESSES.values(), ids=list(BUSINESSES))
def test_every_rule_answers_some_case(business):
    assert () == uncovered(business, run_cases(business))


@pytest.mark.parametrize("business", BUSINESSES.values(), ids=list(BUSINESSES))
def test_some_case_decides_on_the_few_facts_that_are_enough(business):
    """Nothing can be left out of it: with any one of its facts unknown, information is needed."""
    assert any(decides_on_the_least(business, case) for case in business.cases)


def decides_on_the_least(business, case) -> bool:
    """Whether the case is decided, and no longer once any fact of it that has no default is left out."""
    needed = [name for name in case.facts if business.facts[name].when_not_sent is None]
    fewer = [replace(case, facts={n: case.facts[n] for n in case.facts if n != left_out}) for left_out in needed]
    statuses = [status(business, one) for one in (case, *fewer)]
    return [Status.DECIDED, *[Status.NEEDS_INFO] * len(needed)] == statuses and bool(needed)


def status(business, case) -> Status | None:
    decision = run_case(business, case).decision
    return None if decision is None else decision.status
