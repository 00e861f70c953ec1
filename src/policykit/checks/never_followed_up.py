"""`never-followed-up`: a policy asks how it went, and leaves out some that it closes. A warning.

It applies to policies that give `follow_up:` anywhere: then every final answer that refuses, or that
promises something by a day, has one too.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.checks.restriction_incomplete import restricts
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Policy, Rule

FOLLOW_UP = "follow_up"


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        if _follows_up(policy) and _closes(rule, policy) and FOLLOW_UP not in rule.answer.deadlines:
            yield Diagnostic(
                "never-followed-up",
                f"`{policy.id}` asks others how it went, and never those whose case `{rule.id}` closes",
                rule.span,
                severity="warning",
                help="add `follow_up:`, such as `follow_up: 2 days after due`",
            )


def _follows_up(policy: Policy) -> bool:
    return any(FOLLOW_UP in rule.answer.deadlines for rule in (*policy.rules, policy.otherwise))


def _closes(rule: Rule, policy: Policy) -> bool:
    answer, outcome = rule.answer, policy.outcome(rule.answer.outcome)
    return outcome.final and (outcome.refuses or "due" in answer.deadlines) and not restricts(answer)
