"""Periods and calendars: how a business counts time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum


class Unit(StrEnum):
    """How a period counts. `days` and shorter are elapsed time; the others follow a calendar."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    WORKING_HOURS = "working hours"
    MONTHS = "months"
    YEARS = "years"


ELAPSED = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
}
"""Units that are a fixed length of time wherever they begin."""


ROLLING = (Unit.CALENDAR_DAYS, Unit.MONTHS, Unit.YEARS)
"""Units whose last day can be a day of rest, so that the period can roll over to the next working day."""


DAYS_OF_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as authors write them, from Monday on."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a business counts days: its zone (IANA), working week (0 is Monday), hours and holidays.

    ``holidays`` is a country (ISO 3166-1) or a part of one (ISO 3166-2, `GB-SCT`). ``closed_on`` and
    ``open_on`` are single days that the business does not work, or does, whatever week and holidays say.
    """

    zone: str
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(18)
    holidays: str | None = None
    closed_on: tuple[date, ...] = ()
    open_on: tuple[date, ...] = ()
    digest: int = field(init=False, repr=False, compare=False)
    """The hash, worked out once: what is counted by a calendar is kept by it."""

    def __post_init__(self) -> None:
        told = (self.zone, self.working_week, self.opens, self.closes, self.holidays, self.closed_on, self.open_on)
        object.__setattr__(self, "digest", hash(told))

    def __reduce__(self) -> tuple[type[Calendar], tuple[object, ...]]:
        # The hash of a text is another one in each process.
        told = (self.zone, self.working_week, self.opens, self.closes, self.holidays, self.closed_on, self.open_on)
        return Calendar, told

    def __hash__(self) -> int:
        return self.digest
