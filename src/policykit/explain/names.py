"""The names that an author's wording may use, each as text in the reader's locale."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from policykit import clocks
from policykit.backends.prose.format import format_deadline, format_value
from policykit.backends.prose.type_of import Types, asked_type
from policykit.decision import MERCHANT, Answer, Decision
from policykit.explain.line import Given
from policykit.explain.phrasebook import Phrasebook
from policykit.language.types import known_type
from policykit.model import (
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


class Sort(NamedTuple):
    """What sort of value a name stands for: its type, where that is known, and whether it is the end of a period."""

    type: Type | None
    ends: bool = False


class Names:
    """What the names in a rule's wording stand for.

    ``ruling`` is the policy whose rule it is: the book's own, or the floor of law that governs. ``rule`` is None while
    there is no answer, or where it is no rule of this policy; ``outcome`` is the answer's.
    """

    __slots__ = ("_sorts", "_types", "book", "rule", "ruling")

    def __init__(self, book: Phrasebook, ruling: Policy, rule: Rule | None, outcome: str | None) -> None:
        self.book = book
        self.ruling = ruling
        self.rule = rule
        declared = (value for one in book.policy.outcomes if one.name == outcome for value in one.values)
        self._types: dict[str, Type] = {value.name: value.type for value in reversed([*declared])}
        self._sorts: dict[str, Sort] = {}

    def text(self, name: str, given: Given, *, private: bool = False) -> str | None:
        """The text of a value, deadline, named number, let, asked answer or fact; of a private fact where asked for.

        None where there is nothing of that name.
        """
        book = self.book
        deadline = given.deadlines.get(name)
        if deadline is not None:
            return format_deadline(deadline, book.locale, book.business)
        value = given.values.get(name)
        if value is not None:
            return self._told(value, self._types.get(name, TEXT))
        # A named number reads as its author counts it, so it comes before its value.
        number = book.number(self.ruling, name)
        if number is not None:
            return number
        if name in given.named:
            return self.named(name, given.named[name])
        value, fact = given.facts.get(name), book.business.facts.get(name)
        if value is None or fact is None or (fact.private and not private):
            return None
        return self._told(value, fact.type)

    def named(self, name: str, value: Value) -> str:
        """The value of a let, of an asked answer, or of what else a wording names."""
        sort = self._sorts.get(name)
        if sort is None:
            sort = self._sorts[name] = self._sort(name)
        if not sort.ends or not isinstance(value, datetime):
            return self._told(value, sort.type)
        # The instant 24:00 is outside: people name the last day that is inside.
        end = clocks.end(value, self.book.business.calendar)
        return self._told(end.last_day, DateType()) if end.whole_day else self._told(value, DateTimeType())

    def _told(self, value: Value, kind: Type | None) -> str:
        return format_value(value, kind, self.book.locale, self.book.business)

    def _sort(self, name: str) -> Sort:
        found = self.ruling.lets.get(name) or (self.rule.answer.named.get(name) if self.rule else None)
        expression: Expression | None = found.expression if isinstance(found, LetRef) else found
        business, policy = self.book.business, self.book.policy
        if expression is not None:
            return Sort(known_type(Types(business, policy).of(expression)), isinstance(expression, Moment))
        alias, _, value = name.partition(".")
        asked = any(ask.alias == alias for ask in policy.asks)
        return Sort(asked_type(alias, value, business, policy) if asked else None)


TEXT = TextType()


def names_of(book: Phrasebook, decision: Decision) -> Names:
    """The names that the decision's wording may use, kept with the book."""
    ruling, answer = _ruling(book.policy, decision), decision.answer
    rule = ruling.own_rule(answer.rule) if answer else None
    outcome = answer.outcome if answer else None
    return book.kept.of((Names, id(ruling), id(rule), outcome), lambda: Names(book, ruling, rule, outcome))


def _ruling(policy: Policy, decision: Decision) -> Policy:
    law = decision.law
    if law is None or decision.governed_by == MERCHANT:
        return policy
    versions = (one.policy for binding in policy.floors if binding.id == law.floor for one in binding.versions)
    return next((policy for policy in versions if policy.version == law.version), policy)


def value_type(answer: Answer, name: str, policy: Policy) -> Type:
    """The type of an answer's value as its outcome declares it."""
    declared = (value for outcome in policy.outcomes if outcome.name == answer.outcome for value in outcome.values)
    return next((value.type for value in declared if value.name == name), TEXT)
