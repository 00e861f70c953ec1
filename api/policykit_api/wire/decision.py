"""A decision on the wire: the answer, and for its reader no more than this reader may see."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit import decision as made
from policykit.backends.prose.locales import text_in
from policykit.clocks import last_day
from policykit.deciding.facts import declared
from policykit.deciding.privacy import is_private, items_for, reasons_for
from policykit.decision import Decision, Status
from policykit.explain import Explanation as Explained
from policykit.model import Business, Policy, Type, Value
from policykit_api.wire.facts import FactView, view_at
from policykit_api.wire.shape import Audience, Include, Moment, Wire, WireValue
from policykit_api.wire.values import moment, to_wire


class Phrase(Wire):
    """A sentence for the customer, and its id."""

    id: str
    text: str


class Deadline(Wire):
    """By when something happens: the first instant after it, and the last local day that belongs to it."""

    name: Annotated[str, Meta(examples=["due"])]
    at: Moment
    day: Annotated[str, Meta(extra_json_schema={"format": "date"})]
    whole_day: Annotated[bool, Meta(description="Whether the period ends with the day, at 24:00.")]
    provisional: Annotated[
        bool, Meta(description="Whether it counts working days that the country has not published yet.")
    ]


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

    outcome: str
    rule: str
    if_: If


class ItemAnswer(Wire):
    """The answer of a policy that was asked once an element, for one of them; `rule` is null where it is internal."""

    outcome: str
    rule: str | None
    values: dict[str, WireValue]
    deadlines: list[Deadline]


class Also(Wire):
    """What somebody beside the customer reads: the courier, the clerk."""

    to: Annotated[str, Meta(description="Who: a word of the business's `people`.", examples=["courier"])]
    name: Annotated[str, Meta(description="What they are called.", examples=["the courier"])]
    text: str
    html: str


class Explanation(Wire, kw_only=True):
    """The answer in words, as text and as HTML.

    `also` are messages to others than the customer; agents and auditors get them, for whoever is addressed.
    """

    locale: str
    audience: Audience
    text: str
    html: str
    also: list[Also] | UnsetType = UNSET


class Version(Wire):
    """The policy that decided: which version of it, the digest of the business's files, its place in the terms."""

    id: str
    version: Annotated[str, Meta(examples=["2026-01-01", "beginning"])]
    digest: Annotated[str, Meta(examples=["sha256:9f86d0…"])]
    href: Annotated[str, Meta(examples=["/terms/fruit-shop/en/damage-claim#no-photo-in-time"])]


class Hit(Wire):
    """A row that holds, of a table that collects all that do, and its own values."""

    rule: Annotated[str, Meta(examples=["two-people-carry"])]
    values: dict[str, WireValue]


class Provision(Wire, kw_only=True):
    """What the law rests on where it governs.

    `citation` is the provision as the buyer's country calls it; it is null while that reference is being
    checked, and then is not to be told as law. `source` is there for staff and auditors.
    """

    pack: Annotated[str, Meta(examples=["eu"])]
    id: Annotated[str, Meta(examples=["period"])]
    country: Annotated[str, Meta(examples=["FR"])]
    about: Annotated[str, Meta(examples=["the right of withdrawal"])]
    citation: Annotated[str | None, Meta(examples=["Code de la consommation, art. L221-19"])]
    confidence: Literal["verified", "secondary", "unverified"]
    verified: Annotated[str | None, Meta(extra_json_schema={"format": "date"})]
    source: str | UnsetType = UNSET


class Term(Wire):
    """One thing that the merchant's answer and the law both state, and whose is better for the customer."""

    name: Annotated[str, Meta(examples=["amount"])]
    merchant: WireValue
    floor: WireValue
    better: Literal["merchant", "floor", "equal"]


class Alternative(Wire):
    """The merchant's own answer, which the customer may choose where the law's governs."""

    outcome: str
    values: dict[str, WireValue]
    deadlines: list[Deadline]


class Decided(Wire, kw_only=True):
    """A decision, or with the status `needs_info` what is missing for one.

    `rule` is null where there is no answer yet, and for a customer where the rule is internal.
    `reasons`, `would_change` and `explanation` are there where they were asked for, `hits` where a
    table collects all rows that hold.
    """

    id: Annotated[str, Meta(pattern="^dec_[0-9A-HJKMNP-TV-Z]{26}$")]
    status: Literal["decided", "needs_info"]
    outcome: str | None
    final: bool
    decided_by: Literal["policy", "person"]
    rule: str | None
    governed_by: Annotated[
        str,
        Meta(description="`merchant`, or the floor of law that governs.", examples=["merchant", "eu.withdrawal"]),
    ]
    provision: Provision | None
    terms: Annotated[
        list[Term], Meta(description="The merchant's answer against the law's, term by term, where a law applies.")
    ]
    alternative_answer: Annotated[
        Alternative | None, Meta(description="The merchant's answer, where the law governs and ours is better in part.")
    ]
    values: dict[str, WireValue]
    hits: Annotated[list[Hit], Meta(description="The rows that hold, in the table's order.")] | UnsetType = UNSET
    alternatives: list[Phrase]
    next_steps: list[Phrase]
    scope: Annotated[list[Phrase], Meta(description="What a restriction covers.")]
    unaffected: Annotated[list[Phrase], Meta(description="What a restriction never touches.")]
    deadlines: list[Deadline]
    reasons: list[Reason] | UnsetType = UNSET
    would_change: list[Change] | UnsetType = UNSET
    needs: Annotated[list[FactView], Meta(description="The facts to ask for, the next one first.")]
    possible: Annotated[list[str], Meta(description="The outcomes still open, best for the customer first.")]
    items: Annotated[
        dict[str, list[ItemAnswer]] | UnsetType,
        Meta(description="Where a policy was asked once an element of a list: each element's own answer, in order."),
    ] = UNSET
    explanation: Explanation | UnsetType = UNSET
    policy: Version
    as_of: Moment


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a decision, in which locale, and which parts of it."""

    locale: str
    audience: Audience
    include: frozenset[Include]


def to_decided(decision: Decision, business: Business, reader: Reader, explained: Explained | None) -> Decided:
    """The decision as this reader gets it."""
    policy = next(p for p in business.policies[decision.policy] if p.version == decision.version)
    answer = decision.answer
    shown = answer is not None and (reader.audience != "customer" or policy.rule(answer.rule).public)
    return Decided(
        id=new_id(),
        status="decided" if decision.status is Status.DECIDED else "needs_info",
        outcome=answer.outcome if answer else None,
        final=decision.final,
        decided_by="person" if decision.decided_by == "person" else "policy",
        rule=answer.rule if answer and shown else None,
        governed_by=decision.governed_by,
        provision=provision(decision, reader),
        terms=[term(one, policy) for one in decision.terms],
        alternative_answer=alternative(decision.alternative_answer, policy),
        values=values(answer, answer.values, policy) if answer else {},
        hits=hits(answer, policy) if answer and answer.hits else UNSET,
        alternatives=phrases(answer.alternatives if answer else (), business, reader.locale),
        next_steps=phrases(answer.next_steps if answer else (), business, reader.locale),
        scope=phrases(answer.scope if answer else (), business, reader.locale),
        unaffected=phrases(answer.unaffected if answer else (), business, reader.locale),
        deadlines=[deadline(one) for one in answer.deadlines] if answer else [],
        reasons=reasons(decision, business, reader) if "reasons" in reader.include else UNSET,
        would_change=changes(decision, business) if "would_change" in reader.include else UNSET,
        needs=[needed(one, business, reader.locale) for one in decision.needs],
        possible=list(decision.possible),
        items=items(decision, business, policy, reader) or UNSET,
        explanation=explanation(explained, reader) if explained else UNSET,
        policy=version(decision, business, policy, reader.locale),
        as_of=moment(decision.as_of),
    )


def values(answer: made.Answer, given: Mapping[str, Value], policy: Policy) -> dict[str, WireValue]:
    types: dict[str, Type] = {value.name: value.type for value in policy.outcome(answer.outcome).values}
    return {name: to_wire(value, types.get(name)) for name, value in given.items()}


def hits(answer: made.Answer, policy: Policy) -> list[Hit]:
    return [Hit(rule=hit.rule, values=values(answer, hit.values, policy)) for hit in answer.hits]


def provision(decision: Decision, reader: Reader) -> Provision | None:
    """What the governing floor rests on; a citation that is not checked stays with those who check it."""
    law = decision.law
    if law is None or law.provision is None or decision.governed_by == made.MERCHANT:
        return None
    citation, staff = law.citation, reader.audience != "customer"
    told = citation is not None and (citation.checked.may_be_told or reader.audience == "auditor")
    checked = citation.checked if citation else None
    return Provision(
        pack=law.floor.partition(".")[0],
        id=law.provision.id,
        country=law.country,
        about=text_in(law.provision.about, reader.locale),
        citation=citation.text if citation and told else None,
        confidence=checked.confidence.value if checked else "unverified",
        verified=checked.on.isoformat() if checked and checked.on else None,
        source=law.provision.source if staff else UNSET,
    )


def term(one: made.Term, policy: Policy) -> Term:
    types = {value.name: value.type for outcome in policy.outcomes for value in outcome.values}
    sides = [None if value is None else to_wire(value, types.get(one.name)) for value in (one.merchant, one.floor)]
    return Term(name=one.name, merchant=sides[0], floor=sides[1], better=better(one))


def better(one: made.Term) -> Literal["merchant", "floor", "equal"]:
    return "merchant" if one.better == made.BY_MERCHANT else "floor" if one.better == made.BY_FLOOR else "equal"


def alternative(answer: made.Answer | None, policy: Policy) -> Alternative | None:
    if answer is None:
        return None
    return Alternative(
        answer.outcome, values(answer, answer.values, policy), [deadline(one) for one in answer.deadlines]
    )


def phrases(ids: Sequence[str], business: Business, locale: str) -> list[Phrase]:
    return [Phrase(id=one, text=text_in(business.phrases.get(one, {}), locale)) for one in ids]


def items(decision: Decision, business: Business, policy: Policy, reader: Reader) -> dict[str, list[ItemAnswer]]:
    """The items' own answers by the alias of the policy that was asked."""
    shown = items_for(reader.audience, decision, policy, business)
    return {alias: [item(one, business, reader) for one in found] for alias, found in shown.items()}


def item(one: made.Item, business: Business, reader: Reader) -> ItemAnswer:
    policy = next(p for p in business.policies[one.policy] if p.version == one.version)
    rule = policy.own_rule(one.answer.rule)
    internal = rule is not None and not rule.public
    return ItemAnswer(
        outcome=one.answer.outcome,
        rule=None if internal and reader.audience == "customer" else one.answer.rule,
        values=values(one.answer, one.answer.values, policy),
        deadlines=[deadline(due) for due in one.answer.deadlines],
    )


def deadline(one: made.Deadline) -> Deadline:
    return Deadline(
        name=one.name, at=moment(one.at), day=one.day.isoformat(), whole_day=one.whole_day, provisional=one.provisional
    )


def needed(one: made.Need, business: Business, locale: str) -> FactView:
    return view_at(one.fact, one.pointer, declared(business, one.fact), locale)


def explanation(explained: Explained, reader: Reader) -> Explanation:
    return Explanation(
        locale=explained.locale,
        audience=reader.audience,
        text=explained.text,
        html=explained.html,
        also=[Also(to=one.to, name=one.name, text=one.text, html=one.html) for one in explained.also] or UNSET,
    )


def version(decision: Decision, business: Business, policy: Policy, locale: str) -> Version:
    """The address goes on to the governing rule where the terms page has a place for it: where it is public."""
    answer = decision.answer
    anchor = f"#{place_of(decision, answer)}" if answer and policy.rule(answer.rule).public else ""
    href = f"/terms/{business.id}/{locale}/{policy.id}{anchor}"
    return Version(id=policy.id, version=policy.version, digest=business.digest, href=href)


def place_of(decision: Decision, answer: made.Answer) -> str:
    """The anchor on the terms page: the rule's own, or that of the floor that governs."""
    return answer.rule if decision.governed_by == made.MERCHANT else decision.governed_by


# --- reasons ----------------------------------------------------------------------------------


def reasons(decision: Decision, business: Business, reader: Reader) -> list[Reason]:
    """The rules that this reader may see."""
    return [
        Reason(
            rule=reason.rule,
            policy=reason.policy or UNSET,
            held=reason.held,
            conditions=[condition(one, business, reader.audience) for one in reason.conditions],
        )
        for reason in reasons_for(reader.audience, decision, business)
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
        last_day=last_day(one.closes, business.calendar).isoformat() if one.closes else None,
        provisional=one.provisional,
    )


def under(one: made.Condition) -> Literal["any", "none"] | UnsetType:
    return "any" if one.under == "any" else "none" if one.under == "none" else UNSET


def changes(decision: Decision, business: Business) -> list[Change]:
    return [
        Change(outcome=one.outcome, rule=one.rule, if_=If(fact=one.fact, becomes=becomes(one, business)))
        for one in decision.would_change
    ]


def becomes(one: made.Change, business: Business) -> WireValue:
    fact = business.facts.get(one.fact)
    value = to_wire(one.becomes, fact.type if fact else None)
    return value if one.relation == "is" else f"{one.relation} {value}"


# --- ids --------------------------------------------------------------------------------------

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id() -> str:
    """`dec_` and a ULID: 48 bits of the time in milliseconds, so that ids sort by it, and 80 bits of chance."""
    number = (time.time_ns() // 1_000_000 << 80) | int.from_bytes(os.urandom(10))
    return "dec_" + "".join(_ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))
