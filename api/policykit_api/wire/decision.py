"""A decision on the wire: the answer, and for its reader no more than this reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit import decision as made
from policykit.deciding.facts import declared
from policykit.decision import Decision, Status
from policykit.explain import Also as AlsoExplained
from policykit.explain import Explanation as Explained
from policykit.explain.phrasebook import anchored, page_of
from policykit.model import Business, Policy
from policykit_api.wire.answers import (
    Alternative,
    Deadline,
    Hit,
    ItemAnswer,
    Phrase,
    alternative,
    deadline,
    hits,
    items,
    phrases,
    policy_of,
    values,
)
from policykit_api.wire.facts import FactView, view_at
from policykit_api.wire.ids import PATTERN, new_id
from policykit_api.wire.law import Provision, Term, provision, term
from policykit_api.wire.reasons import Change, Reason, changes, reasons
from policykit_api.wire.shape import Audience, GovernedBy, Include, Moment, OutcomeName, RuleName, Values, Wire
from policykit_api.wire.values import moment


class Also(Wire):
    """What somebody beside the customer reads: the courier, the clerk."""

    to: Annotated[str, Meta(description="Who: a word of the business's `people`.", examples=["courier"])]
    name: Annotated[str, Meta(description="What they are called.", examples=["the courier"])]
    text: str
    html: str
    markdown: Annotated[str | UnsetType, Meta(description="The same as CommonMark, where asked for.")] = UNSET


class Explanation(Wire, kw_only=True):
    """The answer in words, as text and as HTML, and as CommonMark where `markdown` was asked for.

    `also` are messages to others than the customer; agents and auditors get them, for whoever is addressed.
    """

    locale: str
    audience: Audience
    text: str
    html: str
    markdown: str | UnsetType = UNSET
    also: list[Also] | UnsetType = UNSET


class Version(Wire):
    """The policy that decided: which version of it, the digest of the business's files, its place in the terms."""

    id: str
    version: Annotated[str, Meta(examples=["2026-01-01", "beginning"])]
    digest: Annotated[str, Meta(examples=["sha256:9f86d0…"])]
    href: Annotated[str, Meta(examples=["/terms/fruit-shop/en/damage-claim#no-photo-in-time"])]


class Decided(Wire, kw_only=True):
    """A decision, or with the status `needs_info` what is missing for one.

    `rule` is null where there is no answer yet, and for a customer where the rule is internal.
    `reasons`, `would_change` and `explanation` are there where they were asked for, `hits` where a
    table collects all rows that hold.
    """

    id: Annotated[str, Meta(pattern=PATTERN)]
    status: Literal["decided", "needs_info"]
    outcome: OutcomeName | None
    final: bool
    decided_by: Literal["policy", "person"]
    rule: RuleName | None
    governed_by: GovernedBy
    provision: Provision | None
    terms: Annotated[
        list[Term], Meta(description="The merchant's answer against the law's, term by term, where a law applies.")
    ]
    alternative_answer: Annotated[
        Alternative | None, Meta(description="The merchant's answer, where the law governs and ours is better in part.")
    ]
    values: Values
    hits: Annotated[list[Hit], Meta(description="The rows that hold, in the table's order.")] | UnsetType = UNSET
    alternatives: list[Phrase]
    next_steps: list[Phrase]
    scope: Annotated[list[Phrase], Meta(description="What a restriction covers.")]
    unaffected: Annotated[list[Phrase], Meta(description="What a restriction never touches.")]
    deadlines: list[Deadline]
    reasons: list[Reason] | UnsetType = UNSET
    would_change: list[Change] | UnsetType = UNSET
    needs: Annotated[list[FactView], Meta(description="The facts to ask for, the next one first.")]
    possible: Annotated[list[OutcomeName], Meta(description="The outcomes still open, best for the customer first.")]
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
    policy = policy_of(business, decision.policy, decision.version)
    answer, audience = decision.answer, reader.audience
    public = answer is not None and policy.rule(answer.rule).public
    return Decided(
        id=new_id(),
        status="decided" if decision.status is Status.DECIDED else "needs_info",
        outcome=answer.outcome if answer else None,
        final=decision.final,
        decided_by="person" if decision.decided_by == "person" else "policy",
        rule=answer.rule if answer and (public or audience != "customer") else None,
        governed_by=decision.governed_by,
        provision=provision(decision, reader.locale, audience),
        terms=[term(one, policy) for one in decision.terms],
        alternative_answer=alternative(decision.alternative_answer, policy),
        values=values(answer, answer.values, policy) if answer else {},
        hits=hits(answer, policy) if answer and answer.hits else UNSET,
        alternatives=phrases(answer.alternatives if answer else (), business, reader.locale),
        next_steps=phrases(answer.next_steps if answer else (), business, reader.locale),
        scope=phrases(answer.scope if answer else (), business, reader.locale),
        unaffected=phrases(answer.unaffected if answer else (), business, reader.locale),
        deadlines=[deadline(one) for one in answer.deadlines] if answer else [],
        reasons=reasons(decision, business, audience) if "reasons" in reader.include else UNSET,
        would_change=changes(decision.would_change, business) if "would_change" in reader.include else UNSET,
        needs=[needed(one, business, reader.locale) for one in decision.needs],
        possible=list(decision.possible),
        items=items(decision, business, policy, audience) or UNSET,
        explanation=explanation(explained, reader) if explained else UNSET,
        policy=version(decision, business, policy, reader.locale),
        as_of=moment(decision.as_of),
    )


def needed(one: made.Need, business: Business, locale: str) -> FactView:
    return view_at(one.fact, one.pointer, declared(business, one.fact), locale)


def explanation(explained: Explained, reader: Reader) -> Explanation:
    return Explanation(
        locale=explained.locale,
        audience=reader.audience,
        text=explained.text,
        html=explained.html,
        markdown=UNSET if explained.markdown is None else explained.markdown,
        also=[also(one) for one in explained.also] or UNSET,
    )


def also(one: AlsoExplained) -> Also:
    in_markdown = UNSET if one.markdown is None else one.markdown
    return Also(to=one.to, name=one.name, text=one.text, html=one.html, markdown=in_markdown)


def version(decision: Decision, business: Business, policy: Policy, locale: str) -> Version:
    """The address goes on to the governing rule where the terms page has a place for it: where it is public."""
    answer = decision.answer
    anchor = place_of(decision, answer) if answer and policy.rule(answer.rule).public else None
    href = anchored(page_of(business, locale, policy.id, policy.version), anchor)
    return Version(id=policy.id, version=policy.version, digest=business.digest, href=href)


def place_of(decision: Decision, answer: made.Answer) -> str:
    """The anchor on the terms page: the rule's own, or that of the floor that governs."""
    return answer.rule if decision.governed_by == made.MERCHANT else decision.governed_by
