"""What is missing for a decision: what to ask next, and of whom."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta

from policykit.deciding.inputs import facts_of
from policykit.decision import Decision, Need, Status
from policykit.model import Business, Origin
from policykit_api.wire.decision import Reader, Version, needed, version
from policykit_api.wire.facts import FactView
from policykit_api.wire.request import AsOf, Locale, ReadBy, SentFacts
from policykit_api.wire.shape import Moment, Wire
from policykit_api.wire.values import moment


class NeedsRequest(Wire):
    """What is known so far; `{}` where nothing is."""

    facts: SentFacts
    as_of: AsOf = UNSET
    locale: Locale = UNSET
    audience: ReadBy = UNSET


class Missing(Wire):
    """The facts to ask for, by who can say what they are; in each list the next one first."""

    customer: list[FactView]
    business: list[FactView]


class Progress(Wire):
    """How far the question has come. What is still needed depends on what is answered, so it is no share."""

    known: Annotated[
        int, Meta(ge=0, description="How many of the facts that the policy may read are known, if only by default.")
    ]
    needed_at_least: Annotated[
        int,
        Meta(ge=0, description="How many facts are surely still needed, whatever they turn out to be; 0 when decided."),
    ]


class Needs(Wire, kw_only=True):
    """What is missing for a decision.

    `next` is the fact to ask now: for a customer, one that customers can say, as long as there is one. It is
    null with the status `decided`: the same facts then get their answer from `decide`.
    """

    status: Literal["decided", "needs_info"]
    next: FactView | None
    missing: Missing
    possible: Annotated[list[str], Meta(description="The outcomes still open, best for the customer first.")]
    progress: Progress
    policy: Version
    as_of: Moment


def to_needs(decision: Decision, business: Business, reader: Reader) -> Needs:
    """What is missing, as this reader can ask for it."""
    policy = next(one for one in business.policies[decision.policy] if one.version == decision.version)
    following = next_of(decision.needs, reader)
    return Needs(
        status="decided" if decision.status is Status.DECIDED else "needs_info",
        next=needed(following, business, reader.locale) if following else None,
        missing=Missing(
            customer=[needed(one, business, reader.locale) for one in decision.needs if is_customer_s(one)],
            business=[needed(one, business, reader.locale) for one in decision.needs if not is_customer_s(one)],
        ),
        possible=list(decision.possible),
        progress=Progress(
            known=sum(name in decision.facts for name in facts_of(business, policy)),
            needed_at_least=decision.needed_at_least,
        ),
        policy=version(decision, business, policy, reader.locale),
        as_of=moment(decision.as_of),
    )


def next_of(needs: tuple[Need, ...], reader: Reader) -> Need | None:
    """The fact to ask now; what a customer can say comes first where a customer is asked."""
    for_reader = [one for one in needs if reader.audience != "customer" or is_customer_s(one)]
    return next(iter((*for_reader, *needs)), None)


def is_customer_s(need: Need) -> bool:
    return need.origin is Origin.CUSTOMER
