"""A sort of page: where such pages stand, and what one of them says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass

from policykit.document.edition import Edition
from policykit.document.places import Leaf, Place
from policykit.model import Business

Businesses = Mapping[str, Business]
"""All businesses, by their ids."""


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of page.

    ``shape`` is a place of this sort with the names of its parts in place of the parts. ``places`` are all places
    at which such a page stands, and ``made`` is the page at one of them; it raises KeyError where there is none.
    ``id`` and ``summary`` are what programs call it and say of it.
    """

    id: str
    summary: str
    shape: Place
    places: Callable[[Businesses], Iterable[Place]]
    made: Callable[[Businesses, Place, Edition], str]
    media: str = "text/html"

    def fits(self, place: Place) -> bool:
        """Whether a page at that place is of this sort."""
        return self.shape.leaf == place.leaf and filled(self.shape) == filled(place)


def filled(place: Place) -> list[bool]:
    """Which parts a place has."""
    return [part is not None for part in astuple(place)]


ONE = {"business": "{business}", "locale": "{locale}", "policy": "{policy}", "version": "{version}"}
"""The parts of a place by their names, as a shape has them."""


def shape(*parts: str, leaf: Leaf | None = None) -> Place:
    """The shape of the places that have these parts."""
    return Place(**{part: ONE[part] for part in parts}, leaf=leaf)
