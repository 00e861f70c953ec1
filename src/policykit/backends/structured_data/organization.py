"""The business: its name, and how to reach a person there."""

from __future__ import annotations

from policykit.backends.prose.format import said
from policykit.backends.structured_data.nodes import (
    ContactPoint,
    MemberProgram,
    MerchantReturnPolicy,
    OnlineStore,
    OpeningHoursSpecification,
    Organization,
)
from policykit.model import Business

BUSINESS = "#business"
"""What the business is called within a page's graph."""


def organization(
    business: Business,
    locale: str,
    returns: MerchantReturnPolicy | None = None,
    program: MemberProgram | None = None,
) -> Organization:
    """The business; an online store where it says how what it delivers can come back."""
    return (OnlineStore if returns else Organization)(
        at_id=BUSINESS,
        name=said(business.name, locale),
        url=business.contact.url,
        contact_point=contact_point(business, locale),
        has_merchant_return_policy=returns,
        has_member_program=program,
    )


def contact_point(business: Business, locale: str) -> ContactPoint | None:
    """How to reach a person; None where the business does not say.

    The business's calendar says when days are counted as worked, which is not when somebody answers: the hours are
    those that the contact tells, in its words.
    """
    contact = business.contact
    hours = said(contact.hours, locale)
    if not (contact.email or contact.phone or contact.url):
        return None
    return ContactPoint(
        contact_type="customer service",
        email=contact.email,
        telephone=contact.phone,
        url=contact.url,
        available_language=business.locales,
        hours_available=OpeningHoursSpecification(description=hours) if hours else None,
    )
