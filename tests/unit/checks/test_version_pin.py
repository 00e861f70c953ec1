"""`version-pin`: versions that disagree on which of them applies."""

from __future__ import annotations

from policykit.checks.version_pin import check
from tests.unit.checks.shop import policy, shop


def versions(*pins: str) -> dict[str, str]:
    periods = ("from: beginning, until: 2026-01-01", "from: 2026-01-01, until: 2026-06-01", "from: 2026-06-01")
    return {
        f"main-{chr(97 + n)}.yaml": policy(f"rules: []\n{pin}", period)
        for n, (pin, period) in enumerate(zip(pins, periods, strict=False))
    }


def test_it_names_both_facts_and_both_versions(tmp_path):
    (finding,) = check(shop(versions("pinned_to: made_at", "pinned_to: found_at"), tmp_path))
    told = "version 2026-01-01 of `main` is pinned to `found_at`, and the one before it to `made_at`"
    assert ("version-pin", told) == (finding.code, finding.message)
    assert ("shop/main-b.yaml", "shop/main-a.yaml") == (finding.span.file, finding.related[0].span.file)


def test_of_three_versions_the_one_without_a_pin_differs_from_both(tmp_path):
    first, second = check(shop(versions("pinned_to: made_at", "", "pinned_to: made_at"), tmp_path))
    assert first.message.endswith("is pinned to no fact, and the one before it to `made_at`")
    assert second.message.endswith("is pinned to `made_at`, and the one before it to no fact")


def test_versions_that_agree(tmp_path):
    assert [] == list(check(shop(versions("pinned_to: made_at", "pinned_to: made_at"), tmp_path)))
