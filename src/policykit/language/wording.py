"""The names that an author's wording uses, and what may not stand in it.

Wording is a Jinja template of text and `{{ names }}`, nothing else: no filters, no calls, no
statements, no digits. So it cannot do work, cannot reach anything, and cannot drift from the rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jinja2 import Environment, TemplateSyntaxError, nodes

_ENVIRONMENT = Environment(autoescape=True)
_DIGITS = re.compile(r"[0-9\uff10-\uff19]+")
_TAG = re.compile(r"\{\{.*?\}\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class WordingFault:
    """What is wrong with a wording, and how to write it. ``code`` is the diagnostic's."""

    code: str
    message: str
    help: str | None = None


def names_in(template: str) -> tuple[tuple[str, ...], tuple[WordingFault, ...]]:
    """The dotted names that the template puts in, each once, in order; and all that is wrong with it."""
    try:
        tree = _ENVIRONMENT.parse(template)
    except TemplateSyntaxError:
        help = "a name stands between two braces on each side: `{{ amount }}`; leave out other braces with `%` or `#`"
        return (), (WordingFault("wording-syntax", "the braces in this wording cannot be read", help),)
    names: dict[str, None] = {}
    faults = list(_literal_digits(template))
    for node in tree.body:
        if not isinstance(node, nodes.Output):
            faults.append(
                WordingFault("wording-syntax", "wording holds text and names only", "rules belong under `rules:`")
            )
            continue
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                continue
            name = _dotted(part)
            if name is None:
                faults.append(
                    WordingFault(
                        "wording-syntax", "double braces hold one name and nothing else", "name a formula under `let:`"
                    )
                )
            else:
                names[name] = None
    return tuple(names), tuple(dict.fromkeys(faults))


def _dotted(node: nodes.Node) -> str | None:
    match node:
        case nodes.Name(name=name):
            return str(name)
        case nodes.Getattr(node=owner, attr=attribute):
            before = _dotted(owner)
            return None if before is None else f"{before}.{attribute}"
        case _:
            return None


def _literal_digits(template: str) -> list[WordingFault]:
    help = "give the number a name under `numbers:` and write `{{ name }}`"
    found = dict.fromkeys(_DIGITS.findall(_TAG.sub("", template)))
    return [
        WordingFault("digit-in-wording", f"`{digits}` is written out and could drift from the rule", help)
        for digits in found
    ]
