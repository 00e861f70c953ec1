"""`version-gap`: a time in which no version is in force."""

from __future__ import annotations

import pytest

from policykit.checks.version_gap import check
from tests.unit.checks.shop import policy, shop


def versions(*effective: str) -> dict[str, str]:
    return {f"main-{chr(97 + n)}.yaml": policy(effective=period) for n, period in enumerate(effective)}


def test_a_gap_names_its_days_and_both_versions(tmp_path):
    files = versions("from: 2026-01-01, until: 2026-06-01", "from: 2026-07-01")
    (finding,) = check(shop(files, tmp_path))
    assert ("version-gap", "no version of `main` is in force from 2026-06-01 until 2026-07-01") == (
        finding.code, finding.message,
    )  # fmt: skip
    assert "let the earlier one run on: `until: 2026-07-01`" == finding.help
    assert ("shop/main-b.yaml", "shop/main-a.yaml") == (finding.span.file, finding.related[0].span.file)


@pytest.mark.parametrize(
    "periods",
    [
        ("from: beginning",),
        ("from: 2026-01-01, until: 2026-06-01",),
        ("from: beginning, until: 2026-06-01", "from: 2026-06-01"),
        ("from: 2026-01-01", "from: 2026-06-01"),
    ],
    ids=["one for ever", "one that ends", "two that meet", "two that overlap"],
)
def test_no_gap(periods, tmp_path):
    assert [] == list(check(shop(versions(*periods), tmp_path)))


def test_of_three_versions_only_those_with_a_gap_between_them_are_named(tmp_path):
    files = versions("from: beginning, until: 2026-01-01", "from: 2026-01-01, until: 2026-06-01", "from: 2026-07-01")
    (finding,) = check(shop(files, tmp_path))
    assert ("shop/main-c.yaml", "shop/main-b.yaml") == (finding.span.file, finding.related[0].span.file)
