"""Incidents to points: which count, and how much, by the version in force when they happened."""

from __future__ import annotations

from typing import Any

import yaml

from policykit.kinds.incidents import points, some_gravest
from policykit.kinds.plain import Placed, Version

TEXT = """\
act: looked_at
numbers: {abuse_points: 5, full_for: 60 days}
incidents:
  each: incident in conduct.incidents
  at: seen_at
  counts_when: {incident.confirmed: yes}
  never_counts: {incident.our_fault: yes, incident.right: yes}
  gravest: {incident.behaviour: violence}
behaviours: {abuse: abuse_points, venting: 0}
expiry: [{within: full_for, share: 1}, {within: 90 days, share: 0.5}]
"""
COUNTS = {
    "all": [{"incident.confirmed": "yes"}, {"none": [{"incident.our_fault": "yes"}, {"incident.right": "yes"}]}],
}
LEFT = (
    "(if looked_at less than ({first} after incident.seen_at) then 1 else "
    "if looked_at less than (90 days after incident.seen_at) then 0.5 else 0)"
)
NOW = (
    "((if incident.behaviour = abuse then abuse_points else if incident.behaviour = venting then 0 else 0)"
    f" * {LEFT.format(first='full_for')})"
)


def policy(text: str = TEXT) -> Placed:
    return Placed(yaml.load(text, Loader=yaml.BaseLoader), ())


def made_of(*versions: Version) -> dict[str, Any]:
    data: dict[str, Any] = points(versions[-1].policy, versions).data
    return data


def test_points_are_the_sum_over_the_incidents_that_count():
    counted = made_of(Version(None, policy()))
    assert {"sum": "incident in conduct.incidents", "where": COUNTS, "of": NOW} == counted


def test_without_never_counts_what_counts_is_all_there_is():
    text = TEXT.replace("  never_counts: {incident.our_fault: yes, incident.right: yes}\n", "")
    assert {"incident.confirmed": "yes"} == made_of(Version(None, policy(text)))["where"]


def test_before_the_first_version_there_are_no_points():
    of = made_of(Version("2026-01-01T00:00:00+00:00", policy()))["of"]
    assert f"if incident.seen_at at least 2026-01-01T00:00:00+00:00 then {NOW} else 0" == of


def test_an_earlier_version_counts_by_its_own_numbers():
    then = policy(TEXT.replace("abuse_points: 5, full_for: 60 days", "abuse_points: 2, full_for: 30 days"))
    earlier = NOW.replace("abuse_points", "2").replace("full_for", "30 days")
    of = made_of(Version(None, then), Version("2026-07-01T00:00:00+00:00", policy()))["of"]
    assert f"if incident.seen_at at least 2026-07-01T00:00:00+00:00 then {NOW} else {earlier}" == of


def test_a_version_that_did_not_count_incidents_gives_no_points():
    then = policy("act: looked_at\npoints: conduct.points")
    of = made_of(Version(None, then), Version("2026-07-01T00:00:00+00:00", policy()))["of"]
    assert of.endswith("else 0")


def test_the_gravest_is_one_that_counts_in_full():
    some = some_gravest(policy(), (Version(None, policy()),))
    where = {
        "all": [COUNTS, {"incident.behaviour": "violence"}, {"looked_at": "within full_for after incident.seen_at"}]
    }
    assert {"some": "incident in conduct.incidents", "where": where} == some.data


def test_nothing_from_before_the_first_rule_is_of_the_gravest():
    some = some_gravest(policy(), (Version("2026-01-01T00:00:00+00:00", policy()),))
    assert {"incident.seen_at": "at least 2026-01-01T00:00:00+00:00"} == some.data["where"]["all"][-1]
