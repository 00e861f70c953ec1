"""The catalogues: complete, in their own script and punctuation, and joined as each language joins."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from policykit.backends.prose.catalogue import Catalogue, Series
from policykit.backends.prose.reading import CATALOGUES
from policykit.model import Comparator

HALF_WIDTH = re.compile(r"[\u4e00-\u9fff}][,:;?!()]|[,:;?!()][\u4e00-\u9fff{]")


def phrases(catalogue: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in fields(catalogue):
        match getattr(catalogue, field.name):
            case str() as text:
                found[field.name] = text
            case dict() as texts:
                found |= {f"{field.name} {key}": text for key, text in texts.items()}
            case _:
                pass
    return found


@pytest.mark.parametrize("locale", CATALOGUES)
def test_every_language_fills_in_the_same_places(locale: str):
    def places(name: str) -> dict[str, set[str]]:
        return {key: set(re.findall(r"{(\w+)}", text)) for key, text in phrases(CATALOGUES[name]).items()}

    assert places("en") == places(locale)


@pytest.mark.parametrize("locale", ["zh-Hant", "zh-Hans"])
def test_chinese_has_full_width_punctuation(locale: str):
    assert {} == {key: text for key, text in phrases(CATALOGUES[locale]).items() if HALF_WIDTH.search(text)}


@pytest.mark.parametrize("locale", CATALOGUES)
def test_every_order_of_size_and_time_has_its_words(locale: str):
    ordered = {Comparator.LESS, Comparator.AT_MOST, Comparator.MORE, Comparator.AT_LEAST}
    assert [ordered, ordered] == [set(CATALOGUES[locale].sizes), set(CATALOGUES[locale].times)]
    assert 8 == len(CATALOGUES[locale].windows)


@pytest.mark.parametrize(
    ("parts", "joined"),
    [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b, and c")],
    ids=["none", "one", "two", "three"],
)
def test_a_series_joins_its_parts(parts: tuple[str, ...], joined: str):
    assert joined == Series(", ", " and ", ", and ").join(parts)


def test_scripts_are_spaced_where_typography_asks_for_it():
    assert "退款 NT$80，30% 以內" == CATALOGUES["zh-Hant"].tidy("退款NT$80，30%以內")
    assert "as it is" == CATALOGUES["en"].tidy("as it is")


def test_a_sentence_begins_with_a_capital_where_there_are_capitals():
    assert ("Refund", "refund", "") == tuple(
        CATALOGUES[locale].sentence(text) for locale, text in (("en", "refund"), ("zh-Hans", "refund"), ("en", ""))
    )
