"""A business beside what it has published."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policykit.diagnostics import Diagnostic
from policykit.model import Business, PeriodLiteral, Unit
from policykit.verify.published import MOST_DIFFERENCES, Published, check_published, gone, unreadable
from tests.unit.checks.shop import policy, shop

TODAY = date(2026, 7, 1)
FIRST = policy(effective="from: 2026-01-01")
ASKING = """\
asks: {first: {policy: main}}
rules: [{id: follows, when: {first.outcome: pay}, then: {outcome: yield}}]"""


def business(place, **policies: str) -> Business:
    place.mkdir()
    return shop({f"{name}.yaml": text for name, text in policies.items()}, place)


def found(old: Business, new: Business, today: date | None = TODAY) -> list[tuple[str, str]]:
    return [(one.code, one.message) for one in check_published(Published(old, "v1"), new, today)]


def test_what_has_not_changed_gives_no_finding(tmp_path):
    same = business(tmp_path / "same", main=FIRST)
    assert [] == found(same, same)


def test_a_version_that_is_gone_stands_at_the_business(tmp_path):
    old = business(tmp_path / "old", main=FIRST, other=policy(name="other"))
    new = business(tmp_path / "new", main=policy(effective="from: 2026-02-01"))
    told = [
        "version 2026-01-01 of `main` was published at `v1`, and is gone",
        "version beginning of `other` was published at `v1`, and is gone",
    ]
    assert [("published-gone", words) for words in told] == found(old, new)


def test_a_policy_that_is_called_otherwise_is_not_gone(tmp_path):
    asking = policy(ASKING, "from: 2026-01-01", name="asking")
    old = business(tmp_path / "old", main=FIRST, asking=asking)
    now = policy("formerly: [main]\nrules: []", "from: 2026-01-01", name="other")
    assert [] == found(old, business(tmp_path / "new", other=now, asking=asking.replace("main", "other")))
    paying = now.replace("otherwise: {outcome: yield}", "otherwise: {outcome: pay, amount: price}")
    told = found(old, business(tmp_path / "more", other=paying, asking=asking.replace("main", "other")))
    assert ["published-changed"] * 2 == [code for code, _ in told]


def test_a_business_that_is_gone_takes_every_version_with_it(tmp_path):
    versions = gone(Published(business(tmp_path / "old", main=FIRST, other=policy(name="other")), "v1"))
    assert ["shop/business.yaml"] * 2 == [one.span.file for one in versions]


def test_a_difference_names_version_policy_and_what(tmp_path):
    old = business(tmp_path / "old", main=FIRST)
    paying = FIRST.replace("otherwise: {outcome: yield}", "otherwise: {outcome: pay, amount: price}")
    outcome, amount = found(old, business(tmp_path / "new", main=paying))
    told = "version 2026-01-01 of `main` is published, and now says something else: "
    assert ("published-changed", f"{told}`outcome` of the rule `otherwise` was `yield`, is `pay`") == outcome
    assert ("published-changed", f"{told}`amount` of the rule `otherwise` was `nothing`, is `price`") == amount


def test_so_many_differences_are_told(tmp_path):
    rules = [f"  - {{id: r-{n}, when: {{flag: yes}}, then: {{outcome: yield}}}}" for n in range(MOST_DIFFERENCES + 2)]
    old = business(tmp_path / "old", main=policy("rules:\n" + "\n".join(rules), "from: 2026-01-01"))
    told = found(old, business(tmp_path / "new", main=FIRST))
    assert MOST_DIFFERENCES + 1 == len(told)
    assert told[-1][1].endswith("now says something else: 2 more differences")


@pytest.mark.parametrize(
    ("was", "now", "touched"),
    [
        ("", ", until: 2026-07-02", False),
        ("", ", until: 2026-07-01", True),
        (", until: 2026-08-01", ", until: 2026-07-02", False),
        (", until: 2026-08-01", ", until: 2026-09-01", False),
        (", until: 2026-06-01", ", until: 2026-09-01", True),
        (", until: 2026-06-01", "", True),
        (", until: 2026-08-01", "", False),
    ],
)
def test_an_end_can_be_moved_among_the_days_to_come(was, now, touched, tmp_path):
    old = business(tmp_path / "old", main=policy(effective=f"from: 2026-01-01{was}"))
    new = business(tmp_path / "new", main=policy(effective=f"from: 2026-01-01{now}"))
    assert touched == bool(found(old, new))
    assert [] == found(old, new, today=None)


def second(place, start: str, announced: str = "") -> Business:
    files = {
        "main": policy(effective=f"from: 2026-01-01, until: {start}"),
        "next": policy(effective=f"from: {start}{announced}"),
    }
    return replace(business(place, **files), notice=PeriodLiteral(7, Unit.CALENDAR_DAYS))


@pytest.mark.parametrize(
    ("start", "announced", "count"),
    [
        ("2026-07-08", "", 0),
        ("2026-07-07", "", 1),
        ("2026-07-07", ", announced: 2026-06-01", 1),
        ("2026-07-12", ", announced: 2026-07-05", 0),
        ("2026-07-11", ", announced: 2026-07-05", 1),
    ],
    ids=["a week", "six days", "said to be announced", "announced later", "announced too late"],
)
def test_nobody_has_been_told_before_today_of_what_is_not_published(start, announced, count, tmp_path):
    new = second(tmp_path / "new", start, announced)
    told = found(business(tmp_path / "old", main=FIRST), new)
    assert ["notice-too-short"] * count == [code for code, _ in told]


def test_a_published_start_needs_no_more_notice(tmp_path):
    both = second(tmp_path / "both", "2026-07-03")
    assert [] == found(both, both)


def test_a_policy_that_is_new_needs_no_notice(tmp_path):
    old = business(tmp_path / "old", main=FIRST)
    new = business(tmp_path / "new", main=FIRST, other=policy(effective="from: 2026-07-02", name="other"))
    assert [] == found(old, replace(new, notice=PeriodLiteral(7, Unit.CALENDAR_DAYS)))


def test_what_all_share_names_those_it_reaches(tmp_path):
    text = policy("rules: [{id: a, when: {made_at: within 1 working day after found_at}, then: {outcome: yield}}]")
    old = business(tmp_path / "old", main=text)
    new = replace(old, calendar=replace(old.calendar, holidays="TW"))
    told = "the calendar's `holidays` was `nothing`, is `TW`, and what is published counts on it: `main` (beginning)"
    assert [("published-changed", told)] == found(old, new)


def test_what_cannot_be_read_says_where(tmp_path):
    place = business(tmp_path / "old", main=FIRST).span
    finding = unreadable("v1", Diagnostic("unknown-key", "`valid` is not a key here", place))
    told = "what was published at `v1` cannot be read: `valid` is not a key here"
    assert (told, place) == (finding.message, finding.span)
