from __future__ import annotations

import re
from urllib.parse import urljoin

import httpx
import pytest

from policykit.pipeline import Bundle


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
