"""The list of all pages for search engines: each of them once, under the address that it calls itself by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from policykit.document.edition import Edition
from policykit.document.places import LinkStyle, Place
from policykit.document.sitemap import sitemap
from tests.unit.document.two_versions import BUSINESS

BASE = "https://orchard.example/terms"
EDITION = Edition(base=BASE)
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
CLAIM = Place("orchard", "en", "damage-claim")


def listed(pages: Iterable[Place], edition: Edition = EDITION) -> dict[str, dict[str, str]]:
    """The addresses in the list, each with those of its other languages; an address twice is an error."""
    tree = ET.fromstring(sitemap(pages, {"orchard": BUSINESS}, edition))  # our own
    urls = [
        (
            str(url.findtext("s:loc", namespaces=NAMES)),
            {one.attrib["hreflang"]: one.attrib["href"] for one in url.findall("x:link", NAMES)},
        )
        for url in tree.findall("s:url", NAMES)
    ]
    assert len(urls) == len(dict(urls))
    return dict(urls)


def test_pages_stand_in_their_order():
    pages = (Place(), Place("orchard"), Place("orchard", "en"), CLAIM)
    assert [f"{BASE}/", f"{BASE}/orchard/", f"{BASE}/orchard/en/", f"{BASE}/orchard/en/damage-claim/"] == list(
        listed(pages)
    )


def test_a_page_stands_with_itself_in_every_language():
    own = {locale: f"{BASE}/orchard/{locale}/damage-claim/" for locale in BUSINESS.locales}
    ((_, others),) = listed([CLAIM]).items()
    assert own | {"x-default": own[BUSINESS.locales[0]]} == others


@pytest.mark.parametrize("place", [Place(), Place("orchard")])
def test_a_page_of_no_language_has_no_others(place: Place):
    assert [{}] == list(listed([place]).values())


def test_the_version_that_the_page_of_the_policy_shows_is_not_listed_beside_it():
    newest, older = (replace(CLAIM, version=version) for version in ("2026-07-01", "2026-01-01"))
    assert [f"{BASE}/orchard/en/damage-claim/", f"{BASE}/orchard/en/damage-claim/2026-01-01/"] == list(
        listed([CLAIM, newest, older])
    )


def test_addresses_of_a_server_have_no_ending():
    edition = Edition(links=LinkStyle.ADDRESSES, base="https://orchard.example")
    assert [f"{BASE}/orchard/en/damage-claim"] == list(listed([CLAIM], edition))


def test_signs_of_xml_in_an_address_are_written_as_text():
    assert ["https://orchard.example/a&b/"] == list(
        listed([Place()], replace(EDITION, base="https://orchard.example/a&b"))
    )


def test_no_page_is_an_empty_list():
    assert {} == listed([])
