from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click
import pytest

from policykit import pipeline
from policykit.cli import answer, bundles
from policykit.decision import BY_FLOOR, Answer, Change, Cited, Deadline, Decision, Hit, Law, Status, Term
from policykit.model import (
    Checked,
    ChoiceType,
    Citation,
    Confidence,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Provision,
    TextType,
    Type,
)

AS_OF = datetime.fromisoformat("2026-03-03T12:00:00+08:00")


@pytest.fixture
def ready(shops: Path) -> pipeline.Ready:
    return bundles.sound(shops).businesses["tea-shop"]


def told(ready: pipeline.Ready, decision: Decision, audience: str = "customer", *parts: str) -> str:
    reader = answer.Reader("en", audience, frozenset(parts))
    telling = answer.Telling(decision, ready.business, ready.business.policies["claim"][0], reader)
    return click.unstyle("\n".join(answer.lines(telling)))


def decision(given: Answer, **more: object) -> Decision:
    whole = {"final": True, "decided_by": "policy", "possible": (given.outcome,), **more}
    return Decision("tea-shop", "claim", "2026-01-01", AS_OF, Status.DECIDED, given, **whole)


def test_an_answer_tells_outcome_values_and_deadlines(ready: pipeline.Ready):
    from decimal import Decimal

    due = Deadline("due", AS_OF + timedelta(days=1), date(2026, 3, 4), whole_day=False)
    given = Answer("refund", "stale-in-time", {"amount": Decimal(600)}, (due,))
    assert (
        "tea-shop/claim, version 2026-01-01, as of 2026-03-03T12:00:00+08:00\n"
        "\n"
        "refund (refund in full)\n"
        "  amount  NT$600\n"
        "  due     4 March 2026, 12:00  (until 2026-03-04T12:00:00+08:00)\n"
        "  rule    stale-in-time\n"
        "  final   yes"
    ) == told(ready, decision(given))


def test_a_proposal_says_who_has_the_last_word(ready: pipeline.Ready):
    cited = Cited("errands", "2026-01-01", "too-far")
    proposal = decision(Answer("visit", "remarked"), final=False, decided_by="person", because=cited)
    text = told(ready, proposal)
    assert "rule        internal" in text
    assert "final       no, this settles nothing yet" in text
    assert "decided by  a person, who confirms or changes this proposal" in text
    assert "because of  errands#too-far, version 2026-01-01" in text
    assert "rule        remarked" in told(ready, proposal, "agent")


CITED = Provision("right", {}, "Directive art. 9", Checked(Confidence.VERIFIED, date(2026, 11, 27)), {
    "FR": Citation("Code de la vente, art. 7", Checked(Confidence.SECONDARY)),
    "DE": Citation("§ 1 VerkG", Checked(Confidence.UNVERIFIED)),
})  # fmt: skip


@pytest.mark.parametrize(
    ("country", "said"),
    [
        ("FR", "eu.withdrawal of beginning, in FR: Code de la vente, art. 7 (secondary)"),
        ("DE", "eu.withdrawal of beginning, in DE; the national reference is not checked yet"),
    ],
)
def test_a_law_is_cited_as_far_as_it_is_checked(ready: pipeline.Ready, country, said):
    law = Law("eu.withdrawal", "beginning", country, CITED)
    terms = (Term("outcome", "refuse", "refund", BY_FLOOR),)
    text = told(ready, decision(Answer("refund", "stale-in-time"), governed_by="eu.withdrawal", law=law, terms=terms))
    assert said in text
    assert "ours refuse, the law's refund: the law's is better" in text


def test_alternatives_are_whole_sentences(ready: pipeline.Ready):
    text = told(ready, decision(Answer("refuse", "otherwise", alternatives=("another_tea",))))
    assert text.endswith("\n\nalternatives\n  - We choose another tea for you.")


@pytest.mark.parametrize(
    ("relation", "becomes", "said"),
    [
        ("is", "stale", "refund (refund in full) if claim.finding is stale"),
        ("by", AS_OF, "refund (refund in full) if claim.made_at is before 3 March 2026, 12:00"),
        ("from", AS_OF, "refund (refund in full) if claim.made_at is from 3 March 2026, 12:00"),
    ],
    ids=["is", "by", "from"],
)
def test_what_would_have_changed_the_answer(ready: pipeline.Ready, relation: str, becomes: object, said: str):
    fact = "claim.finding" if relation == "is" else "claim.made_at"
    change = Change("refund", "stale-in-time", fact, relation, becomes)
    changed = decision(Answer("refuse", "otherwise"), would_change=(change,))
    assert said in told(ready, changed, "customer", "would_change")
    without = decision(Answer("refuse", "otherwise"))
    assert "nothing that may be told" in told(ready, without, "customer", "would_change")


@pytest.mark.parametrize(
    ("of", "said"),
    [
        (FlagType(), "yes|no"),
        (ChoiceType(("a", "b")), "a|b"),
        (NumberType(), "1"),
        (NumberType("km"), "'1 km'"),
        (MoneyType("TWD"), "'600 TWD'"),
        (DateType(), "2026-03-01"),
        (DateTimeType(), "2026-03-01T08:00:00+08:00"),
        (DurationType(), "'24 hours'"),
        (TextType(), "TEXT"),
        (ListType({}), "(as JSON, with --facts)"),
    ],
    ids=lambda given: type(given).__name__ if not isinstance(given, str) else None,
)
def test_every_type_has_an_example_of_its_form(of: Type, said: str):
    assert said == answer.example(of)


def test_the_rows_that_hold_are_told_with_their_values(ready: pipeline.Ready):
    from decimal import Decimal

    rows = (Hit("stale-in-time", {"amount": Decimal(600)}), Hit("otherwise", {}))
    lines = told(ready, decision(Answer("refund", "stale-in-time", hits=rows))).splitlines()
    assert ["rows that hold", "  stale-in-time        amount NT$600"] == lines[lines.index("rows that hold") :][:2]
