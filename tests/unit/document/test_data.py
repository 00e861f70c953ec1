"""The terms as data: all that the page says, and nothing that it does not."""

from __future__ import annotations

import json
from typing import Any

from policykit.document import Place, page, terms_data, terms_of
from policykit.document.data import terms_json
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD, SECRET, SECRET_ANSWER

PLACE = Place("orchard", "en", "damage-claim")
VIEW = terms_of(ORCHARD, CLAIM, PLACE)


def test_it_says_whose_terms_these_are_and_in_which_language():
    data = terms_data(VIEW)
    assert ("orchard", "damage-claim", "en", "2026-01-01") == (data.business, data.id, data.locale, data.version)


def test_it_is_json_that_people_can_read():
    written = terms_json(VIEW)
    told: dict[str, Any] = json.loads(written)
    assert '\n  "id": "damage-claim",\n' in written
    assert "\n" == written[-1]
    assert [one["title"] for one in told["examples"]] == [one.title for one in VIEW.examples]


def test_what_is_internal_is_not_in_it():
    written = terms_json(VIEW).lower()
    for secret in (*SECRET.values(), *SECRET_ANSWER.values(), "second-look", "staff.doubt", "not-shown"):
        assert secret.lower() not in written


def test_it_says_of_a_rule_what_the_page_says_of_it():
    html = page({"orchard": ORCHARD}, PLACE)
    for rule in (rule for group in terms_data(VIEW).groups for rule in group.rules):
        assert rule.heading in html
        assert f'id="{rule.id}"' in html
