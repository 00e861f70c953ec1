"""The data in a page, under the server's strict policy, in a browser: it is there, and nothing is complained of."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.server import Server

PATIENCE = 60_000
WATCH = """
window.refused = [];
document.addEventListener("securitypolicyviolation", event => window.refused.push(event.violatedDirective));
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.add_init_script(WATCH)
    return page


@pytest.mark.parametrize("path", ["fruit-shop/zh-Hant", "fruit-shop/en/returns", "online-store/de/returns/2026-01-01"])
def test_data_stands_in_the_page_and_breaks_no_rule(page: Page, server: Server, path: str):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    answer = page.goto(f"{server.url}/terms/{path}")
    assert answer is not None
    assert "script-src 'none'" in answer.headers["content-security-policy"]
    data = json.loads(page.text_content('script[type="application/ld+json"]') or "")
    assert path.split("/")[1] == data["@graph"][0]["inLanguage"]
    assert ([], []) == (said, page.evaluate("window.refused"))
