"""Kind `decision`: plain rules, read in order; the first that holds governs."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit.kinds.plain import Kind, Placed, Plain, answer, listed_outcomes, rule_from
from policykit.kinds.policy import AnswerEntry, Outcomes, PolicyFile, RuleEntry


class DecisionFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `decision`: rules in order; the first that holds governs."""

    outcomes: Outcomes
    rules: Annotated[
        list[RuleEntry],
        Meta(
            description="The rules, in the order in which they are read.",
            max_length=2000,
            examples=[[{"id": "goodwill", "when": {"seller.goodwill": "yes"}, "then": {"outcome": "refund"}}]],
        ),
    ]
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer when no rule holds.", examples=[{"outcome": "refuse"}])
    ]


def lower(policy: Placed) -> Plain:
    rules = policy["rules"]
    entries = [rules[index] for index in range(len(rules.data))]
    return Plain(
        listed_outcomes(policy["outcomes"]),
        tuple(rule_from(entry["id"].data, entry, (entry["when"],), answer(entry["then"]), None) for entry in entries),
        answer(policy["otherwise"]),
        policy["otherwise"].path,
    )


KIND = Kind("decision", "plain rules, read in order; the first that holds governs", DecisionFile, lower)
