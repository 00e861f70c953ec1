"""What the rules of a policy count, by what readers call it, and how it is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policykit.backends.prose.clauses import Clause
from policykit.backends.prose.counting import counting
from policykit.backends.prose.reading import Reading
from policykit.document.examples import public_formulas
from policykit.model import LetRef, Policy
from policykit.walk import every_once


@dataclass(frozen=True, slots=True)
class Counted:
    """Something that the rules count: what readers call it, and how it is counted, part by part."""

    label: str
    how: Clause


def counted(policy: Policy, reader: Reading) -> tuple[Counted, ...]:
    """What the public rules count, by its label, and how."""
    words = reader.words
    used = {node.name for node in every_once(public_formulas(policy)) if isinstance(node, LetRef)}
    return tuple(
        Counted(words.sentence(reader.text(label)), _capital(counting(policy.lets[name], reader), reader))
        for name, label in policy.labels.items()
        if name in used
    )


def _capital(how: Clause, reader: Reading) -> Clause:
    return replace(how, text=reader.words.sentence(how.text))
