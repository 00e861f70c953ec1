"""The values that rules and facts share, so that facts lie on, just before and just after what the rules ask."""

from __future__ import annotations

from datetime import datetime, timedelta

BASE = datetime.fromisoformat("2026-03-27T10:00:00+08:00")
"""Two days before clocks change in Europe."""
TICK = timedelta(microseconds=1)
STEPS = (
    timedelta(), TICK, -TICK, timedelta(hours=1), timedelta(hours=24) - TICK, timedelta(hours=24),
    timedelta(hours=25), timedelta(days=2), timedelta(days=2, hours=14), timedelta(days=3), timedelta(days=7),
    timedelta(days=7, hours=14), timedelta(days=10), timedelta(days=31), timedelta(days=-1), timedelta(days=-4),
)  # fmt: skip
INSTANTS = tuple((BASE + step).isoformat() for step in STEPS)
ELSEWHERE = tuple(
    datetime.fromisoformat(text).astimezone(datetime.fromisoformat(f"2026-01-01T00:00:00{offset}").tzinfo).isoformat()
    for text, offset in zip(INSTANTS[2:8], ("+00:00", "+02:00", "-05:00") * 2, strict=True)
)
"""Some of the same instants as a caller in another zone writes them."""
AS_OFS = tuple((BASE + timedelta(days=days)).isoformat() for days in (40, 40, 40, 3, 0))
DAYS = ("2026-03-26", "2026-03-27", "2026-03-28", "2026-03-30", "2026-04-03")
NUMBERS = ("0", "1", "2", "3", "5", "7", "12")
PARTS_OF_NUMBERS = ("0.5", "2.5")
AMOUNTS = ("0", "0.5", "100", "100.5", "333")
TEXTS = ("", "pear", "plum tree", "PLUM", "stra\u00dfe", "\u68a8")
PARTS_OF_TEXTS = ("", "p", "P", "plum", "PL", "ear", "SS", "\u68a8")
CHOICES = (("fresh", "frozen", "dried"), ("fresh", "sealed"), ("red", "green"))
LENGTHS = {"1 hour": "PT1H", "90 minutes": "PT90M", "24 hours": "P1D", "2 days": "P2D", "1 week": "P7D"}
PERIODS = (
    *LENGTHS, "1 calendar day", "2 calendar days", "7 calendar days", "1 working day", "3 working days",
    "4 working hours", "1 month", "1 year",
)  # fmt: skip
ROLLING = ("1 calendar day or the next working day", "7 calendar days or the next working day",
           "1 month or the next working day")  # fmt: skip
"""Periods that roll over, as only those do that run after their event."""
HOURS = ("from 10:00 to 18:00", "from 22:00 to 10:00", "from 00:00 to 12:00", "from 10:00 to 24:00")
"""Times of day; the first instant of most facts is ten o'clock in Taipei."""
CALENDAR = ("on fri", "on sat, sun", "on fri to mon", "on working days", "not(on working days)")
WORKED = ("during working hours", "outside working hours")
LADDERS = (tuple(LENGTHS), ("1 calendar day", "2 calendar days", "7 calendar days"), ("1 month", "3 months"),
           ("1 working day", "3 working days"))  # fmt: skip
"""Periods that can bound a tier of time, the shortest first."""
OFTEN = ("24 hours", "2 calendar days") * 4
EDGES = (INSTANTS[0], INSTANTS[0], INSTANTS[5], INSTANTS[8]) * 2
"""An event and the ends of those two periods after it: chosen often, so that acts fall exactly on an end."""
ZONES = ("Asia/Taipei", "Asia/Taipei", "Europe/Berlin", "America/New_York", "UTC")
CURRENCY = "TWD"
