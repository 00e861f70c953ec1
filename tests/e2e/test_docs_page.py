"""The page at /docs in a browser: it loads nothing from elsewhere, says nothing to the console, and asks the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.e2e.server import Server

PATIENCE = 60_000
DOCUMENT = "/v1/fruit-shop/openapi.json"


@pytest.fixture(scope="module")
def page(browser: Browser) -> Page:
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    return page


def test_a_question_is_tried_out_under_the_strict_policy(page: Page, server: Server):
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.url}/docs")
    page.wait_for_selector(".opblock-tag")
    page.select_option("#document", DOCUMENT)
    page.click("text=fruit-shop: returns")
    page.click(".opblock-summary-control >> nth=0")
    page.click(".try-out__btn")
    page.click(".execute")
    answer = page.wait_for_selector(".live-responses-table .response-col_status >> text=200")
    assert answer is not None
    assert DOCUMENT in str(page.get_attribute("#source", "href"))
    assert [] == said
    assert [] == [url for url in asked if not url.startswith((server.url, "data:"))]


def test_on_a_phone_the_field_that_filters_is_as_wide_as_the_page(page: Page, server: Server):
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(f"{server.url}/docs")
    found = page.wait_for_selector(".operation-filter-input")
    assert found is not None
    field = found.bounding_box()
    assert field is not None
    assert field["width"] > 320
    assert 375 == page.evaluate("document.documentElement.scrollWidth"), "nothing is wider than the page"
