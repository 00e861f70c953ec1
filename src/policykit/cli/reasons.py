"""Why a decision is what it is, rule by rule: every condition, the fact's value, whether it held, by how much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

import click

from policykit.backends.prose.format import format_distance, format_value, format_when
from policykit.cli.terminal import columns, plain
from policykit.deciding.privacy import AUDITOR, is_private, reasons_for
from policykit.decision import Condition, Decision, Reason, TimeWindow, WindowState
from policykit.model import Business, Facts

HELD = {True: "held", False: "did not hold", None: "is open"}
COLOURS = {True: "green", False: "red", None: "yellow"}


def lines(decision: Decision, business: Business, locale: str, audience: str) -> Iterator[str]:
    """The rules that this audience may see, each with its conditions below it."""
    for reason in reasons_for(audience, decision, business):
        yield f"  {_title(reason)}"
        rows = [_row(one, decision, business, locale, audience) for one in reason.conditions]
        yield from columns(rows, indent=4) if rows else ()


def _title(reason: Reason) -> str:
    rule = f"{reason.policy}#{reason.rule}" if reason.policy else reason.rule
    internal = "" if reason.public else " (internal)"
    return f"{rule}{internal} {click.style(HELD[reason.held], fg=COLOURS[reason.held])}"


def _row(one: Condition, decision: Decision, business: Business, locale: str, audience: str) -> tuple[str, ...]:
    fact, test, *rest = cells(one, decision.facts, business, locale)
    if audience != AUDITOR and is_private(one, business):
        return (fact, test, "private", "", "", "")
    return (fact, test, *rest)


def cells(one: Condition, facts: Facts, business: Business, locale: str) -> tuple[str, str, str, str, str, str]:
    """A condition cell by cell: what it tests, the test, the value, the verdict, by how much, and its window."""
    test = f"{one.under}: {one.test}" if one.under else one.test
    margin = "" if one.by is None else f"by {format_distance(one, locale, business)}"
    window = "" if one.window is None else _window(one.window, business, locale)
    return plain(one.fact), plain(test), _value(one, facts, business, locale), HELD[one.held], margin, window


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


def _value(one: Condition, facts: Facts, business: Business, locale: str) -> str:
    # A quantifier tests a list, which is no value of its own.
    value = facts.get(one.fact) if one.value is None else one.value
    return "unknown" if value is None else format_value(value, one.type, locale, business)
