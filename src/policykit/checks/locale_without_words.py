"""`locale-without-words`: policykit has no sentences of its own in a locale, so pages would be mixed. A warning."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.backends.prose.locales import negotiate
from policykit.backends.prose.reading import CATALOGUES
from policykit.diagnostics import Diagnostic
from policykit.model import Business


def check(business: Business) -> Iterator[Diagnostic]:
    for locale in business.locales:
        nearest = negotiate(locale, tuple(CATALOGUES))
        if nearest.split("-")[0] != locale.split("-")[0]:
            yield Diagnostic(
                "locale-without-words",
                f"policykit has no sentences of its own in `{locale}`, and takes those of `{nearest}`",
                business.span,
                severity="warning",
                help="your own texts stay as they are; the guide to the templates says how to add a language",
            )
