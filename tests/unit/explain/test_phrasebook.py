"""Phrasebooks: words that are made once, by what a business has written and by nothing else."""

from __future__ import annotations

from dataclasses import replace

from policykit import pipeline
from policykit.explain import Audience, Phrasebook, explain, tell
from tests.unit.explain.example import CLAIM, REFUND, REFUSAL, SHOP


def kept(book: Phrasebook) -> int:
    """How many words a book keeps."""
    return sum(len(value) for value in vars(book).values() if isinstance(value, dict))


def test_a_book_that_is_kept_says_what_a_new_one_says():
    book = Phrasebook(SHOP, CLAIM, "zh-Hant")
    for decision in (REFUND, REFUSAL, REFUND):
        told = tell(book, decision, Audience.CUSTOMER)
        assert explain(SHOP, CLAIM, decision, "zh-Hant", Audience.CUSTOMER) == told


def test_a_book_keeps_nothing_of_a_decision():
    book = Phrasebook(SHOP, CLAIM, "en")
    tell(book, REFUSAL, Audience.CUSTOMER)
    before = kept(book)
    for number in range(20):
        facts = {**REFUSAL.facts, "item.note": f"note {number}"}
        tell(book, replace(REFUSAL, facts=facts), Audience.CUSTOMER)
    assert before == kept(book)


def test_a_changed_bundle_gets_new_words():
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    old = bundle.businesses["fruit-shop"]
    renamed = pipeline.prepare(replace(old.business, name={"en": "Other Fruit"}))
    said = [ready.phrasebook("damage-claim", "2026-01-01", "en").closing for ready in (old, renamed)]
    assert ["Kind regards, Halfway Hill Fruit", "Kind regards, Other Fruit"] == said


def test_books_are_kept_for_the_locales_of_the_business_alone():
    bundle = pipeline.load(pipeline.example_root()).bundle
    assert bundle is not None
    ready = bundle.businesses["fruit-shop"]
    asked = [ready.phrasebook("returns", "2026-01-01", locale) for locale in ("en", "en", "fr", "fr", "zh-TW")]
    assert asked[0] is asked[1]
    assert asked[2] is not asked[3]
    assert {("returns", "2026-01-01", "en")} == set(ready.books)
