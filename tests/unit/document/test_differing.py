"""Two texts side by side."""

from __future__ import annotations

import pytest

from policykit.document.differing import MOST_TOKENS, Piece, Pieces, side_by_side


def marked(pieces: Pieces) -> str:
    """What differs in brackets."""
    return "".join(f"[{piece.text}]" if piece.differs else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("was", "now", "shown"),
    [
        ("within 7 days", "within 14 days", ("within [7] days", "within [14] days")),
        ("到貨後 7 天內", "到貨後 14 天內", ("到貨後 [7] 天內", "到貨後 [14] 天內")),
        ("NT$1,200.50 in all", "NT$800 in all", ("NT$[1,200.50] in all", "NT$[800] in all")),
        ("a photo is there", "a photo and a bill are there", ("a photo [is] there", "a photo [and a bill are] there")),
        ("only one word", "", ("[only one word]", "")),
        ("we take it back", "no refund at all", ("[we take it back]", "[no refund at all]")),
    ],
    ids=[
        "a number",
        "among characters",
        "an amount is one",
        "words between",
        "nothing",
        "all of it",
    ],
)
def test_what_differs_is_marked(was: str, now: str, shown: tuple[str, str]):
    assert shown == tuple(map(marked, side_by_side(was, now)))


def test_the_pieces_of_a_text_are_the_text():
    was, now = "Refund: 30% of the price\nby post.", "Refund: 40% of the price\nin cash, by post."
    assert (was, now) == tuple("".join(piece.text for piece in pieces) for pieces in side_by_side(was, now))


def test_a_long_text_differs_as_a_whole():
    text = "a " * MOST_TOKENS
    assert ((Piece(text, differs=True),), (Piece(f"{text}b", differs=True),)) == side_by_side(text, f"{text}b")
