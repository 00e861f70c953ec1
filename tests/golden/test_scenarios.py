"""Every scenario that the bundled businesses settle has a rule and a case that name it."""

from __future__ import annotations

import pytest

from policykit import pipeline

SETTLED = {
    "S1": "fruit-shop",
    "S2": "fruit-shop",
    "S3": "fruit-shop",
    "S4": "fruit-shop",
    "S5": "ride-hailing",
    "S6": "restaurant",
    "S7": "restaurant",
    "S8": "paint-supplier",
    "S9": "food-delivery",
    "S10": "food-delivery",
    "S11": "paint-supplier",
    "S12": "paint-supplier",
    "S13": "online-store",
    "S14": "car-dealer",
    "S15": "internet-service",
    "S16": "wardrobe-factory",
    "S17": "wardrobe-factory",
    "S18": "wardrobe-factory",
    "S19": "wardrobe-factory",
    "S20": "wardrobe-factory",
    "S21": "restaurant",
    "S22": "paint-supplier",
}
"""Each scenario, and the business that it is about; of those that are about all, one that shows it."""

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}
VERSIONS = {
    f"{business.id}-{policy.id}-{policy.version}": policy
    for business in BUSINESSES.values()
    for versions in business.policies.values()
    for policy in versions
}


@pytest.mark.parametrize(("scenario", "business"), SETTLED.items())
def test_a_scenario_has_a_rule_and_a_case(scenario: str, business: str):
    versions = [policy for versions in BUSINESSES[business].policies.values() for policy in versions]
    rules = [rule.id for policy in versions for rule in policy.rules if rule.scenario == scenario]
    cases = [case.id for case in BUSINESSES[business].cases if case.scenario == scenario]
    assert rules, f"no rule of {business} says `scenario: {scenario}`"
    assert cases, f"no case of {business} says `scenario: {scenario}`"


@pytest.mark.parametrize(("scenario", "business"), SETTLED.items())
def test_some_rule_of_a_scenario_answers_a_case_of_it(scenario: str, business: str):
    versions = [policy for versions in BUSINESSES[business].policies.values() for policy in versions]
    named = {(policy.id, rule.id) for policy in versions for rule in policy.rules if rule.scenario == scenario}
    answered = {(case.policy, case.expected.rule) for case in BUSINESSES[business].cases if case.scenario == scenario}
    assert named & answered


@pytest.mark.parametrize("policy", VERSIONS.values(), ids=list(VERSIONS))
def test_a_policy_lists_the_scenarios_of_its_rules(policy):
    assert {rule.scenario for rule in policy.rules if rule.scenario} <= set(policy.scenarios)


def test_no_scenario_is_settled_that_is_not_listed():
    named = {scenario for policy in VERSIONS.values() for scenario in policy.scenarios}
    assert named == set(SETTLED), "list each scenario in SETTLED, with its business"
