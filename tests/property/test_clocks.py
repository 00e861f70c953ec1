"""Equations of the time arithmetic. ``moment(e, n, unit, side)`` is the far end of n units that run from e."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import example, given
from hypothesis import strategies as st

from policykit.calendars import is_working_day
from policykit.clocks import in_zone, instant, is_midnight, last_day, local_day, moment, of_time
from policykit.model import (
    ELAPSED,
    ROLLING,
    And,
    Calendar,
    Call,
    Comparator,
    Comparison,
    FactRef,
    Function,
    Or,
    PeriodLiteral,
    Side,
    TimeLiteral,
    Unit,
    Window,
)
from policykit.semantics import Setting, evaluate

GERMANY = Calendar("Europe/Berlin", holidays="DE")
TICK = timedelta(microseconds=1)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Taipei")
BY_DAYS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS)

calendars = st.builds(
    Calendar,
    st.sampled_from(ZONES),
    st.sampled_from(((0, 1, 2, 3, 4), (5,), tuple(range(7)))),
    holidays=st.sampled_from((None, "TW", "DE", "US")),
)
near_a_change_of_clocks = st.builds(
    lambda day, hours, micros: (
        datetime.fromisoformat(f"{day}T00:00:00+00:00") + timedelta(hours=hours, microseconds=micros)
    ),
    st.sampled_from(("2026-03-28", "2026-10-24", "2026-03-07", "2026-10-31", "2024-02-28", "2026-12-30")),
    st.integers(-30, 60),
    st.sampled_from((0, 1, -1)),
)
instants = near_a_change_of_clocks | st.datetimes(
    datetime(1950, 1, 1), datetime(2150, 1, 1), timezones=st.just(UTC)  # noqa: DTZ001  # hypothesis adds the zone
)  # fmt: skip
days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
counts = st.integers(1, 40)
units = st.sampled_from(Unit)
sides = st.sampled_from(Side)


def holds(window_within: bool, act: datetime, period: PeriodLiteral, side: Side, event: datetime, calendar) -> bool:
    node = Window(FactRef("act"), window_within, period, side, FactRef("event"))
    return evaluate(node, Setting({"act": act, "event": event}, calendar)) is True


@given(instants, instants | st.integers(-200, 200), counts, units, sides, calendars)
def test_within_and_more_than_share_no_instant_and_leave_none_out(event, act, count, unit, side, calendar):
    """On the far side of its event, an act is within the period or beyond it, and never both."""
    act = event + timedelta(hours=act) if isinstance(act, int) else act
    period = PeriodLiteral(count, unit)
    within, beyond = (holds(word, act, period, side, event, calendar) for word in (True, False))
    is_on_the_side = act >= event if side is Side.AFTER else act < event
    assert is_on_the_side == (within or beyond)
    assert not (within and beyond)


@given(instants, instants | st.integers(-200, 200), st.sets(counts, min_size=2, max_size=3), units, sides, calendars)
def test_tiers_of_time_share_no_instant_and_leave_none_out(event, act, bounds, unit, side, calendar):
    """`within a`, `from a to b`, `from b to c`, `more than c`: on its event's far side an act is in one of them."""
    act = event + timedelta(hours=act) if isinstance(act, int) else act
    ends = [PeriodLiteral(count, unit) for count in sorted(bounds)]
    inside = [holds(True, act, ends[0], side, event, calendar)]
    inside += [
        holds(False, act, shorter, side, event, calendar) and holds(True, act, longer, side, event, calendar)
        for shorter, longer in pairwise(ends)
    ]
    inside += [holds(False, act, ends[-1], side, event, calendar)]
    is_on_the_side = act >= event if side is Side.AFTER else act < event
    assert int(is_on_the_side) == sum(inside)


@given(instants, counts, units, sides, calendars)
def test_a_period_includes_its_first_instant_and_excludes_its_last(event, count, unit, side, calendar):
    period, far = PeriodLiteral(count, unit), moment(event, count, unit, side, calendar)
    first, last = (event, far) if side is Side.AFTER else (far, event)
    assert first < last
    assert holds(True, first, period, side, event, calendar)
    assert holds(True, last - TICK, period, side, event, calendar)
    assert not holds(True, last, period, side, event, calendar)
    assert not holds(True, first - TICK, period, side, event, calendar)


@given(instants, counts, units, sides, calendars)
def test_a_longer_period_ends_no_earlier(event, count, unit, side, calendar):
    shorter, longer = (moment(event, n, unit, side, calendar) for n in (count, count + 1))
    assert shorter < longer if side is Side.AFTER else longer < shorter


@given(instants, instants, counts, units, sides, calendars)
def test_a_later_event_ends_its_period_no_earlier(one, other, count, unit, side, calendar):
    earlier, later = sorted((one, other))
    assert moment(earlier, count, unit, side, calendar) <= moment(later, count, unit, side, calendar)


@given(instants, counts, units, sides, calendars, st.sampled_from(("+00:00", "+08:00", "-05:00")))
def test_the_offset_an_instant_is_written_with_changes_nothing(event, count, unit, side, calendar, offset):
    elsewhere = event.astimezone(datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo)
    assert moment(event, count, unit, side, calendar) == moment(elsewhere, count, unit, side, calendar)


@given(instants, counts, st.sampled_from(tuple(ELAPSED)), sides, calendars)
def test_elapsed_time_is_exact_across_a_change_of_clocks(event, count, unit, side, calendar):
    """|moment(e, n) - e| == n * unit"""
    assert abs(moment(event, count, unit, side, calendar) - event) == count * ELAPSED[unit]


@given(instants, counts, calendars)
@example(datetime.fromisoformat("2026-03-28T23:30:00+01:00"), 1, Calendar("Europe/Berlin"))
@example(datetime.fromisoformat("2026-10-31T12:00:00-04:00"), 1, Calendar("America/New_York"))
def test_calendar_days_begin_and_end_at_local_midnight(event, count, calendar):
    """The day after the event is day one; the last one ends at 24:00 by the clock on the wall, also when it changes."""
    zone = ZoneInfo(calendar.zone)
    after = moment(event, count, Unit.CALENDAR_DAYS, Side.AFTER, calendar)
    before = moment(event, count, Unit.CALENDAR_DAYS, Side.BEFORE, calendar)
    assert datetime.combine(local_day(event, calendar) + timedelta(days=count + 1), time(), zone) == after
    assert datetime.combine(local_day(event, calendar) - timedelta(days=count), time(), zone) == before
    assert local_day(event, calendar) + timedelta(days=count) == last_day(after, calendar)


@given(instants, counts, st.sampled_from(BY_DAYS), sides, calendars)
def test_a_period_by_days_ends_with_a_day(event, count, unit, side, calendar):
    assert is_midnight(moment(event, count, unit, side, calendar), calendar)


@given(days, st.integers(1, 48), sides, calendars)
@example(date(2026, 1, 31), 1, Side.AFTER, Calendar("Europe/Berlin"))
@example(date(2024, 2, 29), 12, Side.AFTER, Calendar("Europe/Berlin"))
def test_months_go_by_the_calendar_and_are_clipped_to_the_months_end(event, count, side, calendar):
    months = event.year * 12 + event.month - 1 + (count if side is Side.AFTER else -count)
    year, month = months // 12, months % 12 + 1
    expected = date(year, month, min(event.day, monthrange(year, month)[1]))
    far = moment(event, count, Unit.MONTHS, side, calendar)
    assert expected == (last_day(far, calendar) if side is Side.AFTER else local_day(far, calendar))


@given(instants, st.integers(1, 20), sides, calendars)
def test_a_year_is_twelve_months(event, count, side, calendar):
    by_months = moment(event, 12 * count, Unit.MONTHS, side, calendar)
    assert by_months == moment(event, count, Unit.YEARS, side, calendar)


@given(instants, counts, sides, calendars)
def test_so_many_working_days_lie_in_a_period_of_working_days(event, count, side, calendar):
    """The event's own day does not count, and the last day counted is a working day."""
    far = moment(event, count, Unit.WORKING_DAYS, side, calendar)
    start = local_day(event, calendar)
    last = last_day(far, calendar) if side is Side.AFTER else local_day(far, calendar)
    step = 1 if side is Side.AFTER else -1
    between = [start + timedelta(days=step * n) for n in range(1, abs((last - start).days) + 1)]
    assert count == sum(is_working_day(day, calendar) for day in between)
    assert is_working_day(last, calendar)


@given(instants, counts, st.sampled_from(ROLLING), calendars)
@example(datetime.fromisoformat("2026-12-11T12:00:00+01:00"), 14, Unit.CALENDAR_DAYS, GERMANY)
def test_a_period_that_rolls_over_ends_with_the_first_working_day_from_its_last_on(event, count, unit, calendar):
    """Counted day by day: the last day is worked, and none between it and the plain last day is."""
    plain, rolled = (moment(event, count, unit, Side.AFTER, calendar, rolls=rolls) for rolls in (False, True))
    first, last = last_day(plain, calendar), last_day(rolled, calendar)
    passed = [first + timedelta(days=n) for n in range((last - first).days)]
    assert is_midnight(rolled, calendar)
    assert is_working_day(last, calendar)
    assert not any(is_working_day(day, calendar) for day in passed)


@given(instants, instants, counts, st.sampled_from(ROLLING), calendars)
def test_of_two_events_the_later_one_rolls_over_no_sooner(one, other, count, unit, calendar):
    ends = [moment(event, count, unit, Side.AFTER, calendar, rolls=True) for event in sorted((one, other))]
    assert ends == sorted(ends)


@given(instants, st.integers(0, 1_439), st.integers(0, 1_440), calendars)
def test_hours_of_the_day_hold_by_what_the_clock_on_the_wall_shows(event, start, end, calendar):
    """`from a to b` holds of the minutes a, a+1, … up to b, going round at midnight; also when clocks change."""
    local = event.astimezone(ZoneInfo(calendar.zone))
    minute = local.hour * 60 + local.minute
    low, high = (Comparison(sign, Call(Function.TIME, (FactRef("at"),)), TimeLiteral(limit))
                 for sign, limit in ((Comparator.AT_LEAST, start), (Comparator.LESS, end)))  # fmt: skip
    node = And((low, high)) if start < end else Or((low, high))
    minutes = {(start + step) % 1_440 for step in range((end - start) % 1_440 or 1_440)}
    assert (minute in minutes) is evaluate(node, Setting({"at": event}, calendar))


@given(instants, calendars)
def test_a_day_has_its_name_its_date_and_its_work_by_the_calendar(event, calendar):
    day, names = local_day(event, calendar), ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    asked = (Function.DATE, Function.WEEKDAY, Function.IS_WORKING_DAY)
    told = [of_time(function, event, calendar) for function in asked]
    assert [day, names[day.weekday()], is_working_day(day, calendar)] == told


@given(instants, calendars)
def test_working_hours_are_those_in_which_working_time_passes(event, calendar):
    """An instant is worked where the least time after it is working time."""
    worked = of_time(Function.IN_WORKING_HOURS, event, calendar)
    assert worked is (working_time(event, event + TICK, calendar) == TICK)


@given(instants, st.integers(1, 100), calendars)
def test_working_hours_back_from_their_end_lead_to_the_same_working_time(event, count, calendar):
    """moment(moment(e, n, after), n, before) has no working time between it and e."""
    there = moment(event, count, Unit.WORKING_HOURS, Side.AFTER, calendar)
    back = moment(there, count, Unit.WORKING_HOURS, Side.BEFORE, calendar)
    assert timedelta() == working_time(event, back, calendar)
    assert timedelta(hours=count) == working_time(event, there, calendar)


def working_time(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """The working time between two instants, summed day by day."""
    zone, total = ZoneInfo(calendar.zone), timedelta()
    day = local_day(start, calendar)
    while day <= local_day(end, calendar):
        if is_working_day(day, calendar):
            opens, closes = (
                datetime.combine(day, at, zone).astimezone(UTC) for at in (calendar.opens, calendar.closes)
            )
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += timedelta(days=1)
    return total


@given(days, counts, st.sampled_from((Unit.CALENDAR_DAYS, Unit.DAYS, Unit.HOURS)))
def test_before_mirrors_after(day, count, unit):
    """Where no clock changes, the time line turned around gives the same periods."""
    calendar, centre = Calendar("UTC"), datetime(2050, 1, 1, tzinfo=UTC)
    event = instant(day, calendar) + timedelta(hours=5)
    mirrored = centre + (centre - event)
    after = moment(event, count, unit, Side.AFTER, calendar)
    assert centre + (centre - after) == moment(mirrored, count, unit, Side.BEFORE, calendar)


@given(instants, instants, calendars)
def test_two_moments_compare_as_the_instants_they_are(one, other, calendar):
    """Also where the clock on the wall shows one hour twice."""
    first, second = (moment(event, 1, Unit.HOURS, Side.AFTER, calendar) for event in (one, other))
    assert (one < other) == (first < second)
    assert (other - one) == (second - first)


@given(instants, calendars)
def test_an_instant_in_the_businesss_zone_is_the_same_instant(event, calendar):
    assert event == in_zone(event, calendar)
    assert local_day(event, calendar) == in_zone(event, calendar).date()
