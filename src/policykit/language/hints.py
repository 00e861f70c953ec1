"""What the author of a text that cannot be read seems to mean, and how that is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from policykit.diagnostics import in_backticks
from policykit.model import Unit

_HINTS = (
    (re.compile(r"&&|\|\|"), "write `and` or `or`"),
    (re.compile(r"=="), "one `=` is enough"),
    (re.compile(r"[\[\]]|\.\."), "write a range as `8 to 14`, and several values as `a, b`"),
    (re.compile(r"[\uff0c\uff1a\u3001\u3002\uff08\uff09]"), "write the marks of a test in half width: `,` `(` `)`"),
    (re.compile(r"%"), "write a share as a decimal: `10%` is `0.1`"),
    (re.compile(r"\d,\d"), "write numbers without separators and with a point: `1000.5`"),
    (re.compile(r"\d+ ?[–—-] ?\d+"), "write a range as `8 to 14`"),
    (re.compile(r"\bnot +[^( ]"), "write `not(…)`, with brackets"),
    (re.compile(r"[£€$¥₩]"), "write the currency in letters behind the number: `40 GBP`"),
    (re.compile(r"\d *\+$"), "write `at least` before the number"),
    (re.compile(r"^in +\d"), "write the period and what it begins with: `28 days after order.placed_at`"),
    (re.compile(r"^within\b.* of\b"), "write `after` or `before` between the period and the event"),
    (re.compile(r"[0-9][A-Za-z]"), "leave a space between a number and its unit: `24 hours`"),
    (
        re.compile(r"\bnext +working +day"),
        "write it behind the period: `14 calendar days or the next working day after …`",
    ),
    (re.compile(r"'"), 'write text in double quotes: "…"'),
)

_TESTS = (
    (re.compile(r"[>\uff1e][=\uff1d]|[\u2265\u2267]|至少|不[少低][於于]|大[於于]等[於于]"), "at least"),
    (re.compile(r"[<\uff1c][=\uff1d]|[\u2264\u2266]|[最至]多|不超[過过]|小[於于]等[於于]"), "at most"),
    (re.compile(r"\uff1e|超[過过]|[大多高][於于]"), "more than"),
    (re.compile(r"\uff1c|[小少低][於于]"), "less than"),
    (re.compile(r"^(?:not?|never) (?:less|fewer|under|below)(?: than)?\b|^min(?:imum)?\b"), "at least"),
    (re.compile(r"^(?:not?|never) (?:more|over|above)(?: than)?\b|^max(?:imum)?\b"), "at most"),
    (re.compile(r"^(?:over|above|exceeds|(?:greater|higher|longer|later) than)\b"), "more than"),
    (re.compile(r"^(?:under|below|(?:fewer|smaller|lower|shorter) than)\b"), "less than"),
    (re.compile(r"^([^ ].*) or more$"), r"at least \1"),
    (re.compile(r"^([^ ].*) or (?:less|fewer)$"), r"at most \1"),
    (re.compile(r"^between ([0-9]+) and ([0-9]+)$"), r"\1 to \2"),
)
"""Tests as people write them in Chinese, in signs that are on no keyboard and in other words, and how they are written
here; first those that hold another."""

_UNITS = tuple(
    (re.compile(f"(?<=[0-9]) *[個个]? *(?:{written})"), f" {unit}")
    for written, unit in (
        ("工作[日天]", Unit.WORKING_DAYS),
        ("工作小[時时]", Unit.WORKING_HOURS),
        ("(?:日[曆历]|自然)[日天]", Unit.CALENDAR_DAYS),
        ("分[鐘钟]", Unit.MINUTES),
        ("小[時时]|[鐘钟][頭头]", Unit.HOURS),
        ("[天日]", Unit.DAYS),
        ("[週周]|星期", Unit.WEEKS),
        ("月", Unit.MONTHS),
        ("年", Unit.YEARS),
    )
)
"""Units of time in Chinese, as they stand behind a number."""

_ELSEWHERE = {"business": "working", "work": "working", "bank": "working", "office": "working", "natural": "calendar"}
"""What kinds of days and hours are called elsewhere."""

_ABBREVIATED = {"d": "days", "h": "hours", "hr": "hours", "m": "months", "w": "weeks", "y": "years"}

_NEAR = 0.7
"""How much two words have in common for one to be meant by the other; `points` and `months` have less."""

_PERIOD = re.compile(r"(?P<count>[0-9]{1,9}) *(?P<unit>[A-Za-z]+(?: +[A-Za-z]+)?)")
_TWO_WORDS = re.compile(r"[0-9] +(?P<written>[A-Za-z]+ +(?P<last>[A-Za-z]+))\Z")


@dataclass(frozen=True, slots=True)
class MisnamedUnit:
    """Two words behind a number that name no unit of time, and what is meant."""

    written: str
    help: str


def hint(text: str) -> str | None:
    """How to write what a text means that cannot be read, as far as one can tell."""
    return next((help for pattern, help in _HINTS if pattern.search(text)), None)


def in_words(text: str) -> str:
    """A text that cannot be read, in the words of the language as far as they are known; it may still be wrong."""
    said = _units_in_words(text.strip())
    for pattern, words in _TESTS:
        said = pattern.sub(f" {words} ", said).strip()
    return " ".join(said.split())


def _units_in_words(text: str) -> str:
    for pattern, unit in _UNITS:
        text = pattern.sub(unit, text)
    return text


def period_meant(text: str) -> str | None:
    """The period that is meant by a count and a misspelt or foreign unit: `7 business days`; None where none is."""
    match = _PERIOD.fullmatch(_units_in_words(text.strip()))
    unit = match and near_unit(match["unit"])
    return f"{match['count']} {unit}" if match and unit else None


def misnamed_unit(text: str) -> MisnamedUnit | None:
    """The unit at the end of a text, where it seems to be one of time: `7 calender days`."""
    match = _TWO_WORDS.search(text)
    if match is None:
        return None
    listed = f"the units are {in_backticks(Unit)}" if _is_unit(match["last"]) else None
    help = unit_meant(match["written"]) or listed
    return MisnamedUnit(match["written"], help) if help else None


def unit_meant(written: str) -> str | None:
    """A help line that names the unit of time that is meant by a word or two; None where none is near."""
    near = near_unit(written)
    return f"did you mean `{near}`?" if near else None


def near_unit(written: str) -> str | None:
    """The unit of time that is nearest to a word or two."""
    said = " ".join(written.lower().split())
    known = _spoken(one=" " in said and not said.endswith("s"))
    near = get_close_matches(_ABBREVIATED.get(said, said), known, n=1, cutoff=_NEAR)
    return known[near[0]] if near else None


@cache
def _spoken(*, one: bool) -> dict[str, str]:
    """By what it is called here or elsewhere, the name of each unit: of one, or of several."""
    units = [unit.removesuffix("s") if one else str(unit) for unit in Unit]
    elsewhere = {
        unit.replace(kind, other): unit for unit in units for other, kind in _ELSEWHERE.items() if kind in unit
    }
    by_calendar = {f"calendar {unit}": unit for unit in units if " " not in unit}
    return {**elsewhere, **by_calendar, **dict(zip(units, units, strict=True))}


def _is_unit(word: str) -> bool:
    return f"{word.removesuffix('s')}s" in list(Unit)
