"""`notice-too-short`: what is announced late takes effect late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policykit.checks.notice_too_short import Notice, check, earliest_start, latest_announcement
from policykit.model import Business, Calendar, PeriodLiteral, Unit
from tests.unit.checks.shop import policy, shop

WEEK = PeriodLiteral(7, Unit.CALENDAR_DAYS)
CALENDAR = Calendar("Asia/Shanghai")


def business(tmp_path, second: str, **changes) -> Business:
    files = {
        "a.yaml": policy(effective="from: 2026-01-01, until: 2026-07-08"),
        "b.yaml": policy(effective=f"from: 2026-07-08{second}"),
    }
    return replace(shop(files, tmp_path), **changes)


@pytest.mark.parametrize(("announced", "found"), [("2026-07-01", 0), ("2026-07-02", 1)])
def test_what_is_announced_on_the_first_can_begin_on_the_eighth(announced, found, tmp_path):
    changed = business(tmp_path, f", announced: {announced}", notice=WEEK)
    assert found == len(list(check(changed)))


def test_it_says_how_long_and_when_it_can_begin(tmp_path):
    (finding,) = check(business(tmp_path, ", announced: 2026-07-02", notice=WEEK))
    assert (
        "version 2026-07-08 of `main` is announced on 2026-07-02, and a change needs a notice of 7 calendar days"
        == finding.message
    )
    assert ("let it begin on 2026-07-09 or later", "shop/b.yaml") == (finding.help, finding.span.file)


def test_in_china_the_law_gives_the_notice_where_the_business_gives_none(tmp_path):
    (finding,) = check(business(tmp_path, "", country="CN"))
    assert finding.message.startswith("version 2026-07-08 of `main` needs a notice of 7 calendar days (《电子商务法》")
    assert "add the day to `effective:`, at the latest `announced: 2026-07-01`" == finding.help


@pytest.mark.parametrize("changes", [{}, {"country": "CN", "notice": PeriodLiteral(1, Unit.DAYS)}])
def test_without_a_notice_or_with_a_shorter_one(changes, tmp_path):
    assert [] == list(check(business(tmp_path, ", announced: 2026-07-07", **changes)))


def test_the_first_version_needs_none(tmp_path):
    assert [] == list(check(replace(shop({"a.yaml": policy(effective="from: 2026-01-01")}, tmp_path), notice=WEEK)))


@pytest.mark.parametrize(
    ("count", "unit"),
    [(7, Unit.CALENDAR_DAYS), (7, Unit.DAYS), (36, Unit.HOURS), (2, Unit.WORKING_DAYS), (1, Unit.MONTHS)],
)
@pytest.mark.parametrize("day", [date(2026, 7, 3), date(2026, 7, 4), date(2026, 1, 31)])
def test_the_earliest_start_is_the_first_that_is_early_enough(day, count, unit):
    """latest(earliest(day)) >= day > latest(the day before earliest(day))."""
    notice = Notice(PeriodLiteral(count, unit))
    start = earliest_start(day, notice, CALENDAR)
    before = date.fromordinal(start.toordinal() - 1)
    assert latest_announcement(start, notice, CALENDAR) >= day > latest_announcement(before, notice, CALENDAR)


def test_at_the_end_of_time_there_is_an_answer_too():
    assert date(9990, 1, 1) < earliest_start(date(9999, 12, 31), Notice(WEEK), CALENDAR)
