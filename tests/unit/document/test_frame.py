"""What pages say of themselves: their own address, and the same page in other languages."""

from __future__ import annotations

import re
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest

from policykit.document import Edition, LinkStyle, Place, page, pages
from tests.unit.document.two_versions import BUSINESS

BASE = "https://orchard.example/terms"
SITE = {
    f"{BASE}/{path.removesuffix('index.html')}": text
    for path, text in pages({"orchard": BUSINESS}, Edition(base=BASE)).items()
}
PAGES = [address for address in SITE if re.search("/orchard/[^/]+/", address) and address.endswith("/")]
SITEMAP = f"{BASE}/sitemap.xml"


def known_as(address: str) -> str:
    """The address that search engines know the page by: that without a version of the newest, which it shows."""
    return re.sub("/(2026-07-01|beginning)/", "/", address)


def alternates(address: str) -> dict[str, str]:
    """The page in other languages: hreflang to address."""
    found = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', SITE[address])
    return {language: urljoin(address, href) for language, href in found}


@pytest.mark.parametrize("address", PAGES)
def test_a_page_names_its_own_address(address: str):
    assert [known_as(address)] == re.findall('<link rel="canonical" href="([^"]+)">', SITE[address])


@pytest.mark.parametrize("address", PAGES)
def test_pages_in_other_languages_name_each_other(address: str):
    own = alternates(address)
    assert [*BUSINESS.locales, "x-default"] == list(own)
    assert known_as(address) in own.values()
    for language in BUSINESS.locales:
        assert own == alternates(own[language])


def test_readers_of_another_language_choose_one_or_get_the_first():
    assert f"{BASE}/orchard/" == alternates(f"{BASE}/orchard/zh-Hant/")["x-default"]
    assert f"{BASE}/orchard/en/conduct/" == alternates(f"{BASE}/orchard/zh-Hant/conduct/")["x-default"]


def test_the_sitemap_lists_every_page_once():
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    tree = ET.fromstring(SITE[SITEMAP])  # our own
    listed = [str(one.text) for one in tree.findall("s:url/s:loc", names)]
    assert sorted({known_as(address) for address in SITE if address.endswith("/")}) == sorted(listed)


def test_without_a_base_no_page_names_its_address_and_there_is_no_sitemap():
    site = pages({"orchard": BUSINESS})
    assert "sitemap.xml" not in site
    assert not any('rel="canonical"' in text for text in site.values())


def test_addresses_of_the_api_have_no_ending():
    edition = Edition(links=LinkStyle.ADDRESSES, base="https://api.example.com")
    html = page({"orchard": BUSINESS}, Place("orchard", "en", "conduct"), edition)
    assert '<link rel="canonical" href="https://api.example.com/terms/orchard/en/conduct">' in html
