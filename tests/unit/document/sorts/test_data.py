"""The terms as Markdown and as JSON: beside each page, and saying what it says."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from policykit import pipeline
from policykit.document import Edition, LinkStyle, Place, page
from policykit.document.places import Leaf
from policykit.model import Business
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = {name: ready.business for name, ready in LOADED.bundle.businesses.items()}
POLICIES = [
    pytest.param(Place(business.id, locale, policy_id), id=f"{business.id}-{locale}-{policy_id}")
    for business in BUSINESSES.values()
    for locale in business.locales
    for policy_id in business.policies
]
READER = MarkdownIt("commonmark").enable("table")
STRUCTURE = {
    "heading", "paragraph", "bullet_list", "list_item", "inline", "text", "text_special", "strong", "link",
    "code_inline", "hr", "table", "thead", "tbody", "tr", "th", "td", "softbreak",
}  # fmt: skip


def tokens(markdown: str) -> list[Token]:
    found = READER.parse(markdown)
    return found + [child for one in found for child in one.children or ()]


def text(markdown: str) -> str:
    inlines = [one for one in READER.parse(markdown) if one.type == "inline"]
    return "\n".join("".join(child.content for child in one.children or ()) for one in inlines)


def told(data: Any) -> list[str]:
    """The texts for people within the terms as data."""
    match data:
        case str():
            return [data]
        case dict():
            return [one for key, value in data.items() if key not in NAMES for one in told(value)]
        case list():
            return [one for value in data for one in told(value)]
        case _:
            return []


NAMES = {"id", "business", "locale", "rule", "joined", "digest", "sentence", "version"}
"""What the Markdown says in its links or in the parts of a sentence, or not at all."""


@pytest.mark.parametrize("place", POLICIES)
def test_the_markdown_says_all_that_the_data_says_and_is_what_it_looks_like(place: Place):
    markdown = page(BUSINESSES, replace(place, leaf=Leaf.MARKDOWN))
    said = text(markdown)
    data = json.loads(page(BUSINESSES, replace(place, leaf=Leaf.JSON)))
    assert [] == [one for one in told(data) if one not in said]
    kinds = {re.sub(r"_(open|close)$", "", one.type) for one in tokens(markdown)}
    assert set() == kinds - STRUCTURE
    assert 1 == sum(one.type == "heading_open" and one.tag == "h1" for one in tokens(markdown))


@pytest.mark.parametrize("style", LinkStyle)
@pytest.mark.parametrize("version", [None, "2026-01-01"])
def test_its_links_lead_to_the_page_and_to_the_rules_there(style: LinkStyle, version: str | None):
    here = Place("fruit-shop", "en", "returns", version)
    markdown = page(BUSINESSES, replace(here, leaf=Leaf.MARKDOWN), Edition(links=style))
    html = page(BUSINESSES, here, Edition(links=style))
    folder = posixpath.dirname(replace(here, leaf=Leaf.MARKDOWN).path(style))
    links = [str(one.attrs["href"]).partition("#") for one in tokens(markdown) if one.type == "link_open"]
    assert {here.path(style)} == {posixpath.normpath(posixpath.join(folder, target)) for target, _, _ in links}
    assert [] == [anchor for _, _, anchor in links if f'id="{anchor}"' not in html]


def test_the_text_of_an_author_stays_text():
    hostile = "<img src=x onerror=alert(1)> [press](javascript:alert(1)) | # `x` *y*"
    policy = replace(CLAIM, question={"en": hostile}, summary={"en": f"1. {hostile}"})
    business: Business = replace(ORCHARD, policies={CLAIM.id: (policy,)}, name={"en": hostile}, locales=("en",))
    markdown = page({"orchard": business}, Place("orchard", "en", CLAIM.id, leaf=Leaf.MARKDOWN))
    assert 2 < text(markdown).count(hostile)
    assert set() == {re.sub(r"_(open|close)$", "", one.type) for one in tokens(markdown)} - STRUCTURE
    assert [] == [one for one in tokens(markdown) if "javascript" in str(one.attrs)]


def test_a_version_has_data_that_stays():
    place = Place("fruit-shop", "en", "returns", "2025-01-01", Leaf.JSON)
    assert "2025-01-01" == json.loads(page(BUSINESSES, place))["version"]
    assert "2026-01-01" == json.loads(page(BUSINESSES, replace(place, version=None)))["version"]
