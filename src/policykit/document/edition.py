"""How pages are made: for which instant, with which links, decided by what, and below which address."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from policykit.document.examples import Decide, by_the_oracle
from policykit.document.places import LinkStyle, Place

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edition:
    """What all pages of one making share.

    A page without a version shows the one in force ``at`` an instant, else the newest. ``base`` is the address of the
    place from which the pages' paths are counted (`https://shop.example/terms`); without it no page names itself.
    ``api`` is that of a server which answers questions, for pages that stand elsewhere.
    Where a whole site is made, what several of its pages say is kept as ``found``.
    """

    at: datetime | None = None
    links: LinkStyle = LinkStyle.FILES
    decide: Decide = by_the_oracle
    base: str | None = None
    api: str | None = None
    found: dict[Hashable, Any] | None = field(default=None, compare=False)

    def once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """What is kept under the key, worked out where it is not; anew each time, where nothing is kept."""
        if self.found is None:
            return work_out()
        if key not in self.found:
            self.found[key] = work_out()
        kept: T = self.found[key]
        return kept

    def address(self, place: Place) -> str | None:
        """The page's own address, where it is known below which one the pages stand; a folder's, if it is in one."""
        if self.base is None:
            return None
        return f"{self.base.rstrip('/')}/{place.path(self.links).removesuffix('index.html')}"


NEWEST = Edition()
