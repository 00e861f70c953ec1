"""`version-overlap`: two versions in force at the same time."""

from __future__ import annotations

import pytest

from policykit.checks.version_overlap import check
from tests.unit.checks.shop import policy, shop


def versions(*effective: str) -> dict[str, str]:
    return {f"main-{chr(97 + n)}.yaml": policy(effective=period) for n, period in enumerate(effective)}


@pytest.mark.parametrize(
    ("periods", "help"),
    [
        (("from: 2026-01-01", "from: 2026-06-01"), "end the earlier one: `until: 2026-06-01`"),
        (("from: 2026-01-01, until: 2026-06-02", "from: 2026-06-01"), "end the earlier one: `until: 2026-06-01`"),
    ],
    ids=["no end", "a day too many"],
)
def test_an_overlap_names_both_versions(periods, help, tmp_path):
    (finding,) = check(shop(versions(*periods), tmp_path))
    told = "versions 2026-01-01 and 2026-06-01 of `main` are in force at the same time"
    assert ("version-overlap", told, help) == (finding.code, finding.message, finding.help)
    assert "shop/main-b.yaml" == finding.span.file
    assert ["the earlier version"] == [related.caption for related in finding.related]


@pytest.mark.parametrize("start", ["beginning", "2026-01-01"])
def test_versions_that_begin_together_cannot_be_told_apart_by_an_end(start, tmp_path):
    (finding,) = check(shop(versions(f"from: {start}, until: 2026-06-01", f"from: {start}"), tmp_path))
    told = (f"two versions of `main` begin together ({start})", "let one begin later, or keep one alone")
    assert told == (finding.message, finding.help)


def test_of_three_versions_each_overlap_is_told(tmp_path):
    files = versions("from: beginning", "from: 2026-01-01", "from: 2026-06-01")
    assert ["shop/main-b.yaml", "shop/main-c.yaml"] == [one.span.file for one in check(shop(files, tmp_path))]


def test_versions_that_meet_do_not_overlap(tmp_path):
    files = versions("from: beginning, until: 2026-06-01", "from: 2026-06-01")
    assert [] == list(check(shop(files, tmp_path)))


def test_versions_of_two_policies_have_nothing_to_do_with_each_other(tmp_path):
    files = {"a.yaml": policy(name="a"), "b.yaml": policy(name="b")}
    assert [] == list(check(shop(files, tmp_path)))
