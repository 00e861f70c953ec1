"""`tier-hidden`: whoever wants a level can read how it is reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.checks.tier_hidden import check
from tests.unit.checks.courtesy import courteous


@pytest.mark.parametrize(
    ("kind", "private", "public", "told"),
    [
        ("tiers", False, True, []),
        ("tiers", True, True, ["`asked` gives a level by `flag`, which is private"]),
        ("tiers", False, False, ["`asked` gives a level and is internal"]),
        ("decision", True, False, []),
    ],
)
def test_rules_and_facts_are_public(kind, private, public, told, tmp_path):
    business = courteous(tmp_path, "outcome: done")
    (policy,) = business.policies["main"]
    rules = tuple(replace(rule, public=public) for rule in policy.rules)
    facts = {**business.facts, "flag": replace(business.facts["flag"], private=private)}
    changed = replace(business, facts=facts, policies={"main": (replace(policy, kind=kind, rules=rules),)})
    assert told == [one.message for one in check(changed)]
