"""The page that lists all businesses."""

from __future__ import annotations

from collections.abc import Iterable

from policykit.backends.prose.format import said
from policykit.document.edition import Edition
from policykit.document.frame import Link
from policykit.document.layout import lay_out
from policykit.document.places import Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.words import words_for
from policykit.model import Business

LOCALE = "en"
"""The language of the page that has readers of all languages; what each business says is in its own."""


def places(_: Businesses) -> Iterable[Place]:
    return [Place()]


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    """The businesses, each in its own first language."""
    links, words = Links(place, edition.links), words_for(LOCALE)
    choices = [own_words(business, links) for business in businesses.values()]
    return lay_out("choice.html", words=words, locale=words.locale, title=words["terms"], choices=choices)


def own_words(business: Business, links: Links) -> Link:
    locale = business.locales[0]
    return Link(links.to(Place(business.id)), said(business.name, locale), said(business.summary, locale), locale)


SORT = Sort("listTerms", "The businesses, with links to their terms", shape(), places, made)
