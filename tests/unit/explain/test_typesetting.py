"""Lines as their script sets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.explain.typesetting import beside, typeset

MIXED = st.text("年好，aZ09% ", max_size=8).map(lambda text: " ".join(text.split()))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026年3月5日 前 退還", "2026 年 3 月 5 日前退還"),
        ("到貨後 24 小時 內", "到貨後 24 小時內"),
        ("撥0800或寫信到a@b.tw", "撥 0800 或寫信到 a@b.tw"),
        ("上午11:00前", "上午 11:00 前"),
        ("好\u3002 謝謝\uff0c 再見", "好\u3002謝謝\uff0c再見"),
    ],
)
def test_chinese_is_set_close_and_apart_from_other_scripts(line: str, expected: str):
    assert expected == typeset(line, "zh-Hant")


def test_other_languages_keep_their_spaces():
    assert "a 梨 b 24小時" == typeset("a 梨 b 24小時", "en")


@given(MIXED, MIXED, MIXED.filter(bool), st.booleans(), st.booleans())
def test_lines_set_one_by_one_are_set_as_the_whole_is(left: str, between: str, right: str, before: bool, after: bool):
    """set(a b c) = beside(beside(set a, set b), set c), with a space between them or not."""
    blank, gap = " " if before else "", " " if after else ""
    whole = f"{left}{blank}{between}{gap}{right}"
    parts = beside(typeset(left + blank, "zh-Hant"), typeset(between + gap, "zh-Hant"))
    assert typeset(" ".join(whole.split()), "zh-Hant") == " ".join(beside(parts, typeset(right, "zh-Hant")).split())
