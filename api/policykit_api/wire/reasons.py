"""Reasons on the wire, and what would have changed the answer: for each reader no more than that one may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit import decision as made
from policykit.clocks import end
from policykit.deciding.privacy import is_private, reasons_for
from policykit.decision import Decision
from policykit.model import Business
from policykit_api.wire.shape import Audience, Moment, OutcomeName, RuleName, Wire, WireValue
from policykit_api.wire.values import moment, to_wire


class TimeWindow(Wire, kw_only=True):
    """The time in which a test on an act holds: from `opens` on and before `closes`; null is without end.

    It has not started while its event is absent, or before it opens. `last_day` is the last local day in it.
    """

    state: Literal["not_started", "open", "closed"]
    opens: Moment | None
    closes: Moment | None
    last_day: Annotated[str | None, Meta(extra_json_schema={"format": "date"})]
    provisional: Annotated[
        bool, Meta(description="Whether it counts working days that the country has not published yet.")
    ]


class Condition(Wire, kw_only=True):
    """One test of a rule.

    `value` is null where the fact is known to be absent, and is left out where it is unknown or
    `private`. `held` is null where the test is undecided, or private too.
    """

    fact: str
    test: str
    value: WireValue | UnsetType = UNSET
    held: bool | None
    under: Literal["any", "none"] | UnsetType = UNSET
    by: WireValue | UnsetType = UNSET
    window: TimeWindow | UnsetType = UNSET
    private: Literal[True] | UnsetType = UNSET


class Reason(Wire, kw_only=True):
    """A rule and its tests. `policy` is there where the rule belongs to another policy that was asked."""

    rule: str
    policy: str | UnsetType = UNSET
    held: bool
    conditions: list[Condition]


class If(Wire):
    """A fact and what it would have to be. For a time it is `by` or `from`, and the time."""

    fact: str
    becomes: WireValue


class Change(Wire, rename={"if_": "if"}):
    """One fact which, had it been otherwise, would have given a better answer."""

    outcome: OutcomeName
    rule: RuleName
    if_: If


def reasons(decision: Decision, business: Business, audience: Audience) -> list[Reason]:
    """The rules that this reader may see."""
    return [
        Reason(
            rule=reason.rule,
            policy=reason.policy or UNSET,
            held=reason.held,
            conditions=[condition(one, business, audience) for one in reason.conditions],
        )
        for reason in reasons_for(audience, decision, business)
    ]


def condition(one: made.Condition, business: Business, audience: Audience) -> Condition:
    """One test; where its fact is private, only an auditor sees its value and whether it held."""
    if audience != "auditor" and is_private(one, business):
        return Condition(fact=one.fact, test=one.test, held=None, under=under(one), private=True)
    return Condition(
        fact=one.fact,
        test=one.test,
        value=UNSET if one.value is None else to_wire(one.value, one.type),
        held=one.held,
        under=under(one),
        by=UNSET if one.by is None else to_wire(one.by, one.type),
        window=UNSET if one.window is None else time_window(one.window, business),
    )


def time_window(one: made.TimeWindow, business: Business) -> TimeWindow:
    return TimeWindow(
        state=one.state.value,
        opens=moment(one.opens) if one.opens else None,
        closes=moment(one.closes) if one.closes else None,
        last_day=end(one.closes, business.calendar).last_day.isoformat() if one.closes else None,
        provisional=one.provisional,
    )


def under(one: made.Condition) -> Literal["any", "none"] | UnsetType:
    if one.under is None:
        return UNSET
    return "any" if one.under == "any" else "none"


def changes(found: Iterable[made.Change], business: Business) -> list[Change]:
    return [
        Change(outcome=one.outcome, rule=one.rule, if_=If(fact=one.fact, becomes=becomes(one, business)))
        for one in found
    ]


def becomes(one: made.Change, business: Business) -> WireValue:
    fact = business.facts.get(one.fact)
    value = to_wire(one.becomes, fact.type if fact else None)
    return value if one.relation == "is" else f"{one.relation} {value}"
