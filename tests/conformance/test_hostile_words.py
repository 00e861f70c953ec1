"""Whatever a business writes, and whatever somebody sends by the form, stands on its pages as text and does nothing.

Each text of a real business is followed by hostile words: its pages then have the very elements and attributes that
they have with plain words in their place. (How to reach it is no text: what is no address is refused where it is read.)
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any

import pytest
from markdown_it import MarkdownIt
from selectolax.lexbor import LexborHTMLParser

from policykit import pipeline
from policykit.backends.prose.format import FIRST_STRONG, POP, REORDERING
from policykit.document import Edition, pages
from policykit.document.your_case.form import ASKED, DO, field_names, laid_out, refused, your_case
from policykit.model import Business, Wording

AT = datetime.fromisoformat("2026-11-01T12:00:00+08:00")
EDITION = Edition(AT, base="https://terms.example", api="https://api.example")
PLAIN = "plain words"
HOSTILE = {
    "markup": "</script></style></title><script>alert(1)</script> <!--<script> ]]> <![CDATA[ <svg/onload=alert(1)>",
    "attribute": "\"><img src=x onerror='alert(1)'> ' onclick=alert(1) x= &lt;b&gt; &#60;b&#62; &quot; onclick=x",
    "template": "{{ 7*7 }} {% for x in y %} {# gone #} ${7*7}",
    "markdown": "](javascript:alert(1)) ![x](y) `` | # ~~~ <https://evil.example>",
    "hidden": "\u202ereversed\u2066\u2069 \u200bhidden\ufeff a\x00b\x08c\x1bd\u2028e\x7ff\ud800g\n# h",
    "length": "word " * 20_000,
}
"""What somebody may try, by what it is made of."""
SAID_BY = {"en", "de", "zh-Hans", "zh-Hant", "one", "other"}
"""What the model names texts by: their languages, and the plural forms of one."""
WORDED = frozenset({"href", "content", "aria-label", "title", "value"})
"""The attributes that hold what somebody wrote; all others stay as they are."""
LINK = re.compile(r"[\w./-]*(#[\w.-]+)?|https://[\w.-]+\.example(/[\w./-]*)?|mailto:[\w.@-]+|tel:[+\d]+|data:,")


def reworded(part: Any, words: str) -> Any:
    """The part of the model with words behind every text of its author, and nothing else changed."""
    match part:
        case Wording(texts=texts):  # a template: what is no name of the rule's is refused where it is read
            plain = words.translate(str.maketrans("", "", "{}"))
            return replace(part, texts={locale: f"{text} {plain}" for locale, text in texts.items()})
        case _ if is_dataclass(part) and not isinstance(part, type):
            named = {one.name: getattr(part, one.name) for one in fields(part) if one.init}
            return replace(part, **{name: reworded(one, words) for name, one in named.items()})
        case Mapping() if part and part.keys() <= SAID_BY and all(isinstance(text, str) for text in part.values()):
            return {key: f"{text} {words}" for key, text in part.items()}
        case Mapping():
            return {key: reworded(one, words) for key, one in part.items()}
        case tuple():
            return tuple(reworded(one, words) for one in part)
    return part


@cache
def shops() -> Mapping[str, Business]:
    """Businesses with every kind of part that pages have: lists, tables, several versions, own units, phrases, law."""
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle
    found = {name: bundle.businesses[name].business for name in ("fruit-shop", "internet-service")}
    return {name: replace(business, locales=("en",)) for name, business in found.items()}


@cache
def site(words: str) -> Mapping[str, str]:
    return pages({name: reworded(one, words) for name, one in shops().items()}, EDITION)


HTML = sorted(path for path in site(PLAIN) if path.endswith(".html"))
READER = MarkdownIt("commonmark").enable("table")
Outline = list[tuple[str, tuple[tuple[str, str | None], ...]]]


def outline(html: str) -> Outline:
    """The elements in order with their attributes; of those that hold somebody's words, the name alone.

    Which pieces of a text are marked as changed hangs on the words themselves.
    """
    return [
        (node.tag or "", tuple((name, None if name in WORDED else text) for name, text in node.attributes.items()))
        for node in LexborHTMLParser(html).css(":not(del, ins)")
    ]


def keys(data: object) -> object:
    """The data without its texts."""
    match data:
        case dict():
            return {key: keys(one) for key, one in data.items()}
        case list():
            return [keys(one) for one in data]
    return type(data)


@cache
def tokens(markdown: str) -> tuple[str, ...]:
    """What the Markdown is made of, without the texts."""
    found = [one for block in READER.parse(markdown) for one in (block, *(block.children or ()))]
    return tuple(f"{one.type} {one.tag}" for one in found if one.type != "text")


def hidden_in(text: str) -> set[str]:
    """The characters that nobody sees, and that turn or cut what stands around them."""
    return {sign for sign in text if sign in REORDERING - {FIRST_STRONG, POP} or (sign < " " and sign != "\n")}


@pytest.fixture(params=HOSTILE)
def words(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


# --- what an author writes ----------------------------------------------------------------------


def test_hostile_words_add_no_element_and_no_attribute_to_a_page(words: str):
    plain, hostile = site(PLAIN), site(words)
    assert list(plain) == list(hostile)
    astray = [path for path in HTML if outline(plain[path]) != outline(hostile[path])]
    assert [] == astray


def test_links_lead_nowhere_else(words: str):
    """Whatever is written, what a link opens is this site, a message, a call or the site that the business names."""
    links = {
        node.attributes["href"] or "" for path in HTML for node in LexborHTMLParser(site(words)[path]).css("[href]")
    }
    assert set() == {link for link in links if LINK.fullmatch(link) is None}


def test_nothing_hidden_gets_through(words: str):
    assert {} == {path: found for path, text in site(words).items() if (found := hidden_in(text))}


def test_structured_data_stays_data(words: str):
    for path in HTML:
        for node in LexborHTMLParser(site(words)[path]).css("script"):
            json.loads(node.text())


def test_terms_as_json_stay_json(words: str):
    plain = {path: keys(json.loads(text)) for path, text in site(PLAIN).items() if path.endswith(".json")}
    assert plain == {path: keys(json.loads(text)) for path, text in site(words).items() if path.endswith(".json")}


def test_terms_as_markdown_have_the_parts_that_they_have_with_plain_words(words: str):
    plain, hostile = site(PLAIN), site(words)
    markdown = [path for path in plain if path.endswith(".md")]
    assert [] == [path for path in markdown if tokens(plain[path]) != tokens(hostile[path])]


def test_the_sitemap_stays_one(words: str):
    assert site(PLAIN)["sitemap.xml"] == site(words)["sitemap.xml"]


def test_a_page_stays_small_however_much_is_written():
    """A text of an author is cut at 2,000 characters."""
    longest = HOSTILE["length"]
    most = {path: len(text) * 2_100 // len(PLAIN) for path, text in site(PLAIN).items()}
    assert [] == [path for path, text in site(longest).items() if len(text) > most[path]]


def test_what_was_written_is_still_read():
    html = site(HOSTILE["template"])["fruit-shop/en/index.html"]
    heading = LexborHTMLParser(html).css_first(".card h3")
    assert heading
    assert heading.text().strip().endswith(HOSTILE["template"])


# --- what is sent by the form -------------------------------------------------------------------


def forms(business: Business, policy: str, locale: str, sent: Mapping[str, str]) -> Iterator[str]:
    """The first page, what follows on what was sent, and the page for a form that could not be read."""
    yield laid_out(your_case(business, policy, locale, {}, AT), business, policy, locale)
    yield laid_out(your_case(business, policy, locale, sent, AT), business, policy, locale)
    yield refused(business, policy, locale)


@pytest.mark.parametrize("asked", ["return.reason", "item.price", "order.delivered_at"])
def test_what_is_sent_comes_back_as_text(words: str, asked: str):
    business, names = shops()["fruit-shop"], field_names(shops()["fruit-shop"], "returns")
    sent = {**dict.fromkeys(sorted(names), words), ASKED: asked, DO: words}
    harmless = dict.fromkeys(sent, PLAIN) | {ASKED: asked}
    pairs = zip(
        forms(business, "returns", "en", harmless),
        forms(reworded(business, words), "returns", "en", sent),
        strict=True,
    )
    for plain, hostile in pairs:
        assert outline(plain) == outline(hostile)
