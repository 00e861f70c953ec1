"""Versions of a policy that look at each other: an incident counts as the version of its day says."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from policykit.deciding.decide import decide
from policykit.model import Business
from policykit.source.build import build
from tests.conformance.suite import Section, lay_out

VERSION = """\
policy: conduct
kind: conduct
question: {{en: "What counts?"}}
effective: {{{effective}}}
act: conduct.looked_at
numbers: {{insulted: {points}}}
incidents:
  each: incident in conduct.incidents
  label: {{en: "your points"}}
  counts_when: {{incident.confirmed: yes}}
behaviours: {{insult: insulted}}
expiry: [{{within: 1000 days, share: 1}}]
outcomes:
  - welcome: {{label: {{en: "welcome"}}, values: {{points_left: {{type: number, better: lower}}}}}}
ladder:
  block: {{at: 90, label: {{en: "no new orders"}}, wording: {{en: "Not now."}}, lasts: 30 days}}
otherwise: {{outcome: welcome, points_left: points}}
"""
TWO = (
    Section("first.yaml", "whole", VERSION.format(effective="from: 2026-01-01, until: 2026-07-01", points=2)),
    Section("second.yaml", "whole", VERSION.format(effective="from: 2026-07-01, announced: 2026-06-01", points=5)),
)


def points(business: Business, as_of: str, *incidents: str) -> object:
    """The points that count at a time, of insults at these times."""
    given = tuple(
        {"at": datetime.fromisoformat(at), "behaviour": "insult", "confirmed": True, "our_fault": False}
        for at in incidents
    )
    decision = decide(business, "conduct", {"conduct.incidents": given}, datetime.fromisoformat(as_of))
    assert decision.answer is not None
    return decision.answer.values["points_left"]


def test_an_incident_counts_as_the_version_of_its_day_says(tmp_path):
    business, found = build(lay_out(TWO, tmp_path))
    assert () == found
    assert business is not None
    later, before, since = "2026-08-01T00:00:00+08:00", "2026-06-30T23:59:59+08:00", "2026-07-01T00:00:00+08:00"
    assert Decimal(2) == points(business, later, before)
    assert Decimal(5) == points(business, later, since)
    assert Decimal(7) == points(business, later, before, since)
    assert Decimal(2) == points(business, before, before)


def test_before_the_first_version_nothing_counts(tmp_path):
    business, _ = build(lay_out(TWO, tmp_path))
    assert business is not None
    assert Decimal(0) == points(business, "2026-08-01T00:00:00+08:00", "2025-12-31T23:59:59+08:00")


def test_from_the_beginning_everything_counts(tmp_path):
    always = Section("always.yaml", "whole", VERSION.format(effective="from: beginning", points=3))
    business, found = build(lay_out((always,), tmp_path))
    assert () == found
    assert business is not None
    assert Decimal(3) == points(business, "2026-08-01T00:00:00+08:00", "2024-01-01T00:00:00+08:00")


def test_a_first_day_that_is_none_is_told_once(tmp_path):
    wrong = Section("wrong.yaml", "whole", VERSION.format(effective="from: 2026-02-30", points=3))
    _, found = build(lay_out((wrong,), tmp_path))
    assert [("bad-value", "`2026-02-30` is no day of the calendar")] == [(one.code, one.message) for one in found]
