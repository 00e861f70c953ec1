"""The names that an author's wording may use, each as text in the reader's locale."""

from __future__ import annotations

from datetime import datetime

from policykit import clocks
from policykit.backends.prose.format import format_deadline, format_value
from policykit.backends.prose.type_of import Types, asked_type
from policykit.decision import MERCHANT, Answer, Decision
from policykit.explain.phrasebook import Phrasebook
from policykit.language.types import known_type
from policykit.model import (
    Business,
    DateTimeType,
    DateType,
    Expression,
    LetRef,
    Moment,
    Policy,
    TextType,
    Type,
    Value,
)


class Told:
    """A decision, and the words of the version of the policy that it is from, in the reader's locale.

    ``ruling`` is the policy whose rule gave the answer: this one, or the floor of law that governs. ``rule`` is
    that rule; None while there is none, or where it is no rule of this policy.
    """

    __slots__ = ("book", "business", "decision", "locale", "policy", "rule", "ruling")

    def __init__(self, book: Phrasebook, decision: Decision) -> None:
        self.book = book
        self.decision = decision
        self.business: Business = book.business
        self.policy: Policy = book.policy
        self.locale: str = book.locale
        self.ruling = _ruling(book.policy, decision)
        self.rule = self.ruling.own_rule(decision.answer.rule) if decision.answer else None

    def value(self, value: Value, kind: Type | None) -> str:
        """A value as text; by what it is, where its type is not known."""
        return format_value(value, kind, self.locale, self.business)


def _ruling(policy: Policy, decision: Decision) -> Policy:
    law = decision.law
    if law is None or decision.governed_by == MERCHANT:
        return policy
    versions = (one.policy for binding in policy.floors if binding.id == law.floor for one in binding.versions)
    return next((policy for policy in versions if policy.version == law.version), policy)


def name_text(told: Told, name: str, *, private: bool) -> str | None:
    """The text of a value, deadline, named number, let, asked answer or fact; of a private fact only where asked for.

    None where there is nothing of that name.
    """
    decision, business = told.decision, told.business
    if decision.answer is not None and (found := _of_answer(told, decision.answer, name)) is not None:
        return found
    # A named number reads as its author counts it, so it comes before its value.
    number = told.book.number(told.ruling, name)
    if number is not None:
        return number
    if name in decision.named:
        return named_text(told, name, decision.named[name])
    value, fact = decision.facts.get(name), business.facts.get(name)
    if value is None or fact is None or (fact.private and not private):
        return None
    return told.value(value, fact.type)


def _of_answer(told: Told, answer: Answer, name: str) -> str | None:
    for deadline in answer.deadlines:
        if deadline.name == name:
            return format_deadline(deadline, told.locale, told.business)
    value = answer.values.get(name)
    return None if value is None else told.value(value, value_type(answer, name, told.policy))


def value_type(answer: Answer, name: str, policy: Policy) -> Type:
    """The type of an answer's value as its outcome declares it."""
    declared = (value for outcome in policy.outcomes if outcome.name == answer.outcome for value in outcome.values)
    return next((value.type for value in declared if value.name == name), TextType())


def named_text(told: Told, name: str, value: Value) -> str:
    """The value of a let, of an asked answer, or of what else a wording names."""
    expression = _expression(told, name)
    if expression is None:
        return told.value(value, _type_of_name(told, name))
    if isinstance(value, datetime) and isinstance(expression, Moment):
        return _end_of_period(told, value)
    return told.value(value, known_type(Types(told.business, told.policy).of(expression)))


def _end_of_period(told: Told, end: datetime) -> str:
    # The instant 24:00 is outside: people name the last day that is inside.
    if clocks.is_midnight(end, told.business.calendar):
        return told.value(clocks.last_day(end, told.business.calendar), DateType())
    return told.value(end, DateTimeType())


def _expression(told: Told, name: str) -> Expression | None:
    found = told.ruling.lets.get(name) or (told.rule.answer.named.get(name) if told.rule else None)
    return found.expression if isinstance(found, LetRef) else found


def _type_of_name(told: Told, name: str) -> Type | None:
    alias, _, value = name.partition(".")
    if any(ask.alias == alias for ask in told.policy.asks):
        return asked_type(alias, value, told.business, told.policy)
    return None
