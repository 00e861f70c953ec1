"""What spreadsheets do to cells: each mishap is named, with what to write; what somebody wrote passes."""

from __future__ import annotations

import pytest

from policykit.model import ChoiceType, DateType, NumberType
from policykit.source.cells import mishap

NUMBER, DATE, CHOICE = NumberType("kg"), DateType(), ChoiceType(("card", "cash"))

DATES = ("14-Aug", "Aug-14", "14. Aug", "14-Aug-26", "August 14, 2026", "2026/8/14", "2026-8-14", "8/14", "8/14/2026",
         "14.8.", "14.08.2026", "8月14日", "2026年8月14日", "2026-08-14")  # fmt: skip


@pytest.mark.parametrize("cell", DATES)
def test_a_date_where_a_number_belongs_was_a_range(cell):
    found = mishap(cell, NUMBER)
    assert found is not None
    assert ("cell-date", "a spreadsheet makes such a date of `8-14`") == (found.code, found.message)
    assert found.help.startswith("write `8 to 14`")


@pytest.mark.parametrize("cell", [one for one in DATES if one != "2026-08-14"])
def test_a_date_in_a_column_of_dates_is_written_year_first(cell):
    found = mishap(cell, DATE)
    assert found is not None
    assert ("cell-date", "write it like `2026-08-14`") == (found.code, found.help)


MISHAPS = {
    "empty": ("", "empty-value", "write `-` where a row tests nothing, or answers nothing"),
    "formula": ("=1+1", "cell-formula", "write the value itself: `1+1`"),
    "at": ("@A1", "cell-formula", "write the value itself: `A1`"),
    "plus": ("+5", "cell-formula", "write the value itself: `5`"),
    "reference": ("-B2*2", "cell-formula", "write the value itself: `-B2*2`"),
    "broken": ("#REF!", "cell-formula", "write the value itself"),
    "too narrow": ("####", "cell-formula", "write the value itself"),
    "digits in full width": ("１２", "cell-full-width", "write them in half width: `12`"),
    "comma in full width": ("card，cash", "cell-full-width", "write them in half width: `card,cash`"),
    "pause mark": ("card、cash", "cell-full-width", "write them in half width: `card, cash`"),
    "hyphen": ("8-14", "syntax", "write `8 to 14` for whole counts, else `at least 8 and less than 14`"),
    "hyphen and unit": (
        "8 – 14 kg", "syntax", "write `8 to 14 kg` for whole counts, else `at least 8 kg and less than 14 kg`",
    ),
    "interval": ("[8..14)", "syntax", "write `at least 8 and less than 14`"),
    "open interval": ("]8..14]", "syntax", "write `more than 8 and at most 14`"),
    "thousands": ("at least 1,000", "cell-number", "write `1000`; several values have a space behind the comma"),
    "millions": ("1,000,000.5", "cell-number", "write `1000000.5`; several values have a space behind the comma"),
    "decimal comma": ("1,5", "cell-number", "write `1.5`; several values have a space behind the comma"),
    "currency": ("NT$1,20", "cell-number", "write `1.20`; several values have a space behind the comma"),
    "currency behind": (
        "120元", "cell-number", "write `120`, and the currency once, in the heading: `then amount (TWD)`",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "code", "help"), MISHAPS.values(), ids=MISHAPS.keys())
def test_a_mishap_says_what_to_write(cell, code, help):
    found = mishap(cell, CHOICE)
    assert found is not None
    assert (code, help) == (found.code, found.help)


@pytest.mark.parametrize(
    "cell",
    ["-", "-5", "-5 kg", "8 to 14", "at least 7", ">= 7", "1, 2", "card, cash", "not(card)", "1.5", "(1 - x) * 2",
     '"1,000"', '"八月，十四"', "within 14 calendar days after order.placed_at", "same as order.method"],
)  # fmt: skip
def test_what_somebody_wrote_passes(cell):
    assert mishap(cell, NUMBER) is None


def test_a_date_passes_in_a_column_of_dates():
    assert mishap("2026-08-14", DATE) is None
