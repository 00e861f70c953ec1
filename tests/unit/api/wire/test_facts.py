from __future__ import annotations

from decimal import Decimal

from msgspec import to_builtins

from policykit.model import (
    ChoiceType,
    DateTimeType,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Origin,
    TextType,
)
from policykit_api.wire.facts import limits, view

TEXTS = {"en": "the state", "zh-Hant": "狀態"}


def test_a_fact_is_shown_in_the_words_of_the_locale():
    labels = {"opened": {"en": "seal broken", "zh-Hant": "已拆"}}
    fact = Fact("item.state", ChoiceType(("opened", "worn"), labels), Origin.CUSTOMER, meaning=TEXTS, question=TEXTS)
    assert {
        "fact": "item.state",
        "pointer": "/facts/item/state",
        "origin": "customer",
        "type": "choice",
        "meaning": "狀態",
        "question": "狀態",
        "choices": [{"value": "opened", "label": "已拆"}, {"value": "worn", "label": "worn"}],
        "optional": False,
        "private": False,
    } == to_builtins(view(fact, "zh-Hant"))


def test_limits_are_exact():
    kind = NumberType("km", Decimal("0.10"), None, Decimal("1E+2"))
    assert {"type": "number", "unit": "km", "minimum": "0.10", "step": "100"} == limits(kind, "en")
    assert {"type": "number", "maximum": "0"} == limits(NumberType(maximum=Decimal(0)), "en")
    assert {"type": "money", "currency": "TWD"} == limits(MoneyType("TWD"), "en")
    assert {"type": "text", "longest": 40} == limits(TextType(40), "en")
    assert {"type": "datetime"} == limits(DateTimeType(), "en")


def test_a_list_shows_its_fields():
    fact = Fact("rooms", ListType({"paid": Fact("paid", FlagType(), optional=True, meaning=TEXTS)}, 9), meaning=TEXTS)
    shown = to_builtins(view(fact, "en"))
    assert ("list", 9) == (shown["type"], shown["longest"])
    assert [{"name": "paid", "type": "flag", "meaning": "the state", "optional": True}] == shown["fields"]
