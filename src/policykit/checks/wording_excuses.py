"""`wording-excuses`: our fault is worded with an excuse, or the apology does not come first. A warning.

Where a wording does not say sorry at all, the message opens with an apology of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.checks.answers import answers
from policykit.checks.lexicon import APOLOGIES, EXCUSES, first_of, first_sentence
from policykit.diagnostics import Diagnostic
from policykit.model import Business, Tone


def check(business: Business) -> Iterator[Diagnostic]:
    for _, rule in answers(business):
        wording = rule.answer.wording
        for locale, text in wording.texts.items() if rule.answer.tone is Tone.OUR_FAULT else ():
            wrong = _wrong(text, locale)
            if wrong is not None:
                yield Diagnostic(
                    "wording-excuses",
                    f"`{rule.id}` says that it was our fault, and its wording in `{locale}` {wrong[0]}",
                    wording.span,
                    severity="warning",
                    help=wrong[1],
                )


def _wrong(text: str, locale: str) -> tuple[str, str] | None:
    if first_of(APOLOGIES, text, locale) and not first_of(APOLOGIES, first_sentence(text), locale):
        return (
            "does not begin with the apology",
            "say sorry in the first sentence, and what you do about it in the next",
        )
    excuse = first_of(EXCUSES, text, locale)
    return (f"makes an excuse: `{excuse}`", "leave the reasons out, and say what you do about it") if excuse else None
