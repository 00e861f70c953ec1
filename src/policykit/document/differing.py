"""Two texts side by side: which of their words stand in one of them alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKEN = re.compile(
    r"[^\W_\u3000-\u9fff\uf900-\ufaff]+(?:[.,:'\u2019-][^\W_\u3000-\u9fff\uf900-\ufaff]+)*|\s+|.", re.DOTALL
)
"""A word or a number with its marks, white space, or one character, as of Chinese."""
MOST_TOKENS = 400
"""Words of a text that are compared one by one; a longer one differs as a whole."""
LEAST_ALIKE = 0.3
"""How much of two texts must be the same for it to help that the rest is marked."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it stands in this one alone."""

    text: str
    differs: bool


Pieces = tuple[Piece, ...]


def side_by_side(was: str, now: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, those marked that the other does not have."""
    old, new = _TOKEN.findall(was), _TOKEN.findall(now)
    if not old or not new or max(len(old), len(new)) > MOST_TOKENS:
        return whole(was), whole(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_ALIKE:
        return whole(was), whole(now)
    codes = matcher.get_opcodes()
    return (
        _joined([Piece("".join(old[a:b]), code != "equal") for code, a, b, _, _ in codes]),
        _joined([Piece("".join(new[a:b]), code != "equal") for code, _, _, a, b in codes]),
    )


def whole(text: str) -> Pieces:
    """The text as one piece that differs; nothing where it is empty."""
    return (Piece(text, differs=True),) if text else ()


def _joined(pieces: list[Piece]) -> Pieces:
    """The pieces without empty ones; white space alone between two that differ goes with them."""
    joined: list[Piece] = []
    for piece in pieces:
        if not piece.text:
            continue
        if joined and joined[-1].differs == piece.differs:
            joined[-1] = Piece(joined[-1].text + piece.text, piece.differs)
        elif len(joined) > 1 and piece.differs and not joined[-1].text.strip() and joined[-2].differs:
            space, before = joined.pop(), joined.pop()
            joined.append(Piece(before.text + space.text + piece.text, differs=True))
        else:
            joined.append(piece)
    return tuple(joined)
