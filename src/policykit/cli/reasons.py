"""Why a decision is what it is, rule by rule: every condition, the fact's value, whether it held, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import assert_never

import click

from policykit.backends.prose.format import format_duration, format_number, format_value, format_when
from policykit.cli.terminal import columns, plain
from policykit.deciding.privacy import is_private, reasons_for
from policykit.decision import Condition, Decision, Reason, TimeWindow, WindowState
from policykit.explain.type_of import asked_type, type_of
from policykit.model import Business, Policy, TextType, Type, Value

HELD = {True: "held", False: "did not hold", None: "is open"}
COLOURS = {True: "green", False: "red", None: "yellow"}


def lines(decision: Decision, business: Business, policy: Policy, locale: str, audience: str) -> Iterator[str]:
    """The rules that this audience may see, each with its conditions below it."""
    for reason in reasons_for(audience, decision, business):
        yield f"  {_title(reason)}"
        rows = [_row(one, decision, business, policy, locale, audience) for one in reason.conditions]
        yield from columns(rows, indent=4) if rows else ()


def _title(reason: Reason) -> str:
    rule = f"{reason.policy}#{reason.rule}" if reason.policy else reason.rule
    internal = "" if reason.public else " (internal)"
    return f"{rule}{internal} {click.style(HELD[reason.held], fg=COLOURS[reason.held])}"


def _row(
    one: Condition, decision: Decision, business: Business, policy: Policy, locale: str, audience: str
) -> tuple[str, ...]:
    private = audience != "auditor" and is_private(one, business)
    told = "private" if private else _value(one, decision, business, policy, locale)
    margin = "" if private or one.by is None else f"by {_margin(one, business, policy, locale)}"
    test = f"{one.under}: {one.test}" if one.under else one.test
    window = "" if private or one.window is None else _window(one.window, business, locale)
    return (plain(one.fact), plain(test), told, "" if private else HELD[one.held], margin, window)


def _window(window: TimeWindow, business: Business, locale: str) -> str:
    opens, closes = (format_when(at, locale, business) if at else "" for at in (window.opens, window.closes))
    match window.state:
        case WindowState.NOT_STARTED:
            text = "not started"
        case WindowState.CLOSED:
            text = f"closed since {closes}"
        case WindowState.OPEN:
            text = f"open until {closes}" if closes else f"open since {opens}"
        case _:
            assert_never(window.state)
    return f"{text} (provisional)" if window.provisional else text


def _value(one: Condition, decision: Decision, business: Business, policy: Policy, locale: str) -> str:
    # A quantifier tests a list, which is no value of its own.
    value = decision.facts.get(one.fact) if one.value is None else one.value
    return "unknown" if value is None else text_of(value, type_named(one.fact, business, policy), locale, business)


def _margin(one: Condition, business: Business, policy: Policy, locale: str) -> str:
    if isinstance(one.by, timedelta):
        return format_duration(one.by, locale)
    assert one.by is not None
    return text_of(one.by, type_named(one.fact, business, policy), locale, business)


def type_named(name: str, business: Business, policy: Policy) -> Type | None:
    """The type of what a condition tests: a fact, a named number or formula, an asked answer; None of anything else."""
    alias, _, value = name.partition(".")
    if name in business.facts:
        return business.facts[name].type
    named = policy.lets.get(name) or policy.numbers.get(name)
    if named is not None:
        return type_of(named, business, policy)
    return asked_type(alias, value, business, policy) if any(ask.alias == alias for ask in policy.asks) else None


def text_of(value: Value, of: Type | None, locale: str, business: Business) -> str:
    """The value in the words of the locale; by what it is, where its type is not known."""
    match of, value:
        case None, Decimal():
            return format_number(value, None, locale)
        case None, timedelta():
            return format_duration(value, locale)
        case None, date():
            return format_when(value, locale, business)
    return format_value(value, of or TextType(), locale, business)
