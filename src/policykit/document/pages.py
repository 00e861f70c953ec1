"""The terms pages of a business as HTML: one page a policy and locale, a front page a locale, a choice of language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from policykit.backends.prose.format import harmless
from policykit.backends.prose.locales import text_in
from policykit.document.examples import Decide, by_the_oracle
from policykit.document.layout import lay_out
from policykit.document.places import Links, LinkStyle, Place
from policykit.document.policy_page import PolicyView, policy_view
from policykit.document.versions import current, version_at
from policykit.document.words import language_name, words_for
from policykit.model import Business, Contact, Policy, Texts

CONDUCT = "conduct"
"""The kind that stands last on a business's page: nobody is greeted with when they would be sent away."""


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


@dataclass(frozen=True, slots=True)
class Edition:
    """How pages are made: in force at which instant (else the newest versions), with which links, decided by what."""

    at: datetime | None = None
    links: LinkStyle = LinkStyle.FILES
    decide: Decide = by_the_oracle


NEWEST = Edition()


def page(business: Business, locale: str, policy_id: str | None = None, edition: Edition = NEWEST) -> str:
    """The page of a policy, or without one the business's front page in the locale.

    Raises KeyError for a policy that is not there, NoVersion where none is in force.
    """
    links = Links(Place(business.id, locale, policy_id), edition.links)
    frame = framed(business, locale, links)
    if policy_id is None:
        return lay_out("business.html", **frame, policies=policy_links(business, edition.at, links))
    view = terms_of(business, locale, version_at(business, policy_id, edition.at), edition)
    return lay_out("policy.html", **frame, policy=view)


def terms_of(business: Business, locale: str, policy: Policy, edition: Edition = NEWEST) -> PolicyView:
    """All that the page of one version of a policy says."""
    links = Links(Place(business.id, locale, policy.id), edition.links)
    return policy_view(policy, business, locale, links, edition.decide)


def framed(business: Business, locale: str, links: Links) -> dict[str, object]:
    """What every page of a business shows around its content."""
    return {
        "words": words_for(locale),
        "locale": locale,
        "name": said(business.name, locale),
        "summary": said(business.summary, locale),
        "home": links.to(Place(business.id, locale)),
        "languages": language_links(business, locale, links),
        "contact": contact_view(business.contact, locale),
    }


def language_links(business: Business, locale: str, links: Links) -> tuple[Link, ...]:
    """This page in each language of the business."""
    return tuple(
        Link(
            links.to(replace(links.here, locale=other)),
            language_name(other),
            locale=other,
            here=other == locale,
        )
        for other in business.locales
    )


def policy_links(business: Business, at: datetime | None, links: Links) -> tuple[Link, ...]:
    """The policies, each with its question and its summary, in the locale of this page; conduct after all service."""
    locale = links.here.locale or business.locales[0]
    return tuple(
        Link(
            links.to(Place(business.id, locale, policy.id)),
            said(policy.question, locale),
            said(policy.summary, locale),
        )
        for policy in sorted(current(business, at), key=lambda policy: policy.kind == CONDUCT)
    )


def contact_view(contact: Contact, locale: str) -> ContactView:
    phone_link = "".join(sign for sign in contact.phone or "" if sign.isdigit() or sign == "+")
    return ContactView(contact.email, contact.phone, phone_link, contact.url, said(contact.hours, locale))


def said(texts: Texts, locale: str) -> str:
    return harmless(text_in(texts, locale), 2000)


# --- choices ----------------------------------------------------------------------------------


def choice_page(business: Business, links: LinkStyle = LinkStyle.FILES) -> str:
    """The page on which a reader picks a language of the business."""
    way, default = Links(Place(business.id), links), business.locales[0]
    choices = [
        Link(way.to(Place(business.id, locale)), language_name(locale), said(business.name, locale), locale)
        for locale in business.locales
    ]
    name = said(business.name, default)
    return lay_out("choice.html", words=words_for(default), locale=default, title=name, choices=choices)


def front_page(businesses: Mapping[str, Business], links: LinkStyle = LinkStyle.FILES, locale: str = "en") -> str:
    """The page that lists the businesses, each in its own first language."""
    way, words = Links(Place(), links), words_for(locale)
    choices = [own_words(business, way) for business in businesses.values()]
    return lay_out("choice.html", words=words, locale=words.locale, title=words["terms"], choices=choices)


def own_words(business: Business, way: Links) -> Link:
    locale = business.locales[0]
    return Link(way.to(Place(business.id)), said(business.name, locale), said(business.summary, locale), locale)


def pages(businesses: Mapping[str, Business], edition: Edition = NEWEST) -> Mapping[str, str]:
    """The whole static site: path to HTML, for every business, locale and policy."""
    return dict(every_page(businesses, replace(edition, links=LinkStyle.FILES)))


def every_page(businesses: Mapping[str, Business], edition: Edition) -> Iterator[tuple[str, str]]:
    files = edition.links
    yield Place().path(files), front_page(businesses)
    for business in businesses.values():
        yield Place(business.id).path(files), choice_page(business)
        for locale in business.locales:
            for policy_id in (None, *(policy.id for policy in current(business, edition.at))):
                yield Place(business.id, locale, policy_id).path(files), page(business, locale, policy_id, edition)
