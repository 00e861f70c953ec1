"""The page on which a reader picks a language of a business."""

from __future__ import annotations

from collections.abc import Iterable

from policykit.backends.prose.format import said
from policykit.document.edition import Edition
from policykit.document.frame import Link
from policykit.document.layout import lay_out
from policykit.document.places import Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.words import language_name, words_for
from policykit.templating import look_of


def places(businesses: Businesses) -> Iterable[Place]:
    return map(Place, businesses)


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    """The languages, each by its own name."""
    business, links = businesses[place.business or ""], Links(place, edition.links)
    choices = [
        Link(links.to(Place(business.id, locale)), language_name(locale), said(business.name, locale), locale)
        for locale in business.locales
    ]
    default = business.locales[0]
    name, look = said(business.name, default), look_of(business)
    return lay_out("choice.html", look, words=words_for(default, look), locale=default, title=name, choices=choices)


SORT = Sort(
    "listTermsLanguages",
    "The languages in which a business writes, with links to its terms",
    shape("business"),
    places,
    made,
)
