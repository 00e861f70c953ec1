"""Links: always relative, to files or to addresses."""

from __future__ import annotations

import posixpath
from urllib.parse import urljoin

import pytest

from policykit.document.places import Links, LinkStyle, Place

FRONT, SHOP = Place(), Place("shop")
ENGLISH, CHINESE = Place("shop", "en"), Place("shop", "zh-Hant")
RETURNS, CLAIM = Place("shop", "en", "returns"), Place("shop", "zh-Hant", "claim")
PLACES = (FRONT, SHOP, ENGLISH, CHINESE, RETURNS, CLAIM)


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
