"""The page that stands where a policy stood under another id, and leads on to where it stands now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from policykit.document.edition import Edition
from policykit.document.layout import lay_out
from policykit.document.places import Links, Place
from policykit.document.sort import Businesses
from policykit.document.words import words_for
from policykit.model import Business
from policykit.templating import look_of


def places(businesses: Businesses) -> Iterable[Place]:
    """Of every policy the pages under its former ids: that of the policy, and those of its versions."""
    return (
        Place(business.id, locale, old, version)
        for business in businesses.values()
        for locale in business.locales
        for old, new in former(business)
        for version in (None, *(policy.version for policy in business.policies[new]))
    )


def former(business: Business) -> Iterator[tuple[str, str]]:
    """The former id of each policy that has one, and its present one."""
    for policy_id, versions in business.policies.items():
        for old in dict.fromkeys(old for policy in versions for old in policy.formerly):
            yield old, policy_id


def leads_to(business: Business, place: Place) -> Place | None:
    """Where the page now stands that a place under a former id was about; None where it is no such place."""
    new = dict(former(business)).get(place.policy or "")
    return None if new is None else replace(place, policy=new)


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    there, look = leads_to(business, place), look_of(business)
    if there is None:
        raise KeyError(place.policy)
    words = words_for(place.locale or "", look)
    href = Links(place, edition.links).to(there)
    return lay_out("moved.html", look, words=words, locale=place.locale, href=href)
