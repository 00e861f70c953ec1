"""The page that says how to reach a person and how to appeal."""

from __future__ import annotations

from dataclasses import replace

from policykit.document import Edition, Leaf, Place
from policykit.document.sorts.reach_us import made
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

PLACE = Place("orchard", "en", leaf=Leaf.REACH_US)


def test_all_ways_to_a_person_are_there_with_their_hours():
    html = made({"orchard": ORCHARD}, PLACE, Edition())
    for text in ("mailto:hello@orchard.example", "tel:+886255500142", "https://orchard.example", "nine to six"):
        assert 1 == html.count(f'href="{text}"' if ":" in text else text), text  # its foot does not repeat them


def test_appeals_are_told_by_policy():
    html = made({"orchard": ORCHARD}, PLACE, Edition())
    assert '<a href="../conduct/index.html">When would you stop serving me?</a>' in html
    assert "within 6 months after the time you told us" in html


def test_where_nothing_can_be_appealed_the_way_is_open_all_the_same():
    html = made({"orchard": replace(ORCHARD, policies={CLAIM.id: (CLAIM,)})}, PLACE, Edition())
    assert "we look at the answer again" in html
    assert "there is a time to appeal" not in html
