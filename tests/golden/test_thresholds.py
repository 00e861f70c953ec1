"""Every number of the bundled policies is held in place by a case on each side of it.

A named number, or one that is written out in a condition or in a table's cell, is moved by the least step its author
would write; then some case must come out wrong. A number that can be moved without any case noticing is one whose edge
nobody has shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from policykit import pipeline
from policykit.checks import check
from policykit.diagnostics import has_errors
from policykit.model import (
    Business,
    Expression,
    LetRef,
    MoneyLiteral,
    NumberLiteral,
    NumberRef,
    PeriodLiteral,
    Policy,
    Rule,
    Span,
    Unit,
)
from policykit.verify.cases import run_case
from policykit.walk import every, parts

MINUTES = {Unit.MINUTES: 1, Unit.HOURS: 60, Unit.DAYS: 24 * 60, Unit.WEEKS: 7 * 24 * 60}
"""Elapsed periods are moved by a minute, those that follow a calendar by one of their own unit."""

Number = NumberLiteral | MoneyLiteral | PeriodLiteral

LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
VERSIONS = [
    pytest.param(ready.business, policy, id=f"{ready.business.id}-{policy.id}-{policy.version}")
    for ready in LOADED.bundle.businesses.values()
    for versions in ready.business.policies.values()
    for policy in versions
]


def used(policy: Policy) -> dict[str, Number]:
    """The named numbers that a rule's condition, values or deadlines use."""
    formulas = [
        formula
        for rule in (*policy.rules, policy.otherwise)
        for formula in (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
    ]
    nodes = [node for formula in formulas for node in every(formula) if isinstance(node, NumberRef)]
    return {node.name: node.literal for node in nodes}


def moved(number: Number, direction: int) -> Number:
    """The number one step up (1) or down (-1): a minute, a unit of the calendar, or one in its last written place."""
    if isinstance(number, PeriodLiteral):
        minutes = MINUTES.get(number.unit)
        if minutes is None:
            return replace(number, count=number.count + direction)
        return replace(number, count=number.count * minutes + direction, unit=Unit.MINUTES)
    exponent = number.value.as_tuple().exponent
    assert isinstance(exponent, int)
    return replace(number, value=number.value + direction * Decimal((0, (1,), min(exponent, 0))))


def written_out(rule: Rule) -> list[Number]:
    """The numbers in a rule's condition that have no name."""

    def numbers_in(expression: Expression) -> Iterator[Number]:
        if isinstance(expression, NumberLiteral | MoneyLiteral | PeriodLiteral):
            yield expression
        if not isinstance(expression, NumberRef | LetRef):
            for part in parts(expression):
                yield from numbers_in(part)

    return list(numbers_in(rule.when))


Swap = Callable[[Any], Any]
"""What stands in the place of a node; None where it stays."""


def by_name(name: str, number: Number) -> Swap:
    return lambda node: replace(node, literal=number) if isinstance(node, NumberRef) and node.name == name else None


def by_place(place: Number, number: Number) -> Swap:
    return lambda node: number if node is place else None


def swapped(node: Any, swap: Swap) -> Any:
    """The same model with other nodes where they are swapped; all that holds none of them is the very same."""
    other = swap(node)
    if other is not None:
        return other
    match node:
        case Span():
            return node
        case tuple():
            parts_now = tuple(swapped(part, swap) for part in node)
            return node if all(new is old for new, old in zip(parts_now, node, strict=True)) else parts_now
        case Mapping():
            pieces = {key: swapped(part, swap) for key, part in node.items()}
            return node if all(pieces[key] is node[key] for key in node) else pieces
        case _ if is_dataclass(node) and not isinstance(node, type):
            old = {field.name: getattr(node, field.name) for field in fields(node)}
            new = {key: swapped(part, swap) for key, part in old.items()}
            changed = {key: part for key, part in new.items() if part is not old[key]}
            return replace(node, **changed) if changed else node
        case _:
            return node


def mutant(business: Business, policy: Policy, swap: Swap) -> Business:
    """The business with one version of a policy changed."""
    rules: tuple[Rule, ...] = swapped(policy.rules, swap)
    changed = replace(policy, rules=rules, otherwise=swapped(policy.otherwise, swap))
    versions = tuple(changed if version is policy else version for version in business.policies[policy.id])
    return replace(business, policies={**business.policies, policy.id: versions})


def noticed(business: Business, policy: Policy) -> bool:
    """Whether some case comes out otherwise than it says, those of the policy itself tried first; or check refuses it.

    Rows of a unique table that overlap are refused before any case is run.
    """
    ordered = sorted(business.cases, key=lambda case: case.policy != policy.id)
    return any(not run_case(business, case).passed for case in ordered) or has_errors(check(business))


def numbers() -> Iterator[Any]:
    """Each number by what it is called, with the way to put another in its place."""
    for version in VERSIONS:
        business, policy = version.values
        for name, number in used(policy).items():
            yield from both_ways(business, policy, number, partial(by_name, name), f"{version.id}-{name}")
        for rule in policy.rules:
            for count, number in enumerate(written_out(rule), start=1):
                yield from both_ways(
                    business, policy, number, partial(by_place, number), f"{version.id}-{rule.id}-{count}"
                )


def both_ways(
    business: Business, policy: Policy, number: Number, way: Callable[[Number], Swap], name: str
) -> Iterator[Any]:
    for word, direction in (("down", -1), ("up", 1)):
        yield pytest.param(business, policy, number, moved(number, direction), way, id=f"{name}-{word}")


@pytest.mark.parametrize(("business", "policy", "number", "other", "way"), tuple(numbers()))
def test_a_number_that_moves_is_noticed(business, policy, number: Number, other: Number, way: Callable[[Number], Swap]):
    assert noticed(mutant(business, policy, way(other)), policy), (
        f"{shown(number)} can become {shown(other)} and every case passes: add cases on both sides of it"
    )


@pytest.mark.parametrize(("business", "policy"), VERSIONS)
def test_a_number_that_stays_is_not_noticed(business: Business, policy: Policy):
    unmoved = [mutant(business, policy, by_name(name, number)) for name, number in used(policy).items()]
    assert [False] * len(unmoved) == [noticed(same, policy) for same in unmoved]


def shown(number: Number) -> str:
    match number:
        case PeriodLiteral(count=count, unit=unit):
            return f"{count} {unit}"
        case MoneyLiteral(value=value, currency=currency):
            return f"{value} {currency}"
        case NumberLiteral(value=value, unit=unit):
            return f"{value} {unit}" if unit else str(value)


@pytest.mark.parametrize(
    ("number", "up", "down"),
    [
        (PeriodLiteral(24, Unit.HOURS), "1441 minutes", "1439 minutes"),
        (PeriodLiteral(14, Unit.CALENDAR_DAYS), "15 calendar days", "13 calendar days"),
        (NumberLiteral(Decimal("0.30")), "0.31", "0.29"),
        (NumberLiteral(Decimal(50), "km"), "51 km", "49 km"),
        (MoneyLiteral(Decimal(900), "TWD"), "901 TWD", "899 TWD"),
    ],
    ids=shown,
)
def test_a_step_is_the_least_that_an_author_writes(number: Number, up: str, down: str):
    assert (up, down) == (shown(moved(number, 1)), shown(moved(number, -1)))
