"""The items one by one: which they are, and what each of them gets."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from policykit.decision import Answer as Given
from policykit.decision import Deadline, Decision, Item
from policykit.explain import Audience, explain
from policykit.explain.items import MOST_ITEMS
from policykit.model import (
    ABSENT,
    And,
    Answer,
    Ask,
    Asked,
    ChoiceLiteral,
    Combination,
    Comparator,
    Comparison,
    Fact,
    ListType,
    MoneyType,
    PerItem,
    Policy,
    Rule,
    TextType,
)
from tests.unit.explain.example import CLAIM, ERRANDS, SHOP, both, decided

FIELDS = {
    "what": Fact("what", TextType(), meaning=both("goods", "商品")),
    "price": Fact("price", MoneyType("TWD"), meaning=both("price", "價格")),
    "cost": Fact("cost", MoneyType("TWD"), private=True, meaning=both("cost", "成本")),
}
LINES = Fact("order.lines", ListType(FIELDS), meaning=both("lines", "明細"))
ALL_NEVER = Comparison(Comparator.EQUAL, Asked("line", "outcome"), ChoiceLiteral("never"))
ASKING = replace(
    CLAIM,
    rules=(Rule("by-line", ALL_NEVER, Answer("refuse")),),
    asks=(Ask("line", "errands", per_item=PerItem("item", "order.lines", Combination.WORST)),),
)
BUSINESS = replace(SHOP, facts={**SHOP.facts, "order.lines": LINES}, policies={**SHOP.policies, CLAIM.id: (ASKING,)})
PEARS = {"what": "pears", "price": Decimal(600), "cost": Decimal(100)}
JAM = {"what": "jam", "price": ABSENT}


def made(*lines: dict[str, object], rule: str = "by-line") -> Decision:
    item = Item("errands", ERRANDS.version, Given("never", "otherwise"))
    return replace(decided(rule, "refuse"), items={"line": (item,) * len(lines)}, facts={"order.lines": lines})


def told(
    decision: Decision, locale: str = "en", audience: Audience = Audience.CUSTOMER, policy: Policy = ASKING
) -> str:
    return explain(BUSINESS, policy, decision, locale, audience).text


def test_each_item_is_named_by_what_the_reader_may_know_of_it():
    text = told(made(PEARS, JAM))
    assert "One by one\n\u2022 1. pears, NT$600: never\n\u2022 2. jam: never\n" in text


def test_the_auditors_copy_is_what_the_customer_read():
    assert "1. pears, NT$600: never" in told(made(PEARS), audience=Audience.AUDITOR)


def test_it_is_told_in_the_readers_language():
    assert "逐項來看\n\u2022 1、pears、NT$600\uff1a不提供" in told(made(PEARS), "zh-Hant")


def test_a_rule_that_does_not_look_at_the_items_tells_nothing_of_them():
    assert "One by one" not in told(made(PEARS, rule="otherwise"))


def test_of_very_many_items_the_first_are_listed():
    text = told(made(*[JAM] * (MOST_ITEMS + 1)))
    assert f"{MOST_ITEMS}. jam" in text
    assert f"{MOST_ITEMS + 1}. jam" not in text


def test_two_that_ask_the_same_of_the_same_list_are_told_once():
    again = Ask("best", "errands", per_item=PerItem("item", "order.lines", Combination.BEST))
    best_too = Comparison(Comparator.EQUAL, Asked("best", "outcome"), ChoiceLiteral("never"))
    rule = Rule("by-line", And((ALL_NEVER, best_too)), Answer("refuse"))
    asking = replace(ASKING, asks=(*ASKING.asks, again), rules=(rule,))
    decision = made(PEARS)
    twice = replace(decision, items=decision.items | {"best": decision.items["line"]})
    assert 1 == told(twice, policy=asking).count("1. pears")


@pytest.mark.parametrize(
    ("locale", "said"), [("en", "by 10 March 2026 at the latest"), ("zh-Hant", "\uff0c最晚 2026 年 3 月 10 日")]
)
def test_an_item_has_its_own_day(locale: str, said: str):
    due = Deadline("due", datetime(2026, 3, 10, 16, tzinfo=UTC), date(2026, 3, 10), whole_day=True)
    item = Item("errands", ERRANDS.version, Given("never", "otherwise", deadlines=(due,)))
    assert said in told(replace(made(PEARS), items={"line": (item,)}), locale)


@pytest.mark.parametrize("locale", ["en", "zh-Hans", "zh-Hant"])
def test_a_value_stands_behind_the_outcome(locale: str):
    item = Item(CLAIM.id, CLAIM.version, Given("refund", "no-words", {"amount": Decimal(50)}))
    asking = replace(ASKING, asks=(replace(ASKING.asks[0], policy=CLAIM.id),))
    decision = replace(made(PEARS), items={"line": (item,)})
    business = replace(
        BUSINESS, policies={**BUSINESS.policies, "damage-claim": (replace(CLAIM, rules=CLAIM.rules + ASKING.rules),)}
    )
    text = explain(business, asking, decision, locale, Audience.CUSTOMER).text
    assert "NT$50" in text
