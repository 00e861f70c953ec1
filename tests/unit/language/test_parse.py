"""Text to parse tree, and the reason and place where a text cannot be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lark import Tree
from lark.exceptions import UnexpectedInput

from policykit.language import parse as parsing
from policykit.language.parse import DEEPEST, KEYWORDS, LONGEST, TALLEST, SyntaxFault, parse
from policykit.model import Quantity
from policykit.values import FLAGS


def fault(text: str, start: parsing.Start = "unary_tests") -> SyntaxFault:
    found = parse(text, start)
    assert isinstance(found, SyntaxFault), found
    return found


@pytest.mark.parametrize(
    "text",
    ["yes", "fresh, boxed", "at least 7", ">= 7 and < 8", "not(fresh)", "8 to 14", "absent", "same as order.method",
     "within 24 hours after order.delivered_at", "before 2026-03-01", "more than\n 7", "  7  "],
)  # fmt: skip
def test_tests_are_read(text):
    assert isinstance(parse(text, "unary_tests"), Tree)


@pytest.mark.parametrize(
    "text",
    ["1", "-a.b", "(1 - fee) * item.price", "if a then 1 else 2", "a in (1, 2)", "a is absent", "not(a) and b or c",
     "2 days after claim.made_at", '"any words"', "ratio(a, b, 0)", "2026-03-01T08:00:00.5Z"],
)  # fmt: skip
def test_formulas_are_read(text):
    assert isinstance(parse(text, "expression"), Tree)


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("at least", "`at least` stops too early", (8, 8)),
        ("fresh least", "`least` is a word of the language that cannot stand here", (6, 11)),
        ("7 8", "`8` is not expected here", (2, 3)),
        ("7 & 8", "`&` has no meaning in a test or formula", (2, 3)),
    ],
)
def test_a_fault_says_what_and_where(text, message, place):
    found = fault(text)
    assert (message, place) == (found.message, (found.start, found.end))


@pytest.mark.parametrize(
    ("text", "help"),
    [
        ("a && b", "write `and` or `or`"),
        ("a || b", "write `and` or `or`"),
        ("== 7", "one `=` is enough"),
        ("[8..14]", "write a range as `8 to 14`, and several values as `a, b`"),
        ("fresh，boxed", "write the marks of a test in half width: `,` `(` `)`"),
        ("10%", "write a share as a decimal: `10%` is `0.1`"),
        ("1,000 2", "write numbers without separators and with a point: `1000.5`"),
        ("8-14 2", "write a range as `8 to 14`"),
        ("'fresh'", 'write text in double quotes: "…"'),
        ("£40", "write the currency in letters behind the number: `40 GBP`"),
        ("20+", "write `at least` before the number"),
        ("in 28 days", "write the period and what it begins with: `28 days after order.placed_at`"),
        ("within 14 days of a.b", "write `after` or `before` between the period and the event"),
        ("not fresh", "write `not(…)`, with brackets"),
        ("at least", "finish the sentence"),
        ("fresh boxed", "several values are joined by `,`, two tests by `and`"),
        ("fresh ; boxed", "see the language's table of tests in the documentation"),
    ],
)
def test_help_knows_the_usual_slips(text, help):
    assert help == fault(text).help


def test_a_text_has_a_greatest_length():
    assert isinstance(parse("a" * LONGEST, "expression"), Tree)
    assert f"longer than {LONGEST} characters" == fault("a" * (LONGEST + 1), "expression").message


@pytest.mark.parametrize(
    "nested",
    [lambda n: "(" * n + "1" + ")" * n, lambda n: "if a then 1 else " * n + "1"],
    ids=["brackets", "conditions"],
)
def test_nesting_has_a_limit(nested):
    assert isinstance(parse(nested(DEEPEST), "expression"), Tree)
    assert "too many brackets within brackets" == fault(nested(DEEPEST + 1), "expression").message


def test_a_chain_of_operations_has_a_limit():
    assert isinstance(parse(" + ".join(["1"] * (TALLEST - 1)), "expression"), Tree)
    assert "too long a chain of operations" == fault(" + ".join(["1"] * (TALLEST + 1)), "expression").message


def test_any_other_complaint_of_the_parser_s_is_a_fault_too():
    found = parsing._explain("odd", "expression", UnexpectedInput())
    assert SyntaxFault("`odd` cannot be read", 0, 3, None) == found


def test_the_words_of_the_language_are_those_of_its_grammar():
    grammar = Path(parsing.__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    rules = re.sub(r"//.*", "", grammar)
    words = {*re.findall(r'"([a-z]+)"', rules), *FLAGS, *Quantity}
    assert words == KEYWORDS
