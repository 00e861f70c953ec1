"""What is shown where there is no page."""

from __future__ import annotations

import pytest

from policykit.document import Edition, LinkStyle, Place
from policykit.document.sorts.nowhere import shown
from tests.unit.backends.prose.orchard import ORCHARD

EDITION = Edition(links=LinkStyle.ADDRESSES)


@pytest.mark.parametrize(
    ("place", "wanted", "locale", "home"),
    [
        (Place("orchard", "zh-Hant", "nothing"), "en", "zh-Hant", "/terms/orchard/zh-Hant"),
        (Place("orchard", "fr", "damage-claim"), "de, zh-TW;q=0.5", "zh-Hant", "/terms/orchard/zh-Hant"),
        (Place("<b>", "zh-Hant"), "zh-Hant", "en", "/terms"),
    ],
)
def test_it_leads_to_what_is_there_in_a_language_that_is(place: Place, wanted: str, locale: str, home: str):
    html, language = shown({"orchard": ORCHARD}, place, wanted, EDITION)
    assert locale == language
    assert f'<html lang="{locale}"' in html
    assert f'<a href="{home}">' in html
    assert "<b>" not in html
