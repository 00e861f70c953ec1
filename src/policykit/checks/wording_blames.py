"""`wording-blames`: words to a customer lay blame, or argue. A warning.

The no is to the request, never to the person; who is right matters less than what happens now.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.checks.lexicon import BLAME, first_of
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Span, Texts


def check(business: Business) -> Iterator[Diagnostic]:
    for _, rule in answers(business):
        for wording in (rule.answer.wording, *rule.answer.also.values()):
            yield from _blaming(f"the wording of `{rule.id}`", wording.texts, wording.span)
    for word, texts in business.phrases.items():
        yield from _blaming(f"the phrase `{word}`", texts, business.span)


def _blaming(what: str, texts: Texts, place: Span) -> Iterator[Diagnostic]:
    for locale, text in texts.items():
        blame = first_of(BLAME, text, locale)
        if blame is not None:
            yield Diagnostic(
                "wording-blames",
                f"{what} lays blame or argues in `{locale}`: `{blame}`",
                place,
                severity="warning",
                help="say what is and what you can do, and nothing about the person",
            )
