"""A rule in plain sentences: when it applies, what it answers, by when, and what is possible besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from policykit.backends.prose.clauses import Clause, Joined, clause, in_line
from policykit.backends.prose.formulas import limit, phrase
from policykit.backends.prose.literals import choice_label, value_text
from policykit.backends.prose.reading import Reading, asked_policy, plain, reading
from policykit.backends.prose.recorded import on_record
from policykit.model import (
    And,
    Business,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DecidedBy,
    Expression,
    LetRef,
    Membership,
    Outcome,
    Policy,
    Rule,
    Test,
    Tone,
)

MOMENTS = ("ends", "follow_up")
"""The deadlines that are points in time; the others are limits to keep (`within …`)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label and what stands beside it: `refund: the price of the goods`."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleProse:
    """One rule in words.

    ``condition`` and ``answer`` stand within a sentence; ``sentence`` is the two together. ``lead``
    with ``clauses`` is the same condition as a list. ``topic`` names what an errand is about.
    ``cites`` is the asked policy whose answer is the ground.
    """

    id: str
    outcome: str
    topic: str
    condition: str
    answer: str
    sentence: str
    lead: str
    clauses: tuple[Clause, ...]
    values: tuple[Line, ...]
    deadlines: tuple[Line, ...]
    notes: tuple[str, ...]
    alternatives: tuple[str, ...]
    next_steps: tuple[str, ...]
    scope: tuple[str, ...]
    unaffected: tuple[str, ...]
    cites: str | None = None


def rule_sentences(policy: Policy, rule: Rule, business: Business, locale: str) -> RuleProse:
    """The rule as a reader of the locale is told it; nothing in it is a code name that has a text."""
    reader = replace(reading(business, policy, locale), due=rule.answer.deadlines.get("due"))
    words, answer = reader.words, rule.answer
    said = clause(rule.when, reader)
    condition = in_line(said, words)
    answered = reader.recording(on_record(rule.when))
    values, deadlines = value_lines(rule, answered), deadline_lines(answer.deadlines, answered)
    outcome = outcome_label(policy.outcome(answer.outcome), reader)
    result = answer_text(outcome, (*values, *deadlines), reader)
    otherwise = rule == policy.otherwise
    template = words.otherwise if otherwise or condition == words.always else words.rule
    lead, clauses = lead_in(said, condition, reader, otherwise=otherwise)
    return RuleProse(
        id=rule.id,
        outcome=words.sentence(outcome),
        topic=words.sentence(topic(rule.when, reader)),
        condition=words.tidy(condition),
        answer=words.tidy(result),
        sentence=words.sentence(template.format(condition=condition, answer=result)),
        lead=lead,
        clauses=clauses,
        values=values,
        deadlines=deadlines,
        notes=notes(rule, policy, reader),
        alternatives=(words.none_exists,) if answer.none_exists else phrases(answer.alternatives, reader),
        next_steps=phrases(answer.next_steps, reader),
        scope=phrases(answer.scope, reader),
        unaffected=phrases(answer.unaffected, reader),
        cites=asked_policy(answer.because, reader).id if answer.because else None,
    )


def lead_in(said: Clause, condition: str, reader: Reading, *, otherwise: bool) -> tuple[str, tuple[Clause, ...]]:
    """The condition as a page lists it: a line of its own, or a lead and its parts."""
    words = reader.words
    if otherwise:
        return "", ()
    if condition == words.always:
        return words.if_always, ()
    if said.joined is Joined.LEAF:
        return words.sentence(words.if_one.format(condition=said.text)), ()
    if said.joined is Joined.ALL:
        return words.if_all, said.parts
    return words.sentence(words.if_group.format(condition=said.text)), said.parts


def outcome_label(outcome: Outcome, reader: Reading) -> str:
    return reader.text(outcome.label) or plain(outcome.name)


def answer_text(outcome: str, lines: tuple[Line, ...], reader: Reading) -> str:
    """`refund in full, amount: the price of the item`."""
    words = reader.words
    if not lines:
        return outcome
    told = [words.labelled.format(label=line.label, text=line.text) for line in lines]
    return words.answer.format(outcome=outcome, values=words.clauses_listed.join(told))


def value_lines(rule: Rule, reader: Reading) -> tuple[Line, ...]:
    """The values of the outcome in its own order, each by its label and its formula in words."""
    answer = rule.answer
    declared = reader.policy.outcome(answer.outcome).values
    lines = []
    for value in declared:
        formula = answer.values.get(value.name)
        if formula is not None:
            label = reader.text(value.label) or plain(value.name)
            text = reader.words.tidy(value_of(formula, value.name, rule, reader))
            lines.append(Line(label, text))
    return tuple(lines)


def value_of(formula: Expression, name: str, rule: Rule, reader: Reading) -> str:
    """A formula in words; a choice by the label that the outcome's value declares."""
    if not isinstance(formula, ChoiceLiteral):
        return phrase(formula, reader)
    kind = next(value.type for value in reader.policy.outcome(rule.answer.outcome).values if value.name == name)
    return value_text(formula.value, kind, reader)


def deadline_lines(deadlines: Mapping[str, Expression], reader: Reading) -> tuple[Line, ...]:
    """Each deadline by its name in the reader's language."""
    words = reader.words
    return tuple(
        Line(
            words.deadlines.get(name, plain(name)),
            words.tidy(
                phrase(formula, reader) if name in MOMENTS else limit(formula, without_own(name, reader)),
            ),
        )
        for name, formula in deadlines.items()
    )


def without_own(name: str, reader: Reading) -> Reading:
    return replace(reader, due=None) if name == "due" else reader


def notes(rule: Rule, policy: Policy, reader: Reading) -> tuple[str, ...]:
    words, outcome = reader.words, policy.outcome(rule.answer.outcome)
    said = (
        (words.our_fault, rule.answer.tone is Tone.OUR_FAULT),
        (words.not_final, not outcome.final),
        (words.person_decides, outcome.decided_by is DecidedBy.PERSON),
    )
    return tuple(text for text, told in said if told)


def phrases(names: tuple[str, ...], reader: Reading) -> tuple[str, ...]:
    return tuple(reader.text(reader.business.phrases.get(name, {})) or plain(name) for name in names)


def topic(condition: Expression, reader: Reading) -> str:
    """What the first test on a choice names: `take the rubbish down`; empty where there is none."""
    match condition:
        case Test(condition=inner) | LetRef(expression=inner):
            return topic(inner, reader)
        case And(parts=parts):
            return next((found for part in parts if (found := topic(part, reader))), "")
        case Comparison(comparator=Comparator.EQUAL, left=left, right=ChoiceLiteral(value=word)):
            return choice_label(word, left, reader)
        case Membership(value=value, options=options):
            chosen = [option.value for option in options if isinstance(option, ChoiceLiteral)]
            return " / ".join(choice_label(word, value, reader) for word in chosen)
        case _:
            return ""
