"""`number-in-words`: quantities that could drift from the rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.checks.number_in_words import check, quantity
from tests.unit.checks.courtesy import courteous


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Within three days of delivery.", "three days"),
        ("Ten working days at most.", "ten working days"),
        ("請在三天內告訴我們", "三天"),
        ("请在十五个工作日内告诉我们", "十五个工作日"),
        ("兩週之內", "兩週"),
        ("打八折", "八折"),
    ],
)
def test_a_quantity(text, found):
    assert found == quantity(text)


@pytest.mark.parametrize(
    "text",
    [
        "One of us calls you, one day or another.",
        "Two of us will look at it.",
        "Open from nine in the morning.",
        "一天到晚都歡迎",
        "第二天給您",
        "第十五天",
        "十分感謝",
        "七日无理由退货",
        "週一至週五，早上九點",
        "{{ two days }}",
    ],
)
def test_no_quantity(text):
    assert quantity(text) is None


def test_wording_and_phrases_are_read(tmp_path):
    business = courteous(tmp_path, 'outcome: done, wording: {en: "In three days."}')
    business = replace(business, phrases={"call": {"en": "Call us within two hours."}})
    assert [
        "the wording of `asked` writes `three days` out in `en`, which could drift from the rule",
        "the phrase `call` writes `two hours` out in `en`, which could drift from the rule",
    ] == [one.message for one in check(business)]
