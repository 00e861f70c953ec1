from __future__ import annotations

from datetime import UTC, datetime

from policykit.model import Answer, Business, FlagLiteral, Policy, Rule
from policykit_api.wire.policies import policy_view, version_view


def test_a_version_says_when_it_is_in_force(fruit_shop: Business):
    policy = fruit_shop.policies["returns"][-1]
    assert ("2026-01-01", "2026-01-01T00:00:00+08:00", None) == (
        (shown := version_view(policy)).version,
        shown.starts,
        shown.ends,
    )


def test_a_first_version_has_no_start():
    rule = Rule("otherwise", FlagLiteral(value=True), Answer("yes"))
    policy = Policy("p", "decision", {}, (), (), rule, ends=datetime(2026, 1, 1, tzinfo=UTC))
    assert ("beginning", None, "2026-01-01T00:00:00+00:00") == (
        (shown := version_view(policy)).version,
        shown.starts,
        shown.ends,
    )


def test_outcomes_stand_best_first_with_their_values(fruit_shop: Business):
    (policy,) = fruit_shop.policies["damage-claim"]
    shown = policy_view(fruit_shop, policy, "en")
    assert ["refund", "partial", "inspect", "refuse"] == [outcome.outcome for outcome in shown.outcomes]
    assert ("refund in full", True, "policy") == (
        (best := shown.outcomes[0]).label,
        best.final,
        best.decided_by,
    )
    assert [("amount", "money", "TWD", "higher")] == [(v.name, v.type, v.currency, v.better) for v in best.values]
