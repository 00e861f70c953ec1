"""Worked examples: public cases in words, decided by the engine, and nothing internal in them."""

from __future__ import annotations

from dataclasses import replace

from policykit import pipeline
from policykit.backends.prose.reading import reading
from policykit.backends.prose.rules import Line
from policykit.document.examples import (
    MOST_ENTRIES,
    Example,
    Given,
    by_the_oracle,
    entries,
    examples,
    public_facts,
)
from policykit.model import ABSENT, Answer, Ask, Combination, Fact, FlagType, ListType, PerItem, TextType
from tests.unit.backends.prose.orchard import CLAIM, ORCHARD, texts

CITING = Answer("refuse", because="claim")


def told(locale: str = "en", business=ORCHARD) -> tuple[Example, ...]:
    return examples(CLAIM, reading(business, CLAIM, locale), by_the_oracle)


def test_public_cases_are_told_in_their_order_and_no_other():
    assert ["photo-in-time", "finding-open"] == [example.id for example in told()]


def test_an_example_tells_the_case_and_its_answer_in_words():
    example = told()[0]
    assert (
        Given("The time of delivery", "2 March 2026, 10:00"),
        Given("The time you told us", "2 March 2026, 11:00"),
        Given("The time the photo reached us", "2 March 2026, 11:00"),
        Given("The finding", "truly damaged"),
        Given("The price of the goods", "NT$600"),
    ) == example.given
    assert ("The photo came an hour later", "Refund in full", "found-damaged") == (
        example.title,
        example.outcome,
        example.rule,
    )
    assert (Line("Refund", "NT$600"),) == example.results


def test_an_example_is_told_in_the_readers_language():
    example = told("zh-Hant")[0]
    assert ("一小時後傳來照片", "全額退款") == (example.title, example.outcome)
    assert Given("到貨時間", "2026 年 3 月 2 日上午 10:00") == example.given[0]


def test_a_case_that_lacks_a_fact_tells_what_is_asked_and_what_is_open():
    example = told()[1]
    assert ("the finding?",) == example.asks
    assert ("Refund in full", "Refund in part", "We look at it") == example.possible
    assert ("", None) == (example.outcome, example.rule)


def test_deadlines_are_told_as_days():
    late = {**ORCHARD.cases[0].facts, "inspection.finding": "sound"}
    business = replace(ORCHARD, cases=(replace(ORCHARD.cases[0], facts=late),))
    assert (Line("Our time limit", "4 March 2026"), Line("We follow up", "6 March 2026")) == told("en", business)[
        0
    ].results


def test_a_case_of_another_version_is_not_told():
    assert () == examples(replace(CLAIM, starts=None), reading(ORCHARD, CLAIM, "en"), by_the_oracle)


def test_a_case_that_would_ask_for_a_private_fact_is_not_told():
    doubtful = {name: value for name, value in ORCHARD.cases[3].facts.items() if name != "staff.doubt"}
    business = replace(ORCHARD, cases=(replace(ORCHARD.cases[3], facts=doubtful),))
    assert () == told("en", business)


def test_private_facts_and_those_of_internal_rules_are_none_of_the_public_ones():
    assert "staff.doubt" not in public_facts(CLAIM, reading(ORCHARD, CLAIM, "en"))


def test_the_facts_of_a_policy_that_is_asked_are_among_the_public_ones():
    asks = (Ask("claim", "damage-claim"),)
    citing = replace(CLAIM, id="complaint", asks=asks, rules=(), otherwise=replace(CLAIM.otherwise, answer=CITING))
    found = public_facts(citing, reading(ORCHARD, citing, "en"))
    assert public_facts(CLAIM, reading(ORCHARD, CLAIM, "en")) == found


def test_a_policy_that_is_asked_for_each_element_brings_its_list():
    asks = (Ask("claim", "damage-claim", per_item=PerItem("call", "contact.calls", Combination.WORST)),)
    citing = replace(CLAIM, id="complaint", asks=asks, rules=(), otherwise=replace(CLAIM.otherwise, answer=CITING))
    assert ("contact.calls",) == public_facts(citing, reading(ORCHARD, citing, "en"))


def test_the_items_own_answers_stand_beside_the_case():
    store = pipeline.load(pipeline.example_root() / "online-store").bundle.businesses["online-store"].business
    (several,) = store.policies["return-several"]
    told_of = {one.id: one for one in examples(several, reading(store, several, "en"), by_the_oracle)}
    worn, lamp = told_of["one-is-worn-after-the-fortnight"].items
    assert "1. Linen shirt, €40, worn or used: looked at by one of us first, by 25 March 2026 at the latest" == worn
    assert lamp.startswith("2. Desk lamp, €30, unopened: taken back and refunded (refund: €27; ")
    assert () == told()[0].items


CALLED = ListType(
    {
        "who": Fact("who", TextType(), meaning=texts("who answered", "接聽的人", "接听的人")),
        "helped": Fact("helped", FlagType(), meaning=texts("it helped", "有幫助", "有帮助")),
        "note": Fact("note", TextType(), private=True, meaning=texts("a note", "備註", "备注")),
    }
)
CALLS_MADE = Fact("contact.calls", CALLED)


def test_each_entry_of_a_list_is_told_by_what_is_known_and_not_private():
    made = ({"who": "Bo", "helped": True, "note": "secret"}, {"who": ABSENT, "helped": False}, {"who": ABSENT})
    assert ("Who answered: Bo; it helped", "It helped: no") == entries(CALLS_MADE, made, reading(ORCHARD, CLAIM, "en"))
    chinese = entries(CALLS_MADE, made[:1], reading(ORCHARD, CLAIM, "zh-Hant"))
    assert ("接聽的人\uff1aBo\uff1b有幫助",) == chinese


def test_of_many_entries_the_first_are_told():
    made = ({"helped": True},) * (MOST_ENTRIES + 1)
    assert ("It helped",) * MOST_ENTRIES == entries(CALLS_MADE, made, reading(ORCHARD, CLAIM, "en"))


def test_what_is_no_list_has_no_entries():
    assert () == entries(ORCHARD.facts["item.price"], 600, reading(ORCHARD, CLAIM, "en"))
