"""`wording-blames`: nothing about the person."""

from __future__ import annotations

from dataclasses import replace

from policykit.checks.wording_blames import check
from tests.unit.checks.courtesy import courteous


def test_a_wording_and_a_phrase(tmp_path):
    business = courteous(tmp_path, 'outcome: done, wording: {en: "Calm down, please."}')
    business = replace(business, phrases={"call": {"en": "Obviously you can call."}, "orders": {"en": "New orders."}})
    assert [
        "the wording of `asked` lays blame or argues in `en`: `calm down`",
        "the phrase `call` lays blame or argues in `en`: `obviously`",
    ] == [one.message for one in check(business)]


def test_a_plain_no(tmp_path):
    assert [] == list(check(courteous(tmp_path, 'outcome: done, wording: {en: "This time we cannot, and are sorry."}')))
