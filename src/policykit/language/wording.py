"""The names that an author's wording uses, and what may not stand in it.

Wording is a Jinja template of text and `{{ names }}`, nothing else: no filters, no calls, no
statements, no comments, no digits. So it cannot do work, cannot reach anything, and cannot drift
from the rule. The template is looked at before Jinja sees it: its parser recurses into whatever
the braces hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NAME = re.compile(r"\{\{-? *([A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)*) *-?\}\}")
_SINGLE = re.compile(r"\{ *([A-Za-z][A-Za-z0-9_.]*) *\}")
_BRACES = re.compile(r"\{\{.{0,80}?\}\}|\{%.{0,80}?%\}|\{#.{0,80}?#\}|\{\{|\}\}|\{%|%\}|\{#|#\}", re.DOTALL)
_WIDE = re.compile(r"[\uff5b\uff5d]")
_WIDE_NAME = re.compile(r"[{\uff5b]{1,2} *([A-Za-z][A-Za-z0-9_.]*) *[}\uff5d]{1,2}")
BRACES = re.compile(r"[{\uff5b]{2}[^{}\uff5b\uff5d]{0,80}[}\uff5d]{2}")
"""Double braces around anything, in half or full width."""
DIGITS = re.compile(r"[0-9\uff10-\uff19]+")


@dataclass(frozen=True, slots=True)
class WordingFault:
    """What is wrong with a wording, and how to write it. ``code`` is the diagnostic's."""

    code: str
    message: str
    help: str | None = None


def names_in(template: str) -> tuple[tuple[str, ...], tuple[WordingFault, ...]]:
    """The dotted names that the template puts in, each once, in order; and all that is wrong with it."""
    names = tuple(dict.fromkeys(NAME.findall(template)))
    words = NAME.sub("", template)
    # One fault of its braces is enough to send an author back to a wording: `{% if %}` has an `{% endif %}`.
    faults = _wide_braces(words) or [_braces(found) for found in _BRACES.findall(words)[:1]]
    rest = _BRACES.sub("", words)
    return names, (*faults, *_single_braces(rest), *_literal_digits(rest))


def _single_braces(words: str) -> list[WordingFault]:
    return [
        WordingFault(
            "wording-syntax", f"`{{{name}}}` is shown as it stands", f"write `{{{{ {name} }}}}`, with two braces"
        )
        for name in dict.fromkeys(_SINGLE.findall(words))
    ]


def _wide_braces(words: str) -> list[WordingFault]:
    """Braces in full width, which an input method for Chinese writes."""
    names = [match for match in _WIDE_NAME.finditer(words) if _WIDE.search(match[0])]
    known = {match[0]: f"write `{{{{ {match[1]} }}}}`, with two braces in half width" for match in names}
    stray = dict.fromkeys(_WIDE.findall(_WIDE_NAME.sub("", words)), "wording has no braces but `{{ name }}`")
    return [
        WordingFault("wording-syntax", f"`{found}` is shown as it stands", help)
        for found, help in {**known, **stray}.items()
    ]


def _braces(found: str) -> WordingFault:
    if found.startswith("{{") and found.endswith("}}") and found != "{{}}":
        text = "double braces hold one name and nothing else"
        return WordingFault("wording-syntax", text, "name a formula under `let:`, and write `{{ name }}`")
    help = "a name stands between two braces on each side: `{{ amount }}`; wording has no other braces"
    return WordingFault("wording-syntax", f"`{found}` has no meaning in a wording", help)


def _literal_digits(words: str) -> list[WordingFault]:
    help = "give the number a name under `numbers:` and write `{{ name }}`"
    return [
        WordingFault("digit-in-wording", f"`{digits}` is written out and could drift from the rule", help)
        for digits in dict.fromkeys(DIGITS.findall(words))
    ]
