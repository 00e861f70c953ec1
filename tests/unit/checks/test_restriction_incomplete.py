"""`restriction-incomplete`: what whoever is restricted must learn."""

from __future__ import annotations

import pytest

from policykit.checks.restriction_incomplete import check
from tests.unit.checks.courtesy import courteous

SCOPE, STAYS = "scope: [orders]", "unaffected: [refunds]"
ENDS, APPEAL = "ends: 30 days after made_at", "appeal_by: 6 months after made_at"
WARNED = "warned_at: present"


def found(place, *parts: str, when: str = WARNED, more: str = "") -> list[str]:
    answer = ", ".join((f"outcome: {'refuse' if more else 'limit'}", *parts))
    return [one.message for one in check(courteous(place, answer, when, more))]


def test_all_that_is_due_to_somebody(tmp_path):
    assert [] == found(tmp_path, SCOPE, STAYS, ENDS, APPEAL)


@pytest.mark.parametrize(
    ("left_out", "lacking"),
    [(SCOPE, "its scope"), (STAYS, "what it never touches"), (ENDS, "its end"), (APPEAL, "an appeal")],
)
def test_each_part_is_missed(left_out, lacking, tmp_path):
    parts = [part for part in (SCOPE, STAYS, ENDS, APPEAL) if part != left_out]
    assert [f"`asked` restricts somebody, and lacks {lacking}"] == found(tmp_path, *parts)


def test_all_that_is_missing_is_one_finding(tmp_path):
    told = "its scope, what it never touches, an appeal and a warning before it"
    assert [f"`asked` restricts somebody, and lacks {told}"] == found(tmp_path, ENDS, when="flag: yes")


@pytest.mark.parametrize(
    ("parts", "help"),
    [
        (ENDS, "if nothing is restricted, give the day as a value"),
        (f"{SCOPE}, {ENDS}", "name that under `unaffected:`"),
    ],
)
def test_an_end_alone_may_be_of_no_restriction(parts, help, tmp_path):
    (told,) = check(courteous(tmp_path, f"outcome: limit, {parts}", "flag: yes", ""))
    assert told.help.startswith(help)


def test_what_is_no_restriction(tmp_path):
    assert [] == found(tmp_path, APPEAL, when="flag: yes")


def test_what_is_over_when_it_has_happened_has_no_end(tmp_path):
    assert [] == found(tmp_path, SCOPE, STAYS, APPEAL, more=", once: yes")


UNWARNED = ["`asked` restricts somebody, and lacks a warning before it"]


@pytest.mark.parametrize(
    ("when", "warned"),
    [
        (WARNED, True),
        ("warned_at: within 30 days before made_at", True),
        ("flag: yes, warned_at: present", True),
        ("any: [{warned_at: present}, {flag: yes, warned_at: present}]", True),
        ("any: [{warned_at: present}, {flag: yes}]", False),
        ("none: [{warned_at: present}]", False),
        ("warned_at: absent", False),
        ("told_at: present", False),
        ("flag: yes", False),
    ],
)
def test_whether_somebody_was_warned(when, warned, tmp_path):
    assert ([] if warned else UNWARNED) == found(tmp_path, SCOPE, STAYS, ENDS, APPEAL, when=when)


def test_danger_comes_without_a_warning(tmp_path):
    assert [] == found(tmp_path, SCOPE, STAYS, ENDS, APPEAL, "at_once: yes", when="flag: yes")
