"""Kind `decision`: plain rules, read in order, or a decision table."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from policykit.kinds.plain import Kind, Placed, Plain, PlainRule, Problem, answer, listed_outcomes, rule_from
from policykit.kinds.policy import AnswerEntry, Outcomes, PolicyFile, RuleEntry
from policykit.kinds.tables import TableEntry, table_of, table_problems


class DecisionFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `decision`: rules in order, the first that holds governs; or a table."""

    outcomes: Outcomes
    rules: Annotated[
        list[RuleEntry] | None,
        Meta(
            description="The rules, in the order in which they are read.",
            examples=[[{"id": "goodwill", "when": {"seller.goodwill": "yes"}, "then": {"outcome": "refund"}}]],
        ),
    ] = None
    table: Annotated[TableEntry | None, Meta(description="A decision table, in place of rules.")] = None
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer when no rule holds.", examples=[{"outcome": "refuse"}])
    ]


def lower(policy: Placed) -> Plain:
    table, outcomes, otherwise = policy.get("table"), listed_outcomes(policy["outcomes"]), policy["otherwise"]
    if table is None:
        return Plain(outcomes, _rules(policy), answer(otherwise), otherwise.path, _problems(policy))
    problems = (*_problems(policy), *table_problems(table, [name for name, _ in outcomes]))
    return Plain(outcomes, (), answer(otherwise), otherwise.path, problems, table_of(table))


def _rules(policy: Placed) -> tuple[PlainRule, ...]:
    rules = policy.get("rules")
    entries = [rules[index] for index in range(len(rules.data))] if rules else []
    return tuple(rule_from(entry["id"].data, entry, (entry["when"],), answer(entry["then"]), None) for entry in entries)


def _problems(policy: Placed) -> tuple[Problem, ...]:
    if ("rules" in policy.data) != ("table" in policy.data):
        return ()
    text = "a decision has either `rules` or a `table`"
    return (Problem("wrong-shape", text, policy.path, "write one of the two"),)


KIND = Kind("decision", "plain rules, read in order, or a decision table", DecisionFile, lower)
