"""Where a page stands, and how one page links to another: as files of a site, or as addresses of the API."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from enum import StrEnum


class LinkStyle(StrEnum):
    """What links name: files (`../returns/index.html`) or addresses without an ending (`../en/returns`)."""

    FILES = "files"
    ADDRESSES = "addresses"


@dataclass(frozen=True, slots=True)
class Place:
    """A page by what it is about: all businesses, one business, one of its locales, one policy there."""

    business: str | None = None
    locale: str | None = None
    policy: str | None = None

    def path(self, style: LinkStyle) -> str:
        """`fruit-shop/en/returns/index.html`, or `terms/fruit-shop/en/returns`."""
        parts = [part for part in (self.business, self.locale, self.policy) if part is not None]
        return posixpath.join(*parts, "index.html") if style is LinkStyle.FILES else posixpath.join("terms", *parts)


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
