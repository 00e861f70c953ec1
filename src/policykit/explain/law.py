"""What law had to do with an answer: whose answer it is, what it rests on, and each term held against the other."""

from __future__ import annotations

from datetime import datetime, timedelta

from policykit import values
from policykit.backends.prose.format import harmless
from policykit.decision import BY_FLOOR, BY_MERCHANT, EQUAL, MERCHANT, Answer, Law, Term
from policykit.explain.names import value_type
from policykit.explain.telling import Telling
from policykit.model import DateType, Value

BETTER = {BY_MERCHANT: "term_ours", BY_FLOOR: "term_law", EQUAL: "term_same"}
INSTANT = timedelta(microseconds=1)


def law(telling: Telling) -> tuple[str, ...]:
    """What the customer reads: that a right of law is kept, and where it stands, as far as that has been checked."""
    found = telling.decision.law
    if found is None:
        return ()
    country = country_of(telling, found)
    if telling.decision.governed_by == MERCHANT:
        return telling.say("law_kept", country=country), _cited(telling, found)
    about = telling.text(found.provision.about) if found.provision else found.floor
    return telling.say("law_governs", country=country, about=about), _cited(telling, found)


def country_of(telling: Telling, found: Law) -> str:
    """The buyer's country by its name."""
    return values.country_names(found.country, (telling.locale,)).get(telling.locale, found.country)


def _cited(telling: Telling, found: Law) -> str:
    """Where it stands in the country's own law; a reference that is not checked yet is not told."""
    if found.citation is not None and found.citation.checked.may_be_told:
        return telling.say("law_cited", citation=harmless(found.citation.text))
    return telling.say("law_unchecked")


def alternative(telling: Telling) -> tuple[str, ...]:
    """Our own answer, which the customer may choose instead."""
    answer = telling.decision.alternative_answer
    if answer is None:
        return ()
    told = [telling.label(answer.outcome), *_values(telling, answer)]
    return (telling.say("law_alternative", answer=telling.say("comma").join(told)),)


def _values(telling: Telling, answer: Answer) -> list[str]:
    declared = [value for o in telling.policy.outcomes if o.name == answer.outcome for value in o.values]
    return [
        telling.text(value.label) + telling.say("colon") + telling.value(answer.values[value.name], value.type)
        for value in declared
        if value.name in answer.values and value.label
    ]


def terms(telling: Telling) -> tuple[str, ...]:
    """Each term of ours against the law's, for staff and auditors."""
    return tuple(_term(telling, term) for term in telling.decision.terms)


def _term(telling: Telling, term: Term) -> str:
    sides = {"ours": _side(telling, term, term.merchant), "law": _side(telling, term, term.floor)}
    return telling.say(BETTER[term.better], name=_name(telling, term), **sides)


def _name(telling: Telling, term: Term) -> str:
    """What the term is called: the label of a value, or the word for an outcome or a deadline."""
    labels = (v.label for outcome in telling.policy.outcomes for v in outcome.values if v.name == term.name and v.label)
    label = next(labels, None)
    known = telling.book.catalog.sentences.get(f"term_{term.name}")
    return telling.text(label) if label else known or term.name.replace("_", " ")


def _side(telling: Telling, term: Term, value: Value | None) -> str:
    if value is None:
        return telling.say("term_none")
    if term.name == "outcome":
        return telling.label(str(value))
    if isinstance(value, datetime) and term.deadline:
        # The instant 24:00 is outside: people name the last day that is inside.
        return telling.value((value - INSTANT).date(), DateType())
    outcomes = (str(t.floor) for t in telling.decision.terms if t.name == "outcome")
    return telling.value(value, value_type(Answer(next(outcomes), ""), term.name, telling.policy))
