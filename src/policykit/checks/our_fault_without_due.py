"""`our-fault-without-due`: a mistake of ours is admitted, and nothing says by when it is put right. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Tone


def check(business: Business) -> Iterator[Diagnostic]:
    for policy, rule in answers(business):
        answer = rule.answer
        # A no that came late is put right by saying it, and by asking later whether the help was one.
        kept = ("due", "follow_up") if policy.outcome(answer.outcome).refuses else ("due",)
        if answer.tone is Tone.OUR_FAULT and not set(kept) & set(answer.deadlines):
            yield Diagnostic(
                "our-fault-without-due",
                f"`{rule.id}` says that it was our fault, and nothing says by when it is put right",
                rule.span,
                severity="warning",
                help="add `due:`, such as `due: 4 working hours after fault.told_at`",
            )
