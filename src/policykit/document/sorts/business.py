"""The front page of a business in one language: its policies, and how to reach a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from policykit.backends.prose.format import said
from policykit.backends.structured_data import About, embedded, structured_data
from policykit.document.edition import Edition
from policykit.document.frame import Link, framed
from policykit.document.layout import lay_out
from policykit.document.places import Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.versions import listed
from policykit.document.words import words_for
from policykit.model import Business
from policykit.templating import look_of


def places(businesses: Businesses) -> Iterable[Place]:
    return (Place(business.id, locale) for business in businesses.values() for locale in business.locales)


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    links = policy_links(business, edition.at, Links(place, edition.links))
    frame, locale = framed(business, place, edition), place.locale or business.locales[0]
    about = About(words_for(locale, look_of(business))["terms"], said(business.summary, locale), edition.address(place))
    graph = structured_data(business, locale, about)
    return lay_out("business.html", look_of(business), **frame, policies=links, structured_data=embedded(graph))


def policy_links(business: Business, at: datetime | None, links: Links) -> tuple[Link, ...]:
    """The policies, each with its question and its summary, in the locale of this page."""
    locale = links.here.locale or business.locales[0]
    return tuple(
        Link(
            links.to(Place(business.id, locale, policy.id)),
            said(policy.question, locale),
            said(policy.summary, locale),
        )
        for policy in listed(business, at)
    )


SORT = Sort("readTerms", "The terms of a business, as a page", shape("business", "locale"), places, made)
