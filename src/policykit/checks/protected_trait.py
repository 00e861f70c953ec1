"""`protected-trait`: an answer depends on what people are, and no law is said to ask for that.

It is found wherever it is read: in a condition or a value, through a named formula, in the elements of
a list. An asked policy's own rules are looked at where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator

from policykit.diagnostics import Diagnostic
from policykit.model import (
    Aggregate,
    Business,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    ListType,
    Policy,
    Quantifier,
    Rule,
)
from policykit.walk import every


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            yield from _of_policy(policy, business)


def _of_policy(policy: Policy, business: Business) -> Iterator[Diagnostic]:
    """One finding a trait, at the first rule that reads it."""
    told: set[str] = set()
    for rule in (*policy.rules, policy.otherwise):
        for fact in _read(rule, business):
            if fact.protected and not fact.lawful and fact.name not in told:
                told.add(fact.name)
                yield Diagnostic(
                    "protected-trait",
                    f"`{rule.id}` decides by `{fact.name}`, a protected trait",
                    rule.span,
                    help="decide by what people do; where a law asks for the trait, say which at the fact: `lawful:`",
                )


def _read(rule: Rule, business: Business) -> Iterator[Fact]:
    formulas = (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
    for node in (node for formula in formulas for node in every(formula)):
        match node:
            case FactRef(name=name) if name in business.facts:
                yield business.facts[name]
            case Quantifier(list=name) | Aggregate(list=name) if name in business.facts:
                yield from _fields_read(node, business.facts[name])
            case _:
                pass


def _fields_read(node: Quantifier | Aggregate, fact: Fact) -> Iterator[Fact]:
    inner: Iterator[Expression] = every(node)
    names = {one.name for one in inner if isinstance(one, FieldRef) and one.variable == node.variable}
    if isinstance(fact.type, ListType):
        yield from (field for name, field in fact.type.fields.items() if name in names)
