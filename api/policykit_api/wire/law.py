"""Law on the wire: what a governing floor rests on, and the merchant's answer against it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from policykit import decision as made
from policykit.backends.prose.locales import text_in
from policykit.decision import Decision
from policykit.model import Policy
from policykit_api.wire.shape import Audience, Wire, WireValue
from policykit_api.wire.values import to_wire


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


def provision(decision: Decision, locale: str, audience: Audience) -> Provision | None:
    """What the governing floor rests on; a citation that is not checked stays with those who check it."""
    law = decision.law
    if law is None or law.provision is None or decision.governed_by == made.MERCHANT:
        return None
    citation, staff = law.citation, audience != "customer"
    told = citation is not None and (citation.checked.may_be_told or audience == "auditor")
    checked = citation.checked if citation else None
    return Provision(
        pack=law.floor.partition(".")[0],
        id=law.provision.id,
        country=law.country,
        about=text_in(law.provision.about, locale),
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
