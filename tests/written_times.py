"""Days and instants as people of a language write them, read back."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
    "de": ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
           "Dezember"),
}  # fmt: skip
WESTERN = re.compile(r"(\d{1,2})\.? (\w+) (\d{4})(?:, (\d{1,2}):(\d{2}))?")
CHINESE = re.compile(
    r"(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日 ?(?:(午夜|凌晨|清晨|早上|上午|中午|下午|晚上)? ?(\d{1,2}):(\d{2}))?"
)
LATER = ("中午", "下午", "晚上")
"""The parts of the day that count their hours from noon on."""


def written_time(text: str, locale: str, zone: ZoneInfo) -> date | datetime | None:
    """The day, or the instant on the wall of that zone, that the whole text says; None where it says neither."""
    found = (CHINESE if locale.startswith("zh") else WESTERN).fullmatch(text.strip())
    if found is None:
        return None
    if locale.startswith("zh"):
        day = date(*map(int, found.groups()[:3]))
        return instant(day, hour(found[4], int(found[5])), int(found[6]), zone) if found[5] else day
    if found[2] not in MONTHS[locale]:
        return None
    day = date(int(found[3]), MONTHS[locale].index(found[2]) + 1, int(found[1]))
    return instant(day, int(found[4]), int(found[5]), zone) if found[4] else day


def hour(part: str | None, shown: int) -> int:
    """The hour of the day: twelve at night is none, and after noon another twelve are meant."""
    if part is None:
        return shown
    return shown % 12 + (12 if part in LATER else 0)


def instant(day: date, at: int, minutes: int, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(hours=at, minutes=minutes)
