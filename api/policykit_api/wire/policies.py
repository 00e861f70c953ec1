"""Businesses and their policies as they are listed: the question, its outcomes, the facts it reads, its versions."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit.backends.prose.locales import text_in
from policykit.deciding.inputs import facts_of
from policykit.model import Business, Outcome, OutcomeValue, Policy
from policykit_api.wire.facts import FactView, TypeView, limits, view
from policykit_api.wire.shape import NAME_PATTERN, Moment, Wire
from policykit_api.wire.values import moment

Id = Annotated[str, Meta(pattern=NAME_PATTERN)]
Href = Annotated[str, Meta(description="A path on this server.")]


class BusinessEntry(Wire):
    """A business and where to go on from here."""

    id: Annotated[Id, Meta(examples=["fruit-shop"])]
    name: str
    summary: str
    locale: Annotated[str, Meta(description="The locale of this entry's texts.")]
    locales: list[str]
    policies: Href
    terms: Href


class BusinessList(Wire):
    """The businesses that this server knows, in the words of one locale each."""

    businesses: list[BusinessEntry]


class PolicyEntry(Wire):
    """A policy, by the version in force now."""

    id: Annotated[Id, Meta(examples=["damage-claim"])]
    kind: str
    version: str
    question: str
    summary: str
    href: Href
    decide: Href
    terms: Href


class PolicyList(Wire):
    """The policies of a business."""

    business: Id
    locale: str
    digest: str
    policies: list[PolicyEntry]


class ValueView(TypeView, kw_only=True):
    """A value that an outcome carries, and which way it is better for the customer."""

    name: str
    label: str
    better: Literal["higher", "lower", "none"]
    best: str | UnsetType = UNSET


class OutcomeView(Wire):
    """What a policy can answer. One that is not final settles nothing yet."""

    outcome: str
    label: str
    final: bool
    decided_by: Literal["policy", "person"]
    values: list[ValueView]


class OutcomeList(Wire):
    """What one version of a policy can answer."""

    business: Id
    policy: Id
    version: str
    locale: str
    digest: Annotated[str, Meta(description="The digest of the business's files.")]
    outcomes: Annotated[list[OutcomeView], Meta(description="Best for the customer first.")]


class VersionView(Wire):
    """A version and its period: from the first instant until, and without, the last."""

    version: Annotated[str, Meta(examples=["2026-01-01", "beginning"])]
    starts: Moment | None
    ends: Moment | None


class PolicyView(PolicyEntry):
    """All that one must know to put the question: what can be answered, and from which facts."""

    business: Id
    locale: str
    digest: str
    outcomes: Annotated[list[OutcomeView], Meta(description="Best for the customer first.")]
    facts: list[FactView]
    pinned_to: Annotated[
        str | None, Meta(description="The fact whose time decides which version applies; null: `as_of` does.")
    ]
    versions: Annotated[list[VersionView], Meta(description="Oldest first.")]


def business_entry(business: Business, locale: str) -> BusinessEntry:
    return BusinessEntry(
        id=business.id,
        name=text_in(business.name, locale),
        summary=text_in(business.summary, locale),
        locale=locale,
        locales=list(business.locales),
        policies=f"/v1/{business.id}/policies",
        terms=f"/terms/{business.id}/{locale}",
    )


def policy_list(business: Business, policies: list[Policy], locale: str) -> PolicyList:
    return PolicyList(
        business=business.id,
        locale=locale,
        digest=business.digest,
        policies=[PolicyEntry(**entry(business, policy, locale)) for policy in policies],
    )


def policy_view(business: Business, policy: Policy, locale: str) -> PolicyView:
    """One version of a policy, with the list of all."""
    return PolicyView(
        business=business.id,
        locale=locale,
        digest=business.digest,
        outcomes=[outcome_view(outcome, locale) for outcome in policy.outcomes],
        facts=[view(business.facts[name], locale) for name in facts_of(business, policy)],
        pinned_to=policy.pinned_to,
        versions=[version_view(version) for version in business.policies[policy.id]],
        **entry(business, policy, locale),
    )


def entry(business: Business, policy: Policy, locale: str) -> dict[str, str]:
    """The members of a ``PolicyEntry``."""
    here = f"/v1/{business.id}/policies/{policy.id}"
    return {
        "id": policy.id,
        "kind": policy.kind,
        "version": policy.version,
        "question": text_in(policy.question, locale),
        "summary": text_in(policy.summary, locale),
        "href": here,
        "decide": f"{here}/decide",
        "terms": f"/terms/{business.id}/{locale}/{policy.id}",
    }


def outcome_list(business: Business, policy: Policy, locale: str) -> OutcomeList:
    return OutcomeList(
        business=business.id,
        policy=policy.id,
        version=policy.version,
        locale=locale,
        digest=business.digest,
        outcomes=[outcome_view(outcome, locale) for outcome in policy.outcomes],
    )


def outcome_view(outcome: Outcome, locale: str) -> OutcomeView:
    return OutcomeView(
        outcome=outcome.name,
        label=text_in(outcome.label, locale) or outcome.name,
        final=outcome.final,
        decided_by=outcome.decided_by.value,
        values=[value_view(value, locale) for value in outcome.values],
    )


def value_view(value: OutcomeValue, locale: str) -> ValueView:
    return ValueView(
        name=value.name,
        label=text_in(value.label, locale) or value.name,
        better=value.better.value,
        best=value.best or UNSET,
        **limits(value.type, locale),
    )


def version_view(policy: Policy) -> VersionView:
    return VersionView(
        version=policy.version,
        starts=moment(policy.starts) if policy.starts else None,
        ends=moment(policy.ends) if policy.ends else None,
    )
