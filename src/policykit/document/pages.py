"""All pages: one row for each sort, for the static site and the API alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from policykit.document.edition import NEWEST, Edition
from policykit.document.places import LinkStyle, Place
from policykit.document.sitemap import SITEMAP, sitemap
from policykit.document.sort import Businesses, Sort
from policykit.document.sorts import business, changes, data, front, languages, moved, policy, reach_us

SORTS: tuple[Sort, ...] = (
    front.SORT,
    languages.SORT,
    business.SORT,
    changes.SORT,
    reach_us.SORT,
    policy.SORT,
    policy.VERSION,
    *data.SORTS,
)
"""A new sort of page is one new module here."""


def page(businesses: Businesses, place: Place, edition: Edition = NEWEST) -> str:
    """The page at a place. Raises KeyError where there is none."""
    return next(sort for sort in SORTS if sort.fits(place)).made(businesses, place, edition)


def language_of(businesses: Businesses, place: Place) -> str:
    """The language of the page at a place."""
    if place.locale is not None:
        return place.locale
    return businesses[place.business].locales[0] if place.business is not None else front.LOCALE


def pages(businesses: Businesses, edition: Edition = NEWEST) -> Mapping[str, str]:
    """The whole static site: path to the text of the file."""
    return dict(every_page(businesses, replace(edition, links=LinkStyle.FILES, found={})))


def every_page(businesses: Businesses, edition: Edition) -> Iterator[tuple[str, str]]:
    for sort in SORTS:
        for place in sort.places(businesses):
            yield place.path(edition.links), sort.made(businesses, place, edition)
    for place in moved.places(businesses):
        yield place.path(edition.links), moved.made(businesses, place, edition)
    if edition.base is not None:
        yield SITEMAP, listing(businesses, edition)


def listing(businesses: Businesses, edition: Edition) -> str:
    """The sitemap of all pages. Needs the edition's ``base``."""
    own = (place for sort in SORTS if sort.media == "text/html" for place in sort.places(businesses))
    return sitemap(own, businesses, edition)
