"""`unused-name`: a named number or formula that no rule, wording or other formula uses. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic
from policykit.model import Business, Expression, LetRef, NumberRef, Policy, Rule
from policykit.walk import every_once


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            used = _used(policy)
            for name in (*policy.numbers, *policy.lets):
                if name not in used:
                    place = policy.numbers[name].span if name in policy.numbers else policy.lets[name].span
                    text = f"nothing uses `{name}`"
                    yield Diagnostic(
                        "unused-name", text, place, severity="warning", help="drop it, or use it in a rule"
                    )


def _used(policy: Policy) -> set[str]:
    formulas = [formula for rule in (*policy.rules, policy.otherwise) for formula in _formulas(rule)]
    nodes = every_once((*formulas, *policy.lets.values()))
    told = {name for rule in (*policy.rules, policy.otherwise) for name in _told(rule)}
    return told | {node.name for node in nodes if isinstance(node, NumberRef | LetRef)}


def _told(rule: Rule) -> tuple[str, ...]:
    answer = rule.answer
    worded = (answer.wording, answer.guidance, *answer.also.values())
    return tuple(name for wording in worded for name in wording.reads)


def _formulas(rule: Rule) -> tuple[Expression, ...]:
    answer = rule.answer
    return (rule.when, *answer.values.values(), *answer.deadlines.values(), *answer.named.values())
