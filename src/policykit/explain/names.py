"""The names that an author's wording may use, each as text in the reader's locale."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial

from policykit import clocks
from policykit.backends.prose.format import format_deadline, format_literal, format_value
from policykit.backends.prose.type_of import Types, asked_type
from policykit.decision import MERCHANT, Answer, Decision
from policykit.language.types import known_type
from policykit.model import (
    Business,
    DateTimeType,
    DateType,
    Expression,
    LetRef,
    Moment,
    Policy,
    Rule,
    TextType,
    Type,
    Value,
)

Texts = Mapping[str, Callable[[], str]]


@dataclass(frozen=True)
class Told:
    """A decision, the business and the version of the policy that it is from, and the reader's locale."""

    business: Business
    policy: Policy
    decision: Decision
    locale: str

    def value(self, value: Value, kind: Type | None) -> str:
        """A value as text; by what it is, where its type is not known."""
        return format_value(value, kind, self.locale, self.business)

    @cached_property
    def rule(self) -> Rule | None:
        """The rule that gave the answer; None while there is none, or where it is no rule of this policy."""
        if self.decision.answer is None:
            return None
        return self.ruling.own_rule(self.decision.answer.rule)

    @cached_property
    def ruling(self) -> Policy:
        """The policy whose rule gave the answer: this one, or the floor of law that governs."""
        law, governed_by = self.decision.law, self.decision.governed_by
        if law is None or governed_by == MERCHANT:
            return self.policy
        versions = (one.policy for binding in self.policy.floors if binding.id == law.floor for one in binding.versions)
        return next((policy for policy in versions if policy.version == law.version), self.policy)


def names_of(told: Told, *, private: bool) -> Texts:
    """Values, deadlines, named numbers, lets, asked answers and facts; private facts only where asked for.

    Each is made when a wording asks for it: few of them ever are.
    """
    business, decision = told.business, told.decision
    facts = {
        name: partial(told.value, value, business.facts[name].type)
        for name, value in decision.facts.items()
        if name in business.facts and (private or not business.facts[name].private)
    }
    named = {name: partial(named_text, told, name, value) for name, value in decision.named.items()}
    numbers = {
        name: partial(format_literal, literal, told.locale, business) for name, literal in told.ruling.numbers.items()
    }
    # A named number reads as its author counts it, so it comes before its value.
    return {**facts, **named, **numbers, **(_of_answer(told, decision.answer) if decision.answer else {})}


def _of_answer(told: Told, answer: Answer) -> Texts:
    values = {
        name: partial(told.value, value, value_type(answer, name, told.policy)) for name, value in answer.values.items()
    }
    deadlines = {d.name: partial(format_deadline, d, told.locale, told.business) for d in answer.deadlines}
    return {**values, **deadlines}


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
