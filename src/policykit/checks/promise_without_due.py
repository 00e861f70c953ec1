"""`promise-without-due`: something is promised, and nothing says by when it is kept. A warning.

To pay is a promise, so is what a commitment promises, and so is "we look at it first": whoever waits
for an answer is owed a day.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.diagnostics import Diagnostic
from policykit.model import Better, Business, MoneyType, Outcome, Policy, Rule


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        promised = _promised(rule, policy)
        if promised and "due" not in rule.answer.deadlines:
            yield Diagnostic(
                "promise-without-due",
                f"`{rule.id}` {promised}, and nothing says by when",
                rule.span,
                severity="warning",
                help="add `due:`, such as `due: 2 working days after claim.made_at`",
            )


def _promised(rule: Rule, policy: Policy) -> str | None:
    outcome = policy.outcome(rule.answer.outcome)
    if not outcome.final:
        return f"leaves the matter open (`{outcome.name}`)"
    if paid := _paid(outcome):
        return f"promises `{paid}`"
    return f"promises `{outcome.name}`" if rule.part in ("promises", "failures") and not outcome.refuses else None


def _paid(outcome: Outcome) -> str | None:
    """The first amount that the customer is better off for."""
    return next((v.name for v in outcome.values if isinstance(v.type, MoneyType) and v.better is Better.HIGHER), None)
