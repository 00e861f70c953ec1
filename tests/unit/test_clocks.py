"""When periods end, by example; tests/property/test_clocks.py says it in equations."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from policykit.calendars import calendar_of
from policykit.clocks import (
    FIRST,
    LAST,
    in_zone,
    instant,
    is_midnight,
    last_day,
    local_day,
    moment,
    of_time,
)
from policykit.model import Calendar, Function, Side, Unit

TAIPEI = Calendar("Asia/Taipei", holidays="TW")
BERLIN = Calendar("Europe/Berlin")
GERMANY = Calendar("Europe/Berlin", holidays="DE")
HAVANA = Calendar("America/Havana")


def far_end(event: str, count: int, unit: Unit, side: Side = Side.AFTER, calendar: Calendar = TAIPEI) -> str:
    return moment(datetime.fromisoformat(event), count, unit, side, calendar).isoformat()


@pytest.mark.parametrize(
    ("count", "unit", "end"),
    [
        (90, Unit.MINUTES, "2026-03-02T11:30:00+08:00"),
        (24, Unit.HOURS, "2026-03-03T10:00:00+08:00"),
        (2, Unit.DAYS, "2026-03-04T10:00:00+08:00"),
        (1, Unit.WEEKS, "2026-03-09T10:00:00+08:00"),
        (7, Unit.CALENDAR_DAYS, "2026-03-10T00:00:00+08:00"),
        (1, Unit.MONTHS, "2026-04-03T00:00:00+08:00"),
        (1, Unit.YEARS, "2027-03-03T00:00:00+08:00"),
        (5, Unit.WORKING_DAYS, "2026-03-10T00:00:00+08:00"),
        (4, Unit.WORKING_HOURS, "2026-03-02T14:00:00+08:00"),
    ],
    ids=lambda value: str(value) if isinstance(value, Unit) else None,
)
def test_the_end_of_a_period_after_monday_ten_oclock(count, unit, end):
    assert end == far_end("2026-03-02T10:00:00+08:00", count, unit)


@pytest.mark.parametrize(
    ("count", "unit", "start"),
    [
        (24, Unit.HOURS, "2026-03-01T10:00:00+08:00"),
        (1, Unit.CALENDAR_DAYS, "2026-03-01T00:00:00+08:00"),
        (1, Unit.MONTHS, "2026-02-02T00:00:00+08:00"),
        (1, Unit.YEARS, "2025-03-02T00:00:00+08:00"),
        (1, Unit.WORKING_DAYS, "2026-02-26T00:00:00+08:00"),
        (2, Unit.WORKING_HOURS, "2026-02-26T17:00:00+08:00"),
    ],
    ids=lambda value: str(value) if isinstance(value, Unit) else None,
)
def test_the_start_of_a_period_before_monday_ten_oclock(count, unit, start):
    """The Friday before, 27 February 2026, is a holiday in Taiwan."""
    assert start == far_end("2026-03-02T10:00:00+08:00", count, unit, Side.BEFORE)


def test_an_event_in_the_last_minute_of_a_day_has_the_next_day_as_its_first():
    assert "2026-03-04T00:00:00+08:00" == far_end("2026-03-02T23:59:59+08:00", 1, Unit.CALENDAR_DAYS)


def test_the_day_of_an_event_is_the_one_in_the_businesss_zone():
    assert "2026-03-05T00:00:00+08:00" == far_end("2026-03-02T20:00:00+00:00", 1, Unit.CALENDAR_DAYS)


def test_a_month_after_the_last_of_january_ends_with_february():
    assert "2026-03-01T00:00:00+08:00" == far_end("2026-01-31T10:00:00+08:00", 1, Unit.MONTHS)


def test_a_day_of_24_hours_is_not_a_calendar_day_when_clocks_change():
    """In Berlin the clocks go forward on 29 March 2026."""
    event = "2026-03-28T12:00:00+01:00"
    assert "2026-03-29T13:00:00+02:00" == far_end(event, 1, Unit.DAYS, calendar=BERLIN)
    assert "2026-03-30T00:00:00+02:00" == far_end(event, 1, Unit.CALENDAR_DAYS, calendar=BERLIN)


def test_working_hours_pass_over_nights_and_weekends():
    assert "2026-03-09T11:00:00+08:00" == far_end("2026-03-06T16:00:00+08:00", 4, Unit.WORKING_HOURS)


def test_working_hours_begin_when_the_business_opens():
    assert "2026-03-02T10:00:00+08:00" == far_end("2026-03-02T06:00:00+08:00", 1, Unit.WORKING_HOURS)
    assert "2026-03-03T10:00:00+08:00" == far_end("2026-03-02T20:00:00+08:00", 1, Unit.WORKING_HOURS)


def test_a_date_stands_for_the_instant_at_which_it_begins():
    assert datetime.fromisoformat("2026-03-02T00:00:00+08:00") == instant(date(2026, 3, 2), TAIPEI)
    assert "2026-03-03T00:00:00+08:00" == moment(date(2026, 3, 2), 24, Unit.HOURS, Side.AFTER, TAIPEI).isoformat()
    assert date(2026, 3, 2) == local_day(date(2026, 3, 2), TAIPEI)


def test_a_day_whose_midnight_is_skipped_begins_at_its_first_instant():
    """In Havana the clocks go from 24:00 to 01:00 on 8 March 2026."""
    assert "2026-03-08T01:00:00-04:00" == instant(date(2026, 3, 8), HAVANA).isoformat()
    assert is_midnight(instant(date(2026, 3, 8), HAVANA), HAVANA)


def test_an_hour_that_the_clock_shows_twice_is_two_hours():
    """In Berlin the hour from two to three comes twice on 25 October 2026."""
    first, second = (moment(datetime(2026, 10, 24, hour, 30, tzinfo=UTC), 24, Unit.HOURS, Side.AFTER, BERLIN)
                     for hour in (0, 1))  # fmt: skip
    assert first < second
    assert timedelta(hours=1) == second - first
    assert first == first.astimezone(UTC) == in_zone(first, BERLIN)


def test_the_last_day_of_a_period_that_ends_at_midnight_is_the_day_before():
    end = datetime.fromisoformat("2026-03-10T00:00:00+08:00")
    assert is_midnight(end, TAIPEI)
    assert date(2026, 3, 9) == last_day(end, TAIPEI)
    assert date(2026, 3, 10) == last_day(end + timedelta(hours=1), TAIPEI)


FARTHEST = datetime.combine(LAST, time(), UTC)
EARLIEST = datetime.combine(FIRST, time(), UTC)


@pytest.mark.parametrize("unit", [Unit.DAYS, Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS, Unit.WORKING_DAYS])
def test_time_stops_at_the_ends_of_the_calendar(unit):
    """Where dates run out, a period ends with them."""
    late, early = datetime(9999, 12, 20, tzinfo=UTC), datetime(1, 1, 5, tzinfo=UTC)
    count = 3_652_058 if unit is Unit.DAYS else 2_000
    assert late < moment(late, count, unit, Side.AFTER, BERLIN) <= FARTHEST + timedelta(days=1)
    assert EARLIEST - timedelta(days=1) <= moment(early, count, unit, Side.BEFORE, BERLIN) < early


def test_a_time_beyond_the_calendar_is_taken_for_its_end():
    assert date(9999, 12, 29) == local_day(datetime.max.replace(tzinfo=UTC), BERLIN)
    assert date(1, 1, 3) == local_day(datetime.min.replace(tzinfo=UTC), BERLIN)


def test_more_elapsed_time_than_a_calendar_holds():
    assert FARTHEST == moment(datetime(2026, 1, 1, tzinfo=UTC), 60_000_000, Unit.WEEKS, Side.AFTER, Calendar("UTC"))
    assert EARLIEST == moment(datetime(2026, 1, 1, tzinfo=UTC), 60_000_000, Unit.WEEKS, Side.BEFORE, Calendar("UTC"))


def test_working_hours_that_never_pass_end_where_time_does():
    late = datetime(9999, 12, 27, 12, tzinfo=UTC)
    assert moment(late, 100, Unit.WORKING_HOURS, Side.AFTER, Calendar("UTC")) == datetime(9999, 12, 28, tzinfo=UTC)


def test_working_hours_of_a_minute_a_week_end_where_time_does():
    rarely = Calendar("UTC", working_week=(0,), opens=time(9), closes=time(9, 1))
    found = moment(datetime(2026, 1, 1, tzinfo=UTC), 20_000, Unit.WORKING_HOURS, Side.AFTER, rarely)
    assert found == datetime(9999, 12, 28, tzinfo=UTC)


# --- roll-over and the law's own examples -----------------------------------------------------

COUNTRIES = {country: calendar_of(country) for country in ("DE", "CN", "TW", "GB", "FR")}


def rolled(country: str, event: str, count: int) -> str:
    """The last day of so many calendar days after a local day's noon, or the next working day."""
    calendar = COUNTRIES[country]
    noon = datetime.combine(date.fromisoformat(event), time(12), ZoneInfo(calendar.zone))
    end = moment(noon, count, Unit.CALENDAR_DAYS, Side.AFTER, calendar, rolls=True)
    assert is_midnight(end, calendar)
    return last_day(end, calendar).isoformat()


@pytest.mark.parametrize(
    ("country", "delivered", "count", "last"),
    [
        ("DE", "2026-03-02", 14, "2026-03-16"),
        ("DE", "2026-03-07", 14, "2026-03-23"),
        ("DE", "2026-12-11", 14, "2026-12-28"),
        ("FR", "2026-12-11", 14, "2026-12-28"),
        ("DE", "2026-03-10", 14, "2026-03-24"),
        ("DE", "2026-03-20", 14, "2026-04-07"),
        ("CN", "2026-03-02", 7, "2026-03-09"),
        ("CN", "2026-02-07", 7, "2026-02-14"),
        ("CN", "2026-02-09", 7, "2026-02-24"),
        ("TW", "2026-03-02", 7, "2026-03-09"),
        ("TW", "2026-02-20", 7, "2026-03-02"),
    ],
    ids=[
        "EU: a Monday", "EU: a Saturday gives way to Monday", "EU: Christmas, then a weekend", "France likewise",
        "EU: of two parcels the later one counts", "EU: Good Friday to Easter Monday", "China: seven days",
        "China: a Saturday worked in exchange", "China: the Spring Festival", "Taiwan: seven days",
        "Taiwan: the day off for Peace Memorial Day, then a weekend",
    ],
)  # fmt: skip
def test_a_last_day_of_rest_gives_way_to_the_next_working_day(country, delivered, count, last):
    assert last == rolled(country, delivered, count)


@pytest.mark.parametrize(
    ("event", "unit", "end"),
    [
        ("2026-03-04", Unit.MONTHS, "2026-04-08T00:00:00+02:00"),
        ("2026-03-06", Unit.YEARS, "2027-03-09T00:00:00+01:00"),
    ],
    ids=["the Saturday before Easter", "a Saturday in the year after"],
)
def test_months_and_years_roll_over_too(event, unit, end):
    assert end == moment(date.fromisoformat(event), 1, unit, Side.AFTER, GERMANY, rolls=True).isoformat()


# --- hours and days ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("function", "at", "expected"),
    [
        (Function.DATE, "2026-03-02T23:30:00+00:00", date(2026, 3, 3)),
        (Function.DATE, "2026-03-29T00:30:00+01:00", date(2026, 3, 29)),
        (Function.WEEKDAY, "2026-03-01T23:30:00+00:00", "mon"),
        (Function.TIME, "2026-03-02T09:00:00+01:00", timedelta(hours=9)),
        (Function.TIME, "2026-03-29T01:00:00+00:00", timedelta(hours=3)),
        (Function.TIME, "2026-10-25T00:30:00+00:00", timedelta(hours=2, minutes=30)),
        (Function.TIME, "2026-10-25T01:30:00+00:00", timedelta(hours=2, minutes=30)),
        (Function.IS_WORKING_DAY, "2026-04-06T09:00:00+02:00", False),
        (Function.IS_WORKING_DAY, "2026-04-07T23:59:59+02:00", True),
        (Function.IN_WORKING_HOURS, "2026-04-07T08:59:59+02:00", False),
        (Function.IN_WORKING_HOURS, "2026-04-07T09:00:00+02:00", True),
        (Function.IN_WORKING_HOURS, "2026-04-07T17:59:59+02:00", True),
        (Function.IN_WORKING_HOURS, "2026-04-07T18:00:00+02:00", False),
        (Function.IN_WORKING_HOURS, "2026-04-06T12:00:00+02:00", False),
    ],
)
def test_what_the_wall_clock_and_the_calendar_say_of_an_instant(function, at, expected):
    """In Germany; clocks go forward on 29 March 2026, and the hour from two to three comes twice on 25 October."""
    assert expected == of_time(function, datetime.fromisoformat(at), GERMANY)


def test_a_day_begins_at_midnight_by_the_clock():
    assert timedelta() == of_time(Function.TIME, date(2026, 3, 2), GERMANY)
    assert "mon" == of_time(Function.WEEKDAY, date(2026, 3, 2), GERMANY)
