"""Law packs: found by name, whole, and every figure of those that come with policykit with its provision."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from policykit.bundled import bundled
from policykit.model import ABSENT, Confidence, Pack
from policykit.semantics import Setting, govern
from policykit.source.packs import bundled_packs, find, load_pack

LAW = bundled("policies") / "law"
MEMBERS = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
ECONOMIC_AREA = "IS LI NO"


def pack(name: str) -> Pack:
    found, diagnostics, _ = load_pack(LAW / f"{name}.yaml", None, "EUR")
    assert found is not None, diagnostics
    assert () == diagnostics
    return found


def test_the_packs_are_there():
    assert ["cn", "eu", "tw", "uk"] == bundled_packs()


@pytest.mark.parametrize("name", bundled_packs())
def test_every_figure_of_law_carries_its_provision_and_how_sure_it_is(name):
    known = pack(name)
    floors = [floor for versions in known.floors.values() for floor in versions]
    figures = [figure for floor in floors for figure in floor.figures.values()]
    assert figures
    assert [] == [
        one.name for floor in floors for one in floor.figures.values() if one.name not in floor.policy.numbers
    ]
    assert [] == [name for floor in floors for name in floor.policy.numbers if name not in floor.figures]
    assert [] == [one.name for one in figures if one.provision not in known.provisions]
    citations = [cited for one in known.provisions.values() for cited in one.national.values()]
    every = [one.checked for one in (*figures, *known.provisions.values(), *citations)]
    assert all((one.on is not None) == (one.confidence is Confidence.VERIFIED) for one in every)
    assert all(one.text and one.checked for one in citations)


@pytest.mark.parametrize("name", bundled_packs())
def test_every_rule_rests_on_a_provision(name):
    known = pack(name)
    for floor in (floor for versions in known.floors.values() for floor in versions):
        assert {rule.id for rule in floor.policy.rules} == set(floor.provisions)
        assert set(floor.provisions.values()) <= set(known.provisions)


def test_the_european_list_of_exemptions_is_whole_and_closed():
    listed = {f"exemption_{letter}" for letter in "abcdefghijklm"}
    known = pack("eu")
    assert listed == {name for name in known.provisions if name.startswith("exemption")}
    used = {one for versions in known.floors.values() for floor in versions for one in floor.provisions.values()}
    assert listed <= used


def test_countries():
    assert {*MEMBERS.split(), *ECONOMIC_AREA.split()} == set(pack("eu").countries)
    assert [["GB"], ["CN"], ["TW"]] == [list(pack(name).countries) for name in ("uk", "cn", "tw")]


def test_what_is_from_memory_is_unverified():
    """The British regulations' numbers, and that days of rest give way in Taiwan."""
    uk, tw = pack("uk"), pack("tw")
    assert {Confidence.UNVERIFIED} == {one.checked.confidence for one in uk.provisions.values()}
    assert not any(one.on for floor in uk.floors["cancellation"] for one in (f.checked for f in floor.figures.values()))
    (floor,) = tw.floors["rescission"]
    rolled = [name for name, literal in floor.policy.numbers.items() if getattr(literal, "rolls", False)]
    assert {Confidence.UNVERIFIED} == {floor.figures[name].checked.confidence for name in rolled}


def test_the_nearest_file_of_a_name_is_the_pack(tmp_path: Path):
    business = tmp_path / "shop"
    assert LAW / "eu.yaml" == find("eu", business)
    for folder in (tmp_path / "law", business / "law"):
        folder.mkdir(parents=True)
        (folder / "eu.yaml").write_text("pack: eu\n")
        assert folder / "eu.yaml" == find("eu", business)
    assert find("atlantis", business) is None


@pytest.mark.parametrize(
    ("name", "floor", "facts", "asked_at", "rule"),
    [
        ("eu", "withdrawal", {"informed": "never"}, "2027-03-16T23:59:59+01:00", "in-time"),
        ("eu", "withdrawal", {"informed": "never"}, "2027-03-17T00:00:00+01:00", "after-the-extension"),
        ("eu", "withdrawal", {"informed": "late"}, "2026-05-18T23:59:59+02:00", "in-time"),
        ("eu", "withdrawal", {"informed": "late"}, "2026-05-19T00:00:00+02:00", "after-late-information"),
        ("uk", "cancellation", {"informed": "never"}, "2027-03-16T23:59:59+00:00", "in-time"),
        ("uk", "cancellation", {"informed": "never"}, "2027-03-17T00:00:00+00:00", "after-the-extension"),
        ("tw", "rescission", {"informed": "never"}, "2026-07-02T23:59:59+08:00", "in-time"),
        ("tw", "rescission", {"informed": "never"}, "2026-07-03T00:00:00+08:00", "after-four-months"),
    ],
)
def test_who_was_not_told_of_the_right_has_longer(name, floor, facts, asked_at, rule):
    """Goods came on Monday, 2 March 2026; who was told late was told on Monday, 4 May."""
    known = pack(name)
    calendar = next(iter(known.countries.values())) if name != "eu" else known.countries["DE"]
    arrived = datetime(2026, 3, 2, 12, tzinfo=UTC)
    defaults = {one.name: one.when_not_sent for one in known.facts.values() if one.when_not_sent is not None}
    given = {
        **defaults,
        "channel": "distance",
        "possession_at": arrived,
        "received_at": arrived,
        "informed_at": datetime(2026, 5, 4, 12, tzinfo=UTC) if facts["informed"] == "late" else ABSENT,
        "asked_at": datetime.fromisoformat(asked_at),
        "paid": Decimal(40),
        "standard_delivery": Decimal(5),
        **facts,
    }
    (version,) = known.floors[floor]
    assert rule == govern(version.policy, Setting(given, calendar)).governing.id
