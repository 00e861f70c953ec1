"""`no-review`: nothing says when somebody looks at a policy again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from policykit.checks.no_review import check
from tests.unit.checks.shop import policy, shop


def test_it_stands_at_the_policy_without_a_date(tmp_path):
    files = {"main.yaml": policy(), "other.yaml": policy("rules: []\nreview: 2028-01-15", name="other")}
    (finding,) = check(shop(files, tmp_path))
    assert ("no-review", "warning", "nothing says when `main` is looked at again") == (
        finding.code, finding.severity, finding.message,
    )  # fmt: skip


def test_the_business_gives_a_date_for_all(tmp_path):
    assert [] == list(check(replace(shop({"main.yaml": policy()}, tmp_path), review=date(2028, 1, 15))))


def test_a_policy_that_ends_needs_none(tmp_path):
    assert [] == list(check(shop({"main.yaml": policy(effective="from: beginning, until: 2027-01-01")}, tmp_path)))
