"""The page that says how to reach a person, and how to have an answer looked at again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policykit.document.appeals import appeal_views
from policykit.document.edition import Edition
from policykit.document.frame import framed
from policykit.document.layout import lay_out
from policykit.document.places import Leaf, Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.sorts.business import places as fronts
from policykit.document.versions import listed
from policykit.templating import look_of


def places(businesses: Businesses) -> Iterable[Place]:
    return (replace(front, leaf=Leaf.REACH_US) for front in fronts(businesses))


def made(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    appeals = appeal_views(listed(business, edition.at), business, Links(place, edition.links))
    return lay_out("reach_us.html", look_of(business), **framed(business, place, edition), appeals=appeals)


SORT = Sort(
    "readTermsContact",
    "How to reach a person of the business, and how to appeal, as a page",
    shape("business", "locale", leaf=Leaf.REACH_US),
    places,
    made,
)
