"""Text to parse tree, with the reason and the place where a text cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal, cast, get_args

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

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
        return _explain(text, fault)
    if _levels(tree) > TALLEST:
        return SyntaxFault("too long a chain of operations", 0, len(text), "name a part under `let:`")
    return tree


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


_HINTS = (
    (re.compile(r"&&|\|\|"), "write `and` or `or`"),
    (re.compile(r"=="), "one `=` is enough"),
    (re.compile(r"[\[\]]|\.\."), "write a range as `8 to 14`, and several values as `a, b`"),
    (re.compile(r"[\uff0c\uff1a\u3001\u3002\uff08\uff09]"), "write the marks of a test in half width: `,` `(` `)`"),
    (re.compile(r"%"), "write a share as a decimal: `0.1`"),
    (re.compile(r"\d,\d"), "write numbers without separators and with a point: `1000.5`"),
    (re.compile(r"\d+ ?[–—-] ?\d+"), "write a range as `8 to 14`"),
    (re.compile(r"\bnot +[^( ]"), "write `not(…)`, with brackets"),
    (re.compile(r"[£€$¥₩]"), "write the currency in letters behind the number: `40 GBP`"),
    (re.compile(r"\d *\+$"), "write `at least` before the number"),
    (re.compile(r"^in +\d"), "write the period and what it begins with: `28 days after order.placed_at`"),
    (re.compile(r"^within\b.* of\b"), "write `after` or `before` between the period and the event"),
    (re.compile(r"[0-9][A-Za-z]"), "leave a space between a number and its unit: `24 hours`"),
    (
        re.compile(r"\bnext +working +day"),
        "write it behind the period: `14 calendar days or the next working day after …`",
    ),
    (re.compile(r"'"), 'write text in double quotes: "…"'),
)


def _explain(text: str, fault: UnexpectedInput) -> SyntaxFault:
    hint = next((help for pattern, help in _HINTS if pattern.search(text)), None)
    match fault:
        case UnexpectedToken(token=Token(type="$END")) | UnexpectedEOF():
            return SyntaxFault(f"`{text.strip()}` stops too early", len(text), len(text), hint or "finish the sentence")
        case UnexpectedToken(token=token):
            start = int(token.start_pos)
            known = "a word of the language that cannot stand here" if token in KEYWORDS else "not expected here"
            help = hint or "several values are joined by `,`, two tests by `and`"
            return SyntaxFault(f"`{token}` is {known}", start, start + len(token), help)
        case UnexpectedCharacters():
            place = cast(int, fault.pos_in_stream)  # lark types it by its default, None
            help = hint or "see the language's table of tests in the documentation"
            return SyntaxFault(f"`{text[place]}` has no meaning in a test or formula", place, place + 1, help)
        case _:
            return SyntaxFault(f"`{text}` cannot be read", 0, len(text), hint)
