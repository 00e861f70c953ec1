"""Authors' words with their placeholders filled in: `We refund {{ amount }}.`

A wording is text and names, nothing else: no filters, calls, loops or operators. So filling one in
takes time in proportion to its length, whoever wrote it. What is filled in is text already, and the
result is plain text that still has to be escaped for HTML.
"""

from __future__ import annotations

from collections.abc import Callable

from policykit.explain.sentence import Sentence, sentence

Texts = Callable[[str], str | None]
"""The text of a dotted name; None where there is none."""


def fill_in(wording: str, names: Texts, locale: str) -> tuple[str, ...]:
    """The paragraphs of a wording with its names filled in; none where it is no wording that can be filled in."""
    return filled(sentence(wording, locale), names)


def filled(wording: Sentence | None, names: Texts) -> tuple[str, ...]:
    """As ``fill_in``, of a wording that has been taken apart."""
    if wording is None:
        return ()
    values = []
    for name in wording.names:
        value = names(name)
        if value is None:  # a name that this answer does not have
            return ()
        values.append(value)
    return wording.fill(values)
