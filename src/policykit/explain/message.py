"""The message to a customer: courteous, short, with the answer first and what can be done about it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from policykit.backends.prose.format import format_deadline, format_when
from policykit.decision import MERCHANT, Answer, Deadline, Need, Status
from policykit.explain import law, why
from policykit.explain.explanation import Link, Message
from policykit.explain.items import items
from policykit.explain.line import Given, fixed, made
from policykit.explain.names import Names
from policykit.explain.phrasebook import Phrasebook, anchored, capital, page_of
from policykit.explain.sentence import Sentence
from policykit.explain.telling import Telling
from policykit.explain.wording import filled
from policykit.model import ChoiceType, DecidedBy, Fact, Origin, Value

FOLLOW_UP = "follow_up"
PROMISES = {"due": "due", FOLLOW_UP: FOLLOW_UP}
"""The deadlines that we keep, each with the sentence that says so."""
APPEAL_BY = "appeal_by"


def message(telling: Telling) -> Message:
    """What the customer reads."""
    return _question(telling) if telling.decision.status is Status.NEEDS_INFO else _answer(telling)


# --- a fact is missing --------------------------------------------------------------------------


def _question(telling: Telling) -> Message:
    need = _first_need(telling)
    return Message(
        opening=telling.say("opening_question"),
        answer=_asked(telling, need),
        choices=_choices(telling, need),
        questions=telling.book.questions,
        closing=telling.book.closing,
    )


def _first_need(telling: Telling) -> Need | None:
    needs = telling.decision.needs
    return next((need for need in needs if need.origin is Origin.CUSTOMER), needs[0] if needs else None)


def _asked(telling: Telling, need: Need | None) -> tuple[str, ...]:
    fact = telling.business.facts.get(need.fact) if need else None
    if need is None or need.origin is Origin.BUSINESS:
        return (_checking(telling, fact),)
    question = telling.text(fact.question) if fact else ""
    meaning = telling.text(fact.meaning) if fact else ""
    asked = question or (telling.say("ask_meaning", meaning=meaning) if meaning else telling.say("ask_something"))
    return telling.say("ask"), asked


def _checking(telling: Telling, fact: Fact | None) -> str:
    if fact is None or not telling.shown(fact) or not fact.meaning:
        return telling.say("checking_something")
    return telling.say("checking", meaning=telling.text(fact.meaning))


def _choices(telling: Telling, need: Need | None) -> tuple[str, ...]:
    fact = telling.business.facts.get(need.fact) if need else None
    if need is None or need.origin is Origin.BUSINESS or fact is None or not isinstance(fact.type, ChoiceType):
        return ()
    return tuple(telling.value(choice, fact.type) for choice in fact.type.choices)


# --- there is an answer -------------------------------------------------------------------------


def _answer(telling: Telling) -> Message:
    answer = telling.decision.answer
    assert answer is not None  # exactly then the status is needs_info
    body = _said(telling, answer)
    our_fault = telling.words is not None and telling.words.apologises
    # Whoever is owed an apology is owed no list of reasons with it.
    conditions = [] if our_fault else why.deciding_conditions(telling)
    told, recorded = why.facts_by_origin(telling, conditions)
    appeal = _appeal(telling)
    return Message(
        opening=_opening(telling, body, our_fault=our_fault),
        answer=(*body, *_standing(telling)),
        scope=telling.phrases(answer.scope),
        lasts=_dated(telling, {"ends": "ends"}),
        unaffected=telling.phrases(answer.unaffected),
        law=law.law(telling),
        why=() if our_fault else why.why(telling, conditions),
        told=told,
        recorded=recorded,
        items=items(telling),
        changes=() if our_fault else why.changes(telling),
        alternatives=(*law.alternative(telling), *_alternatives(telling, answer)),
        next_steps=(*telling.phrases(answer.next_steps), *_dated(telling, PROMISES)),
        appeal=appeal,
        questions="" if appeal else telling.book.questions,
        links=_links(telling),
        closing=telling.book.closing,
    )


def _said(telling: Telling, answer: Answer) -> tuple[str, ...]:
    """The rule's own words; where it has none, the outcome and its values in a plain sentence each."""
    worded = _worded(telling) or (
        fixed(telling.say("answer", outcome=telling.label(answer.outcome))),
        *_values(telling, answer, answer.values),
    )
    return (*worded, *_listed(telling, answer)) if answer.hits else worded


def _worded(telling: Telling) -> tuple[str, ...]:
    wording = telling.words.wording if telling.words else None
    if wording is None:
        return ()
    line = telling.line(partial(_one_line, telling.names, wording))
    return filled(wording, telling.name) if line is None else (line,)


def _one_line(names: Names, wording: Sentence, given: Given) -> str | None:
    """The wording, where it is one line and has all that it names."""
    values = [names.text(name, given) for name in wording.names]
    known = [value for value in values if value]
    return (wording.one_line(known) or None) if len(known) == len(values) else None


def _listed(telling: Telling, answer: Answer) -> tuple[str, ...]:
    """What each row gives, where the answer is a list of rows."""
    rows = answer.hits if telling.policy.lists else ()
    return tuple(" ".join(_values(telling, answer, row.values)) for row in rows if row.values)


def _values(telling: Telling, answer: Answer, given: Mapping[str, Value]) -> tuple[str, ...]:
    declared = [value for o in telling.policy.outcomes if o.name == answer.outcome for value in o.values]
    return tuple(
        telling.say(
            "fact",
            meaning=capital(telling.text(value.label)),
            value=telling.value(given[value.name], value.type),
        )
        for value in declared
        if value.name in given and value.label
    )


def _alternatives(telling: Telling, answer: Answer) -> tuple[str, ...]:
    none_exists = telling.rule is not None and telling.rule.answer.none_exists
    return (telling.say("none_exists"),) if none_exists else telling.phrases(answer.alternatives)


def _opening(telling: Telling, body: tuple[str, ...], *, our_fault: bool) -> str:
    if not our_fault:
        return telling.say("opening")
    # What the author says counts, not what is filled in: a fact that says sorry is none of our words.
    wording = telling.words.wording if telling.words else None
    said = " ".join(wording.texts if wording else body[:1]).lower()
    apologised = any(word in said for word in telling.book.catalog.apologies)
    return telling.say("opening" if apologised else "opening_our_fault")


def _standing(telling: Telling) -> tuple[str, ...]:
    """What the answer still waits for."""
    if not telling.decision.final:
        return (telling.say("not_final"),)
    return (telling.say("by_person"),) if telling.decision.decided_by == DecidedBy.PERSON else ()


def _dated(telling: Telling, sentences: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence for each deadline that the wording has not named already."""
    deadlines = _deadlines(telling)
    if not deadlines:
        return ()
    named = telling.words.speaks_of if telling.words else frozenset()
    return tuple(
        _deadline(telling, sentences[deadline.name], deadline)
        for deadline in deadlines
        if deadline.name in sentences and deadline.name not in named
    )


def _deadlines(telling: Telling) -> tuple[Deadline, ...]:
    return telling.decision.answer.deadlines if telling.decision.answer else ()


def _deadline(telling: Telling, key: str, deadline: Deadline) -> str:
    said = "due_answer" if key == "due" and not telling.decision.final else key
    make = partial(_by_when, telling.book, said, deadline.name)
    return made(make, make(telling.given))


def _by_when(book: Phrasebook, key: str, name: str, given: Given) -> str:
    deadline = given.deadlines[name]
    if key == FOLLOW_UP:  # nobody is told to the minute when they are asked how it went
        return book.catalog.say(key, when=format_when(deadline.day, book.locale, book.business))
    return book.catalog.say(key, when=format_deadline(deadline, book.locale, book.business))


def _appeal(telling: Telling) -> tuple[str, ...]:
    """How to have the answer looked at again; nothing where there is nothing better to be had."""
    answer = telling.decision.answer
    # Whoever looks for it here finds the date here, even where the wording has named it.
    dated = tuple(_deadline(telling, d.name, d) for d in _deadlines(telling) if d.name == APPEAL_BY)
    if answer is None or not (dated or answer.scope or telling.could_be_better):
        return ()
    contact = telling.book.contact
    return (*(dated or (telling.say("appeal_any"),)), *([contact] if contact else []))


def _links(telling: Telling) -> tuple[Link, ...]:
    rule, because = telling.rule, telling.decision.because
    anchor = rule.id if rule is not None and rule.public else None
    if telling.decision.governed_by != MERCHANT:
        anchor = telling.decision.governed_by
    own = telling.book.link(anchor)
    if because is None:
        return (own,)
    other = anchored(page_of(telling.business, telling.locale, because.policy, because.version), because.rule)
    return own, Link(telling.say("link_because"), other)
