"""The sentences of explanations: the same keys, with the same names, in every locale."""

from __future__ import annotations

import re

import pytest

from policykit.explain.catalog import LOCALES, catalog_for
from policykit.templating import templates_root

NAMES = re.compile(r"\{\{ (\w+) \}\}")
NOT_CHINESE = re.compile("[,;:?!()]|(?<!\\d)\\.(?!\\d)")


def test_every_file_of_sentences_is_offered():
    assert sorted(LOCALES) == sorted(path.stem for path in (templates_root() / "explanation").glob("*.yaml"))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_says_the_same_with_the_same_names(locale: str):
    english = {key: set(NAMES.findall(text)) for key, text in catalog_for("en").sentences.items()}
    assert english == {key: set(NAMES.findall(text)) for key, text in catalog_for(locale).sentences.items()}


@pytest.mark.parametrize("locale", ["zh-Hans", "zh-Hant"])
def test_chinese_sentences_have_full_width_punctuation(locale: str):
    sentences = catalog_for(locale).sentences
    assert {} == {key: text for key, text in sentences.items() if NOT_CHINESE.search(NAMES.sub("", text))}


def test_every_sentence_that_templates_ask_for_is_there():
    templates = [*templates_root().glob("explanation/*.*"), *templates_root().glob("partials/*.*")]
    asked = {key for path in templates for key in re.findall(r"\bsay\.(\w+)", path.read_text(encoding="utf-8"))}
    assert set() == asked - set(catalog_for("en").sentences)


def test_a_sentence_is_said_with_its_names():
    assert "Price: 5" == catalog_for("en").say("fact", meaning="Price", value="5")
