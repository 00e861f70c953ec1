"""Which locale a reader gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykit.backends.prose.locales import babel_locale, negotiate, text_in

OFFERED = ("en", "zh-Hans", "zh-Hant", "de")


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("zh-MO", "zh-Hant"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("ZH-hant", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("zh-SG", "zh-Hans"),
        ("zh", "zh-Hans"),
        ("zh-CN-x-private", "zh-Hans"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr, de;q=0.5, zh-TW;q=0.7", "zh-Hant"),
        ("de;q=0, zh-TW;q=0.1", "zh-Hant"),
        ("fr", "en"),
        ("*", "en"),
        ("", "en"),
        (None, "en"),
        ("de;q=nan", "en"),
        ("de;q=high", "en"),
        ("de;level=1", "de"),
        ("<script>", "en"),
        ("a" * 100_000, "en"),
    ],
)
def test_a_wish_finds_its_locale(wanted: str | None, expected: str):
    assert expected == negotiate(wanted, OFFERED)


def test_another_wish_counts_before_another_script():
    assert ["en", "zh-Hant"] == [negotiate(wish, ("zh-Hant", "en")) for wish in ("zh-CN, en;q=0.5", "zh-CN")]


def test_the_territory_decides_between_two_of_one_language():
    assert "pt-PT" == negotiate("pt-PT", ("pt-BR", "pt-PT"))


@given(st.text() | st.none())
def test_whatever_is_wanted_something_offered_comes_back(wanted: str | None):
    assert negotiate(wanted, OFFERED) in OFFERED


def test_a_text_is_found_in_the_nearest_locale():
    texts = {"zh-Hant": "梨", "en": "pear"}
    assert ["pear", "梨", "梨", ""] == [*(text_in(texts, x) for x in ("en", "zh-TW", "fr")), text_in({}, "en")]


@pytest.mark.parametrize(
    ("tag", "expected"), [("en", "en_GB"), ("en-US", "en_US"), ("zh-Hant", "zh_Hant"), ("?", "en_GB")]
)
def test_babel_knows_the_locale(tag: str, expected: str):
    assert expected == str(babel_locale(tag))
