"""Why: the rule that governs, and each better one that failed before it, with every condition."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice, takewhile
from typing import NamedTuple

from policykit.calculation import EXACT, added
from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged
from policykit.deciding.tests_of import RuleTest, tests_of
from policykit.deciding.windows import window_of
from policykit.decision import Condition, Reason, TimeWindow
from policykit.model import Comparison, Expression, Policy, Quantifier, Rule, Value
from policykit.semantics import Setting, Unknown, evaluate

MOST_BETTER = 50
"""Rules with a better answer that are looked at one by one: more than anybody reads of."""


def reasons(judged: Judged, as_of: datetime) -> tuple[Reason, ...]:
    """The governing rule first, then the rules with a better outcome that were read and failed.

    Of a table that collects, all rows that hold come first; of a large one, the first better ones are named.
    Where a floor governs, its rule comes before the merchant's own, which the floor has overruled.
    """
    verdict, policy = judged.verdict, judged.policy
    assert verdict is not None
    governing = verdict.governing
    held = [hit.rule for hit in verdict.hits] or [governing]
    before = [] if verdict.hits else better_before(policy, governing)
    setting, floor = judged.setting, judged.floor
    found = [_reason(rule, judged, setting, as_of, held=True) for rule in held]
    found += [_reason(rule, judged, setting, as_of, held=False) for rule in before]
    if judged.ruling.by_floor and isinstance(floor, AppliedFloor):
        found.insert(0, _reason(floor.verdict.governing, judged, floor.setting, as_of, held=True))
    alias = governing.answer.because
    asked = judged.asked.get(alias) if alias else None
    if isinstance(asked, Judged) and asked.verdict is not None:
        found.append(_reason(asked.verdict.governing, asked, asked.setting, as_of, held=True, policy=asked.policy.id))
    return tuple(found)


def better_before(policy: Policy, governing: Rule) -> list[Rule]:
    """The rules with a better outcome that stand before the governing one, the first few of them."""
    better = policy.better_than(governing.answer.outcome)
    before = takewhile(lambda rule: rule is not governing, policy.rules)
    return list(islice((rule for rule in before if rule.answer.outcome in better), MOST_BETTER))


def _reason(
    rule: Rule, judged: Judged, setting: Setting, as_of: datetime, *, held: bool, policy: str | None = None
) -> Reason:
    tests = tests_of(judged.business, judged.policy, rule)
    return Reason(rule.id, held, rule.public, tuple([condition_of(test, setting, as_of) for test in tests]), policy)


class Observed(NamedTuple):
    """What a test came to: the value it is about, whether it held, how far it lies from its limit, and its window."""

    value: Value | None
    held: bool | None
    by: Value | None = None
    window: TimeWindow | None = None


def condition_of(test: RuleTest, setting: Setting, as_of: datetime) -> Condition:
    """The test with its value and whether it held."""
    node, (value, held, by, window) = test.node, observed(test, setting, as_of)
    kind = None if isinstance(node, Quantifier) else node.type
    return Condition(test.name, test.text, value, held, test.under, by, test.reads, window, kind, node.span)


def observed(test: RuleTest, setting: Setting, as_of: datetime) -> Observed:
    """What the test comes to on these facts."""
    node = test.node
    if isinstance(node, Quantifier):
        return Observed(None, _verdict(test.held(setting)))
    value, condition = test.value(setting), node.condition
    known = None if isinstance(value, Unknown) else value
    if test.measure is not None:
        at = test.measure(setting, as_of)
        return Observed(known, at.held, at.by, at.window)
    return Observed(
        known,
        _verdict(test.held(setting)),
        distance(condition, setting) if test.distance else None,
        window_of(condition, setting, as_of) if test.window else None,
    )


def _verdict(held: object) -> bool | None:
    return held if isinstance(held, bool) else None


def distance(condition: Expression, setting: Setting) -> Value | None:
    """How far a value lies from what it is compared with; None where it is not compared."""
    if not isinstance(condition, Comparison):
        return None
    return _apart(evaluate(condition.left, setting), evaluate(condition.right, setting))


def _apart(left: object, right: object) -> Value | None:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return EXACT.abs(EXACT.subtract(left, right))
    if isinstance(left, datetime) and isinstance(right, datetime):
        return abs(left - right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return abs(added(left, -right))
    return None
