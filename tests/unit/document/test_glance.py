"""A policy in short."""

from __future__ import annotations

from dataclasses import replace

from policykit import pipeline
from policykit.backends.prose.reading import reading
from policykit.document import Place, page
from policykit.document.glance import LEAST_FOLDED, MOST_CASES, Glance, Short, glances
from policykit.document.words import words_for
from policykit.model import (
    And,
    ChoiceLiteral,
    ChoiceType,
    Comparator,
    Comparison,
    Fact,
    FieldRef,
    FlagLiteral,
    ListType,
    Policy,
    Quantifier,
    Quantity,
    Rule,
)
from tests.unit.backends.prose.orchard import CALLS, CLAIM, ORCHARD, SECRET_ANSWER


def short(policy: Policy, locale: str = "en") -> tuple[Glance, ...]:
    return glances(reading(ORCHARD, policy, locale), words_for(locale))


def with_cases(many: int) -> Policy:
    cases = [replace(CLAIM.rules[0], id=f"case-{number}", title={"en": f"Case {number}"}) for number in range(many)]
    return replace(CLAIM, rules=tuple(cases))


def with_first(rule: Rule) -> Policy:
    return replace(CLAIM, rules=(rule, *CLAIM.rules[1:]))


def test_each_answer_is_told_with_its_main_condition_the_best_first():
    damaged = Short("The finding is “truly damaged”, under further conditions", "found-damaged")
    marks = Short("The finding is “marks on the skin”", "surface-marks")
    other = Short("In every other case", "otherwise")
    found = [(glance.answer, glance.cases) for glance in short(CLAIM)]
    assert [("Refund in full", (damaged,)), ("Refund in part", (marks,)), ("We look at it", (other,))] == found[:3]


def test_a_title_says_it_shorter():
    titled = replace(CLAIM.rules[0], title={"en": "Bruised on the way"})
    assert (Short("Bruised on the way", "found-damaged"),) == short(with_first(titled))[0].cases


def test_of_an_entry_on_record_it_is_told_what_it_is_and_not_that_it_was_confirmed():
    done = Comparison(Comparator.EQUAL, FieldRef("call", "ended"), ChoiceLiteral("shouting"))
    confirmed = Comparison(Comparator.EQUAL, FieldRef("call", "answered"), FlagLiteral(value=True))
    some = Quantifier(Quantity.SOME, "call", "contact.calls", And((confirmed, done)))
    rude = replace(CLAIM.rules[0], when=some)
    shouting = ChoiceType(("shouting",), {"shouting": {"en": "shouting"}})
    calls = ListType({**CALLS.fields, "ended": Fact("ended", shouting, meaning={"en": "how it ended"})})
    business = replace(ORCHARD, facts={**ORCHARD.facts, "contact.calls": Fact("contact.calls", calls)})
    found = [
        glances(reading(business, policy, "en"), words_for("en"))[0].cases
        for policy in (with_first(rude), with_first(replace(rude, title={"en": "Rude calls"})))
    ]
    told = "How it ended is “shouting”, under further conditions"
    assert [(Short(told, "found-damaged"),), (Short("Rude calls", "found-damaged"),)] == found


def test_a_rule_that_varies_another_is_told_by_what_sets_it_apart():
    kept = replace(CLAIM.rules[0], id="found-damaged-kept", part="tiers")
    varied = replace(CLAIM, rules=(replace(CLAIM.rules[0], part="tiers"), kept, *CLAIM.rules[1:]))
    assert Short("Refund in full, kept for the time being", kept.id) == short(varied)[0].cases[1]


def test_what_only_internal_rules_answer_is_not_told():
    assert SECRET_ANSWER["en"] not in str(short(CLAIM))


def test_of_many_cases_the_first_are_named_and_the_others_counted():
    (first, *_) = short(with_cases(MOST_CASES + LEAST_FOLDED))
    assert (MOST_CASES, "and 3 more cases") == (len(first.cases), first.more)


def test_a_remainder_that_saves_no_line_is_named_as_well():
    (first, *_) = short(with_cases(MOST_CASES + LEAST_FOLDED - 1))
    assert (MOST_CASES + LEAST_FOLDED - 1, "") == (len(first.cases), first.more)


def test_two_cases_with_the_same_words_are_named_once():
    twice = replace(CLAIM, rules=(CLAIM.rules[2], replace(CLAIM.rules[2], id="again")))
    assert (Short("The finding is “marks on the skin”", "surface-marks"),) == short(twice)[0].cases


def test_an_answer_that_only_a_table_gives_leads_to_the_table():
    loaded = pipeline.load(pipeline.example_root() / "internet-service").bundle
    assert loaded
    business = loaded.businesses["internet-service"].business
    html = page({business.id: business}, Place(business.id, "en", "service-credit"))
    assert '<dt>Comes off the bill</dt><dd><a href="#page_rules">see the table</a></dd>' in html
