from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.language.typography import foreign, half_width, mended, script_of

COMMA, STOP, COLON, OPEN, CLOSE, QUERY, SHOUT = "\uff0c", "\u3002", "\uff1a", "\uff08", "\uff09", "\uff1f", "\uff01"
DOTS = "\u2026\u2026"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("漢字,漢字", f"漢字{COMMA}漢字"),
        ("iPhone,很好", f"iPhone{COMMA}很好"),
        ("電話:+886 2", f"電話{COLON}+886 2"),
        ("請看 (ABC) 吧", f"請看{OPEN}ABC{CLOSE}吧"),
        ("說明 (ABC)", f"說明{OPEN}ABC{CLOSE}"),
        ("這樣...好嗎?", f"這樣{DOTS}好嗎{QUERY}"),
        ("好!?", f"好{SHOUT}{QUERY}"),
        ("{{ amount }}.", f"{{{{ amount }}}}{STOP}"),
        ("{{ outcome }} ({{ values }})", f"{{{{ outcome }}}}{OPEN}{{{{ values }}}}{CLOSE}"),
        ("「好」,", f"「好」{COMMA}"),
        ("網址:http://a.b/c?x=1,2", f"網址{COLON}http://a.b/c?x=1,2"),
    ],
)
def test_marks_beside_chinese_are_in_full_width(text: str, right: str):
    assert right == mended(text)


@pytest.mark.parametrize(
    "text", ["24:00 前", "1,000 元", "a@b.example 或", "OK!", "A, B", "第 1. 條", "{{ order.placed_at }}"]
)
def test_marks_between_letters_and_digits_stay(text: str):
    assert () == half_width(text)


@given(st.text(alphabet="漢a1 ,.;:!?()\n{}\"'" + COMMA, max_size=60))
def test_mending_leaves_nothing_to_mend(text: str):
    """mended(mended(t)) = mended(t), and what is no mark or blank stays, in its order."""
    once = mended(text)
    assert once == mended(once)
    assert [c for c in text if c in "漢a1{}\"'\n"] == [c for c in once if c in "漢a1{}\"'\n"]


@pytest.mark.parametrize(
    ("locale", "script"),
    [("zh-Hant", "Hant"), ("zh-TW", "Hant"), ("zh-HK", "Hant"), ("zh-CN", "Hans"), ("zh", "Hans"), ("ja", None)],
)
def test_the_script_of_a_locale(locale: str, script: str | None):
    assert script == script_of(locale)


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [
        ("這個訂单", "zh-Hant", [(3, "单", "單")]),
        ("这个订單", "zh-Hans", [(3, "單", "单")]),
        ("客户", "zh-TW", [(1, "户", "戶")]),
        ("客户", "zh-HK", []),
        ("里面的台灣皇后只干了一杯", "zh-Hant", []),
        ("这个订單", "ja", []),
    ],
)
def test_characters_of_the_other_script(text: str, locale: str, found: list[tuple[int, str, str]]):
    assert found == [(one.start, one.character, one.instead) for one in foreign(text, locale)]
