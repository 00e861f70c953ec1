"""A decision as a person reads it in a terminal: the answer, what it rests on, what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import click

from policykit.backends.prose.format import format_deadline, format_value, harmless
from policykit.backends.prose.locales import text_in
from policykit.cli import reasons
from policykit.cli.terminal import columns, heading
from policykit.deciding.facts import declared
from policykit.decision import BY_FLOOR, BY_MERCHANT, Answer, Change, Decision, Hit, Law, Need, Term
from policykit.explain import Explanation
from policykit.model import (
    Business,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    Policy,
    ScalarType,
    TextType,
    Type,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which locale, and which parts."""

    locale: str
    audience: str
    include: frozenset[str]


@dataclass(frozen=True, slots=True)
class Telling:
    """A decision and all that it takes to tell it."""

    decision: Decision
    business: Business
    policy: Policy
    reader: Reader
    explanation: Explanation | None = None

    def said(self, texts: Mapping[str, str]) -> str:
        return harmless(text_in(texts, self.reader.locale), 1000)

    def outcome(self, name: str) -> str:
        """The outcome's word, and its label in the locale."""
        label = self.said(self.policy.outcome(name).label)
        return f"{name} ({label})" if label else name


def lines(telling: Telling) -> Iterator[str]:
    """All lines of a decision."""
    decision = telling.decision
    name = f"{decision.business}/{decision.policy}"
    yield f"{heading(name)}, version {decision.version}, as of {decision.as_of.isoformat()}"
    yield ""
    if decision.answer is not None:
        yield from _answer(decision.answer, telling)
    else:
        yield from _missing(telling)
    if "reasons" in telling.reader.include and decision.reasons:
        yield from _part("reasons", list(_reasons(telling)))
    if "would_change" in telling.reader.include and decision.answer is not None:
        changes = [f"  {_change(change, telling)}" for change in decision.would_change]
        yield from _part("what would have changed the answer", changes or ["  nothing that may be told"])
    if telling.explanation is not None:
        text = telling.explanation.text.strip().splitlines()
        yield from _part(f"explanation for the {telling.reader.audience}", [f"  {line}".rstrip() for line in text])


def _part(title: str, body: Sequence[str]) -> Iterator[str]:
    if body:
        yield ""
        yield heading(title)
        yield from body


def _reasons(telling: Telling) -> Iterator[str]:
    reader = telling.reader
    return reasons.lines(telling.decision, telling.business, reader.locale, reader.audience)


# --- an answer --------------------------------------------------------------------------------


def _answer(answer: Answer, telling: Telling) -> Iterator[str]:
    yield heading(telling.outcome(answer.outcome))
    yield from columns(list(_rows(answer, telling)))
    yield from _part("rows that hold", [f"  {hit.rule:<20} {_given(answer, hit, telling)}" for hit in answer.hits])
    lists = {
        "alternatives": answer.alternatives,
        "next steps": answer.next_steps,
        "this covers": answer.scope,
        "this never touches": answer.unaffected,
    }
    for title, ids in lists.items():
        phrases = telling.business.phrases
        yield from _part(title, [f"  - {telling.said(phrases.get(one, {})) or one}" for one in ids])


def _rows(answer: Answer, telling: Telling) -> Iterator[tuple[str, str]]:
    decision, business, locale = telling.decision, telling.business, telling.reader.locale
    types: dict[str, ScalarType] = {value.name: value.type for value in telling.policy.outcome(answer.outcome).values}
    for name, value in answer.values.items():
        yield name, format_value(value, types[name], locale, business)
    for deadline in answer.deadlines:
        yield deadline.name, f"{format_deadline(deadline, locale, business)}  (until {deadline.at.isoformat()})"
    internal = not telling.policy.rule(answer.rule).public
    yield "rule", "internal" if internal and telling.reader.audience == "customer" else answer.rule
    yield "final", "yes" if decision.final else "no, this settles nothing yet"
    if decision.decided_by == "person":
        yield "decided by", "a person, who confirms or changes this proposal"
    if decision.because is not None:
        cited = decision.because
        yield "because of", f"{cited.policy}#{cited.rule}, version {cited.version}"
    if decision.law is not None:
        yield "governed by", decision.governed_by
        yield "law", _law(decision.law)
        for term in decision.terms:
            yield f"  {term.name}", _term(term, types, telling)


def _law(law: Law) -> str:
    """The provision as the buyer's country calls it, with how sure that is; what is not checked is not told as law."""
    about = f"{law.floor} of {law.version}, in {law.country}"
    if law.citation is None or not law.citation.checked.may_be_told:
        return f"{about}; the national reference is not checked yet"
    return f"{about}: {law.citation.text} ({law.citation.checked.confidence})"


def _term(term: Term, types: Mapping[str, ScalarType], telling: Telling) -> str:
    """What we say and what the law says, and which is better."""
    of = types.get(term.name, DateTimeType() if term.deadline else TextType())
    sides = [
        "-" if value is None else format_value(value, of, telling.reader.locale, telling.business)
        for value in (term.merchant, term.floor)
    ]
    better = {BY_MERCHANT: "ours is better", BY_FLOOR: "the law's is better"}.get(term.better, "the same")
    return f"ours {sides[0]}, the law's {sides[1]}: {better}"


def _given(answer: Answer, hit: Hit, telling: Telling) -> str:
    """The values of one row."""
    types = {value.name: value.type for value in telling.policy.outcome(answer.outcome).values}
    locale, business = telling.reader.locale, telling.business
    said = (f"{name} {format_value(value, types[name], locale, business)}" for name, value in hit.values.items())
    return ", ".join(said)


def _change(change: Change, telling: Telling) -> str:
    fact = telling.business.facts[change.fact]
    value = format_value(change.becomes, fact.type, telling.reader.locale, telling.business)
    relation = {"by": "before", "from": "from"}.get(change.relation, "is")
    verb = f"{relation} {value}" if relation == "is" else f"is {relation} {value}"
    return f"{telling.outcome(change.outcome)} if {change.fact} {verb}"


# --- what is missing --------------------------------------------------------------------------


def _missing(telling: Telling) -> Iterator[str]:
    yield click.style("needs_info", fg="yellow", bold=True) + ": facts are missing that decide the answer"
    yield from columns([("possible", ", ".join(telling.outcome(name) for name in telling.decision.possible))])
    rows = [_need(need, telling) for need in telling.decision.needs]
    yield from _part("what to ask, the next one first", list(columns(rows)) if rows else [])


def _need(need: Need, telling: Telling) -> tuple[str, ...]:
    fact = declared(telling.business, need.fact)
    form = f"--fact {need.fact}={example(fact.type)}"
    return need.fact, need.origin.value, telling.said(fact.question) or telling.said(fact.meaning), form


def example(of: Type) -> str:
    """How a value of the type is written after `--fact NAME=`."""
    match of:
        case FlagType():
            return "yes|no"
        case ChoiceType(choices=choices):
            return "|".join(choices)
        case NumberType(unit=unit):
            return f"'1 {unit}'" if unit else "1"
        case MoneyType(currency=currency):
            return f"'600 {currency}'"
        case DateType():
            return "2026-03-01"
        case DateTimeType():
            return "2026-03-01T08:00:00+08:00"
        case DurationType():
            return "'24 hours'"
        case TextType():
            return "TEXT"
        case ListType():
            return "(as JSON, with --facts)"
        case _:
            assert_never(of)
