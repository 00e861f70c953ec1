"""The tests worth trying for a better answer, each with the fact it asks about.

Facts that are private, protected or not to be hinted at are never among them, nor tests of internal rules or of a
ladder's steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from policykit.deciding.behind import facts_behind
from policykit.deciding.nearest import Nearest, nearest
from policykit.deciding.privacy import is_kept
from policykit.deciding.reasons import MOST_BETTER
from policykit.model import (
    Business,
    Call,
    Comparison,
    Expression,
    Fact,
    FactRef,
    Function,
    Policy,
    Presence,
    Rule,
    Test,
    Window,
)
from policykit.walk import every

ON_RECORD = ("ladder", "appeal")
"""Parts whose rules ask what is on record about somebody, and what was done about it: nobody can act on that now."""


@dataclass(frozen=True, slots=True)
class Hint:
    """A fact that a test asks about, the parts of the test that set limits to it, and its values ``nearest`` to these.

    ``presence`` says that the test asks whether it is there, and that it may be absent.
    """

    fact: Fact
    limits: tuple[Expression, ...]
    presence: bool
    nearest: Nearest = field(compare=False)


def hints(
    rules: Policy, governing: Rule, better: frozenset[str], business: Business, policy: Policy
) -> tuple[Hint, ...]:
    """The tests to try of the rules, which are the policy's own or a floor's."""
    key = (hints, id(policy), id(rules), id(governing), better)
    return business.kept.of(key, lambda: tuple(_each_limit_once(_hints_of(rules, governing, better, business, policy))))


def _hints_of(
    rules: Policy, governing: Rule, better: frozenset[str], business: Business, policy: Policy
) -> Iterator[Hint]:
    for rule in _public(governing, rules, better):
        yield from _hints_in(rule, business, policy)


def _each_limit_once(hints: Iterator[Hint]) -> Iterator[Hint]:
    """The hints without what earlier ones have already said of the same fact, which would be tried twice."""
    said: dict[str, list[Expression]] = {}
    present: set[str] = set()
    for hint in hints:
        name = hint.fact.name
        first, before = name not in said, said.setdefault(name, [])
        limits = tuple(part for part in dict.fromkeys(hint.limits) if part not in before)
        presence = hint.presence and name not in present
        before += limits
        if hint.presence:
            present.add(name)
        if first or limits or presence:
            yield _hint(hint.fact, limits, presence=presence)


def _hints_in(rule: Rule, business: Business, policy: Policy) -> Iterator[Hint]:
    for node in every(rule.when, elements=False):
        if isinstance(node, Test) and isinstance(node.subject, FactRef):
            fact = business.facts[node.subject.name]
            if fact.hint and not _tells_more(node, business, policy):
                parts = tuple(every(node.condition, elements=False))
                presence = fact.optional and any(isinstance(part, Presence) for part in parts)
                limits = tuple(part for part in parts if _sets_limit(part, fact.name))
                yield _hint(fact, limits, presence=presence)


def _hint(fact: Fact, limits: tuple[Expression, ...], *, presence: bool) -> Hint:
    return Hint(fact, limits, presence, nearest(fact, limits, presence=presence))


def _sets_limit(part: Expression, name: str) -> bool:
    """Whether a part of a test asks about the fact itself, or about the day that it lies on."""
    match part:
        case (
            Window(act=FactRef(name=named)) | Presence(value=FactRef(name=named)) | Comparison(left=FactRef(name=named))
        ):
            return named == name
        case Comparison(left=Call(function=Function.DATE, arguments=(FactRef(name=named),))):
            return named == name
        case _:
            return False


def _tells_more(test: Test, business: Business, policy: Policy) -> bool:
    """Whether the limit of a test would tell a fact that is kept from customers."""
    names = facts_behind(business, policy, test.subject, test.condition)
    return any(is_kept(business.facts[name]) for name in names)


def _public(governing: Rule, policy: Policy, better: frozenset[str]) -> list[Rule]:
    """The governing rule and the first of those with a better outcome, as far as a customer may be advised by them."""
    rules = (rule for rule in policy.rules if rule.answer.outcome in better and _advises(rule))
    return [*([governing] if _advises(governing) else []), *islice(rules, MOST_BETTER)]


def _advises(rule: Rule) -> bool:
    return rule.public and rule.part not in ON_RECORD
