"""A floor of law against the merchant's answer, over a shop in Germany and a pack of two countries."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from policykit import pipeline
from policykit.decision import BY_FLOOR, BY_MERCHANT, EQUAL, Decision

BUSINESS = """\
business: shop
name: {en: "The Shop"}
locales: [en]
country: DE
time_zone: Europe/Berlin
currency: EUR
owner: shop manager
review: 2028-01-15
law: [lex]
"""
FACTS = """\
facts:
  buyer.country:
    {type: country, countries: [DE, CN, US], meaning: {en: "the country"}, question: {en: "Where do you live?"}}
  buyer.consumer: {type: flag, meaning: {en: "a consumer"}, question: {en: "Do you buy for yourself?"}}
  return.asked_at: {type: datetime, meaning: {en: "the time"}, question: {en: "When did you ask?"}}
  order.delivered_at:
    {type: datetime, optional: yes, meaning: {en: "delivery"}, question: {en: "When did it arrive?"}}
  item.price: {type: money, meaning: {en: "the price"}, question: {en: "What was the price?"}}
  item.spoiled: {type: flag, not_sent: no, meaning: {en: "spoiled"}}
  shop.share: {type: number, hint: no, at_least: 0, at_most: 2, not_sent: "1",
    meaning: {en: "the share we pay back"}}
  shop.pays: {type: flag, hint: no, not_sent: no, meaning: {en: "we pay for the parcel"}}
  shop.looks: {type: flag, hint: no, not_sent: no, meaning: {en: "we look first"}}
  shop.days: {type: flag, hint: no, not_sent: no, meaning: {en: "we name a day"}}
"""
POLICY = """\
policy: returns
kind: decision
question: {en: "Can I send it back?"}
effective: {from: beginning}
floors:
  lex.withdrawal:
    country: buyer.country
    when: {buyer.consumer: yes}
    with:
      asked_at: return.asked_at
      received_at: order.delivered_at
      paid: item.price
      perishable: {item.spoiled: yes}
    given: {channel: distance}
    outcome: {withdraw: refund}
    values: {back: amount, paid_by: {value: parcel, words: {trader: us, consumer: you}}}
outcomes:
  - refund:
      label: {en: "refund"}
      values:
        amount: {type: money, better: higher}
        parcel: {type: choice, choices: [us, you], better: us}
  - look: {final: no, label: {en: "we look first"}}
  - refuse: {label: {en: "no"}}
rules:
  - {id: look, when: {shop.looks: yes}, then: {outcome: look}}
  - id: quickly
    when: {shop.days: yes}
    then: {outcome: refund, amount: item.price, parcel: you, due: 2 calendar days after return.asked_at}
  - id: dear
    when: {shop.pays: yes}
    then: {outcome: refund, amount: shop.share * item.price, parcel: us}
  - id: cheap
    when: {shop.share: less than 1}
    then: {outcome: refund, amount: shop.share * item.price, parcel: you}
otherwise: {outcome: refuse}
"""
PACK = """\
pack: lex
locales: [en]
name: {en: "Lex"}
countries: [DE, CN]
facts:
  channel:
    {type: choice, choices: [distance, shop], labels: {distance: {en: "at a distance"}, shop: {en: "in a shop"}},
     meaning: {en: "where"}}
  asked_at: {type: datetime, meaning: {en: "when"}}
  received_at: {type: datetime, optional: yes, meaning: {en: "when the goods came"}}
  paid: {type: money, meaning: {en: "what was paid"}}
  perishable: {type: flag, not_sent: no, meaning: {en: "perishable"}}
provisions:
  right:
    about: {en: "the right"}
    source: "Lex art. 1"
    confidence: verified
    verified: 2026-11-27
    national: {DE: {citation: "§ 1 LexG", confidence: secondary}}
floors:
  - floor: withdrawal
    question: {en: "May I?"}
    effective: {from: 2026-01-01}
    numbers:
      period:
        {is: 7 calendar days or the next working day, meaning: {en: "time"}, provision: right, confidence: secondary}
    outcomes:
      - withdraw:
          values:
            back: {type: money, better: higher}
            paid_by: {type: choice, choices: [trader, consumer], better: trader}
      - nothing
    rules:
      - {id: in-a-shop, when: {channel: shop}, then: {outcome: nothing}, provision: right}
      - {id: perishable, when: {perishable: yes}, then: {outcome: nothing}, provision: right}
      - id: in-time
        when: {none: [{asked_at: more than period after received_at}]}
        then:
          outcome: withdraw
          back: paid
          paid_by: consumer
          due: period after asked_at
          wording: {en: "By law {{ back }} goes back to you by {{ due }}."}
        provision: right
    otherwise: {outcome: nothing}
"""
AS_OF = datetime.fromisoformat("2026-06-01T12:00:00+02:00")


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> pipeline.Ready:
    folder = tmp_path_factory.mktemp("floors") / "shop"
    (folder / "law").mkdir(parents=True)
    texts = {"business": BUSINESS, "facts": FACTS, "returns": POLICY, "law/lex": PACK}
    for name, text in texts.items():
        (Path(folder) / f"{name}.yaml").write_text(text, encoding="utf-8")
    loaded = pipeline.load(folder)
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle.businesses["shop"]


def asked(shop: pipeline.Ready, **said: Any) -> Decision:
    """The decision on a return from Germany, a day after delivery, with these facts (`a__b` is `a.b`) changed."""
    facts = {
        "buyer.country": "DE",
        "buyer.consumer": True,
        "return.asked_at": "2026-03-03T10:00:00+01:00",
        "order.delivered_at": "2026-03-02T10:00:00+01:00",
        "item.price": {"amount": "100", "currency": "EUR"},
    } | {name.replace("__", "."): value for name, value in said.items()}
    data: dict[str, dict[str, Any]] = {}
    for name, value in facts.items():
        group, _, key = name.partition(".")
        if value is not ...:
            data.setdefault(group, {})[key] = value
    parts = frozenset({"reasons", "would_change"})
    return pipeline.decide(shop, "returns", pipeline.facts_from_json(shop.business, data), AS_OF, parts)


def better(decision: Decision) -> dict[str, str]:
    return {term.name: term.better for term in decision.terms}


# --- who governs ------------------------------------------------------------------------------


def test_a_refusal_falls_below_the_floor(shop):
    decision = asked(shop)
    assert ("lex.withdrawal", "lex.withdrawal.in-time") == (decision.governed_by, decision.answer.rule)
    assert ("refund", 100, "you") == (decision.answer.outcome, *decision.answer.values.values())
    assert {"outcome": BY_FLOOR, "amount": BY_FLOOR, "parcel": BY_FLOOR, "due": BY_FLOOR} == better(decision)
    assert decision.alternative_answer is None


def test_an_answer_that_is_no_worse_stands_and_takes_the_date_of_the_law(shop):
    decision = asked(shop, shop__pays=True)
    assert ("merchant", "dear") == (decision.governed_by, decision.answer.rule)
    assert {"outcome": EQUAL, "amount": EQUAL, "parcel": BY_MERCHANT, "due": BY_FLOOR} == better(decision)
    assert ["2026-03-11T00:00:00+01:00"] == [one.at.isoformat() for one in decision.answer.deadlines]


def test_a_date_of_our_own_that_is_earlier_is_kept(shop):
    decision = asked(shop, shop__days=True)
    assert ("merchant", BY_MERCHANT) == (decision.governed_by, better(decision)["due"])
    assert ["2026-03-06T00:00:00+01:00"] == [one.at.isoformat() for one in decision.answer.deadlines]


def test_one_worse_term_is_enough_and_what_was_better_is_offered(shop):
    decision = asked(shop, shop__pays=True, shop__share=Decimal("0.5"))
    assert ("lex.withdrawal", 100, "you") == (decision.governed_by, *decision.answer.values.values())
    assert {"amount": BY_FLOOR, "parcel": BY_MERCHANT} == {k: better(decision)[k] for k in ("amount", "parcel")}
    assert ("dear", 50, "us") == (decision.alternative_answer.rule, *decision.alternative_answer.values.values())


def test_what_settles_nothing_never_stands_before_a_right(shop):
    decision = asked(shop, shop__looks=True)
    assert ("lex.withdrawal", True, None) == (decision.governed_by, decision.final, decision.alternative_answer)


@pytest.mark.parametrize(
    "said",
    [{"buyer__country": "US"}, {"buyer__consumer": False}, {"item__spoiled": True},
     {"return__asked_at": "2026-03-10T00:00:00+01:00"}],
    ids=["another country", "no consumer", "exempt", "too late"],
)  # fmt: skip
def test_where_the_law_gives_nothing_the_answer_stands_as_it_is(shop, said):
    decision = asked(shop, **said)
    assert ("merchant", "refuse", (), None) == (
        decision.governed_by, decision.answer.outcome, decision.terms, decision.law,
    )  # fmt: skip


def test_before_the_law_was_in_force_it_gave_nothing(shop):
    early = {"return__asked_at": "2025-03-03T10:00:00+01:00", "order__delivered_at": "2025-03-02T10:00:00+01:00"}
    facts = {"buyer.country": "DE", "buyer.consumer": True}
    assert "lex.withdrawal" == asked(shop, **early).governed_by  # what counts is when it is decided: nothing is pinned
    decision = pipeline.decide(shop, "returns", facts, datetime.fromisoformat("2025-12-31T23:00:00+01:00"))
    assert "merchant" == decision.governed_by


# --- the buyer's country ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "at", "governed_by"),
    [
        ("DE", "2026-03-09T23:59:59+01:00", "lex.withdrawal"),
        ("CN", "2026-03-09T17:59:59+01:00", "merchant"),
        ("CN", "2026-03-09T16:59:59+01:00", "lex.withdrawal"),
    ],
)
def test_days_end_where_the_buyer_lives(shop, country, at, governed_by):
    assert governed_by == asked(shop, buyer__country=country, return__asked_at=at).governed_by


def test_the_last_day_of_a_date_is_the_buyer_s(shop):
    (due,) = asked(shop, buyer__country="CN").answer.deadlines
    assert ("2026-03-11T00:00:00+08:00", "2026-03-10", True) == (due.at.isoformat(), due.day.isoformat(), due.whole_day)


def test_while_goods_are_on_their_way_the_right_is_open(shop):
    assert "lex.withdrawal" == asked(shop, order__delivered_at=None).governed_by


def test_the_provision_is_the_country_s_own(shop):
    assert "§ 1 LexG" == asked(shop).law.citation.text
    assert asked(shop, buyer__country="CN").law.citation is None


# --- what is missing --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "needs"),
    [
        ("buyer__country", ["buyer.country"]),
        ("buyer__consumer", ["buyer.consumer"]),
        ("order__delivered_at", ["order.delivered_at"]),
        ("item__price", ["item.price"]),
    ],
)
def test_what_the_floor_needs_is_asked_in_our_own_facts(shop, missing, needs):
    decision = asked(shop, **{missing: ...})
    assert needs == [need.fact for need in decision.needs]
    assert {"refund", "refuse"} >= set(decision.possible) >= {"refund"}


def test_where_the_law_is_another_nothing_more_is_asked(shop):
    assert "refuse" == asked(shop, buyer__country="US", order__delivered_at=..., item__price=...).answer.outcome


# --- why --------------------------------------------------------------------------------------


def test_the_reasons_begin_with_the_law(shop):
    first, second, *_ = asked(shop).reasons
    assert ("lex.withdrawal.in-time", True) == (first.rule, first.held)
    assert [("return.asked_at", False, "none")] == [(c.fact, c.held, c.under) for c in first.conditions]
    assert "otherwise" == second.rule


def test_what_would_have_changed_counts_the_law_too(shop):
    (change, *_) = asked(shop, return__asked_at="2026-03-10T10:00:00+01:00").would_change
    assert ("refund", "lex.withdrawal.in-time", "return.asked_at", "by") == (
        change.outcome, change.rule, change.fact, change.relation,
    )  # fmt: skip
