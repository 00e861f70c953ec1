"""How pages are made: for which instant, with which links, decided by what, and below which address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from policykit.document.examples import Decide, by_the_oracle
from policykit.document.places import LinkStyle, Place


@dataclass(frozen=True, slots=True)
class Edition:
    """What all pages of one making share.

    A page without a version shows the one in force ``at`` an instant, else the newest. ``base`` is the address of the
    place from which the pages' paths are counted (`https://shop.example/terms`); without it no page names itself.
    ``api`` is that of a server which answers questions, for pages that stand elsewhere.
    """

    at: datetime | None = None
    links: LinkStyle = LinkStyle.FILES
    decide: Decide = by_the_oracle
    base: str | None = None
    api: str | None = None

    def address(self, place: Place) -> str | None:
        """The page's own address, where it is known below which one the pages stand."""
        return None if self.base is None else f"{self.base.rstrip('/')}/{place.path(self.links)}"


NEWEST = Edition()
