"""`version-overlap`: two versions in force at the same time."""

from __future__ import annotations

import pytest

from policykit.checks.version_overlap import check
from tests.unit.checks.shop import policy, shop


def versions(*effective: str) -> dict[str, str]:
    return {f"main-{chr(97 + n)}.yaml": policy(effective=period) for n, period in enumerate(effective)}


@pytest.mark.parametrize(
    "periods",
    [
        ("from: 2026-01-01", "from: 2026-06-01"),
        ("from: 2026-01-01, until: 2026-06-02", "from: 2026-06-01"),
        ("from: beginning, until: 2026-06-01", "from: beginning, until: 2026-07-01"),
    ],
    ids=["no end", "a day too many", "two beginnings"],
)
def test_an_overlap_names_both_versions(periods, tmp_path):
    (finding,) = check(shop(versions(*periods), tmp_path))
    assert ("version-overlap", "two versions of `main` are in force at the same time") == (
        finding.code,
        finding.message,
    )
    assert "shop/main-b.yaml" == finding.span.file
    assert ["the earlier version"] == [related.caption for related in finding.related]


def test_versions_that_meet_do_not_overlap(tmp_path):
    files = versions("from: beginning, until: 2026-06-01", "from: 2026-06-01")
    assert [] == list(check(shop(files, tmp_path)))


def test_versions_of_two_policies_have_nothing_to_do_with_each_other(tmp_path):
    files = {"a.yaml": policy(name="a"), "b.yaml": policy(name="b")}
    assert [] == list(check(shop(files, tmp_path)))
