"""The box of statutory rights on a policy's page."""

from __future__ import annotations

import pytest

from policykit import pipeline
from policykit.backends.prose.reading import reading
from policykit.document.law import LawView, countries, country, law_views

STORE = pipeline.load(pipeline.example_root() / "online-store").bundle.businesses["online-store"].business
(RETURNS,) = STORE.policies["returns"]


def view(floor: str, locale: str = "en") -> LawView:
    return next(one for one in law_views(RETURNS, reading(STORE, RETURNS, locale)) if one.id == floor)


def figures(floor: str, locale: str = "en") -> dict[str, str]:
    return {line.label: line.text for line in view(floor, locale).figures}


def test_every_floor_that_is_bound_has_its_box():
    shown = [one.id for one in law_views(RETURNS, reading(STORE, RETURNS, "en"))]
    assert [binding.id for binding in RETURNS.floors] == shown


def test_figures_stand_as_their_law_has_them():
    assert figures("tw.rescission") == {
        "Time to return, from the day after you received the goods": "7 calendar days",
        "At most, where we did not tell you of this right": "4 months",
        "By when the money is back, from the day after the goods are": "15 calendar days",
    }


def test_what_is_not_checked_is_not_stated_as_law():
    """That the extension is twelve months in the United Kingdom is from memory, and so are all its numbers."""
    assert not any("12" in text for text in figures("uk.cancellation").values())
    assert view("uk.cancellation").unchecked
    assert () == view("uk.cancellation").citations


def test_provisions_are_national():
    assert {"France": "Code de la consommation, art. L221-19"} == {
        line.label: line.text for line in view("eu.withdrawal").citations
    }
    assert view("eu.withdrawal").unchecked
    assert not view("cn.returning").unchecked


@pytest.mark.parametrize(("locale", "first"), [("en", "Austria, Belgium, "), ("de", "Belgien, Bulgarien, ")])
def test_countries_stand_in_the_order_of_the_reader_s_names(locale: str, first: str):
    assert view("eu.withdrawal", locale).countries.startswith(first)


def test_an_accent_moves_no_country_to_the_end():
    named = [country(code, reading(STORE, RETURNS, "de")) for code in ("PT", "AT", "NL")]
    assert ["Portugal", "Österreich", "Niederlande"] == named
    assert ["Niederlande", "Österreich", "Portugal"] == countries(("PT", "AT", "NL"), reading(STORE, RETURNS, "de"))


def test_names_without_an_alphabet_keep_the_order_that_they_are_given_in():
    assert ["葡萄牙", "奥地利"] == countries(("PT", "AT"), reading(STORE, RETURNS, "zh-Hans"))


@pytest.mark.parametrize(
    ("locale", "country"), [("en", "Taiwan"), ("de", "Taiwan"), ("zh-Hans", "台湾"), ("zh-Hant", "台灣")]
)
def test_countries_bear_the_reader_s_names(locale: str, country: str):
    assert country == view("tw.rescission", locale).countries
