"""The list of all pages for search engines, as https://www.sitemaps.org/protocol.html has it."""

from __future__ import annotations

from collections.abc import Iterable

from policykit.document.edition import Edition
from policykit.document.frame import alternates, canonical
from policykit.document.layout import lay_out
from policykit.document.places import Links, Place
from policykit.document.sort import Businesses
from policykit.document.sorts import front

SITEMAP = "sitemap.xml"
"""Where it stands, below the place where the pages do."""


def sitemap(pages: Iterable[Place], businesses: Businesses, edition: Edition) -> str:
    """The addresses of the pages, each once and with its other languages. Needs the edition's ``base``."""
    own = dict.fromkeys(_canonical(place, businesses, edition) for place in pages)
    urls = [(edition.address(place), _others(place, businesses, edition)) for place in own]
    return lay_out("sitemap.xml", locale=front.LOCALE, urls=urls)


def _canonical(place: Place, businesses: Businesses, edition: Edition) -> Place:
    return place if place.business is None else canonical(businesses[place.business], place, edition)


def _others(place: Place, businesses: Businesses, edition: Edition) -> tuple[tuple[str, str], ...]:
    if place.business is None or place.locale is None:
        return ()
    return alternates(businesses[place.business], place, edition, Links(place, edition.links))
