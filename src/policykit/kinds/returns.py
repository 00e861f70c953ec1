"""Kind `returns`: what can come back, how long, in what state, and what we pay.

Precedence: our fault, exclusions, conditions, windows; then `otherwise`.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from policykit.kinds.fields import (
    Countries,
    Country,
    DateOrName,
    DateText,
    FactName,
    Flag,
    Formula,
    Name,
    Open,
    PeriodText,
    Scenario,
    Texts,
    Word,
)
from policykit.kinds.plain import (
    FEE,
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    answer,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import TITLE, AnswerEntry, EvidenceEntry, Outcomes, PolicyFile
from policykit.kinds.seasons import (
    in_season,
    of_season,
    out_of_season,
    problems_of_window,
    seasons_of,
    window_test,
)
from policykit.language.parse import SyntaxFault, parse

EVIDENCE = Meta(
    description="What must be shown first, and the answer until then (rule `<id>-evidence`).",
    examples=[{"when": {"claim.photo_at": "present"}, "missing": {"outcome": "inspect"}}],
)
THEN = Meta(description="The resolution: the outcome and its values.", examples=[{"outcome": "refund"}])
INTERNAL = Meta(description="`yes`: not on the terms page, nor told to customers.")
SCENARIO = Meta(description="The scenario it settles.")
FEES = Meta(
    description="Fees by name; each is taken off the value `amount`, and fills the outcome's value of its name.",
    examples=[{"restocking_fee": "fee * item.price"}],
)


class GroundEntry(Struct, frozen=True, kw_only=True):
    """A ground on which a return is settled before any window is looked at."""

    when: Annotated[Open, Meta(description="What must hold: one test a line.", examples=[{"item.kind": "fresh"}])]
    evidence: Annotated[EvidenceEntry | None, EVIDENCE] = None
    then: Annotated[AnswerEntry, THEN]
    fees: Annotated[dict[Word, Formula] | None, FEES] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


WITHIN = Meta(
    description="How long, with the unit that counts: `calendar days`, `days` of 24 hours, `working days`.",
    examples=["7 calendar days"],
)
THROUGH = Meta(
    description="Its last day, or the name of one, where that is fixed; instead of `within`.", examples=["2027-01-31"]
)


class SeasonEntry(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A season in which a window is longer, shorter or ends on a fixed day. Days are local days."""

    of: Annotated[FactName, Meta(description="The time that falls in the season.", examples=["order.placed_at"])]
    from_: Annotated[DateText, Meta(description="Its first day.", examples=["2026-11-01"])]
    until: Annotated[DateText, Meta(description="The first day after it.", examples=["2027-01-01"])]
    within: Annotated[PeriodText | None, WITHIN] = None
    through: Annotated[DateOrName | None, THROUGH] = None
    wording: Annotated[
        Texts | None,
        Meta(
            description="What the customer reads instead of the window's wording, which tells another time.",
            examples=[{"en": "Presents can come back until {{ last_day }}."}],
        ),
    ] = None
    title: Annotated[Texts | None, TITLE] = None


class WindowEntry(Struct, frozen=True, kw_only=True):
    """A time within which a return is taken: how long, from which clock, counted in which days."""

    within: Annotated[PeriodText | None, WITHIN] = None
    through: Annotated[DateOrName | None, THROUGH] = None
    after: Annotated[FactName, Meta(description="The clock: the event it runs from.", examples=["order.delivered_at"])]
    act: Annotated[
        FactName | None,
        Meta(description="The act it measures; the policy's `act` if not given.", examples=["return.asked_at"]),
    ] = None
    seasons: Annotated[
        dict[Name, SeasonEntry] | None,
        Meta(
            description="Seasons in which the time is another (rule `<id>-<season>`).",
            examples=[
                {
                    "christmas": {
                        "of": "order.placed_at",
                        "from": "2026-11-01",
                        "until": "2027-01-01",
                        "through": "2027-01-31",
                    }
                }
            ],
        ),
    ] = None
    when: Annotated[Open | None, Meta(description="What must hold besides.", examples=[{"item.state": "unopened"}])] = (
        None
    )
    evidence: Annotated[EvidenceEntry | None, EVIDENCE] = None
    then: Annotated[AnswerEntry, THEN]
    fees: Annotated[dict[Word, Formula] | None, FEES] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class DeliveryEntry(Struct, frozen=True, kw_only=True):
    """What makes these the returns of goods that are sent, so that shops and search engines can be told of them."""

    at: Annotated[
        FactName,
        Meta(description="When the goods are there: the clock of the windows.", examples=["order.delivered_at"]),
    ]
    to: Annotated[
        Countries, Meta(description="The countries to which goods are sent, where these terms hold.", examples=[["TW"]])
    ]
    back_to: Annotated[Country | None, Meta(description="The country to which they come back.", examples=["TW"])] = None


class ReturnsFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `returns`: our fault, exclusions, conditions and windows, tried in this order."""

    act: Annotated[
        FactName,
        Meta(
            description="The customer's act that every window measures; never the time of the decision.",
            examples=["return.asked_at"],
        ),
    ]
    delivery: Annotated[
        DeliveryEntry | None,
        Meta(
            description="Of goods that are sent: when they are there, and in which countries.",
            examples=[{"at": "order.delivered_at", "to": ["TW"]}],
        ),
    ] = None
    outcomes: Outcomes
    our_fault: Annotated[
        dict[Name, GroundEntry] | None, Meta(description="What is ours to put right, whenever it is told.")
    ] = None
    exclusions: Annotated[dict[Name, GroundEntry] | None, Meta(description="What cannot come back.")] = None
    conditions: Annotated[dict[Name, GroundEntry] | None, Meta(description="What its condition decides.")] = None
    windows: Annotated[dict[Name, WindowEntry] | None, Meta(description="How long, from which clock.")] = None
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer when nothing above holds.", examples=[{"outcome": "refuse"}])
    ]


PARTS = ("our_fault", "exclusions", "conditions", "windows")


def lower(policy: Placed) -> Plain:
    rules: list[PlainRule] = []
    for part in PARTS:
        entries = policy.get(part)
        for entry_id, entry in entries.items() if entries else []:
            if part == "windows":
                rules += _window_rules(entry_id, entry, policy["act"].data)
            else:
                rules += _with_evidence(entry_id, entry, _grounds(entry), part)
    otherwise = policy["otherwise"]
    outcomes = listed_outcomes(policy["outcomes"])
    return Plain(outcomes, tuple(rules), answer(otherwise), otherwise.path, _problems(policy))


def _problems(policy: Placed) -> tuple[Problem, ...]:
    windows = policy.get("windows")
    found = [problem for _, window in windows.items() for problem in problems_of_window(window)] if windows else []
    return (*_fees_without_amount(policy), *found)


def _fees_without_amount(policy: Placed) -> tuple[Problem, ...]:
    """Fees need an amount to be taken off."""
    entries = [entry for part in PARTS if part in policy.data for _, entry in policy[part].items()]
    text = "fees are taken off `amount`, and the answer has none"
    help = "give the outcome a value `amount`, and the answer its formula"
    return tuple(
        Problem("missing-value", text, entry["fees"].path, help)
        for entry in entries
        if "fees" in entry.data and "amount" not in entry["then"].data
    )


def _grounds(entry: Placed) -> tuple[Placed, ...]:
    when = entry.get("when")
    return (when,) if when else ()


def _window_rules(entry_id: str, entry: Placed, act: str) -> list[PlainRule]:
    """The rules of each season, then the window's own for all other times."""
    rules: list[PlainRule] = []
    for season_id, season in seasons_of(entry):
        when = (*_grounds(entry), in_season(season), window_test(season, entry, act))
        found = _with_evidence(f"{entry_id}-{season_id}", entry, when, "windows")
        rules += [of_season(rule, season, shown=rule is found[0]) for rule in found]
    return rules + _with_evidence(
        entry_id, entry, (*_grounds(entry), *out_of_season(entry), window_test(entry, entry, act)), "windows"
    )


def _with_evidence(entry_id: str, entry: Placed, when: tuple[Placed, ...], part: str) -> list[PlainRule]:
    evidence = entry.get("evidence")
    if evidence is None:
        return [rule_from(entry_id, entry, when, _resolution(entry), part)]
    shown = rule_from(entry_id, entry, (*when, evidence["when"]), _resolution(entry), part)
    return [shown, rule_from(f"{entry_id}-evidence", entry, when, answer(evidence["missing"]), part)]


def _resolution(entry: Placed) -> PlainAnswer:
    """The answer, its amount less the fees. Each fee also stands under its own name."""
    given = dict(answer(entry["then"]))
    fees = entry.get("fees")
    if fees is None:
        return given
    amount = given.get("amount")
    if amount is None or isinstance(parse(str(amount.data), "expression"), SyntaxFault):
        return given  # what is wrong with the amount is told at its own place
    less = " - ".join([f"({amount.data})", *(f"({fee.data})" for _, fee in fees.items())])
    return {
        **given,
        "amount": Placed(less, amount.path, exact=False),
        **{f"{FEE}{name}": fee for name, fee in fees.items()},
    }


KIND = Kind("returns", "what can come back, how long, in what state, and what we pay", ReturnsFile, lower)
