"""`review-overdue`: the day by which somebody was to look again has passed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policykit.checks.review_overdue import check
from tests.unit.checks.shop import policy, shop

DUE = date(2026, 6, 1)


def test_it_names_the_day(tmp_path):
    (finding,) = check(shop({"main.yaml": policy("rules: []\nreview: 2026-06-01")}, tmp_path), date(2026, 6, 2))
    assert ("review-overdue", "warning", "`main` was to be looked at again by 2026-06-01") == (
        finding.code, finding.severity, finding.message,
    )  # fmt: skip


def test_on_the_day_itself_there_is_time(tmp_path):
    assert [] == list(check(shop({"main.yaml": policy("rules: []\nreview: 2026-06-01")}, tmp_path), DUE))


@pytest.mark.parametrize(("own", "found"), [("rules: []\nreview: 2027-06-01", 0), ("rules: []", 1)])
def test_a_policy_s_own_day_goes_before_the_business_s(own, found, tmp_path):
    business = replace(shop({"main.yaml": policy(own)}, tmp_path), review=DUE)
    assert found == len(list(check(business, date(2026, 6, 2))))


@pytest.mark.parametrize(("until", "found"), [("2026-07-01", 0), ("2026-07-02", 1)])
def test_what_is_no_longer_in_force_is_not_looked_at(until, found, tmp_path):
    files = {"main.yaml": policy("rules: []\nreview: 2026-06-01", f"from: beginning, until: {until}")}
    assert found == len(list(check(shop(files, tmp_path), date(2026, 7, 1))))
