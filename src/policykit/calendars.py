"""Which days are worked: a business's own days and week, public holidays, and how far ahead these are published.

Public holidays come from the library `holidays`, with the weekend days that a country works in exchange
for days off. Where such days are shifted a year at a time by decree, the calendar has a **horizon**:
beyond it, working days are counted as if nothing more were shifted, and what depends on them is provisional.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from policykit.model import Calendar

if TYPE_CHECKING:
    from holidays import HolidayBase

MAIN_PARTS = {"GB": "ENG"}
"""The part of a country whose holidays stand for the whole, where most holidays are those of a part.

The United Kingdom has no Easter Monday in common; England (with Wales) is where most buyers live.
"""
SHIFTS_NO_MORE = frozenset(("BG", "TW", "UA"))
"""Countries that have shifted working days and do so no more: their calendars follow from the law alone.

Bulgaria ended it with 2016, Taiwan with 2025; Ukraine has no days off in lieu under martial law.
"""


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Whether it is worked: in the week and no public holiday, or shifted into it. The business's own days go first."""
    if day in calendar.open_on:
        return True
    if day in calendar.closed_on:
        return False
    in_week = day.weekday() in calendar.working_week
    if calendar.holidays is None:
        return in_week
    known = _holidays(calendar.holidays)
    if day in known:
        return False
    # Asking for the day has made the year known, and with it the weekend days worked in exchange.
    return in_week or day in known.weekend_workdays


def horizon(calendar: Calendar) -> date | None:
    """The last day whose working days are published; None where no decree is waited for."""
    return None if calendar.holidays is None else _horizon(calendar.holidays)


@cache
def _horizon(place: str) -> date | None:
    country, _, _ = place.partition("-")
    known = _load(place)
    if country in SHIFTS_NO_MORE or not known.has_substituted_holidays:
        return None
    decreed = getattr(known, "special_public_holidays", {})  # by year, as the library keeps them
    shifted = _load(place, years=tuple(decreed)).weekend_workdays
    return date(max(day.year for day in shifted), 12, 31)


def calendar_of(country: str) -> Calendar:
    """The calendar that a country's law counts by: its main zone, its week and its public holidays.

    ``country`` is ISO 3166-1, with a part of it (ISO 3166-2) where holidays are those of a part: `GB-SCT`.
    Of several zones it is the one that the tz database lists first: in Europe and East Asia, the capital's.
    Raises KeyError where no such country is known.
    """
    zone = _main_zones()[country[:2]]
    weekend = _load(country).weekend
    return Calendar(zone, tuple(day for day in range(7) if day not in weekend), holidays=country)


def has_holidays(place: str) -> bool:
    """Whether public holidays are known for a country, or for a part of one (`DE-BY`)."""
    from holidays.registry import COUNTRIES  # the register alone: the package would load every country

    country, _, part = place.partition("-")
    if not any(country in codes for codes in COUNTRIES.values()):
        return False
    return not part or part in _load(country).subdivisions


@cache
def _main_zones() -> dict[str, str]:
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    zones: dict[str, str] = {}
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            zones.setdefault(country, zone)
    return zones


@cache
def _holidays(place: str) -> HolidayBase:
    return _load(place)


def _load(place: str, years: tuple[int, ...] = ()) -> HolidayBase:
    from holidays import country_holidays  # 70 ms to import: only for those who count working days

    country, _, part = place.partition("-")
    return country_holidays(country, subdiv=part or MAIN_PARTS.get(country), years=years)
