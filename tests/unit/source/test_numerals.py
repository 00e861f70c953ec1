"""What is meant by numbers that are not written as policies take them."""

from __future__ import annotations

import pytest

from policykit.source.numerals import number_meant

MEANT = {
    "10%": "write a share as a decimal: `0.1`",
    "12.5 %": "write a share as a decimal: `0.125`",
    "100%": "write a share as a decimal: `1`",
    "5\uff05": "write a share as a decimal: `0.05`",
    "1,000 TWD": "did you mean `1000 TWD`?",
    "1,234,567.5": "did you mean `1234567.5`?",
    "0,3": "did you mean `0.3`?",
    "NT$500": "did you mean `500 TWD`?",
    "€ 40": "did you mean `40 EUR`?",
    "40€": "did you mean `40 EUR`?",
    "$500": "write the currency in letters behind the number, as in `500 EUR`",
    "¥1,500": "write the currency in letters behind the number, as in `1500 EUR`",
    "500元": "write the currency in letters behind the number, as in `500 EUR`",
}


@pytest.mark.parametrize(("text", "help"), MEANT.items(), ids=MEANT)
def test_a_number_is_told_as_policies_take_it(text, help):
    assert help == number_meant(text)


@pytest.mark.parametrize("text", ["half", "7 dayz", "1.2.3", "1,2,3", "% 10", "", "+5"])
def test_what_is_no_number_is_not_guessed(text):
    assert number_meant(text) is None
