"""The words of the pages: the same keys and places in every language."""

from __future__ import annotations

import re

import pytest

from policykit.document.words import LOCALES, language_name, words_for

PLACE = re.compile(r"\{\{ (\w+) \}\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,:;?!()]|[,:;?!()][\u4e00-\u9fff]")
FORMS = re.compile(r"_(one|other)$")


def places(locale: str) -> dict[str, set[str]]:
    texts = words_for(locale).texts
    return {FORMS.sub("", key): set(PLACE.findall(text)) for key, text in texts.items() if not key.endswith("_one")}


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language_has_every_word_with_the_same_places(locale: str):
    assert places("en") == places(locale)


@pytest.mark.parametrize("locale", ["zh-Hant", "zh-Hans"])
def test_chinese_has_full_width_punctuation(locale: str):
    assert {} == {key: text for key, text in words_for(locale).texts.items() if HALF_WIDTH.search(text)}


@pytest.mark.parametrize(
    ("locale", "found"), [("zh-TW", "zh-Hant"), ("zh-CN", "zh-Hans"), ("en-US", "en"), ("ja", "en")]
)
def test_the_nearest_language_is_taken_and_english_where_there_is_none(locale: str, found: str):
    assert found == words_for(locale).locale


def test_a_number_takes_the_form_of_its_language():
    assert words_for("en").count("internal", 1).startswith("One more rule ")
    assert words_for("en").count("internal", 2).startswith("2 more rules ")
    assert words_for("zh-Hant").count("internal", 1).startswith("另有 1 條規則")


def test_a_language_is_called_what_its_speakers_call_it():
    assert ["English", "繁體中文", "Deutsch", "Italiano"] == [language_name(x) for x in ("en", "zh-Hant", "de", "it")]
