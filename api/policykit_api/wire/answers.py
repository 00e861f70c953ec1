"""The parts of an answer on the wire: values, deadlines, phrases, rows that hold, and the answers for items."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from policykit import decision as made
from policykit.backends.prose.locales import text_in
from policykit.deciding.privacy import items_for
from policykit.decision import Decision
from policykit.model import Business, Policy, Type, Value
from policykit_api.wire.shape import Audience, Moment, OutcomeName, RuleName, Values, Wire, WireValue
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


class Hit(Wire):
    """A row that holds, of a table that collects all that do, and its own values."""

    rule: Annotated[RuleName, Meta(examples=["two-people-carry"])]
    values: Values


class ItemAnswer(Wire):
    """The answer of a policy that was asked once an element, for one of them; `rule` is null where it is internal."""

    outcome: str
    rule: str | None
    values: dict[str, WireValue]
    deadlines: list[Deadline]


class Alternative(Wire):
    """The merchant's own answer, which the customer may choose where the law's governs."""

    outcome: OutcomeName
    values: Values
    deadlines: list[Deadline]


def policy_of(business: Business, name: str, version: str) -> Policy:
    """The version of that name, which is one that decided."""
    return business.kept.of(
        (policy_of, name, version), lambda: next(one for one in business.policies[name] if one.version == version)
    )


def values(answer: made.Answer, given: Mapping[str, Value], policy: Policy) -> dict[str, WireValue]:
    if not given:
        return {}
    types: dict[str, Type] = {value.name: value.type for value in policy.outcome(answer.outcome).values}
    return {name: to_wire(value, types.get(name)) for name, value in given.items()}


def hits(answer: made.Answer, policy: Policy) -> list[Hit]:
    return [Hit(rule=hit.rule, values=values(answer, hit.values, policy)) for hit in answer.hits]


def alternative(answer: made.Answer | None, policy: Policy) -> Alternative | None:
    if answer is None:
        return None
    return Alternative(
        answer.outcome, values(answer, answer.values, policy), [deadline(one) for one in answer.deadlines]
    )


def phrases(ids: tuple[str, ...], business: Business, locale: str) -> list[Phrase]:
    """The phrases in the words of a locale, of which no decision changes anything."""
    if not ids:
        return []
    texts = business.phrases
    return business.kept.of(
        (phrases, ids, locale), lambda: [Phrase(id=one, text=text_in(texts.get(one, {}), locale)) for one in ids]
    )


def deadline(one: made.Deadline) -> Deadline:
    return Deadline(
        name=one.name, at=moment(one.at), day=one.day.isoformat(), whole_day=one.whole_day, provisional=one.provisional
    )


def items(decision: Decision, business: Business, policy: Policy, audience: Audience) -> dict[str, list[ItemAnswer]]:
    """The items' own answers by the alias of the policy that was asked."""
    if not decision.items:
        return {}
    shown = items_for(audience, decision, policy, business)
    return {alias: [item(one, business, audience) for one in found] for alias, found in shown.items()}


def item(one: made.Item, business: Business, audience: Audience) -> ItemAnswer:
    policy = policy_of(business, one.policy, one.version)
    rule = policy.own_rule(one.answer.rule)
    internal = rule is not None and not rule.public
    return ItemAnswer(
        outcome=one.answer.outcome,
        rule=None if internal and audience == "customer" else one.answer.rule,
        values=values(one.answer, one.answer.values, policy),
        deadlines=[deadline(due) for due in one.answer.deadlines],
    )
