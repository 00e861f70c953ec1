"""Why: the rule that governs, and each better one that failed before it, with every condition."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice, takewhile

from policykit.calculation import EXACT, added
from policykit.deciding.behind import facts_behind
from policykit.deciding.floors import AppliedFloor
from policykit.deciding.judge import Judged
from policykit.deciding.windows import window_of
from policykit.decision import Condition, Reason
from policykit.model import (
    Aggregate,
    And,
    Asked,
    Comparison,
    Expression,
    FactRef,
    FieldRef,
    LetRef,
    Not,
    NumberRef,
    Or,
    Policy,
    Quantifier,
    Rule,
    Test,
    Value,
    Window,
)
from policykit.semantics import Setting, Unknown, evaluate, shift
from policykit.walk import facts_read

MOST_BETTER = 50
"""Rules with a better answer that are looked at one by one: more than anybody reads of."""

Behind = Callable[..., tuple[str, ...]]
"""Given expressions, the names of the facts that they read."""


def reasons(judged: Judged, as_of: datetime) -> tuple[Reason, ...]:
    """The governing rule first, then the rules with a better outcome that were read and failed.

    Of a table that collects, all rows that hold come first; of a large one, the first better ones are named.
    Where a floor governs, its rule comes before the merchant's own, which the floor has overruled.
    """
    verdict, policy = judged.verdict, judged.policy
    assert verdict is not None
    governing = verdict.governing
    held = [hit.rule for hit in verdict.hits] or [governing]
    before = [] if verdict.hits else _better_before(policy, governing)
    setting, floor = judged.setting, judged.floor
    found = [_reason(rule, judged, setting, as_of, held=True) for rule in held]
    found += [_reason(rule, judged, setting, as_of, held=False) for rule in before]
    if judged.ruling.by_floor and isinstance(floor, AppliedFloor):
        found.insert(0, _reason(floor.verdict.governing, judged, floor.setting, as_of, held=True))
    alias = governing.answer.because
    asked = judged.asked.get(alias) if alias else None
    if isinstance(asked, Judged) and asked.verdict is not None:
        cited = _reason(asked.verdict.governing, asked, asked.setting, as_of, held=True)
        found.append(replace(cited, policy=asked.policy.id))
    return tuple(found)


def _better_before(policy: Policy, governing: Rule) -> list[Rule]:
    """The rules with a better outcome that stand before the governing one, the first few of them."""
    better = policy.better_than(governing.answer.outcome)
    before = takewhile(lambda rule: rule is not governing, policy.rules)
    return list(islice((rule for rule in before if rule.answer.outcome in better), MOST_BETTER))


def _reason(rule: Rule, judged: Judged, setting: Setting, as_of: datetime, *, held: bool) -> Reason:
    behind = partial(facts_behind, judged.business, judged.policy)
    return Reason(rule.id, held, rule.public, tuple(conditions(rule.when, setting, as_of, behind=behind)))


def conditions(
    expression: Expression,
    setting: Setting,
    as_of: datetime,
    under: str | None = None,
    behind: Behind = facts_read,
) -> Iterator[Condition]:
    """The tests of a condition, in reading order, each with its value and whether it held.

    ``behind`` says which facts a test reads.
    """
    match expression:
        case And(parts=parts):
            for part in parts:
                yield from conditions(part, setting, as_of, under, behind)
        case Or(parts=parts):
            for part in parts:
                yield from conditions(part, setting, as_of, under or "any", behind)
        case Not(part=part):
            yield from conditions(part, setting, as_of, "none", behind)
        case Test():
            yield _condition(expression, setting, as_of, under, behind)
        case Quantifier(quantity=quantity, variable=variable, list=name):
            held = evaluate(expression, setting)
            text = f"{quantity} {variable}"
            yield Condition(name, text, None, _verdict(held), under, reads=behind(expression), span=expression.span)
        case _:
            pass


def _condition(test: Test, setting: Setting, as_of: datetime, under: str | None, behind: Behind) -> Condition:
    value = evaluate(test.subject, setting)
    return Condition(
        subject_name(test.subject),
        test.text,
        None if isinstance(value, Unknown) else value,
        _verdict(evaluate(test.condition, setting)),
        under,
        by=distance(test.condition, setting),
        reads=behind(test.subject, test.condition),
        window=window_of(test.condition, setting, as_of),
        type=test.type,
        span=test.span,
    )


def _verdict(held: object) -> bool | None:
    return held if isinstance(held, bool) else None


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


def distance(condition: Expression, setting: Setting) -> Value | None:
    """How far a value lies from the one limit of its test; None where there is no such limit."""
    match condition:
        case Window(act=act, event=event):
            acted, happened = evaluate(act, setting), evaluate(event, setting)
            if not isinstance(acted, datetime) or not isinstance(happened, datetime):
                return None
            return abs(acted - shift(condition, happened, setting.calendar))
        case Comparison(left=left, right=right):
            return _apart(evaluate(left, setting), evaluate(right, setting))
        case _:
            return None


def _apart(left: object, right: object) -> Value | None:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return EXACT.abs(EXACT.subtract(left, right))
    if isinstance(left, datetime) and isinstance(right, datetime):
        return abs(left - right)
    if isinstance(left, timedelta) and isinstance(right, timedelta):
        return abs(added(left, -right))
    return None
