"""The page of a policy, and those of its versions."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from policykit.document import Edition, Place
from policykit.document.sorts.policy import made
from tests.unit.document.two_versions import BUSINESS, SUMMER

BUSINESSES = {"orchard": BUSINESS}
PAGE = Place("orchard", "en", "damage-claim")
ONLY_OLD, ONLY_NEW = 'id="no-photo-in-time"', 'id="gift-boxes"'


def told(version: str | None = None, at: datetime | None = None, locale: str = "en") -> str:
    return made(BUSINESSES, Place("orchard", locale, "damage-claim", version), Edition(at))


@pytest.mark.parametrize(
    ("at", "there", "not_there"),
    [(SUMMER - timedelta(seconds=1), ONLY_OLD, ONLY_NEW), (SUMMER, ONLY_NEW, ONLY_OLD), (None, ONLY_NEW, ONLY_OLD)],
    ids=["the last second of the old", "the first of the new", "no instant: the newest"],
)
def test_the_page_without_a_version_shows_the_one_in_force(at: datetime | None, there: str, not_there: str):
    html = told(at=at)
    assert (True, False) == (there in html, not_there in html)


@pytest.mark.parametrize(("version", "there"), [("2026-01-01", ONLY_OLD), ("2026-07-01", ONLY_NEW)])
def test_the_page_of_a_version_stays(version: str, there: str):
    for at in (SUMMER - timedelta(days=1), SUMMER):
        assert there in told(version, at)
        assert body(told(version, at)) == body(told(version))


def body(html: str) -> str:
    """All but what tells search engines which of its pages is the one in force."""
    return html.partition("<body>")[2]


def test_a_page_says_from_when_until_when_it_holds_and_what_comes_after():
    html = told(at=SUMMER - timedelta(days=1))
    for text in (
        "In force from 1 January 2026. In force until 30 June 2026, that day included.",
        '<a href="2026-07-01/index.html">Version 2026-07-01</a>',
        "Announced on 1 June 2026, 30 days ahead.",
    ):
        assert text in html


def test_the_newer_page_leads_back_to_the_older():
    assert 'The version before this one: <a href="2026-01-01/index.html">Version 2026-01-01</a>' in told()


def test_only_the_page_of_a_version_leads_to_the_one_in_force():
    assert '<a href="../index.html">To the page that shows the version in force</a>' in told("2026-01-01")
    assert "To the page that shows the version in force" not in told()


def test_a_version_is_named_in_the_title_of_its_page():
    title = "<title>My fruit arrived damaged. What will you do? – {}Halfway Hill Fruit</title>"
    assert title.format("Version 2026-01-01 – ") in told("2026-01-01")
    assert title.format("") in told()


@pytest.mark.parametrize(
    ("locale", "before", "now"),
    [
        ("en", "<del>30</del>% of the price", "<ins>40</ins>% of the price"),
        ("zh-Hans", "的 <del>30</del>%", "的 <ins>40</ins>%"),
    ],
)
def test_the_old_number_stands_beside_the_new_one(locale: str, before: str, now: str):
    assert (True, True) == (before in told(locale=locale), now in told(locale=locale))


def test_what_changed_leads_to_the_rules_on_the_page_that_has_them():
    html = told()
    for link in ('href="#gift-boxes"', 'href="2026-01-01/index.html#no-photo-in-time"'):
        assert link in html
