"""`trait-undeclared`: what reads like a trait says whether it is one."""

from __future__ import annotations

import pytest

from policykit.checks.trait_undeclared import check
from tests.unit.checks.shop import policy, shop

FACTS = """\
facts:
  guest.age: {type: number, not_sent: "1", SAID meaning: {en: "the guest's age"}}
  guests:
    type: list
    meaning: {en: g}
    question: {en: Who?}
    fields:
      gender: {type: flag, not_sent: no, SAID meaning: {en: g}}
"""


@pytest.mark.parametrize(("said", "count"), [("", 2), ("protected: yes,", 0), ("protected: no,", 0)])
def test_fact_and_field(said, count, tmp_path):
    business = shop({"facts.yaml": FACTS.replace("SAID", said), "main.yaml": policy()}, tmp_path)
    found = list(check(business))
    told = ["`guest.age` reads like a protected trait (age)", "`gender` reads like a protected trait (sex)"]
    assert told[:count] == [one.message for one in found]
    assert ["warning"] * count == [one.severity for one in found]
