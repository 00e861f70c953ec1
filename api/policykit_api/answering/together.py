"""A list of questions. Where all are plain they are decoded at once, answered some at a time, and counted as a whole.

As of one question, whatever is out of the ordinary goes the long way: one question that the lane leaves, or all of
them where the list is not plain, or where something in it is repeated: a count cannot tell where.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from msgspec import UNSET

from policykit.backends.python.answers import Answered
from policykit.values import now
from policykit_api.answering.batching import Batch
from policykit_api.answering.lane import NOT_READ, Lane, is_spent, members
from policykit_api.answering.turns import in_turns
from policykit_api.wire.batch import LONGEST_AROUND, MOST_ITEMS, batch
from policykit_api.wire.ids import new_ids

AT_ONCE = 64
"""Questions answered in one go, before others may have their turn: well under a millisecond."""

Found = Sequence[Answered | None]
Charge = Callable[[int], None]
"""Raises ``Refused`` where the caller may not ask so many questions now."""


async def answer_list(asked: Batch, content: bytes, charge: Charge) -> bytes:
    """The entries of all questions of a list, encoded. Raises ``Refused`` where the list itself cannot be taken."""
    instant, found = now(), list[Answered | None]()
    plain = plain_list(asked, content, instant)
    if plain is not None:
        charge(len(plain.items))
        found = [one async for piece in in_turns(plain.answers()) for one in chain(*piece)]
        if None not in found and is_spent(content, *counted(found, *plain.spent)):
            note(asked, found)
            return f'{{"items":[{",".join([text for text, *_ in filter(None, found)])}]}}'.encode()
    items, default = batch(content)
    if plain is None:
        charge(len(items))
    asked = replace(asked, default=replace(default, as_of=default.as_of or instant))
    return await answer_each(asked, [bytes(item) for item in items], found)


async def answer_each(asked: Batch, sent: Sequence[bytes], found: Found) -> bytes:
    """As ``answer_list``, one by one but for those whose entries are found, unless something in these is repeated."""
    there = b",".join([item for item, one in zip(sent, found, strict=False) if one])
    if not found or not is_spent(there, *counted(found)):
        found = [None] * len(sent)
    note(asked, found)
    lane = asked.lane
    work = (one[0].encode() if one else asked.entry(item, lane) for item, one in zip(sent, found, strict=True))
    done = [entry async for piece in in_turns(work) for entry in piece]
    return b'{"items":[' + b",".join(done) + b"]}"


def counted(found: Found, quotes: int = 0, instants: int = 0) -> tuple[int, int]:
    """The quotation marks and instants of all questions whose entries are found, and of what stands around them."""
    there = [one for one in found if one]
    return quotes + sum([one[2] for one in there]), instants + sum([one[3] for one in there])


def note(asked: Batch, found: Found) -> None:
    """Count the decisions."""
    for outcome, number in Counter([one[1] for one in found if one]).items():
        asked.count((asked.ready.business.id, asked.policy, "decided", outcome), number)


@dataclass(frozen=True, slots=True)
class PlainList:
    """A list as decoded. ``default`` is the instant of the questions that name none; ``spent`` stands around them."""

    lane: Lane
    items: Sequence[Any]
    default: datetime
    spent: tuple[int, int]

    def answers(self) -> Iterator[Found]:
        """The entries, some at a time; None in place of one that is left to the long way."""
        entered, default = self.lane.entered, self.default
        for start in range(0, len(self.items), AT_ONCE):
            some = self.items[start : start + AT_ONCE]
            yield [entered(sent, default, name) for sent, name in zip(some, new_ids(len(some)), strict=True)]


def plain_list(asked: Batch, content: bytes, instant: datetime) -> PlainList | None:
    """The list as its lane decodes it; None where it is to go the long way."""
    lane = asked.lane
    # No more items are made than there may be: each takes its place in memory.
    if lane is None or b"\\" in content or content.count(b'"facts"') > MOST_ITEMS:
        return None
    try:
        sent = lane.decode_batch(content)
    except NOT_READ:
        return None
    spent = members(sent)
    around = len(content) - (content.rindex(b"]") - content.index(b"["))
    if spent is None or around > LONGEST_AROUND or has_too_long(asked, content):
        return None
    return PlainList(lane, sent.items, instant if sent.as_of is UNSET else sent.as_of, spent)


def has_too_long(asked: Batch, content: bytes) -> bool:
    """Whether a question is longer than it might be alone."""
    return len(content) > asked.longest and any(len(item) > asked.longest for item in batch(content)[0])
