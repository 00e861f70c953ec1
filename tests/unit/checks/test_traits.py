"""Words that give a trait away."""

from __future__ import annotations

import pytest

from policykit.checks.traits import trait_of
from policykit.model import Fact, FlagType


@pytest.mark.parametrize(
    ("name", "meaning", "trait"),
    [
        ("customer.age", {}, "age"),
        ("customer.x", {"en": "the customer's gender"}, "sex"),
        ("customer.x", {"zh-Hant": "客人的國籍"}, "origin"),
        ("customer.x", {"zh-Hans": "是否怀孕"}, "sex"),
        ("guest.religion", {"en": "x"}, "belief"),
        ("page.count", {"en": "the number of pages"}, None),
        ("engagement", {"en": "how the message was sent, and the language"}, None),
        ("item.average", {"zh-Hant": "平均"}, None),
    ],
)
def test_a_word_stands_alone_and_a_chinese_one_anywhere(name, meaning, trait):
    assert trait == trait_of(Fact(name, FlagType(), meaning=meaning))
