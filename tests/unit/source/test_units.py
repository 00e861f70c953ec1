"""The words for what numbers count: every form of the language, and no other."""

from __future__ import annotations

import pytest

from policykit.source.build import build
from policykit.source.units import forms_of
from tests.conformance.suite import Section, lay_out


def units(tmp_path, text: str):
    business, found = build(lay_out((Section("business.yaml", None, f"units: {text}\n"),), tmp_path))
    return business.units if business else [(one.code, one.message) for one in found]


def test_each_form_of_each_locale(tmp_path):
    expected = {"pieces": {"en": {"one": "piece", "other": "pieces"}}}
    assert expected == units(tmp_path, "{pieces: {en: {one: piece, other: pieces}}}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("{pieces: {en: {other: pieces}}}", ("missing-translation", "the form `one` is missing, which `en` has")),
        ("{pieces: {en: {one: a, few: b, other: c}}}", ("unknown-key", "`en` has no form `few`")),
        ("{pieces: {}}", ("missing-translation", "this unit is missing in `en`")),
    ],
    ids=["missing", "too many", "no locale"],
)
def test_what_is_missing_or_too_much_is_told(tmp_path, text: str, found: tuple[str, str]):
    assert [found] == units(tmp_path, text)


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("en", ("one", "other")),
        ("de", ("one", "other")),
        ("zh-Hant", ("other",)),
        ("pl", ("one", "few", "many", "other")),
        ("ar", ("zero", "one", "two", "few", "many", "other")),
    ],
)
def test_the_forms_of_a_language(locale: str, forms: tuple[str, ...]):
    assert forms == forms_of(locale)
