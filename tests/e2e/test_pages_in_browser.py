"""Every terms page in a browser: nobody is shut out, nothing is fetched from elsewhere, nothing runs over the edge.

Pages are found by following links. Each is visited once, half of them on a narrow light screen and half on a wide
dark one, in turn.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from tests.e2e.browsing import Look, Visit, Visitor, visitors
from tests.e2e.crawl import crawl
from tests.e2e.server import Server


@pytest.fixture(scope="module")
def people(browser: Browser, server: Server, axe: str) -> Mapping[Look, Visitor]:
    return visitors(browser, server.url, axe)


@pytest.fixture(scope="module")
def visits(server: Server, people) -> list[Visit]:
    found = [address for address, answer in crawl(server.url, "/terms").items() if answer.is_page]
    return [people[look].visit(address) for address, look in zip(found, cycle(Look), strict=False)]


def test_nobody_is_shut_out(visits, record_property):
    record_property("measured", f"terms pages looked at in a browser: {len(visits)}")
    assert {} == {seen.address: seen.barriers for seen in visits if seen.barriers}


def test_nothing_is_said_to_the_console(visits):
    assert {} == {seen.address: seen.said for seen in visits if seen.said}


def test_no_request_leaves_the_host(visits):
    assert {} == {seen.address: seen.outside for seen in visits if seen.outside}


def test_a_page_is_as_wide_as_its_screen(visits):
    assert [] == [seen.address for seen in visits if seen.sideways]


WELL = "<h1>Terms</h1><p>All is well.</p>"
PLANTED = {
    "pale letters": ("barriers", '<p style="color: #ccc; background: #fff">Nearly white</p>'),
    "links too small to hit": (
        "barriers",
        "<ul style='line-height: 8px; font-size: 8px'><li><a href='#a'>a</a><li><a href='#b'>b</a></ul>",
    ),
    "an image without words": ("barriers", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'),
    "a list of no language": ("barriers", '<p lang="nolanguage">Text</p>'),
    "a table that only a mouse can move": (
        "barriers",
        '<div style="overflow-x: auto; width: 50px"><p style="width: 900px">A wide thing</p></div>',
    ),
    "a word to the console": ("said", "<script>console.log('here')</script>"),
    "a fault in a script": ("said", "<script>nothing()</script>"),
    "a picture from elsewhere": ("outside", '<img alt="x" src="http://127.0.0.2:9/x.png">'),
    "a wide line": ("sideways", '<p style="width: 1500px">A wide thing</p>'),
}


def test_what_is_planted_is_found(people):
    found = {name: planted(body, people[Look.NARROW_AND_LIGHT]) for name, (_, body) in PLANTED.items()}
    assert {} == {name: seen for name, seen in found.items() if not getattr(seen, PLANTED[name][0])}


@pytest.mark.parametrize("look", Look)
def test_where_nothing_is_planted_nothing_is_found(people, look: Look):
    clean = planted("", people[look])
    assert Visit(clean.address, (), (), (), sideways=False) == clean


def planted(body: str, visitor: Visitor) -> Visit:
    """The visit to a page of the server that is sound but for what stands in its body."""
    page = f'<!doctype html><html lang="en"><title>Terms</title><main>{WELL}{body}</main>'
    visitor.page.route("**/terms/planted", lambda route: route.fulfill(body=page, content_type="text/html"))
    visitor.seen.clear()
    visitor.read.clear()
    seen = visitor.visit("/terms/planted")
    visitor.page.unroute("**/terms/planted")
    return seen


# --- by keyboard, and on paper ------------------------------------------------------------------

POLICY = "/terms/fruit-shop/en/returns"


def test_the_first_stop_of_the_keyboard_leads_to_the_content(people):
    page = people[Look.NARROW_AND_LIGHT].page
    page.goto(POLICY)
    page.keyboard.press("Tab")
    assert page.locator(".skip").evaluate("link => link === document.activeElement && link.offsetTop >= 0")
    page.keyboard.press("Enter")
    assert page.locator("main").evaluate("main => main === document.activeElement")


def test_on_paper_a_page_is_black_on_white_and_without_what_only_a_screen_can_do(people):
    reader = people[Look.WIDE_AND_DARK]
    reader.page.emulate_media(media="print")
    reader.seen.clear()
    reader.read.clear()
    seen = reader.visit(POLICY)
    colours = reader.page.evaluate(
        "(({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(document.body))"
    )
    for_screens = [
        name for name in (".contents", ".languages", ".permalink") if reader.page.locator(name).first.is_visible()
    ]
    reader.page.emulate_media(media="screen")
    assert ["rgb(255, 255, 255)", "rgb(0, 0, 0)"] == colours
    assert [] == for_screens
    assert () == seen.barriers
