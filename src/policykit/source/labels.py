"""Choices and outcomes by what customers read for them, as whoever keeps a spreadsheet may write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from policykit.model import Texts

_DENIED = re.compile(r"not *\((?P<inside>.*)\)", re.DOTALL)


def by_label(labels: Iterable[tuple[str, Texts]]) -> dict[str, str]:
    """Words by their labels in every locale, without labels that two words share."""
    meant: dict[str, set[str]] = {}
    for word, texts in labels:
        for text in texts.values():
            meant.setdefault(text.casefold(), set()).add(word)
    return {text: next(iter(words)) for text, words in meant.items() if len(words) == 1}


def as_words(cell: str, known: Mapping[str, str]) -> str:
    """The cell with each label in it as the word it stands for: alone, in a list, or denied."""
    if denied := _DENIED.fullmatch(cell):
        return f"not({as_words(denied['inside'], known)})"
    if cell.casefold() in known:
        return known[cell.casefold()]
    return ", ".join(known.get(part.strip().casefold(), part.strip()) for part in cell.split(","))
