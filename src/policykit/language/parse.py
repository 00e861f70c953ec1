"""Text to parse tree, with the reason and the place where a text cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

from policykit.language.hints import hint, in_words, misnamed_unit

Start = Literal["unary_tests", "expression"]
Parsed = Tree[Token]

LONGEST = 2_000
"""Characters of one test or formula: far beyond what a person reads, and a bound on the work."""
DEEPEST = 32
"""Brackets within brackets."""
TALLEST = 40
"""Operations within operations, so that no formula outgrows the stack of those who evaluate it."""

KEYWORDS = frozenset(
    (
        "absent", "after", "and", "as", "at", "before", "else", "every", "false", "from", "if", "in", "is", "least",
        "less", "more", "most", "no", "not", "or", "present", "same", "some", "than", "then", "to", "true", "within",
        "yes",
    )
)  # fmt: skip
"""Words of the language, which no fact, choice, number or formula may be called."""


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """What cannot be read, the characters it concerns, and how to write it."""

    message: str
    start: int
    end: int
    help: str | None = None


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    starts = list(get_args(Start))
    return Lark(grammar, start=starts, parser="lalr", propagate_positions=True, maybe_placeholders=False)


@lru_cache(maxsize=8192)
def parse(text: str, start: Start) -> Parsed | SyntaxFault:
    """The parse tree of a unary test or an expression, else what is wrong with it.

    Policies say the same things over and over, and to read a text takes longer than all that is made of
    it. Nobody changes a tree.
    """
    if len(text) > LONGEST:
        return SyntaxFault(f"longer than {LONGEST} characters", 0, len(text), "split it: name a part under `let:`")
    if _depth(text) > DEEPEST:
        return SyntaxFault("too many brackets within brackets", 0, len(text), "name a part under `let:`")
    try:
        tree = _parser().parse(text, start)
    except UnexpectedInput as fault:
        return _explain(text, start, fault)
    if _levels(tree) > TALLEST:
        return SyntaxFault("too long a chain of operations", 0, len(text), "name a part under `let:`")
    return tree


def _is_read(text: str, start: Start) -> bool:
    try:
        _parser().parse(text, start)
    except UnexpectedInput:
        return False
    return True


def _levels(tree: Parsed) -> int:
    levels, row = 0, [tree]
    while row:
        levels += 1
        row = [child for node in row for child in node.children if isinstance(child, Tree)]
    return levels


def _depth(text: str) -> int:
    deepest = depth = 0
    for character in text:
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    # Minus signs and `if` nest as brackets do.
    return max(deepest, text.count("--"), len(re.findall(r"\bif\b", text)))


def _explain(text: str, start: Start, fault: UnexpectedInput) -> SyntaxFault:
    words = in_words(text)
    said = f"write `{words}`" if words != text and _is_read(words, start) else hint(text)
    match fault:
        case UnexpectedToken(token=Token(type="$END")) | UnexpectedEOF():
            return SyntaxFault(f"`{text.strip()}` stops too early", len(text), len(text), said or "finish the sentence")
        case UnexpectedToken(token=token):
            begin = int(token.start_pos)
            end = begin + len(token)
            if (unit := misnamed_unit(text[:end])) and not KEYWORDS & set(unit.written.split()):
                return SyntaxFault(f"`{unit.written}` is no unit of time", end - len(unit.written), end, unit.help)
            known = "a word of the language that cannot stand here" if token in KEYWORDS else "not expected here"
            help = said or "several values are joined by `,`, two tests by `and`"
            return SyntaxFault(f"`{token}` is {known}", begin, end, help)
        case UnexpectedCharacters():
            place = cast(int, fault.pos_in_stream)  # lark types it by its default, None
            help = said or "see the language's table of tests in the documentation"
            return SyntaxFault(f"`{text[place]}` has no meaning in a test or formula", place, place + 1, help)
        case _:
            return SyntaxFault(f"`{text}` cannot be read", 0, len(text), said)
