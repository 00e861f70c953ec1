"""Text in Markdown: read by a reader of CommonMark that others wrote, it is the text again, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from policykit.templating.markdown import beginning, inline

READER = MarkdownIt("commonmark").enable("table")
"""It lets HTML pass, as most readers do."""


def tokens(markdown: str) -> list[str]:
    found = READER.parse(markdown)
    return [one.type for one in found] + [child.type for one in found for child in one.children or ()]


def text(markdown: str) -> str:
    return "".join(child.content for one in READER.parse(markdown) for child in one.children or ())


HOSTILE = [
    "<script>alert(1)</script>",
    "<!-- a comment",
    "[a link](javascript:alert(1)) and ![a picture](x)",
    "<https://shop.example>",
    "*stars* and _lines_ and `code` and ~~waves~~",
    "1. a number",
    "2) another",
    "- a dash",
    "+ a plus",
    "= a line below",
    "---",
    "===",
    "# a heading #",
    "> a quotation",
    "| a | cell |",
    "``` a fence",
    "&lt;b&gt; and &amp; and &#60; & R&D",
    "\\ a backslash \\*",
    "[a]: https://shop.example",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_paragraph_is_the_text_it_was(hostile: str):
    assert {"paragraph_open", "inline", "paragraph_close", "text"} >= set(tokens(beginning(hostile))) - {"text_special"}
    assert hostile == text(beginning(hostile))


@pytest.mark.parametrize("hostile", HOSTILE)
def test_an_entry_of_a_list_holds_the_text_it_was(hostile: str):
    markdown = f"- {beginning(hostile)}\n- next"
    assert 2 == tokens(markdown).count("list_item_open")
    assert f"{hostile}next" == text(markdown)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_heading_a_link_and_a_cell_hold_the_text_they_were(hostile: str):
    assert hostile == text(f"## {inline(hostile)}")
    assert ["link_open", "link_close"] == [one for one in tokens(f"[{inline(hostile)}](<x>)") if "link" in one]
    assert f"one{hostile}" == text(f"| one |\n| --- |\n| {inline(hostile)} |")


@given(st.text(st.characters(exclude_categories=("C", "Z"))).map(lambda word: f"a {word} b"))
def test_any_text_comes_out_as_it_went_in(said: str):
    """text(beginning(said)) == said"""
    assert said == text(beginning(said))


def test_text_stays_on_its_line():
    assert "one two" == beginning("one\ntwo")


def test_what_is_markdown_already_stays():
    assert "*said*" == inline(Markup("*said*"))
    assert "*said*" == beginning(Markup("*said*"))


def test_ordinary_text_is_left_as_it_is():
    for ordinary in ("+886 2 5550 0142", "Lantern & Loom", "30% of NT$600 (or less)!", "上午 10:00，共 3 件"):
        assert ordinary == beginning(ordinary)
