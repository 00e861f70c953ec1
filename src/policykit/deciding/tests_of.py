"""The tests of a rule, and what can be said of them before any fact is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policykit.deciding.behind import facts_behind
from policykit.deciding.evaluating import Evaluate, evaluator
from policykit.deciding.windows import Measure, measuring, sets_window
from policykit.model import (
    Aggregate,
    And,
    Asked,
    Business,
    ChoiceLiteral,
    Comparison,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    LetRef,
    Not,
    NumberRef,
    Or,
    Policy,
    Quantifier,
    Rule,
    Test,
    TextLiteral,
    Window,
)


@dataclass(frozen=True, slots=True)
class RuleTest:
    """One test of a rule: what it tests, by its name and in its text, in which group, and the facts behind it.

    ``value`` and ``held`` give what it is about and whether it holds. The value may have a ``distance`` from a
    limit; the test may set a ``window``. A test that is one window is ``measure``d at once.
    """

    node: Test | Quantifier
    name: str
    text: str
    under: str | None
    reads: tuple[str, ...]
    value: Evaluate
    held: Evaluate
    distance: bool = False
    window: bool = False
    measure: Measure | None = None


def tests_of(business: Business, policy: Policy, rule: Rule) -> tuple[RuleTest, ...]:
    """The tests of a rule, of the policy's own or of a floor that it binds, in reading order."""
    return business.kept.of(
        (tests_of, id(policy), id(rule)), lambda: tuple(_tests(rule.when, None, _Reader(business, policy)))
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    business: Business
    policy: Policy

    def behind(self, *expressions: Expression) -> tuple[str, ...]:
        return facts_behind(self.business, self.policy, *expressions)


def _tests(expression: Expression, under: str | None, reader: _Reader) -> Iterator[RuleTest]:
    match expression:
        case And(parts=parts):
            for part in parts:
                yield from _tests(part, under, reader)
        case Or(parts=parts):
            for part in parts:
                yield from _tests(part, under or "any", reader)
        case Not(part=part):
            yield from _tests(part, "none", reader)
        case Test(subject=subject, condition=condition, text=text):
            yield RuleTest(
                expression,
                subject_name(subject),
                text,
                under,
                reader.behind(subject, condition),
                evaluator(subject),
                evaluator(condition),
                distance=_has_distance(condition),
                window=sets_window(condition),
                measure=measuring(condition) if isinstance(condition, Window) else None,
            )
        case Quantifier(quantity=quantity, variable=variable, list=name):
            held = evaluator(expression)
            yield RuleTest(expression, name, f"{quantity} {variable}", under, reader.behind(expression), held, held)
        case _:
            pass


def _has_distance(condition: Expression) -> bool:
    """Whether a value can lie near the limit of its test: words and flags have no distance."""
    match condition:
        case Window():
            return True
        case Comparison(right=right):
            return not isinstance(right, ChoiceLiteral | FlagLiteral | TextLiteral)
        case _:
            return False


def subject_name(subject: Expression) -> str:
    """The name that the author tested."""
    match subject:
        case FactRef(name=name) | LetRef(name=name) | NumberRef(name=name):
            return name
        case FieldRef(variable=owner, name=name) | Asked(alias=owner, value=name):
            return f"{owner}.{name}"
        case Aggregate(aggregation=aggregation, variable=variable, list=name):
            return f"{aggregation}: {variable} in {name}"
        case _:
            return ""
