"""What every page of a business shows around its content: its name, the languages, and how to reach a person."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policykit.backends.prose.format import said
from policykit.document.edition import Edition
from policykit.document.places import Leaf, Links, Place
from policykit.document.versions import shown
from policykit.document.words import language_name, words_for
from policykit.model import Business, Contact
from policykit.templating import look_of


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its text, what it says besides, and the language of both."""

    href: str
    text: str
    note: str = ""
    locale: str = ""
    here: bool = False


@dataclass(frozen=True, slots=True)
class ContactView:
    """How to reach a person, in the reader's language."""

    email: str | None
    phone: str | None
    phone_link: str
    url: str | None
    hours: str


def framed(business: Business, place: Place, edition: Edition) -> dict[str, object]:
    """The names that `site.html` lays out, for the page at a place that has a locale."""
    locale, links = place.locale or business.locales[0], Links(place, edition.links)
    return {
        "words": words_for(locale, look_of(business)),
        "locale": locale,
        "name": said(business.name, locale),
        "summary": said(business.summary, locale),
        "home": links.to(Place(business.id, locale)),
        "what_changed": links.to(Place(business.id, locale, leaf=Leaf.CHANGES)),
        "reach_us": links.to(Place(business.id, locale, leaf=Leaf.REACH_US)),
        "canonical": edition.address(canonical(business, place, edition)),
        "alternates": alternates(business, canonical(business, place, edition), edition, links),
        "languages": language_links(business, locale, links),
        "contact": contact_view(business.contact, locale),
    }


def canonical(business: Business, place: Place, edition: Edition) -> Place:
    """The page that search engines shall know: of the version that the page without a version shows, that page."""
    if place.policy is None or place.version != shown(business, place.policy, edition.at).version:
        return place
    return replace(place, version=None)


def alternates(business: Business, place: Place, edition: Edition, links: Links) -> tuple[tuple[str, str], ...]:
    """The page at a place in each language, and what a reader of any other is best given.

    They are whole addresses where these are known, else those of ``links``: of the page that names them. Such a
    reader is given the choice of a language for the front page, and the business's first language for all others.
    """
    others = {locale: replace(place, locale=locale) for locale in business.locales}
    front = place == Place(business.id, place.locale)
    others["x-default"] = Place(business.id) if front else others[business.locales[0]]
    return tuple((name, edition.address(there) or links.to(there)) for name, there in others.items())


def language_links(business: Business, locale: str, links: Links) -> tuple[Link, ...]:
    """This page in each language of the business."""
    return tuple(
        Link(links.to(replace(links.here, locale=other)), language_name(other), locale=other, here=other == locale)
        for other in business.locales
    )


def contact_view(contact: Contact, locale: str) -> ContactView:
    phone_link = "".join(sign for sign in contact.phone or "" if sign.isdigit() or sign == "+")
    return ContactView(contact.email, contact.phone, phone_link, contact.url, said(contact.hours, locale))
