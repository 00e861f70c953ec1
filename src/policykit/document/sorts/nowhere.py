"""What a reader is shown whose address leads to no page: a way to those that are there."""

from __future__ import annotations

from policykit.backends.prose.locales import negotiate
from policykit.document.edition import Edition
from policykit.document.layout import lay_out
from policykit.document.places import Place
from policykit.document.sort import Businesses
from policykit.document.sorts.front import LOCALE
from policykit.document.words import words_for
from policykit.templating import bundled_look, look_of


def shown(businesses: Businesses, place: Place, wanted: str, edition: Edition) -> tuple[str, str]:
    """The page and its language: that of the address where the business has it, else what the reader ``wanted`` most.

    It leads to the terms of the business; where there is no such business, to those of all.
    """
    business = businesses.get(place.business or "")
    look = look_of(business) if business else bundled_look()
    locales = business.locales if business else (LOCALE,)
    locale = place.locale if place.locale in locales else negotiate(wanted, locales)
    there = Place(business.id, locale) if business else Place()
    words, home = words_for(locale, look), f"/{there.path(edition.links)}"
    return lay_out("nowhere.html", look, words=words, locale=locale, home=home), locale
