"""A stored decision on the wire, told again; and the list of them."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from policykit_api.store.records import Entry, Record
from policykit_api.wire.decision import Decided, Reader
from policykit_api.wire.shape import Moment, Wire
from policykit_api.wire.values import moment


class Stored(Wire, kw_only=True):
    """Since when it is kept, in whose words it is told, and what was not kept of it."""

    at: Moment
    words: Annotated[
        str,
        Meta(
            description="The digest of the business's files that these words are from. That of the files that "
            "decided stands in `policy`; they differ where the files have changed since.",
            examples=["sha256:9f86d0…"],
        ),
    ]
    masked: Annotated[
        list[str],
        Meta(description="Private facts that the decision was made from and whose values are not kept; for staff."),
    ]


class Recalled(Decided, kw_only=True):
    """A decision that was kept, as it was made. What a private fact was is not in it, for nobody."""

    stored: Stored


def recalled(record: Record, answer: Decided, words: str, reader: Reader) -> Recalled:
    """The answer as that of the record, under its id; ``words`` is the digest of the files that it is told by."""
    for reason in answer.reasons or ():
        for condition in reason.conditions:
            if condition.fact in record.masked:
                condition.private = True
    masked = [] if reader.audience == "customer" else list(record.masked)
    stored = Stored(at=moment(record.made_at), words=words, masked=masked)
    members = {name: getattr(answer, name) for name in answer.__struct_fields__}
    return Recalled(**members | {"id": record.id}, stored=stored)


class DecisionEntry(Wire, kw_only=True):
    """A line of the list: what was decided, by which rule of which version, and where to read it."""

    id: str
    policy: str
    version: str
    digest: str
    status: Literal["decided", "needs_info"]
    outcome: str | None
    rule: str | None
    made_at: Moment
    href: str


class DecisionList(Wire, kw_only=True):
    """Stored decisions, newest first. `next` is the address of the older ones, null where there are none."""

    decisions: list[DecisionEntry]
    next: str | None


def listed(business: str, entries: tuple[Entry, ...], following: str | None) -> DecisionList:
    return DecisionList(decisions=[entry(business, one) for one in entries], next=following)


def entry(business: str, one: Entry) -> DecisionEntry:
    return DecisionEntry(
        id=one.id,
        policy=one.policy,
        version=one.version,
        digest=one.digest,
        status="decided" if one.status == "decided" else "needs_info",
        outcome=one.outcome,
        rule=one.rule,
        made_at=moment(one.made_at),
        href=f"/v1/{business}/decisions/{one.id}",
    )
