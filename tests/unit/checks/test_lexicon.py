"""Phrases, and where a text says them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from policykit.checks.lexicon import APOLOGIES, BLAME, EXCUSES, first_of, first_sentence
from policykit.pipeline import templates_root


@pytest.mark.parametrize(
    ("text", "locale", "found"),
    [
        ("We apologise.", "en", "apolog"),
        ("WE ARE SORRY.", "en-GB", "sorry"),
        ("真的對不起，讓您久等。", "zh-Hant", "對不起"),
        ("真的对不起。", "zh-Hans", "对不起"),
        ("We are sorry.", "zh-Hant", None),
        ("We are sorry.", "fr", None),
        ("{{ sorry }}", "en", None),
    ],
)
def test_a_phrase_in_the_language_of_the_locale(text, locale, found):
    assert found == first_of(APOLOGIES, text, locale)


@pytest.mark.parametrize(
    ("text", "found"),
    [("Sorry, but", "but"), ("A button and butter", None), ("However, but", "however"), ("debut", None)],
)
def test_letters_make_whole_words_and_the_first_is_told(text, found):
    assert found == first_of(EXCUSES, text, "en")


def test_our_own_fault_is_no_blame():
    assert first_of(BLAME, "You should have heard this sooner.", "en") is None
    assert "you should have told" == first_of(BLAME, "You should have told us.", "en")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (" We are sorry. More.", "we are sorry"),
        ("對不起！更多。", "對不起"),
        ("{{ order.price }} is back. More", " is back"),
        ("", ""),
    ],
)
def test_the_first_sentence(text, first):
    assert first.strip() == first_sentence(text).strip()


@pytest.mark.parametrize("file", sorted((templates_root() / "explanation").glob("*.yaml")), ids=lambda file: file.stem)
def test_what_the_templates_take_for_an_apology_is_one_here(file: Path):
    apologies = yaml.safe_load(file.read_text(encoding="utf-8"))["apologies"]
    assert [] == [one for one in apologies if first_of(APOLOGIES, one, file.stem) is None]
