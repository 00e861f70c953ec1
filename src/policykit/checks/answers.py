"""The answers that courtesy is asked of: each rule's, and of a table's rows one of each sort."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import Business, Policy, Rule


def answers(business: Business) -> Iterator[tuple[Policy, Rule]]:
    """Every rule with its policy. Ten thousand rows that answer alike are one finding, not ten thousand."""
    for versions in business.policies.values():
        for policy in versions:
            seen: set[object] = set()
            for rule in (*policy.rules, policy.otherwise):
                answer = rule.answer
                sort = (answer.outcome, frozenset(answer.deadlines), answer.alternatives, answer.scope, answer.tone)
                if rule.part != "table" or sort not in seen:
                    seen.add(sort)
                    yield policy, rule
