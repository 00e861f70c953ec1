"""The types of schema.org that terms are told in, with those of their properties that a page can answer for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from msgspec import Struct


def _property(name: str) -> str:
    """`return_fees` -> `returnFees`."""
    first, *others = name.split("_")
    return OTHERWISE_NAMED.get(name) or first + "".join(part.capitalize() for part in others)


OTHERWISE_NAMED = {"at_id": "@id", "property_id": "propertyID"}


class Node(Struct, frozen=True, kw_only=True, omit_defaults=True, rename=_property, tag_field="@type", tag=True):
    """A thing of the type that its class names. A property without a value is not told."""


class Reference(Struct, frozen=True, rename=_property):
    """A thing that is told elsewhere in the graph."""

    at_id: str


class MediaObject(Node, frozen=True, kw_only=True):
    """The same content in another form."""

    encoding_format: str
    content_url: str


class WebSite(Node, frozen=True, kw_only=True):
    name: str
    url: str | None = None


class WebPage(Node, frozen=True, kw_only=True):
    """A page. ``temporal_coverage`` is from when until when it holds, as an interval of ISO 8601."""

    name: str
    description: str | None = None
    url: str | None = None
    in_language: str
    version: str | None = None
    date_published: date | None = None
    temporal_coverage: str | None = None
    is_part_of: WebSite
    publisher: Reference
    encoding: tuple[MediaObject, ...] = ()


# --- the business -----------------------------------------------------------------------------


class OpeningHoursSpecification(Node, frozen=True, kw_only=True):
    """When somebody answers, in the words of the page."""

    description: str


class ContactPoint(Node, frozen=True, kw_only=True):
    contact_type: str
    email: str | None = None
    telephone: str | None = None
    url: str | None = None
    available_language: tuple[str, ...] = ()
    hours_available: OpeningHoursSpecification | None = None


class PropertyValue(Node, frozen=True, kw_only=True):
    """What schema.org has no property for."""

    property_id: str
    name: str
    value: str


class MonetaryAmount(Node, frozen=True, kw_only=True):
    value: Decimal
    currency: str


Fees = Literal[
    "https://schema.org/FreeReturn",
    "https://schema.org/ReturnShippingFees",
    "https://schema.org/ReturnFeesCustomerResponsibility",
]


class MerchantReturnPolicySeasonalOverride(Node, frozen=True, kw_only=True):
    """Another time to return for what falls in a season; both its days are within it."""

    name: str | None = None
    start_date: date
    end_date: date
    merchant_return_days: int | date
    return_policy_category: str


class MerchantReturnPolicy(Node, frozen=True, kw_only=True):
    """How long goods can come back from delivery on, and what that costs."""

    name: str
    description: str | None = None
    url: str | None = None
    merchant_return_link: str | None = None
    applicable_country: tuple[str, ...]
    return_policy_country: str | None = None
    return_policy_category: str
    merchant_return_days: int | None = None
    return_fees: Fees | None = None
    return_shipping_fees_amount: MonetaryAmount | None = None
    customer_remorse_return_fees: Fees | None = None
    item_defect_return_fees: Fees | None = None
    restocking_fee: MonetaryAmount | Decimal | None = None
    refund_type: str | None = None
    return_policy_seasonal_override: tuple[MerchantReturnPolicySeasonalOverride, ...] = ()
    additional_property: tuple[PropertyValue, ...] = ()


class MemberProgramTier(Node, frozen=True, kw_only=True):
    at_id: str
    name: str
    description: str | None = None
    has_tier_requirement: str | None = None


class MemberProgram(Node, frozen=True, kw_only=True):
    name: str
    description: str | None = None
    has_tiers: tuple[MemberProgramTier, ...]


class Organization(Node, frozen=True, kw_only=True):
    at_id: str
    name: str
    description: str | None = None
    url: str | None = None
    contact_point: ContactPoint | None = None
    has_merchant_return_policy: MerchantReturnPolicy | None = None
    has_member_program: MemberProgram | None = None


class OnlineStore(Organization, frozen=True, kw_only=True):
    """An organisation that sends goods."""
