"""The pages under a policy's former id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.document import Edition, Place, pages
from policykit.document.sorts.moved import leads_to, made
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD

RENAMED = replace(ORCHARD, policies={CLAIM.id: (replace(CLAIM, formerly=("bruises",)),)}, locales=("en",))
OLD, NEW = Place("orchard", "en", "bruises"), Place("orchard", "en", CLAIM.id)


def test_the_old_page_leads_on_without_a_script_and_by_a_link():
    html = made({"orchard": RENAMED}, OLD, Edition())
    assert '<meta http-equiv="refresh" content="0; url=../damage-claim/index.html">' in html
    assert '<a href="../damage-claim/index.html">To the page where they stand now</a>' in html


def test_so_do_the_old_pages_of_its_versions():
    site = pages({"orchard": RENAMED})
    assert "../../damage-claim/2026-01-01/index.html" in site["orchard/en/bruises/2026-01-01/index.html"]


@pytest.mark.parametrize(("place", "there"), [(OLD, NEW), (NEW, None), (Place("orchard", "en"), None)])
def test_only_a_former_id_leads_elsewhere(place: Place, there: Place | None):
    assert there == leads_to(RENAMED, place)


def test_what_never_was_has_no_page():
    with pytest.raises(KeyError):
        made({"orchard": RENAMED}, NEW, Edition())
