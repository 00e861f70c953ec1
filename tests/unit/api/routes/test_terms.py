from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

import httpx
import pytest
from litestar.testing import TestClient

from policykit import pipeline
from policykit.model import Business
from policykit.pipeline import Bundle
from policykit_api import create_app
from policykit_api.settings import Settings
from policykit_api.settings.server import Server


def addresses(html: str, base: str) -> set[str]:
    """Where the links of a page lead on this server."""
    found = (urljoin(base, href) for href in re.findall(r'<a [^>]*href="([^"#]+)', html))
    return {address for address in found if address.startswith("/")}


def test_every_page_of_every_business_is_reached_by_links(client: httpx.Client, bundle: Bundle):
    seen: dict[str, str] = {}
    waiting = {"/terms"}
    while waiting:
        address = waiting.pop()
        answer = client.get(address)
        assert 200 == answer.status_code, address
        seen |= {address: answer.text, answer.url.path: answer.text}
        found = addresses(answer.text, answer.url.path)
        waiting |= {link for link in found if link.startswith("/terms")} - set(seen)
    for business in (ready.business for ready in bundle.businesses.values()):
        for locale in business.locales:
            assert f"/terms/{business.id}/{locale}" in seen
            for policy in business.policies:
                assert "<h1" in seen[f"/terms/{business.id}/{locale}/{policy}"]


def test_public_rules_have_anchors_and_internal_ones_none(client: httpx.Client):
    page = client.get("/terms/fruit-shop/en/damage-claim").text
    assert 'id="no-photo-in-time"' in page
    assert "second-look" not in page


def test_pages_say_their_language(client: httpx.Client):
    answer = client.get("/terms/fruit-shop/zh-Hant")
    assert ("zh-Hant", "text/html; charset=utf-8") == (
        answer.headers["content-language"],
        answer.headers["content-type"],
    )


def test_a_slash_at_the_end_leads_to_the_page(client: httpx.Client):
    answer = client.get("/terms/fruit-shop/en/returns/", follow_redirects=False)
    assert (308, "/terms/fruit-shop/en/returns") == (answer.status_code, answer.headers["location"])


@pytest.mark.parametrize("version", ["", "/2026-01-01"])
def test_beside_a_page_stands_what_programs_read(client: httpx.Client, version: str):
    page = client.get(f"/terms/fruit-shop/en/returns{version}")
    links = dict(re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)"', page.text))
    told = {media: client.get(urljoin(page.url.path, href)) for media, href in links.items()}
    wanted = {"text/markdown": "text/markdown; charset=utf-8", "application/json": "application/json"}
    assert wanted == {media: answer.headers["content-type"] for media, answer in told.items()}
    assert {"en"} == {answer.headers["content-language"] for answer in told.values()}
    assert told["text/markdown"].text.startswith("# Can I cancel or send this back")
    data = client.get("/v1/fruit-shop/policies/returns/terms", params={"locale": "en"}).json()
    assert data == told["application/json"].json()


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/terms/nowhere", "unknown-business"),
        ("/terms/nowhere/en", "unknown-business"),
        ("/terms/fruit-shop/fr", "unknown-locale"),
        ("/terms/fruit-shop/en/nothing", "unknown-policy"),
        ("/terms/fruit-shop/en/nothing/terms.md", "unknown-policy"),
        ("/terms/fruit-shop/en/returns/never/terms.json", "unknown-version"),
    ],
)
def test_what_is_unknown_is_not_found(client: httpx.Client, path: str, slug: str):
    answer = client.get(path)
    assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])


@pytest.mark.parametrize(
    ("path", "wanted", "language", "heading", "home"),
    [
        ("/terms/nowhere", "zh-TW", "en", "There is no such page", "/terms"),
        ("/terms/fruit-shop/fr", "en", "en", "There is no such page", "/terms/fruit-shop/en"),
        ("/terms/fruit-shop/fr", "zh-TW", "zh-Hant", "沒有這一頁", "/terms/fruit-shop/zh-Hant"),
        ("/terms/fruit-shop/en/nothing", "zh-TW", "en", "There is no such page", "/terms/fruit-shop/en"),
        ("/terms/fruit-shop/en/nothing/your_case", "de", "en", "There is no such page", "/terms/fruit-shop/en"),
    ],
)
def test_people_are_shown_a_page_that_leads_on(client: httpx.Client, path, wanted, language, heading, home):
    headers = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8", "accept-language": wanted}
    answer = client.get(path, headers=headers)
    assert (404, language, "no-store") == (
        answer.status_code,
        answer.headers["content-language"],
        answer.headers["cache-control"],
    )
    assert f"<h1>{heading}</h1>" in answer.text
    assert f'<a href="{home}">' in answer.text
    assert 200 == client.get(home).status_code


# --- policies under their former ids ----------------------------------------------------------

FORMERLY = "bruised-fruit"


@pytest.fixture(scope="module")
def renamed(fruit_shop: Business) -> Iterator[httpx.Client]:
    """A server whose fruit shop had its policy on damage under another id once."""
    versions = tuple(replace(one, formerly=(FORMERLY,)) for one in fruit_shop.policies["damage-claim"])
    business = replace(fruit_shop, policies={**fruit_shop.policies, "damage-claim": versions})
    with TestClient(create_app(Bundle({business.id: pipeline.prepare(business)}))) as client:
        yield client


@pytest.mark.parametrize("below", ["", "/2026-01-01", "/terms.md", "/2026-01-01/terms.json"])
def test_an_address_with_a_former_id_leads_on_for_good(renamed: httpx.Client, below: str):
    answer = renamed.get(f"/terms/fruit-shop/en/{FORMERLY}{below}", follow_redirects=False)
    there = f"/terms/fruit-shop/en/damage-claim{below}"
    assert (308, there) == (answer.status_code, answer.headers["location"])
    assert 200 == renamed.get(there, follow_redirects=False).status_code


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        (f"/terms/fruit-shop/fr/{FORMERLY}", "unknown-locale"),
        (f"/terms/fruit-shop/en/{FORMERLY}/never", "unknown-version"),
    ],
)
def test_what_was_not_there_then_is_not_found_where_it_leads(renamed: httpx.Client, path: str, slug: str):
    answer = renamed.get(path)
    assert (404, f"/problems/{slug}") == (answer.status_code, answer.json()["type"])


# --- a server that knows its address ----------------------------------------------------------

PUBLIC = "https://shop.example/help"


@pytest.fixture(scope="module")
def known(fruit_shop: Business) -> Iterator[httpx.Client]:
    """A server that people reach at an address that it was told."""
    settings = Settings(server=Server(public_url=f"{PUBLIC}/"))
    with TestClient(create_app(Bundle({fruit_shop.id: pipeline.prepare(fruit_shop)}), settings)) as client:
        yield client


PAGES = ["/terms/fruit-shop/en", "/terms/fruit-shop/en/returns", "/terms/fruit-shop/en/what_changed"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_names_its_whole_address_and_those_in_other_languages(known: httpx.Client, path: str):
    html = known.get(path).text
    assert [f"{PUBLIC}{path}"] == re.findall('<link rel="canonical" href="([^"]+)">', html)
    others = dict(re.findall('<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))
    assert f"{PUBLIC}{path.replace('/en', '/zh-Hant')}" == others["zh-Hant"]
    assert [] == [there for there in others.values() if not there.startswith(f"{PUBLIC}/terms/fruit-shop")]


def test_so_does_what_it_tells_search_engines(known: httpx.Client):
    html = known.get("/terms/fruit-shop/en/returns").text
    assert f'"url":"{PUBLIC}/terms/fruit-shop/en/returns"' in re.sub(r'":\s+"', '":"', html)


def test_the_links_that_people_follow_stay_relative(known: httpx.Client):
    followed = re.findall(r'<a [^>]*href="([^"]+)', known.get("/terms/fruit-shop/en/returns").text)
    assert [] == [href for href in followed if href.startswith(PUBLIC)]


@pytest.mark.parametrize("path", PAGES)
def test_a_server_that_was_told_no_address_names_none(client: httpx.Client, path: str):
    html = client.get(path).text
    assert 'rel="canonical"' not in html
    assert [] == re.findall('<link rel="alternate" hreflang="[^"]+" href="(https?:[^"]+)">', html)
