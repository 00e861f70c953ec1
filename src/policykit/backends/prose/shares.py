"""Which named numbers are shares, so that wording tells them as the page's sentences do: `20%`, not 0.2."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.backends.prose.formulas import constant_number, is_fraction, is_part_of_like
from policykit.backends.prose.reading import Reading
from policykit.model import Arithmetic, Comparison, Expression, FieldRef, NumberRef, Operator, Policy
from policykit.walk import every, every_once


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
