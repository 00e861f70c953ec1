"""Numbers that are shares of something, and so told in percent: `20%`, not 0.2."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from policykit.backends.prose.reading import Reading, type_of
from policykit.model import (
    Arithmetic,
    Calendar,
    Call,
    Comparison,
    Expression,
    FieldRef,
    Function,
    LetRef,
    NumberLiteral,
    NumberRef,
    Operator,
    Policy,
)
from policykit.semantics import Setting, evaluate
from policykit.walk import every, every_once

NOTHING = Setting({}, Calendar("UTC"))


def constant_number(expression: Expression) -> NumberLiteral | None:
    """The number that a formula of literals alone comes to: `1 - fee` is 0.9."""
    match expression:
        case NumberLiteral():
            return expression
        case NumberRef(literal=NumberLiteral() as named):
            return named
        case LetRef(expression=formula):
            return constant_number(formula)
        case Arithmetic(left=left, right=right):
            known = constant_number(left), constant_number(right)
            value = evaluate(expression, NOTHING) if all(known) else None
            return NumberLiteral(value) if isinstance(value, Decimal) else None
        case _:
            return None


def is_fraction(number: NumberLiteral) -> bool:
    return number.unit is None and 0 < number.value < 1


def is_part_of_like(expression: Expression, reader: Reading) -> bool:
    """Whether one thing is divided by another of its kind: returns by orders, a price by a price."""
    match expression:
        case LetRef(expression=formula):
            return is_part_of_like(formula, reader)
        case (
            Call(function=Function.RATIO, arguments=(left, right, *_))
            | Arithmetic(operator=Operator.DIVIDE, left=left, right=right)
        ):
            return constant_number(right) is None and type_of(left, reader) == type_of(right, reader)
        case _:
            return False


def named_shares(policy: Policy, reader: Reading) -> frozenset[str]:
    """The named numbers that the rules multiply something with, or hold against a share."""
    return frozenset(
        part.name
        for share in _shares(policy, reader)
        for part in every(share)
        if isinstance(part, NumberRef) and _fraction(part)
    )


def _shares(policy: Policy, reader: Reading) -> Iterator[Expression]:
    """What is told in percent where it stands in a sentence."""
    rules = (*policy.rules, policy.otherwise)
    formulas = (formula for rule in rules for formula in (rule.when, *rule.answer.values.values()))
    for node in every_once(formulas):
        match node:
            case Arithmetic(operator=Operator.MULTIPLY, left=left, right=right):
                yield from (factor for factor in (left, right) if _fraction(factor))
            case Comparison(left=left, right=right) if _fraction(right) and _of_the_policy(left):
                if is_part_of_like(left, reader):
                    yield right
            case _:
                pass


def _fraction(expression: Expression) -> bool:
    number = constant_number(expression)
    return number is not None and is_fraction(number)


def _of_the_policy(expression: Expression) -> bool:
    """Whether it says nothing of one element of a list, whose fields are known only inside what runs over it."""
    return not any(isinstance(part, FieldRef) for part in every(expression, elements=False))
