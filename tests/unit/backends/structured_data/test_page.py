"""The graph of a page: what the page is, from when it holds, whose it is and how to reach them."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from policykit.backends.structured_data import About, embedded, structured_data
from policykit.model import Contact
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

ABOUT = About("My fruit arrived damaged.", "We make it good.")


def told(*, business=ORCHARD, about=ABOUT, policy=CLAIM) -> tuple[dict[str, Any], dict[str, Any]]:
    page, organization = json.loads(embedded(structured_data(business, "en", about, policy)))["@graph"]
    return page, organization


def test_a_page_tells_its_name_its_language_and_from_when_it_holds():
    page, _ = told()
    assert {
        "@type": "WebPage",
        "name": "My fruit arrived damaged.",
        "description": "We make it good.",
        "inLanguage": "en",
        "version": "2026-01-01",
        "temporalCoverage": "2026-01-01/..",
        "isPartOf": {"@type": "WebSite", "name": "Halfway Hill Fruit"},
        "publisher": {"@id": "#business"},
    } == page


def test_the_last_day_is_the_last_on_which_it_holds():
    assert CLAIM.starts is not None
    ended = replace(CLAIM, ends=CLAIM.starts + timedelta(days=31))
    assert "2026-01-01/2026-01-31" == told(policy=ended)[0]["temporalCoverage"]
    assert "../2026-01-31" == told(policy=replace(ended, starts=None))[0]["temporalCoverage"]


def test_the_day_of_the_announcement_is_the_day_of_publication():
    announced = replace(CLAIM, announced=date(2025, 12, 1))
    assert "2025-12-01" == told(policy=announced)[0]["datePublished"]


def test_what_has_always_held_has_no_dates_and_no_version():
    page, _ = told(policy=replace(CLAIM, starts=None, announced=date(2025, 12, 1)))
    assert {"version", "temporalCoverage", "datePublished"}.isdisjoint(page)


def test_its_address_and_its_other_forms_are_told_where_they_are_known():
    about = replace(ABOUT, url="https://shop.example/terms/x", forms=(("text/markdown", "terms.md"),))
    page, _ = told(about=about)
    assert "https://shop.example/terms/x" == page["url"]
    assert [{"@type": "MediaObject", "encodingFormat": "text/markdown", "contentUrl": "terms.md"}] == page["encoding"]


def test_the_front_page_has_no_version():
    assert "version" not in told(policy=None)[0]


def test_a_business_without_a_contact_has_no_contact_point():
    _, organization = told(business=replace(ORCHARD, contact=Contact()))
    assert {"@type": "Organization", "@id": "#business", "name": "Halfway Hill Fruit"} == organization
