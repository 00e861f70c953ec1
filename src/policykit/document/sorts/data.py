"""The terms of a policy for programs: what its page says, as Markdown and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from policykit.document.data import terms_json
from policykit.document.edition import Edition
from policykit.document.frame import framed
from policykit.document.layout import write_out
from policykit.document.places import Leaf, Links, Place
from policykit.document.sort import Businesses, Sort, shape
from policykit.document.sorts import policy
from policykit.templating import look_of


def markdown(businesses: Businesses, place: Place, edition: Edition) -> str:
    business = businesses[place.business or ""]
    view = policy.view_at(business, place, edition)
    page = Links(place, edition.links).to(replace(place, leaf=None))
    return write_out("policy.md", look_of(business), **framed(business, place, edition), policy=view, page=page)


def json(businesses: Businesses, place: Place, edition: Edition) -> str:
    return terms_json(policy.view_at(businesses[place.business or ""], place, edition))


def beside(sort: Sort, leaf: Leaf) -> Callable[[Businesses], Iterable[Place]]:
    """The places beside the pages of a sort."""
    return lambda businesses: (replace(place, leaf=leaf) for place in sort.places(businesses))


MARKDOWN = Sort(
    "readPolicyTermsMarkdown",
    "The terms of one policy, as Markdown",
    shape("business", "locale", "policy", leaf=Leaf.MARKDOWN),
    beside(policy.SORT, Leaf.MARKDOWN),
    markdown,
    "text/markdown",
)
JSON = Sort(
    "readPolicyTermsJson",
    "The terms of one policy, as JSON",
    shape("business", "locale", "policy", leaf=Leaf.JSON),
    beside(policy.SORT, Leaf.JSON),
    json,
    "application/json",
)
VERSION_MARKDOWN = replace(
    MARKDOWN,
    id="readVersionTermsMarkdown",
    summary="The terms of one version of a policy, as Markdown that stays",
    shape=shape("business", "locale", "policy", "version", leaf=Leaf.MARKDOWN),
    places=beside(policy.VERSION, Leaf.MARKDOWN),
)
VERSION_JSON = replace(
    JSON,
    id="readVersionTermsJson",
    summary="The terms of one version of a policy, as JSON that stays",
    shape=shape("business", "locale", "policy", "version", leaf=Leaf.JSON),
    places=beside(policy.VERSION, Leaf.JSON),
)
SORTS = (MARKDOWN, JSON, VERSION_MARKDOWN, VERSION_JSON)
