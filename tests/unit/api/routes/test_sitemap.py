"""What search engines are told of the pages that this server has."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

import httpx
import pytest
from litestar.testing import TestClient

from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.settings import Settings
from policykit_api.settings.server import Server

PUBLIC = "https://shop.example/help"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(scope="module")
def known(bundle: Bundle) -> Iterator[httpx.Client]:
    """A server that people reach at an address that it was told."""
    with TestClient(create_app(bundle, Settings(server=Server(public_url=PUBLIC)))) as client:
        yield client


@pytest.fixture(scope="module")
def listed(known: httpx.Client) -> dict[str, list[str]]:
    """The addresses in the sitemap, each with those of its other languages."""
    answer = known.get("/terms/sitemap.xml")
    assert (200, "application/xml") == (answer.status_code, answer.headers["content-type"].partition(";")[0])
    urls = ET.fromstring(answer.text).findall("s:url", NAMES)  # our own
    return {
        str(url.findtext("s:loc", namespaces=NAMES)): [link.attrib["href"] for link in url.findall("x:link", NAMES)]
        for url in urls
    }


def test_every_business_policy_and_language_is_listed(listed: dict[str, list[str]], bundle: Bundle):
    wanted = {
        f"{PUBLIC}/terms/{business.id}/{locale}/{policy}"
        for business in (ready.business for ready in bundle.businesses.values())
        for locale in business.locales
        for policy in business.policies
    }
    assert set() == {f"{PUBLIC}/terms", *wanted} - set(listed)


def test_all_that_is_listed_is_there_and_calls_itself_so(known: httpx.Client, listed: dict[str, list[str]]):
    for address in (one for one in listed if "/fruit-shop/en" in one):
        answer = known.get(address.removeprefix(PUBLIC), follow_redirects=False)
        assert 200 == answer.status_code, address
        assert f'<link rel="canonical" href="{address}">' in answer.text


def test_a_page_stands_with_its_other_languages(listed: dict[str, list[str]]):
    own = listed[f"{PUBLIC}/terms/fruit-shop/en/returns"]
    assert f"{PUBLIC}/terms/fruit-shop/zh-Hant/returns" in own
    assert [] == [address for address in own if not address.startswith(f"{PUBLIC}/terms/")]


def test_a_server_that_was_told_no_address_has_none_and_says_which_setting_is_missing(client: httpx.Client):
    answer = client.get("/terms/sitemap.xml")
    assert (404, "/problems/not-found") == (answer.status_code, answer.json()["type"])
    assert "`server.public_url`" in answer.json()["detail"]
