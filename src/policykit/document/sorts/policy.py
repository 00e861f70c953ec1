"""The page of one policy: of the version in force, and for good of every version."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policykit.backends.structured_data import About, embedded, structured_data
from policykit.document.edition import NEWEST, Edition
from policykit.document.frame import Link, framed
from policykit.document.layout import lay_out
from policykit.document.places import Leaf, Links, LinkStyle, Place
from policykit.document.policy_page import PolicyView, policy_view
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.versions import shown
from policykit.model import Business, Policy
from policykit.templating import look_of

DATA = ((Leaf.MARKDOWN, "Markdown", "text/markdown"), (Leaf.JSON, "JSON", "application/json"))
"""What says the same to programs: where it stands beside the page, its name and its media type."""


def places(businesses: Businesses) -> Iterable[Place]:
    return (
        Place(business.id, locale, policy)
        for business in businesses.values()
        for locale in business.locales
        for policy in business.policies
    )


def version_places(businesses: Businesses) -> Iterable[Place]:
    return (
        Place(place.business, place.locale, place.policy, version.version)
        for place in places(businesses)
        for version in businesses[place.business or ""].policies[place.policy or ""]
    )


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    view, links = view_at(business, place, edition), Links(place, edition.links)
    data = tuple(Link(links.to(replace(place, leaf=leaf)), text, media) for leaf, text, media in DATA)
    about = About(view.title, view.summary, edition.address(place), tuple((link.note, link.href) for link in data))
    graph = structured_data(business, view.locale, about, chosen(business, place, edition))
    return lay_out(
        "policy.html",
        look_of(business),
        **framed(business, place, edition),
        policy=view,
        data=data,
        structured_data=embedded(graph),
        your_case=to_your_case(place, edition),
    )


def to_your_case(place: Place, edition: Edition) -> str:
    """The way to the form about a case, from the page of the version in force; empty where nobody would answer it."""
    there = replace(place, leaf=Leaf.YOUR_CASE)
    if place.version is not None:
        return ""
    if edition.links is LinkStyle.ADDRESSES:
        return Links(place, edition.links).to(there)
    return f"{edition.api.rstrip('/')}/{there.path(LinkStyle.ADDRESSES)}" if edition.api else ""


def view_at(business: Business, place: Place, edition: Edition) -> PolicyView:
    """What the page at a place says, or what stands there in its stead. Raises KeyError where there is none."""
    return terms_of(business, chosen(business, place, edition), place, edition)


def chosen(business: Business, place: Place, edition: Edition) -> Policy:
    """The version that a place is about. Raises KeyError where there is none."""
    policy_id = place.policy or ""
    if place.version is None:
        return shown(business, policy_id, edition.at)
    return {one.version: one for one in business.policies[policy_id]}[place.version]


def terms_of(business: Business, policy: Policy, place: Place, edition: Edition = NEWEST) -> PolicyView:
    """All that the page of one version of a policy says, at that place."""
    return policy_view(policy, business, Links(place, edition.links), edition)


SORT = Sort(
    "readPolicyTerms",
    "The terms of one policy, as a page",
    shape("business", "locale", "policy"),
    places,
    made,
)
VERSION = Sort(
    "readVersionTerms",
    "The terms of one version of a policy, as a page that stays",
    shape("business", "locale", "policy", "version"),
    version_places,
    made,
)
