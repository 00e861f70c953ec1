"""The terms pages as files and as the server gives them: sound HTML, and every link leads somewhere.

Pages are found by following links, so that a new sort of page is tried as soon as something leads to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest

from policykit import pipeline
from policykit.document import pages
from policykit.model import Business
from tests.e2e.crawl import Answer, broken, crawl, ways
from tests.e2e.server import serving
from tests.html_checker import Checker

SOUND = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Terms</title></head>
<body><h1 id="top">Terms of the shop</h1><p>{}</p></body></html>"""


@pytest.fixture(scope="module")
def businesses() -> Mapping[str, Business]:
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    return {name: ready.business for name, ready in bundle.businesses.items()}


@pytest.fixture(scope="module")
def files(businesses) -> Mapping[str, str]:
    """The static site, by the path of each file from the site's root."""
    return {f"/{path}": text for path, text in pages(businesses).items()}


@pytest.fixture(scope="module")
def served() -> Iterator[Mapping[str, Answer]]:
    with serving() as server:
        yield crawl(server.url, "/terms")


def html(site: Mapping[str, str]) -> dict[str, str]:
    return {path: text for path, text in site.items() if path.endswith(".html")}


def test_every_link_of_the_files_leads_somewhere(files):
    assert [] == broken(files)


def test_every_page_of_the_files_is_reached_by_links(files):
    led_to = {target for path, text in html(files).items() for target, _ in ways(path, text)}
    assert [] == [path for path in html(files) if path not in {*led_to, "/index.html"}]


def test_every_link_of_the_served_pages_leads_somewhere(served):
    assert {} == {address: answer.status for address, answer in served.items() if answer.status != 200}
    assert [] == broken({address: answer.text if answer.is_page else "" for address, answer in served.items()})


def test_every_business_has_its_pages_in_each_of_its_languages(served, businesses):
    wanted = [
        f"/terms/{business.id}/{locale}/{policy}"
        for business in businesses.values()
        for locale in business.locales
        for policy in business.policies
    ]
    assert [] == [address for address in wanted if not (address in served and served[address].is_page)]


def test_the_html_checker_finds_nothing_in_the_served_pages(served, html_checker: Checker, tmp_path, record_property):
    found = {address: answer.text for address, answer in served.items() if answer.is_page}
    record_property("measured", f"terms pages that the HTML checker has read: {len(found)}")
    assert [] == html_checker.faults(found, tmp_path)


@pytest.mark.parametrize(
    "link",
    ["/nowhere", "#nothing", "/terms#nothing", "javascript:alert(1)", "other"],
)
def test_a_link_to_nothing_is_found(link: str):
    site = {"/terms": SOUND.format(f'<a href="{link}">x</a> <a href="/terms#top">y</a>')}
    assert 1 == len(broken(site))


UNSOUND = {
    "an id twice": (SOUND.format('<a id="top">twice</a>'), "Duplicate ID"),
    "an open element": (SOUND.format("<b>open"), "Unclosed element"),
    "a misspelt style": (SOUND.format('<a style="colour: red">x</a>'), "colour"),
}


def test_the_html_checker_finds_what_is_wrong(html_checker: Checker, tmp_path, files):
    page = files["/fruit-shop/zh-Hant/returns/index.html"]
    mistaken = page.replace('<html lang="zh-Hant"', '<html lang="de"')
    assert page != mistaken
    unsound = UNSOUND | {"another language": (mistaken, "lang")}
    site = {"sound": SOUND.format("All is well.")} | {name: text for name, (text, _) in unsound.items()}
    found = html_checker.faults(site, tmp_path)
    told = [
        line for line in found if any(line.startswith(name) and mark in line for name, (_, mark) in unsound.items())
    ]
    assert set(unsound) == {line.partition(":")[0] for line in told}
    assert [] == [line for line in found if line.startswith("sound")]
