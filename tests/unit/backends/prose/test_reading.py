"""What names are called in a reader's locale."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.backends.prose.en import EN
from policykit.backends.prose.reading import catalogue, meaning, plain, reading, type_of
from policykit.backends.prose.zh_hans import ZH_HANS
from policykit.backends.prose.zh_hant import ZH_HANT
from policykit.model import (
    Arithmetic,
    Ask,
    Asked,
    Call,
    ChoiceType,
    DateTimeType,
    FieldRef,
    FlagType,
    Function,
    If,
    LetRef,
    MoneyType,
    NumberType,
    Operator,
)
from tests.unit.backends.prose.orchard import ALWAYS, CLAIM, CONDUCT, DUE, FACTS, KIND, KINDS, ORCHARD, PRICE, SHARE


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("en", EN), ("en-US", EN), ("zh-TW", ZH_HANT), ("zh-Hans", ZH_HANS), ("zh-CN", ZH_HANS), ("ja", EN)],
)
def test_the_nearest_catalogue_is_taken_and_english_where_there_is_none(locale: str, expected: object):
    assert expected is catalogue(locale)


def test_a_fact_without_a_meaning_is_called_by_its_name():
    bare = replace(ORCHARD, facts={**FACTS, "item.price": replace(FACTS["item.price"], meaning={})})
    assert "price" == meaning("item.price", reading(bare, CLAIM, "en"))


def test_a_code_name_is_read_as_words():
    assert ("delivered at", "our mistake") == (plain("order.delivered_at"), plain("our-mistake"))


def test_hostile_text_comes_out_on_one_line_and_in_its_own_order():
    text = reading(ORCHARD, CLAIM, "en").text({"en": "safe\u202e\n\x07text" + "x" * 100_000})
    assert text.startswith("safe text")
    assert len(text) <= 2000


def test_the_type_of_a_formula_is_that_of_its_parts():
    reader = replace(reading(ORCHARD, replace(CONDUCT, asks=(Ask("claim", "damage-claim"),)), "en"))
    inside = reader.holding("call", "contact.calls")
    found = [
        type_of(KIND, reader),
        type_of(LetRef("price", PRICE), reader),
        type_of(Arithmetic(Operator.MULTIPLY, SHARE, PRICE), reader),
        type_of(If(ALWAYS, PRICE, PRICE), reader),
        type_of(Call(Function.MIN, (PRICE, PRICE)), reader),
        type_of(DUE, reader),
        type_of(Asked("claim", "amount"), reader),
        type_of(FieldRef("call", "answered"), inside),
    ]
    twd = MoneyType("TWD")
    assert [KINDS, twd, twd, twd, twd, DateTimeType(), twd, FlagType()] == found
    assert ChoiceType(tuple(one.name for one in CLAIM.outcomes)) == type_of(Asked("claim", "outcome"), reader)
    assert NumberType() == type_of(SHARE, reader)
