"""How bare answers are written: the form of each rule's, prepared once, with slots for what differs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from policykit import clocks
from policykit.backends.python.answers import Form, Slot
from policykit.deciding.decide import POWERS_OF_TEN, rounded_to_unit, unit_of
from policykit.model import Business, MoneyType, OutcomeValue, Policy, Rule, Value
from policykit_api.wire.minimal import MinimalDecided
from policykit_api.wire.shape import encode
from policykit_api.wire.values import moment, to_wire

OPENING = '{"id":"'


def form(business: Business, policy: Policy, rule: Rule) -> Form:
    """The form of the bare answer that a rule gives to a customer."""
    outcome = policy.outcome(rule.answer.outcome)
    declared = {value.name: value for value in outcome.values}
    empty = MinimalDecided(
        id="",
        status="decided",
        outcome=outcome.name,
        final=outcome.final,
        decided_by=outcome.decided_by.value,
        rule=rule.id if rule.public else None,
        governed_by="merchant",
        values={},
        deadlines={},
        needs=[],
        possible=[outcome.name],
        version=policy.version,
    )
    before, values, behind = encode(empty).decode().removeprefix(OPENING).partition('"values":{')
    between, deadlines, after = behind.partition('"deadlines":{')
    given = rule.answer
    return Form(
        outcome.name,
        OPENING,
        before + values,
        tuple(Slot(one, writing(business, declared[name], named(name))) for name, one in given.values.items()),
        between + deadlines,
        tuple(Slot(one, partial(write_deadline, business, named(name))) for name, one in given.deadlines.items()),
        after,
    )


MOST_DIGITS = 3
"""Behind a point that stands so near to the end there is no exponent."""


def named(name: str) -> str:
    return f"{encode(name).decode()}:"


def write_deadline(business: Business, name: str, at: Value) -> str:
    """A deadline with the offset of the business's zone."""
    assert isinstance(at, datetime)  # build lets nothing else be a deadline, and nothing absent
    return f'{name}"{moment(clocks.in_zone(at, business.calendar))}"'


def writing(business: Business, declared: OutcomeValue, name: str) -> Callable[[Value], str]:
    """What writes a value that is declared so as the long way does, money rounded."""
    kind = declared.type

    def write(value: Value) -> str:
        return name + encode(to_wire(rounded_to_unit(business, declared, value), kind)).decode()

    if not isinstance(kind, MoneyType) or unit_of(business, kind) not in POWERS_OF_TEN:
        return write
    digits = -unit_of(business, kind).adjusted()
    if digits > MOST_DIGITS:
        return write
    before, after = f'{name}{{"amount":"', f'","currency":"{kind.currency}"}}'

    def write_amount(value: Value) -> str:
        text = str(value)
        if text.isdigit() if digits == 0 else text[-digits - 1 : -digits] == ".":  # it is rounded as it stands
            return f"{before}{text}{after}"
        return write(value)

    return write_amount
