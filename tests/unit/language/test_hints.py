"""What is meant by texts that people write and that cannot be read."""

from __future__ import annotations

import pytest

from policykit.diagnostics import in_backticks
from policykit.language.hints import period_meant, unit_meant
from policykit.language.parse import SyntaxFault, parse
from policykit.model import Unit

MISNAMED = {
    "7 calender days": ("calender days", "did you mean `calendar days`?"),
    "within 7 business days after a.b": ("business days", "did you mean `working days`?"),
    "1 business day": ("business day", "did you mean `working day`?"),
    "7 bussiness days": ("bussiness days", "did you mean `working days`?"),
    "7 calendar dyas": ("calendar dyas", "did you mean `calendar days`?"),
    "4 office hours": ("office hours", "did you mean `working hours`?"),
    "2 calendar months": ("calendar months", "did you mean `months`?"),
    "7 moon days": (
        "moon days",
        f"the units are {in_backticks(Unit)}",
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISNAMED.items(), ids=MISNAMED)
def test_two_words_that_name_no_unit_of_time_are_told_as_one(text, expected):
    written, help = expected
    found = parse(text, "unary_tests")
    start = text.index(written)
    assert SyntaxFault(f"`{written}` is no unit of time", start, start + len(written), help) == found


@pytest.mark.parametrize("text", ["7 or days", "7 pieces fresh"])
def test_other_words_behind_a_number_are_no_unit_of_time(text):
    found = parse(text, "unary_tests")
    assert isinstance(found, SyntaxFault)
    assert "unit of time" not in found.message


@pytest.mark.parametrize(
    ("written", "meant"),
    [("dayz", "days"), ("hrs", "hours"), ("h", "hours"), ("mins", "minutes"), ("wrking  days", "working days")],
)
def test_a_unit_of_time_is_known_by_its_letters(written, meant):
    assert f"did you mean `{meant}`?" == unit_meant(written)


@pytest.mark.parametrize("written", ["kg", "pieces", "points", "TWD"])
def test_other_units_are_no_misspelt_ones_of_time(written):
    assert unit_meant(written) is None


IN_OTHER_WORDS = {
    "超過 7": "more than 7",
    "大于 7 天": "more than 7 days",
    "\uff1e5": "more than 5",
    "\u2265 700 TWD": "at least 700 TWD",
    "至少 3 個工作日": "at least 3 working days",
    "大於等於 8": "at least 8",
    "\u2264 24 小時": "at most 24 hours",
    "不超過7": "at most 7",
    "最多 2 週": "at most 2 weeks",
    "少於 7": "less than 7",
    "\uff1c\uff1d 5": "at most 5",
    "14 自然日": "14 calendar days",
    "over 1": "more than 1",
    "greater than 2": "more than 2",
    "7 or more": "at least 7",
    "no more than 3": "at most 3",
    "not less than 5": "at least 5",
    "min 6": "at least 6",
    "under 8": "less than 8",
    "between 8 and 14": "8 to 14",
}


@pytest.mark.parametrize(("text", "words"), IN_OTHER_WORDS.items(), ids=IN_OTHER_WORDS.values())
def test_a_test_in_other_words_or_signs_is_told_in_those_of_the_language(text, words):
    found = parse(text, "unary_tests")
    assert isinstance(found, SyntaxFault)
    assert f"write `{words}`" == found.help
    assert not isinstance(parse(words, "unary_tests"), SyntaxFault)


@pytest.mark.parametrize("text", ["新鮮", "超過三天", "over fresh boxed"])
def test_what_could_not_be_read_in_other_words_either_is_not_told(text):
    found = parse(text, "unary_tests")
    assert isinstance(found, SyntaxFault)
    assert not (found.help or "").startswith("write")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("7 business days", "7 working days"),
        ("7 dayz", "7 days"),
        ("24h", "24 hours"),
        ("7 天", "7 days"),
        ("3個工作日", "3 working days"),
    ],
)
def test_a_period_is_known_by_its_letters(text, meant):
    assert meant == period_meant(text)


@pytest.mark.parametrize("text", ["7", "days", "7 kg", "seven days", "七天"])
def test_what_is_no_period_is_not_guessed(text):
    assert period_meant(text) is None
