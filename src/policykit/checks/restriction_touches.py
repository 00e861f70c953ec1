"""`restriction-touches`: a restriction reaches what it may never touch.

A block stops future orders. It never takes away a refund that is owed, a warranty, or the ways to complain
and to be helped in danger.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.diagnostics import Diagnostic
from policykit.model import Business

NEVER = (
    "refund", "warrant", "guarantee", "complain", "appeal", "emergenc", "erstattung", "beschwerde", "gewähr",
    "退款", "保修", "保固", "投诉", "投訴", "申诉", "申訴", "紧急", "緊急",
)  # fmt: skip
"""The words of what no restriction touches, or their beginnings."""


def check(business: Business) -> Iterator[Diagnostic]:
    for _, rule in answers(business):
        for word in rule.answer.scope:
            reached = _reached(word, rule.answer.unaffected, business)
            if reached is not None:
                yield Diagnostic(
                    "restriction-touches",
                    f"`{rule.id}` covers `{word}`, {reached}",
                    rule.span,
                    help="take it out of `scope:`; if the phrase says that it goes on, it belongs under `unaffected:`",
                )


def _reached(word: str, unaffected: tuple[str, ...], business: Business) -> str | None:
    if word in unaffected:
        return "which it says it never touches"
    said = " ".join((word, *business.phrases.get(word, {}).values())).lower()
    found = next((never for never in NEVER if never in said), None)
    return f"and no restriction touches that (`{found}`)" if found else None
