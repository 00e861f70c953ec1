"""Functions of a setting: what they give is what the judge gives, whatever is known."""

from __future__ import annotations

from policykit import pipeline
from policykit.deciding.evaluating import evaluator
from policykit.model import ABSENT, Business, Facts, NumberRef, PeriodLiteral, Policy
from policykit.semantics import UNKNOWN, Setting, evaluate
from policykit.walk import every

BUNDLE = pipeline.load(pipeline.example_root()).bundle
assert BUNDLE is not None
BUSINESSES = [ready.business for ready in BUNDLE.businesses.values()]


def settings(business: Business, facts: Facts) -> list[Setting]:
    """The facts as they are, and each of them once unknown and once absent where it may be."""
    known = [facts]
    for name in facts:
        known.append({other: value for other, value in facts.items() if other != name})
        if business.facts[name].may_be_absent:
            known.append({**facts, name: ABSENT})
    return [Setting(one, business.calendar) for one in known]


def check(policy: Policy, setting: Setting) -> set[object]:
    found: set[object] = set()
    for rule in policy.rules:
        for node in every(rule.when, elements=False):
            if isinstance(node, PeriodLiteral | NumberRef):
                continue  # a period of the calendar is no value
            expected = evaluate(node, setting)
            assert expected == evaluator(node)(setting), node
            found.add(expected if expected in (True, False, UNKNOWN) else "a value")
    return found


def test_every_part_of_every_rule_of_the_bundled_businesses():
    found: set[object] = set()
    for business in BUSINESSES:
        for case in business.cases[:12]:
            for setting in settings(business, case.facts):
                for policy in business.policies[case.policy]:
                    found |= check(policy, setting)
    assert {True, False, UNKNOWN, "a value"} == found
