"""The terms of a business as data. Those of a policy are `policykit.document.PolicyTerms`."""

from __future__ import annotations

import msgspec

from policykit import document
from policykit.backends.prose.locales import text_in
from policykit.model import Business, Policy
from policykit_api.wire.shape import Wire


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
