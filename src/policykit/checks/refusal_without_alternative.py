"""`refusal-without-alternative`: a no that offers nothing, and does not say that nothing exists. A warning.

A no is said to the request, never to the person: there is something else, or a plain word that there is not.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Policy, Rule


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        if _is_bare(rule, policy):
            yield Diagnostic(
                "refusal-without-alternative",
                f"`{rule.answer.outcome}` is a no, and `{rule.id}` offers nothing instead",
                rule.span,
                severity="warning",
                help="add `alternatives:`, or `none_exists: yes`; an outcome that is no refusal says `refuses: no`",
            )


def _is_bare(rule: Rule, policy: Policy) -> bool:
    answer = rule.answer
    # What a restriction leaves possible is another check's question.
    return policy.outcome(answer.outcome).refuses and not (answer.alternatives or answer.none_exists or answer.scope)
