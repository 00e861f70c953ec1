"""The page that tells what changed in the terms of a business, policy by policy, the newest first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from policykit.backends.prose.format import said
from policykit.document.edition import Edition
from policykit.document.frame import framed
from policykit.document.layout import lay_out
from policykit.document.places import Leaf, Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.sorts.business import places as fronts
from policykit.document.versions import VersionView, comes_last, version_views
from policykit.model import Business
from policykit.templating import look_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One version that came in on a day: the question it answers, where that stands, and what it says otherwise."""

    anchor: str
    title: str
    version: VersionView


def places(businesses: Businesses) -> Iterable[Place]:
    return (replace(front, leaf=Leaf.CHANGES) for front in fronts(businesses))


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    found = entries(business, place, edition)
    return lay_out("changes.html", look_of(business), **framed(business, place, edition), entries=found)


def entries(business: Business, place: Place, edition: Edition) -> list[Entry]:
    """Every version that came in on some day, the newest first; what holds from the beginning changed nothing."""
    locale, links = place.locale or business.locales[0], Links(place, edition.links)
    found = [
        Entry(f"{policy_id}_{view.version}", said(versions[-1].question, locale), view)
        for policy_id, versions in sorted(business.policies.items(), key=lambda one: comes_last(one[1][-1]))
        for view in version_views(policy_id, business, locale, links)
        if view.version != "beginning"
    ]
    return sorted(found, key=lambda entry: entry.version.version, reverse=True)


SORT = Sort(
    "readTermsChanges",
    "What changed in the terms of a business, as a page",
    shape("business", "locale", leaf=Leaf.CHANGES),
    places,
    made,
)
