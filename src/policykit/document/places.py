"""Where a page stands, and how one page links to another: as files of a site, or as addresses of the API."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from enum import StrEnum


class LinkStyle(StrEnum):
    """What links name: files (`../returns/index.html`) or addresses without an ending (`../en/returns`)."""

    FILES = "files"
    ADDRESSES = "addresses"


class Leaf(StrEnum):
    """What stands below a business's or a policy's page, by the last part of its address.

    Each contains an underscore or a dot, which neither a policy's id nor a version has.
    """

    CHANGES = "what_changed"
    REACH_US = "reach_us"
    YOUR_CASE = "your_case"
    MARKDOWN = "terms.md"
    JSON = "terms.json"

    @property
    def is_file(self) -> bool:
        return "." in self


@dataclass(frozen=True, slots=True)
class Place:
    """A page by what it is about: all businesses, one business, one of its locales, one policy there.

    Of a policy, one ``version`` has a page that stays; without it, the page is that of the version in force.
    """

    business: str | None = None
    locale: str | None = None
    policy: str | None = None
    version: str | None = None
    leaf: Leaf | None = None

    def path(self, style: LinkStyle) -> str:
        """`fruit-shop/en/returns/index.html`, or `terms/fruit-shop/en/returns`."""
        parts = [part for part in (self.business, self.locale, self.policy, self.version, self.leaf) if part]
        if style is LinkStyle.ADDRESSES:
            return posixpath.join("terms", *parts)
        return posixpath.join(*parts) if self.leaf and self.leaf.is_file else posixpath.join(*parts, "index.html")


@dataclass(frozen=True, slots=True)
class Links:
    """The links of one page, all of them relative."""

    here: Place
    style: LinkStyle

    def to(self, there: Place, anchor: str = "") -> str:
        """The way from this page to another, or to an anchor on it."""
        if there == self.here and anchor:
            return f"#{anchor}"
        folder, target = posixpath.dirname(self.here.path(self.style)), posixpath.split(there.path(self.style))
        # By way of the folder that holds the target: from within `en/` the way to `en` is `../en`, not `.`.
        up = posixpath.relpath(target[0] or ".", folder or ".")
        way = posixpath.normpath(posixpath.join(up, target[1]))
        return f"{way}#{anchor}" if anchor else way
