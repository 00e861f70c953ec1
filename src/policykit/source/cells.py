"""What spreadsheets make of what people type: `8-14` becomes a date, `1000` gets a comma, `=` begins a formula.

Each function looks at one cell and says what has happened to it, and what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from policykit.kinds.tables import IRRELEVANT
from policykit.language.types import ExpressionType
from policykit.model import DateTimeType, DateType

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar", "feb february februar", "mar march mär märz mrz", "apr april", "may mai",
            "jun june juni", "jul july juli", "aug august", "sep sept september", "oct october okt oktober",
            "nov november", "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Months as English and German spreadsheets write them."""

_MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})\.?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<day>\d{{1,2}})\.?[-/ ](?P<name>{_MONTH})(?:[-/ ](?P<year>\d{{2,4}}))?",  # 14-Aug, 14. Aug 2026
        rf"(?P<name>{_MONTH})[-/ ](?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?",  # Aug-14, August 14, 2026
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})",  # 2026/8/14
        r"(?P<month>\d{1,2})/(?P<day>\d{1,2})(?:/(?P<year>\d{2,4}))?",  # 8/14/2026
        r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{2,4})?",  # 14.8.2026
        r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日",  # 8月14日
    )
)
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HYPHEN = re.compile(r"(?P<low>\d+(?:\.\d+)?) ?[-–—~～] ?(?P<high>\d+(?:\.\d+)?)(?P<unit> .+)?")
_INTERVAL = re.compile(r"(?P<first>[\[(\]])(?P<low>[^\[\]()]*?)\.\.(?P<high>[^\[\]()]*?)(?P<last>[\])\[])")
_FORMULA = re.compile(r"=|@|\+|-(?=[^\d\s.]|.*[+*/(])")
_BROKEN = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NUM!|NULL!|#+|SPILL!|CALC!)")
_FULL_WIDTH = re.compile("[\u3000\uff01-\uff5e]+")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d,])")
_DECIMAL_COMMA = re.compile(r"(?<![\d.,])\d+,\d+(?![\d,])")
_SIGNED = re.compile(r"(?:NT\$|HK\$|US\$|[$€£¥￥])\s*(?P<amount>\d[\d.,]*)|(?P<behind>\d[\d.,]*)\s*[$€£¥￥元]")


@dataclass(frozen=True, slots=True)
class Mishap:
    """What is wrong with a cell, as a diagnostic's code, message and help."""

    code: str
    message: str
    help: str


def mishap(cell: str, kind: ExpressionType | None) -> Mishap | None:
    """What has happened to a cell in a column of a type; None where it is as somebody wrote it."""
    outside = re.sub(r'"[^"]*"', '""', cell)
    return next(_mishaps(cell, outside, is_time=isinstance(kind, DateType | DateTimeType)), None)


def _mishaps(cell: str, outside: str, *, is_time: bool) -> Iterator[Mishap]:
    """``outside`` is the cell without the texts that it holds in quotes."""
    if not cell:
        help = f"write `{IRRELEVANT}` where a row tests nothing, or answers nothing"
        yield Mishap("empty-value", "there is nothing in it", help)
    if _BROKEN.match(cell):
        yield Mishap("cell-formula", "the spreadsheet could not work this out", "write the value itself")
    if cell != IRRELEVANT and _FORMULA.match(cell):
        value = cell.lstrip("=+@ ")
        yield Mishap("cell-formula", "a spreadsheet takes this for a formula", f"write the value itself: `{value}`")
    plain = _half_width(outside)
    if plain != outside:
        help = f"write them in half width: `{_half_width(cell)}`"
        yield Mishap("cell-full-width", "it has signs in full width", help)
    yield from _dates(cell, is_time=is_time)
    yield from _ranges(cell)
    yield from _numbers(outside)


def _half_width(text: str) -> str:
    """The text with full-width letters, digits and marks of tests in half width."""
    return _FULL_WIDTH.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text).replace("、", ", ")


def _dates(cell: str, *, is_time: bool) -> Iterator[Mishap]:
    found = next((match for pattern in _DATES if (match := pattern.fullmatch(cell))), None)
    if found is not None and not (is_time and _ISO_DATE.fullmatch(cell)):
        parts = found.groupdict()
        month = parts.get("month") or MONTHS[(parts.get("name") or "").lower().rstrip(".")]
        yield _date(int(month), int(parts["day"]), parts.get("year"), is_time=is_time)


def _date(month: int, day: int, year: str | None, *, is_time: bool) -> Mishap:
    if is_time:
        written = f"{int(year or 2026) % 100 + 2000}-{month:02d}-{day:02d}"
        return Mishap("cell-date", "a date is written year first", f"write it like `{written}`")
    low, high = sorted((month, day))
    help = f"write `{low} to {high}`, and format the column as text so that it stays"
    return Mishap("cell-date", f"a spreadsheet makes such a date of `{low}-{high}`", help)


def _ranges(cell: str) -> Iterator[Mishap]:
    if range_ := _HYPHEN.fullmatch(cell):
        unit = range_["unit"] or ""
        help = f"write `{range_['low']} to {range_['high']}{unit}` for whole counts"
        help += f", else `at least {range_['low']}{unit} and less than {range_['high']}{unit}`"
        yield Mishap("syntax", "a range has no hyphen, of which spreadsheets make dates", help)
    if interval := _INTERVAL.fullmatch(cell):
        low = "at least" if interval["first"] == "[" else "more than"
        high = "at most" if interval["last"] == "]" else "less than"
        ends = f"{low} {interval['low'].strip()} and {high} {interval['high'].strip()}"
        yield Mishap("syntax", "intervals are written in words", f"write `{ends}`")


def _numbers(outside: str) -> Iterator[Mishap]:
    if grouped := _GROUPED.search(outside):
        help = f"write `{grouped[0].replace(',', '')}`; several values have a space behind the comma"
        yield Mishap("cell-number", f"`{grouped[0]}` has a separator between its digits", help)
    elif comma := _DECIMAL_COMMA.search(outside):
        help = f"write `{comma[0].replace(',', '.')}`; several values have a space behind the comma"
        yield Mishap("cell-number", f"`{comma[0]}` has a comma for its decimal point", help)
    if signed := _SIGNED.search(outside):
        number = (signed["amount"] or signed["behind"]).replace(",", "")
        help = f"write `{number}`, and the currency once, in the heading: `then amount (TWD)`"
        yield Mishap("cell-number", f"`{signed[0]}` has a sign for its currency", help)
