"""The terms as data: what the pages say, part by part, made of the same view that the pages are laid out from."""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta

from policykit import document
from policykit.backends.prose.clauses import Joined
from policykit.backends.prose.locales import text_in
from policykit.document import Edition, Place
from policykit.model import Business, Policy
from policykit_api.wire.shape import Wire


class Line(Wire):
    """A label and what stands beside it."""

    label: str
    text: str


class Clause(Wire):
    """One thing that must hold. Of a group, `text` leads in its parts, and `joined` says how many of them must."""

    text: str
    parts: tuple[Clause, ...]
    joined: Joined


class RuleText(Wire):
    """One rule in sentences. `sentence` is all of it at once; `lead` with `clauses` is its condition as a list."""

    sentence: str
    lead: str
    clauses: tuple[Clause, ...]
    notes: tuple[str, ...]
    alternatives: tuple[str, ...]
    next_steps: tuple[str, ...]
    scope: tuple[str, ...]
    unaffected: tuple[str, ...]


class TermsRule(Wire):
    """One rule: its id, which is its anchor on the page, its heading, and its values and deadlines."""

    id: str
    heading: str
    outcome: str
    prose: RuleText
    lines: tuple[Line, ...]
    rests_on: Annotated[str, Meta(description="The question of the policy that its ground is taken from, or empty.")]


class TermsRow(Wire):
    """A row of a table, its cells in the order of the headings."""

    id: str
    number: str
    cells: tuple[str, ...]


class TermsTable(Wire):
    """The rows of a decision table; `more` says how many there are besides."""

    headings: tuple[str, ...]
    rows: tuple[TermsRow, ...]
    more: str


class TermsGroup(Wire):
    """The rules of one part of a policy; one without a title stands by itself."""

    title: str
    note: str
    rules: tuple[TermsRule, ...]
    unaffected: tuple[str, ...]
    table: TermsTable | None


class TermsExample(Wire):
    """A case in words, with what the policy answers; of one that needs more, the questions and what is still open."""

    id: str
    title: str
    given: tuple[Line, ...]
    outcome: str
    results: tuple[Line, ...]
    rule: str | None
    asks: tuple[str, ...]
    possible: tuple[str, ...]
    law: str
    items: tuple[str, ...]


class TermsLaw(Wire):
    """What law gives at least: where it holds, its figures and where they stand."""

    id: str
    title: str
    question: str
    countries: str
    figures: tuple[Line, ...]
    citations: tuple[Line, ...]
    unchecked: Annotated[bool, Meta(description="Whether some country's own reference is still being checked.")]


class Counted(Wire):
    """Something that the rules count, and how."""

    label: str
    how: Clause


class PolicyTerms(Wire):
    """The terms of one version of a policy, as its page says them. Internal rules are not among them."""

    id: str
    title: str
    summary: str
    in_force: str
    version: str
    digest: str
    answers: tuple[str, ...]
    from_you: Annotated[tuple[str, ...], Meta(description="The facts that the customer tells.")]
    from_us: Annotated[tuple[str, ...], Meta(description="The facts that the business knows.")]
    counted: tuple[Counted, ...]
    groups: tuple[TermsGroup, ...]
    otherwise: TermsRule | None
    internal: Annotated[str, Meta(description="How many internal rules there are besides, or empty.")]
    examples: tuple[TermsExample, ...]
    law: tuple[TermsLaw, ...]


class TermsContact(Wire):
    """How to reach a person."""

    email: str | None
    phone: str | None
    url: str | None
    hours: str


class TermsEntry(Wire):
    """A policy of the business, and where its terms are."""

    id: str
    title: str
    summary: str
    terms: str
    page: str


class BusinessTerms(Wire):
    """The terms of a business: who it is, how to reach it, and its policies."""

    id: str
    name: str
    summary: str
    locale: str
    locales: tuple[str, ...]
    contact: TermsContact
    policies: tuple[TermsEntry, ...]


def policy_terms(business: Business, policy: Policy, locale: str, edition: Edition) -> PolicyTerms:
    """The terms of one version in the words of a locale."""
    place = Place(business.id, locale, policy.id)
    view = document.terms_of(business, policy, place, edition)
    return msgspec.convert(view, PolicyTerms, from_attributes=True)


def business_terms(business: Business, policies: list[Policy], locale: str) -> BusinessTerms:
    """The terms of a business, by the versions that are in force."""
    return BusinessTerms(
        id=business.id,
        name=document.said(business.name, locale),
        summary=document.said(business.summary, locale),
        locale=locale,
        locales=business.locales,
        contact=msgspec.convert(document.contact_view(business.contact, locale), TermsContact, from_attributes=True),
        policies=tuple(
            TermsEntry(
                id=policy.id,
                title=text_in(policy.question, locale),
                summary=text_in(policy.summary, locale),
                terms=f"/v1/{business.id}/policies/{policy.id}/terms?locale={locale}",
                page=f"/terms/{business.id}/{locale}/{policy.id}",
            )
            for policy in policies
        ),
    )
