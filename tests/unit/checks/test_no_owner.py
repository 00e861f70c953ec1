"""`no-owner`: nobody answers for a policy."""

from __future__ import annotations

from dataclasses import replace

from policykit.checks.no_owner import check
from tests.unit.checks.shop import policy, shop


def test_it_stands_at_the_policy_that_nobody_answers_for(tmp_path):
    (finding,) = check(
        shop({"main.yaml": policy(), "other.yaml": policy("rules: []\nowner: till", name="other")}, tmp_path)
    )
    assert ("no-owner", "warning", "nobody answers for `main`", "shop/main.yaml") == (
        finding.code, finding.severity, finding.message, finding.span.file,
    )  # fmt: skip


def test_the_business_names_one_for_all(tmp_path):
    assert [] == list(check(replace(shop({"main.yaml": policy()}, tmp_path), owner="shop manager")))


def test_the_newest_version_needs_one_alone(tmp_path):
    files = {
        "old.yaml": policy(effective="from: beginning, until: 2026-06-01"),
        "new.yaml": policy("rules: []\nowner: till", "from: 2026-06-01"),
    }
    assert [] == list(check(shop(files, tmp_path)))
