"""Many questions to one policy: what is sent for all and for each, and what comes back for each."""

from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Raw, UnsetType

from policykit_api.problem_kinds import TOO_LARGE, TOO_MANY_ITEMS, WRONG_REQUEST
from policykit_api.problems import Fault, Problem, Refused
from policykit_api.wire import body
from policykit_api.wire.request import AsOf, Locale, Parts, Question, ReadBy, Ref, SentFacts, Store, question
from policykit_api.wire.shape import Wire

MOST_ITEMS = 1000
MOST_COMMAS = 100_000
"""In so many commas few batches have no more items than they may: those are counted before anything is made of them."""
LONGEST_AROUND = 64 * 1024
"""Bytes that may stand beside the items."""
VARY = "Accept-Language, Prefer"


class BatchItem(Wire):
    """One question of many. What is not sent is taken from the batch, and has its default where that has none."""

    facts: SentFacts
    ref: Ref = UNSET
    as_of: AsOf = UNSET
    locale: Locale = UNSET
    audience: ReadBy = UNSET
    include: Parts = UNSET
    store: Store = UNSET


class BatchRequest(Wire):
    """Up to 1,000 questions to one policy. The members beside `items` are the defaults of all items."""

    items: Annotated[list[BatchItem], Meta(max_length=MOST_ITEMS)]
    as_of: AsOf = UNSET
    locale: Locale = UNSET
    audience: ReadBy = UNSET
    include: Parts = UNSET
    store: Store = UNSET


EITHER = Meta(extra_json_schema={"oneOf": [{"required": ["answer"]}, {"required": ["problem"]}]})


WholeOrBare = Annotated[
    Any,
    Meta(
        description="As from `decide`; the bare answer where it is preferred and the question asks for no more.",
        extra_json_schema={
            "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in ("Decided", "MinimalDecided")]
        },
    ),
]


class Entry(Wire, kw_only=True):
    """What one question gets: its answer, or the problem with it, which then is the problem of no other.

    `errors` of the problem point into the item itself: `/facts/order/placed_at`.
    """

    ref: Ref = UNSET
    answer: WholeOrBare | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class LineEntry(Wire, kw_only=True):
    """What the question on one line gets. Lines count from 1, empty ones as well."""

    line: Annotated[int, Meta(ge=1)]
    ref: Ref = UNSET
    answer: WholeOrBare | UnsetType = UNSET
    problem: Problem | UnsetType = UNSET


class BatchAnswer(Wire):
    """An entry for each item, in the order of the items."""

    items: list[Annotated[Entry, EITHER]]


class _Envelope(msgspec.Struct):
    items: Raw = Raw(b"")


_envelope = msgspec.json.Decoder(_Envelope)
_items = msgspec.json.Decoder(list[Raw])
_MARK = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{},]', re.DOTALL)


def batch(sent: bytes) -> tuple[list[Raw], Question]:
    """The items, each as it was sent and still to be read, and the defaults of all.

    Raises ``Refused`` (400, 422) where the batch itself cannot be taken. What is wrong within an item is that
    item's problem alone.
    """
    try:
        raw = _envelope.decode(sent).items
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        body.decode(sent)  # says what is wrong with it
        raise
    listed = bytes(raw)
    is_list = listed.startswith(b"[")
    if len(sent) - (len(listed) if is_list else 0) > LONGEST_AROUND:
        raise Refused(TOO_LARGE, f"what stands beside the items is longer than {LONGEST_AROUND:,} bytes")
    around = body.decode(sent.replace(listed, b"[]", 1) if is_list else sent)
    count, items = counted(listed) if is_list else (0, [])
    faults = too_many(count) if is_list else wrong_items(around)
    default = question(around, BatchRequest)
    faults += default.faults
    if faults:
        kind = TOO_MANY_ITEMS if count > MOST_ITEMS else WRONG_REQUEST
        raise Refused(kind, "the batch cannot be taken: see errors for what is wrong with it", faults)
    return items, default


def counted(listed: bytes) -> tuple[int, list[Raw]]:
    """How many items the list has, and the items. Those of a list that is much too long are neither made nor all seen.

    An item that is made takes a hundred bytes, were it but one byte long.
    """
    if listed.count(b",") > MOST_COMMAS and not is_short(listed):
        return MOST_ITEMS + 1, []
    items = _items.decode(listed)
    return len(items), items


def is_short(listed: bytes) -> bool:
    """Whether a list has no more items than it may."""
    depth = count = 0
    for found in _MARK.finditer(listed):
        mark = found[0]
        if mark in b"[{":
            depth += 1
        elif mark in b"]}":
            depth -= 1
        elif mark == b"," and depth == 1:
            count += 1
            if count >= MOST_ITEMS:
                return False
    return True


def wrong_items(around: dict[str, Any]) -> tuple[Fault, ...]:
    if "items" not in around:
        return (Fault(pointer="/items", detail="the member is missing", help="send a list of questions"),)
    return (Fault(pointer="/items", detail=f"expected a list of questions, not {body.called(around['items'])}"),)


def too_many(count: int) -> tuple[Fault, ...]:
    if count <= MOST_ITEMS:
        return ()
    said = f"the list has more than {MOST_ITEMS:,} items"
    return (Fault(pointer="/items", detail=said, help=f"send at most {MOST_ITEMS:,} at a time, or a stream of lines"),)
