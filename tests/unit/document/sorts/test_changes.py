"""The page of all changes."""

from __future__ import annotations

from dataclasses import replace

from policykit.document import Edition, Leaf, Place
from policykit.document.sorts.changes import entries, made
from tests.unit.backends.prose.orchard import CONDUCT, ORCHARD
from tests.unit.document.two_versions import BUSINESS, NEW, SUMMER

PLACE = Place("orchard", "en", leaf=Leaf.CHANGES)


def test_the_newest_change_stands_first_and_what_holds_from_the_beginning_is_none():
    found = [(entry.version.version, entry.version.changes is None) for entry in entries(BUSINESS, PLACE, Edition())]
    assert [("2026-07-01", False), ("2026-01-01", True)] == found


def test_of_one_day_conduct_comes_last():
    conduct = replace(CONDUCT, starts=SUMMER)
    business = replace(BUSINESS, policies={"conduct": (conduct,), NEW.id: (NEW,)})
    assert ["damage-claim_2026-07-01", "conduct_2026-07-01"] == [
        entry.anchor for entry in entries(business, PLACE, Edition())
    ]


def test_the_page_leads_to_the_rules_of_either_version():
    html = made({"orchard": BUSINESS}, PLACE, Edition())
    for link in (
        "../damage-claim/2026-07-01/index.html#gift-boxes",
        "../damage-claim/2026-01-01/index.html#no-photo-in-time",
    ):
        assert f'href="{link}"' in html


def test_before_anything_has_changed_the_page_says_so():
    standing = replace(ORCHARD, policies={"conduct": (CONDUCT,)})
    assert "Nothing has changed since these terms were first published." in made(
        {"orchard": standing}, PLACE, Edition()
    )
