"""Wordings taken apart: what is filled in is what a template would have made of it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template

from policykit.backends.prose.format import harmless
from policykit.explain.sentence import LONGEST_WORDING, Sentence, sentence
from policykit.explain.typesetting import typeset

TEXT = st.text("aZ 7年好，。 \n\u200b", max_size=6)
NAME = st.sampled_from(["{{ a }}", "{{b}}", "{{- c }}", "{{ a -}}"])
WORDINGS = st.lists(TEXT | NAME, max_size=6).map("".join)
VALUES = st.text("b5% 年好，", min_size=0, max_size=5).map(harmless)


def taken(wording: str, locale: str) -> Sentence:
    found = sentence(wording, locale)
    assert found is not None
    return found


@given(WORDINGS, VALUES, VALUES, VALUES, st.sampled_from(["en", "zh-Hant"]))
def test_a_sentence_says_what_the_template_says(wording: str, a: str, b: str, c: str, locale: str):
    texts = {"a": a, "b": b, "c": c}
    said = taken(wording, locale)
    rendered = re.split(r"\n\s*\n", Template(wording).render(texts))
    paragraphs = (typeset(harmless(one, LONGEST_WORDING), locale) for one in rendered)
    assert tuple(filter(None, paragraphs)) == said.fill([texts[name] for name in said.names])


@given(VALUES.filter(bool), VALUES.filter(bool), st.sampled_from(["en", "zh-Hant"]))
def test_names_may_be_filled_in_one_after_the_other(a: str, b: str, locale: str):
    said = taken("好{{ a }}：{{ b }} 7{{ a }}", locale)
    first = said.with_names({"a": a}.get)
    assert ("b",) == first.names
    assert said.line((a, b, a)) == first.line((b,))


def test_a_long_text_is_cut_as_it_always_was():
    value = "長 " * (LONGEST_WORDING // 2)
    assert typeset(harmless(f"好{value}", LONGEST_WORDING), "zh-Hant") == taken("好{{ a }}", "zh-Hant").line((value,))


# --- from right to left ---------------------------------------------------------------------------


def test_what_is_filled_into_hebrew_keeps_its_own_order():
    found = sentence("\u05d4\u05e9\u05d9\u05d1\u05d5 {{ amount }}.", "he")
    assert found is not None
    assert ("\u05d4\u05e9\u05d9\u05d1\u05d5 \u2068EUR 600\u2069.",) == found.fill(("EUR 600",))


def test_what_turns_the_order_is_taken_out_of_what_is_filled_in():
    found = sentence("\u05d4 {{ amount }}.", "ar")
    assert found is not None
    assert ("\u05d4 \u2068600 abc\u2069.",) == found.fill(("\u202e600\u2069 \u2067abc",))


def test_a_name_that_is_filled_in_first_is_a_piece_of_its_own():
    found = sentence("{{ meaning }}: {{ value }}", "he")
    assert found is not None
    assert "\u2068Price\u2069: \u20685\u2069" == found.with_names({"meaning": "Price"}.get).line(("5",))


def test_from_left_to_right_nothing_is_added():
    found = sentence("We return {{ amount }}.", "en")
    assert found is not None
    assert ("We return EUR 600.",) == found.fill(("EUR 600",))
