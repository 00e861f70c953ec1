"""A whole policy as plain text."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from policykit.backends.prose import show
from policykit.model import Aggregation, Ask, HitPolicy, NumberLiteral
from tests.unit.backends.prose.orchard import CLAIM, CONDUCT, ORCHARD, TAIPEI

LADDER = """\
什麼情況下會暫停服務？
一開始就生效。

規則由上往下看，第一條符合的就是答案。

1. 如果有效的記點不少於 4，而且照片傳來的時間已有紀錄：暫停新訂單，結束：您反映的時間後 30 天；申訴期限：您反映的時間後 6 個月內。
   [block]
   最後由專人決定。
   限制的範圍：
   - 不接受新訂單。
   絕不影響：
   - 該退的款照退。

2. 如果有效的記點不少於 4：書面警告。
   [warn]

3. 其他情況：一切如常。
   [otherwise]
"""  # noqa: E501  # Chinese characters count double


def test_a_policy_reads_from_its_question_to_its_last_answer():
    assert LADDER == show(CONDUCT, ORCHARD, "zh-Hant")


def test_its_author_sees_internal_rules_marked_as_such():
    assert "   [second-look] (not published)\n" in show(CLAIM, ORCHARD, "en")
    assert "   [second-look] （不公开）\n" in show(CLAIM, ORCHARD, "zh-Hans")


@pytest.mark.parametrize(
    ("locale", "dates"),
    [
        ("en", "In force from 1 January 2026. In force until 30 June 2026, that day included."),
        ("zh-Hant", "自 2026 年 1 月 1 日起生效。 有效至 2026 年 6 月 30 日（含當日）。"),
    ],
)
def test_it_says_from_when_and_until_when_it_is_in_force(locale: str, dates: str):
    ending = replace(CLAIM, ends=datetime(2026, 7, 1, tzinfo=TAIPEI))
    assert dates in show(ending, ORCHARD, locale).splitlines()


def test_it_says_which_answer_it_rests_on():
    rule = replace(CLAIM.rules[3], answer=replace(CLAIM.rules[3].answer, because="step"))
    policy = replace(CLAIM, asks=(Ask("step", "conduct"),), rules=(rule,))
    assert "   This follows from our answer to “When would you stop serving me?”.\n" in show(policy, ORCHARD, "en")


def test_how_what_has_a_name_is_counted_stands_before_the_rules():
    policy = replace(CLAIM, lets={"half": NumberLiteral(Decimal("0.5"))}, labels={"half": {"en": "your share"}})
    assert "\n\nYour share: 0.5\n\nThe rules are read in order" in show(policy, ORCHARD, "en")


@pytest.mark.parametrize(
    ("aggregation", "said"),
    [
        (None, "Every rule that fits counts, each for itself."),
        (Aggregation.SUM, "Every rule that fits counts, and what they give is added up."),
        (Aggregation.MAX, "Of all rules that fit, the highest value counts."),
    ],
)
def test_of_a_table_that_collects_it_says_what_is_made_of_the_rows(aggregation: Aggregation | None, said: str):
    shown = show(replace(CLAIM, hit_policy=HitPolicy.COLLECT, aggregation=aggregation), ORCHARD, "en")
    assert said in shown.splitlines()
    assert "first that fits" not in shown
