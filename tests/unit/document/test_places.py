"""Links: always relative, to files or to addresses."""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest

from policykit.document.places import Leaf, Links, LinkStyle, Place

FRONT, SHOP = Place(), Place("shop")
ENGLISH, CHINESE = Place("shop", "en"), Place("shop", "zh-Hant")
RETURNS, CLAIM = Place("shop", "en", "returns"), Place("shop", "zh-Hant", "claim")
VERSION, CHANGES = Place("shop", "en", "returns", "2026-01-01"), Place("shop", "en", leaf=Leaf.CHANGES)
MARKDOWN = Place("shop", "en", "returns", leaf=Leaf.MARKDOWN)
PLACES = (FRONT, SHOP, ENGLISH, CHINESE, RETURNS, CLAIM, VERSION, CHANGES, MARKDOWN)


@pytest.mark.parametrize("style", LinkStyle)
@pytest.mark.parametrize("here", PLACES)
@pytest.mark.parametrize("there", PLACES)
def test_every_page_reaches_every_other(here: Place, there: Place, style: LinkStyle):
    base = f"https://shop.example/{here.path(style)}"
    reached = urljoin(base, Links(here, style).to(there))
    assert f"https://shop.example/{there.path(style)}" == reached


def test_files_lie_in_folders_and_addresses_have_no_ending():
    assert "shop/en/returns/index.html" == RETURNS.path(LinkStyle.FILES)
    assert "terms/shop/en/returns" == RETURNS.path(LinkStyle.ADDRESSES)
    assert ("index.html", "terms") == (FRONT.path(LinkStyle.FILES), FRONT.path(LinkStyle.ADDRESSES))


def test_an_anchor_here_needs_no_way_and_one_elsewhere_does():
    links = Links(RETURNS, LinkStyle.FILES)
    assert "#otherwise" == links.to(RETURNS, "otherwise")
    assert posixpath.join("..", "..", "zh-Hant", "claim", "index.html#otherwise") == links.to(CLAIM, "otherwise")


def test_a_version_has_a_page_that_stays():
    assert "shop/en/returns/2026-01-01/index.html" == VERSION.path(LinkStyle.FILES)
    assert "terms/shop/en/returns/2026-01-01" == VERSION.path(LinkStyle.ADDRESSES)


def test_what_stands_below_a_page_is_a_page_too():
    assert "shop/en/what_changed/index.html" == CHANGES.path(LinkStyle.FILES)
    assert "terms/shop/en/what_changed" == CHANGES.path(LinkStyle.ADDRESSES)


def test_data_is_a_file_in_either_style():
    assert "shop/en/returns/terms.md" == MARKDOWN.path(LinkStyle.FILES)
    assert "terms/shop/en/returns/terms.md" == MARKDOWN.path(LinkStyle.ADDRESSES)


def test_no_leaf_can_be_taken_for_a_policy_or_a_version():
    assert all("_" in leaf or "." in leaf for leaf in Leaf)
