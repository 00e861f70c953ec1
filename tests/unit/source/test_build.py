"""The business's own file to the model: what its calendar says."""

from __future__ import annotations

from datetime import date

import pytest

from policykit.source.build import build
from tests.conformance.suite import Section, lay_out


def built(tmp_path, calendar: str):
    """The business with this calendar, and what was found."""
    return build(lay_out((Section("business.yaml", None, f"calendar: {calendar}\n"),), tmp_path))


def test_single_days_are_open_or_closed(tmp_path):
    business, found = built(tmp_path, "{holidays: GB-SCT, closed_on: [2026-02-24, 2026-02-23], open_on: [2026-12-27]}")
    assert () == found
    calendar = business.calendar
    assert "GB-SCT" == calendar.holidays
    assert (date(2026, 2, 23), date(2026, 2, 24)) == calendar.closed_on
    assert (date(2026, 12, 27),) == calendar.open_on


@pytest.mark.parametrize(
    ("calendar", "message"),
    [
        ("{closed_on: [2026-02-30]}", "`2026-02-30` is no day of the calendar"),
        (
            "{closed_on: [2026-02-23], open_on: [2026-02-23]}",
            "`2026-02-23` stands both under `closed_on` and `open_on`",
        ),
        ("{holidays: DE-XX}", "no holidays are known for `DE-XX`"),
        ("{holidays: XX}", "no holidays are known for `XX`"),
    ],
)
def test_a_calendar_that_cannot_be(tmp_path, calendar, message):
    business, found = built(tmp_path, calendar)
    assert business is None
    assert [("bad-value", message)] == [(finding.code, finding.message) for finding in found]


@pytest.mark.parametrize(
    ("country", "help"), [("TW", "did you mean `TWD`?"), ("CN", "did you mean `CNY`?"), ("AQ", "see ISO 4217")]
)
def test_an_unknown_currency_is_held_against_the_country_s(tmp_path, country, help):
    section = Section("business.yaml", None, f"country: {country}\ncurrency: NTD\n")
    business, found = build(lay_out((section,), tmp_path))
    assert business is None
    assert ("bad-value", "unknown currency `NTD`", help) in [(one.code, one.message, one.help) for one in found]


MISSING_WORDS = {
    "question": (
        "{type: money, meaning: {en: m, de: m}}",
        ("the question is missing", "add `question: {en: …, de: …}`"),
    ),
    "labels": (
        "{type: choice, choices: [seat], meaning: {en: m, de: m}, question: {en: q, de: q}}",
        ("the label of `seat` is missing", "add `seat: {en: …, de: …}` under `labels:`"),
    ),
    "a locale": (
        "{type: money, meaning: {en: m, de: m}, question: {en: q}}",
        ("the question is missing in `de`", "add `de:`"),
    ),
}


@pytest.mark.parametrize(("entry", "expected"), MISSING_WORDS.values(), ids=MISSING_WORDS)
def test_words_that_are_missing_are_told_with_the_key_to_write(tmp_path, entry, expected):
    business = "locales: [en, de]\nname: {en: n, de: n}\npeople: {courier: {label: {en: c, de: c}}}\n"
    sections = (
        Section("business.yaml", None, business),
        Section("facts.yaml", "whole", f"facts: {{a.b: {entry}}}\n"),
        Section("phrases.yaml", "none", ""),
        Section("claim.yaml", "none", ""),
    )
    _, found = build(lay_out(sections, tmp_path))
    assert [("missing-translation", *expected)] == [(one.code, one.message, one.help) for one in found]
