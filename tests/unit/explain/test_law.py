"""What an explanation says of law: whose answer it is, and the provision as far as it has been checked."""

from __future__ import annotations

import pytest

from policykit import pipeline
from policykit.explain import Audience, explain

STORE = pipeline.load(pipeline.example_root() / "online-store").bundle.businesses["online-store"]
(RETURNS,) = STORE.business.policies["returns"]


def told(case_id: str, locale: str = "en", audience: Audience = Audience.CUSTOMER) -> str:
    case = next(case for case in STORE.business.cases if case.id == case_id)
    decision = pipeline.decide(STORE, "returns", case.facts, case.as_of)
    return explain(STORE.business, RETURNS, decision, locale, audience).text


@pytest.mark.parametrize(
    ("case", "locale", "line"),
    [
        ("opened-earphones-in-taiwan", "en", "You find it in 消費者保護法第十九條."),
        ("opened-earphones-in-taiwan", "zh-Hant", "依據\uff1a消費者保護法第十九條\u3002"),
        ("near-expiry-food-unconfirmed-in-china", "zh-Hans", "依据\uff1a消费者权益保护法第二十五条\u3002"),
        ("delivered-monday-last-moment-of-the-fortnight", "de", "Unter welcher Nummer es dort steht, prüfen wir noch."),
    ],
)
def test_a_provision_is_cited_as_the_buyer_s_country_calls_it(case: str, locale: str, line: str):
    assert line in told(case, locale)


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("locale", ["en", "de", "zh-Hans", "zh-Hant"])
def test_what_is_not_checked_is_told_to_auditors_alone(locale: str, audience: Audience):
    """Of German law the numbers are from memory; of British law too, and directives are cited to nobody else."""
    text = told("delivered-monday-last-moment-of-the-fortnight", locale, audience)
    assert ("BGB" in text, "2011/83" in text) == ((audience is Audience.AUDITOR,) * 2)


def test_that_our_own_answer_stands_is_said_too():
    text = told("our-mistake-in-time-is-better-than-the-law")
    assert "Your statutory rights are not affected: this answer gives you no less than the law of Germany does." in text
    assert "returns#our-mistake" in text


def test_the_link_leads_to_the_law_s_box():
    assert "/terms/online-store/en/returns#tw.rescission" in told("opened-earphones-in-taiwan")


def test_where_no_law_gives_anything_nothing_is_said_of_it():
    assert "Your rights by law" not in told("a-company-has-our-window-and-no-more")


def test_staff_read_each_term_against_the_law():
    text = told("opened-earphones-in-taiwan", audience=Audience.AGENT)
    assert "refund: ours €36, the law's €44.90; the law's is better" in text
    assert "by when: ours 15 March 2026, the law's nothing said" not in text
    assert "sending it back is paid by: ours you, the law's us; the law's is better" in text


def test_an_offer_of_ours_that_is_only_sooner_is_no_alternative():
    """Nobody is offered less money for having it sooner."""
    assert "our own offer stands too" not in told("delivered-monday-last-moment-of-the-fortnight")
