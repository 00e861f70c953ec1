"""When a period ends: elapsed time, calendar days, working days and hours, months and years.

Every period includes its first instant and excludes its last. Calendar days follow the statutes
(Regulation 1182/71 art. 3, 民法 §120, 民法典 §201): the day of the event does not count, and the
last day ends at 24:00 local time. Months and years go by the calendar, clipped to the month's end.
A period that rolls over (Regulation 1182/71 art. 3(4), 民法 §122, 民法典 §203) and whose last day is
not worked ends with the next working day.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal, NamedTuple, assert_never
from zoneinfo import ZoneInfo

import msgspec

from policykit.calendars import horizon, is_working_day
from policykit.model import DAYS_OF_WEEK, ELAPSED, Calendar, Function, PeriodLiteral, Side, Unit

MOST_DAYS = 40_000
"""So many days are looked at one by one: the longest period, in a business that works one day a week."""
FIRST, LAST = date(1, 1, 3), date(9999, 12, 29)
"""Time saturates here: a period never leaves the range that dates can hold, in any zone."""
MOST_KEPT = 16_384
"""So many days and ends of periods are kept: events of one day have them in common, whatever their hours are."""

DAY_UNITS = (Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS)
DayUnit = Literal[Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.YEARS]


def moment(
    event: date | datetime, count: int, unit: Unit, side: Side, calendar: Calendar, *, rolls: bool = False
) -> datetime:
    """The far end of a period of ``count`` units that runs from ``event``, with the offset of the business's zone.

    After an event it is the first instant outside the period; before one it is the first instant inside.
    ``rolls`` is for days, months and years of the calendar that run after their event.
    """
    match unit:
        case Unit.MINUTES | Unit.HOURS | Unit.DAYS | Unit.WEEKS:
            steps = count if side is Side.AFTER else -count
            return in_zone(_elapsed(instant(event, calendar), steps * ELAPSED[unit]), calendar)
        case Unit.WORKING_HOURS:
            return _fixed(_working_hours(instant(event, calendar), timedelta(hours=count), side, calendar))
        case Unit.CALENDAR_DAYS | Unit.WORKING_DAYS | Unit.MONTHS | Unit.YEARS:
            return _end_of_days(local_day(event, calendar), count, unit, side, calendar, rolls)
        case _:
            assert_never(unit)


@lru_cache(MOST_KEPT)
def _end_of_days(
    day: date,
    count: int,
    unit: DayUnit,
    side: Side,
    calendar: Calendar,
    rolls: bool,  # noqa: FBT001  # the cache finds arguments faster that have no names
) -> datetime:
    """The far end of a period that is counted in days of the calendar, which every event of one day shares."""
    steps = count if side is Side.AFTER else -count
    match unit:
        case Unit.CALENDAR_DAYS:
            last = _add_days(day, steps)
        case Unit.MONTHS:
            last = _add_months(day, steps)
        case Unit.YEARS:
            last = _add_months(day, 12 * steps)
        case Unit.WORKING_DAYS:
            last = _nth_working_day(day, count, side, calendar)
        case _:
            assert_never(unit)
    return _far_end(_rolled_over(last, calendar) if rolls else last, side, calendar)


def day_after_which(end: datetime, unit: Unit, calendar: Calendar) -> date | datetime:
    """What a period of the unit runs from where its event is the ``end`` of another period.

    That instant is none of the first period, so the calendar counts from the last day it covers: two working
    days after a period that ends on Tuesday at 24:00 end with Thursday. Elapsed time runs from the instant.
    """
    return end if unit in ELAPSED or unit is Unit.WORKING_HOURS else last_day(end, calendar)


def is_provisional(event: date | datetime, far: datetime, period: PeriodLiteral, calendar: Calendar) -> bool:
    """Whether a period between an event and its far end counts working days that are not published yet."""
    if not (period.rolls or period.unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS)):
        return False
    known_until = horizon(calendar)
    return known_until is not None and max(local_day(event, calendar), last_day(far, calendar)) > known_until


TimeFunction = Literal[
    Function.DATE, Function.TIME, Function.WEEKDAY, Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS
]


def of_time(function: TimeFunction, value: date | datetime, calendar: Calendar) -> date | str | bool | timedelta:
    """What a function of the language says of a time, by the wall clock and calendar of the business.

    A time of day is the length of time from midnight that its clock shows, also where clocks change.
    """
    match function:
        case Function.DATE:
            return local_day(value, calendar)
        case Function.TIME:
            return time_of_day(value, calendar)
        case Function.WEEKDAY:
            return DAYS_OF_WEEK[local_day(value, calendar).weekday()]
        case Function.IS_WORKING_DAY:
            return is_working_day(local_day(value, calendar), calendar)
        case Function.IN_WORKING_HOURS:
            opens, closes = (_since_midnight(at) for at in (calendar.opens, calendar.closes))
            worked = is_working_day(local_day(value, calendar), calendar)
            return worked and opens <= time_of_day(value, calendar) < closes
        case _:
            assert_never(function)


def time_of_day(value: date | datetime, calendar: Calendar) -> timedelta:
    """What the clock on the wall shows then, from midnight."""
    at = instant(value, calendar)
    return _since_midnight(_within_range(at).astimezone(_zone(calendar.zone)).time())


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def instant(value: date | datetime, calendar: Calendar) -> datetime:
    """The instant itself, or the one at which a day begins in the business's zone."""
    if isinstance(value, datetime):
        return value
    return _midnight(value, calendar.zone)


def acted_after(act: date | datetime, event: date | datetime, calendar: Calendar) -> datetime:
    """The instant of an act that is measured from an event.

    An act of which the day alone is known, and which is the day of the event, counts as the event's instant:
    the day began before it, the act did not.
    """
    same_day = not isinstance(act, datetime) and act == local_day(event, calendar)
    return instant(event if same_day else act, calendar)


def _fixed(value: datetime) -> datetime:
    """The instant with its offset alone.

    Python compares two times of one zone by their clocks and not as instants, and takes a time in the
    hour that a clock shows twice as equal to none of another zone.
    """
    offset = value.utcoffset()
    assert offset is not None
    return value.replace(tzinfo=_shared(offset), fold=0)


@lru_cache(MOST_KEPT)
def _shared(offset: timedelta) -> timezone:
    """The object of an offset that times which were sent bear too: Python compares those that share it at once."""
    minutes, seconds = divmod(offset // timedelta(seconds=1), 60)
    if seconds:
        return timezone(offset)
    sign = "-" if minutes < 0 else "+"
    hours, minutes = divmod(abs(minutes), 60)
    zone = msgspec.convert(f"2000-01-01T00:00:00{sign}{hours:02}:{minutes:02}", datetime).tzinfo
    assert isinstance(zone, timezone)
    return zone


_zone = lru_cache(MOST_KEPT)(ZoneInfo)


def local_day(value: date | datetime, calendar: Calendar) -> date:
    """The day on the wall in the business's zone."""
    if not isinstance(value, datetime):
        return value
    day = value.date()
    if value.tzinfo is offsets(calendar.zone)[day]:  # as nearly always: the day that was sent is the day there
        return day
    return _within_range(value).astimezone(_zone(calendar.zone)).date()


class Offsets(dict[date, object]):
    """The offset that a zone keeps on a day and on those beside it, in which no time of the day can lie.

    It is the object that times which were sent bear too. Where the zone changes its offset, a mark stands for it.
    """

    def __init__(self, zone: str) -> None:
        super().__init__()
        self.zone = _zone(zone)

    def __repr__(self) -> str:
        return f"Offsets({self.zone})"

    def __missing__(self, day: date) -> object:
        if len(self) >= MOST_KEPT:
            self.clear()
        found = self[day] = self.kept_on(day)
        return found

    def kept_on(self, day: date) -> object:
        if not FIRST.year < day.year < LAST.year:
            return CHANGES
        start = datetime.combine(day, time(), UTC) - timedelta(days=1)
        # No zone goes to another offset and back within three hours.
        found = {(start + timedelta(hours=hour)).astimezone(self.zone).utcoffset() for hour in range(0, 73, 3)}
        offset = found.pop()
        return CHANGES if found or offset is None else _shared(offset)


CHANGES = object()
offsets = lru_cache(MOST_KEPT)(Offsets)


def in_zone(value: datetime, calendar: Calendar) -> datetime:
    """The same instant, with the offset that the business's zone has then."""
    return (_known_in_zone if isinstance(value.tzinfo, timezone) else _in_zone)(value, calendar.zone)


def _in_zone(value: datetime, zone: str) -> datetime:
    return _fixed(_within_range(value).astimezone(_zone(zone)))


# A decision asks over and over about the few times that it rests on. Those of a zone are no keys: see ``end``.
_known_in_zone = lru_cache(MOST_KEPT)(_in_zone)


def last_day(end: datetime, calendar: Calendar) -> date:
    """The last local day that has an instant before ``end``."""
    return local_day(_elapsed(end, timedelta(microseconds=-1)), calendar)


def is_midnight(end: datetime, calendar: Calendar) -> bool:
    """Whether ``end`` is where a local day begins, so that whole days end there."""
    return end == instant(local_day(end, calendar), calendar)


class End(NamedTuple):
    """The end of a period as the business's clocks show it, its last local day, and whether it ends with that day."""

    at: datetime
    last_day: date
    whole_day: bool


def end(at: datetime, calendar: Calendar) -> End:
    """An end of a period by the business's clocks. Many decisions have one in common, as a midnight."""
    # Times of a zone are no keys: two that its clock shows alike are equal.
    return _known_end(at, calendar) if isinstance(at.tzinfo, timezone) else _end(at, calendar)


def _end(at: datetime, calendar: Calendar) -> End:
    local = in_zone(at, calendar)
    return End(local, last_day(local, calendar), is_midnight(local, calendar))


_known_end = lru_cache(MOST_KEPT)(_end)


def is_before(acted: date, happened: date, calendar: Calendar) -> bool:
    """Whether an act surely lies before an event: where one is a day, on an earlier day."""
    if isinstance(acted, datetime) and isinstance(happened, datetime):
        return acted < happened
    return local_day(acted, calendar) < local_day(happened, calendar)


def _elapsed(start: datetime, delta: timedelta) -> datetime:
    try:
        return _within_range(start.astimezone(UTC) + delta)
    except OverflowError:
        return datetime.combine(LAST if delta > timedelta() else FIRST, time(), UTC)


def _within_range(value: datetime) -> datetime:
    if FIRST.year < value.year < LAST.year:
        return value
    if FIRST < value.date() < LAST:
        return value
    return datetime.combine(LAST if value.date() >= LAST else FIRST, time(), UTC)


def _add_days(day: date, days: int) -> date:
    ordinal = min(max(day.toordinal() + days, FIRST.toordinal()), LAST.toordinal() - 1)
    return date.fromordinal(ordinal)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not FIRST.year < year < LAST.year:
        return _add_days(LAST if year >= LAST.year else FIRST, -1)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _far_end(day: date, side: Side, calendar: Calendar) -> datetime:
    return _midnight(_add_days(day, 1) if side is Side.AFTER else day, calendar.zone)


@lru_cache(MOST_KEPT)
def _midnight(day: date, zone: str) -> datetime:
    """Where the day begins, with the offset that the zone has then."""
    # Where a zone skips midnight, UTC and back gives the first instant that the day has.
    known = _zone(zone)
    return _fixed(datetime.combine(_add_days(day, 0), time(), known).astimezone(UTC).astimezone(known))


def _days_from(day: date, side: Side) -> Iterator[date]:
    """The day and those after or before it, for about a hundred years: no period that ends takes longer."""
    step = 1 if side is Side.AFTER else -1
    for passed in range(MOST_DAYS):
        candidate = _add_days(day, step * passed)
        if not FIRST < candidate < _add_days(LAST, -1):
            return
        yield candidate


def _rolled_over(day: date, calendar: Calendar) -> date:
    """The day itself, or where it is a day of rest the next working day."""
    return next((candidate for candidate in _days_from(day, Side.AFTER) if is_working_day(candidate, calendar)), LAST)


def _nth_working_day(day: date, count: int, side: Side, calendar: Calendar) -> date:
    passed = 0
    for candidate in _days_from(day, side):
        if candidate != day and is_working_day(candidate, calendar):
            passed += 1
        if passed >= count:
            return candidate
    return LAST if side is Side.AFTER else FIRST


def _working_hours(start: datetime, wanted: timedelta, side: Side, calendar: Calendar) -> datetime:
    zone = _zone(calendar.zone)
    for day in _days_from(local_day(start, calendar), side):
        if not is_working_day(day, calendar):
            continue
        opens = datetime.combine(day, calendar.opens, zone).astimezone(UTC)
        closes = datetime.combine(day, calendar.closes, zone).astimezone(UTC)
        begins = max(opens, start) if side is Side.AFTER else min(closes, start)
        left = closes - begins if side is Side.AFTER else begins - opens
        if left >= wanted:
            return (begins + wanted if side is Side.AFTER else begins - wanted).astimezone(zone)
        wanted -= max(left, timedelta())
    return _midnight(LAST if side is Side.AFTER else FIRST, calendar.zone)
