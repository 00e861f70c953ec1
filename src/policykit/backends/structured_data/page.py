"""The graph of one page: the page itself, the business, and what the policy on it has a word for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from policykit.backends.prose.format import said
from policykit.backends.structured_data.nodes import MediaObject, Organization, Reference, WebPage, WebSite
from policykit.backends.structured_data.organization import BUSINESS, organization
from policykit.backends.structured_data.program import member_program
from policykit.backends.structured_data.returns import return_policy
from policykit.model import Business, Policy

Graph = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class About:
    """What a page is called and says of itself, its own address where it is known, and the same in other forms.

    ``forms`` are links by their media types.
    """

    name: str
    description: str
    url: str | None = None
    forms: tuple[tuple[str, str], ...] = ()


def structured_data(business: Business, locale: str, about: About, policy: Policy | None = None) -> Graph:
    """The graph of a page of the business; with ``policy``, of the page of that version."""
    return {
        "@context": "https://schema.org",
        "@graph": (web_page(business, locale, about, policy), business_on(about, business, locale, policy)),
    }


def business_on(about: About, business: Business, locale: str, policy: Policy | None) -> Organization:
    """The business, with what the policy on the page is in the words of schema.org."""
    if policy is None:
        return organization(business, locale)
    returns = return_policy(business, policy, locale, about.url)
    return organization(business, locale, returns, member_program(business, policy, locale))


def web_page(business: Business, locale: str, about: About, policy: Policy | None) -> WebPage:
    dated = policy is not None and policy.starts is not None
    return WebPage(
        name=about.name,
        description=about.description or None,
        url=about.url,
        in_language=locale,
        version=policy.version if policy and dated else None,
        date_published=policy.announced if policy and dated else None,
        temporal_coverage=in_force(policy) if policy else None,
        is_part_of=WebSite(name=said(business.name, locale)),
        publisher=Reference(BUSINESS),
        encoding=tuple(MediaObject(encoding_format=media, content_url=link) for media, link in about.forms),
    )


def in_force(policy: Policy) -> str | None:
    """The first and the last day on which the version holds (`2026-01-01/..`); None where it has neither."""
    if policy.starts is None and policy.ends is None:
        return None
    first = policy.starts.date() if policy.starts else None
    last = (policy.ends - timedelta(microseconds=1)).date() if policy.ends else None
    return "/".join(day.isoformat() if day else ".." for day in (first, last))
