"""The lane: the bare answer to a plain question, from the bytes of its body to the bytes of the answer.

It answers only what is plainly right. Of all else (a fault, a fact that is missing, a form that few use) it
says nothing, and the question goes the long way. What it gives is what the long way gives, byte by byte but
for the id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Meta, UnsetType

from policykit.backends.python.answers import Answer, Answered, compiled_answers
from policykit.backends.python.intake import INSTANT
from policykit.pipeline import Ready
from policykit.values import EARLIEST, LATEST, has_plain_instants, is_formed_as_instant, now
from policykit_api.answering.forms import form
from policykit_api.wire.body import exact
from policykit_api.wire.ids import new_id
from policykit_api.wire.request import LONGEST_REF, is_locale
from policykit_api.wire.shape import encode

NOT_READ = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class Bare(NamedTuple):
    """A bare answer, or an entry that holds one, and its outcome."""

    answer: bytes
    outcome: str


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of one policy."""

    business: str
    policy: str
    decide: Answer
    decode: Callable[[bytes], Any]
    decode_item: Callable[[bytes], Any]
    decode_batch: Callable[[bytes], Any]

    def answer(self, body: bytes) -> Bare | None:
        """The bare answer for a customer; None where the question is to go the long way."""
        try:
            found = self.answered(self.decode(body), None, new_id())
        except NOT_READ:
            return None
        return bare(found, body)

    def entry(self, item: bytes, default: datetime | None) -> Bare | None:
        """As ``answer``, for one question of many: its entry, which bears its name. ``default`` is their instant."""
        try:
            found = self.entered(self.decode_item(item), default, new_id())
        except NOT_READ:
            return None
        return bare(found, item)

    def answered(self, sent: Any, default: datetime | None, name: str) -> Answered | None:
        """The answer to a question as it was decoded; ``default`` is its instant where it has none, else it is now."""
        spent = members(sent)
        if spent is None:
            return None
        return self.decide(sent.facts, (default or now()) if sent.as_of is UNSET else sent.as_of, name, *spent)

    def entered(self, sent: Any, default: datetime | None, name: str) -> Answered | None:
        """As ``answered``, for one question of many."""
        found = self.answered(sent, default, name)
        if found is None:
            return None
        text, outcome, quotes, instants = found
        if sent.ref is UNSET:
            return f'{{"answer":{text}}}', outcome, quotes, instants
        if is_formed_as_instant(sent.ref):  # it would be counted among the instants
            return None
        return f'{{"ref":{encode(sent.ref).decode()},"answer":{text}}}', outcome, quotes + 4, instants


def members(sent: Any) -> tuple[int, int] | None:
    """The quotation marks and instants of a question's members beside the facts; None where one of them is wrong."""
    quotes = instants = 0
    if sent.as_of is not UNSET:
        if not EARLIEST.year <= sent.as_of.year < LATEST.year:
            return None
        quotes, instants = 4, 1
    if sent.audience is not UNSET:
        quotes += 4
    if sent.locale is not UNSET:
        if not is_locale(sent.locale):
            return None
        quotes += 4
    return quotes + 2, instants  # with the name of the facts, or of the items


def bare(found: Answered | None, body: bytes) -> Bare | None:
    """What was found, unless the body has more in it than was counted, or anything that is not counted."""
    if found is None:
        return None
    text, outcome, quotes, instants = found
    return Bare(text.encode(), outcome) if is_spent(body, quotes, instants) else None


def is_spent(body: bytes, quotes: int, instants: int) -> bool:
    """Whether a body, in which nothing is escaped, has so many quotation marks and instants in their usual form.

    There are two quotation marks for each name and text: a body with more of them has repeated a name.
    """
    return b"\\" not in body and body.count(b'"') == quotes and has_plain_instants(body, instants)


def lane_of(ready: Ready, policy: str) -> Lane | None:
    """The lane of a policy, kept with its business; None where it has none."""
    key = (Lane, policy)
    if key not in ready.kept:
        ready.kept[key] = made(ready, policy)
    found: Lane | None = ready.kept[key]
    return found


def made(ready: Ready, policy: str) -> Lane | None:
    business = ready.business
    answers = compiled_answers(business, business.policies[policy], partial(form, business))
    if answers is None:
        return None
    one, item = request_type(("facts", answers.type)), request_type(("facts", answers.type), REF)
    batch = request_type(("items", list[item]))  # type: ignore[valid-type]  # a type that was made just now
    decode, decode_item, decode_batch = (
        msgspec.json.Decoder(kind, float_hook=exact).decode for kind in (one, item, batch)
    )
    return Lane(business.id, policy, answers.answer, decode, decode_item, decode_batch)


REF = ("ref", Annotated[str, Meta(max_length=LONGEST_REF)] | UnsetType, UNSET)
"""What one question of many has beside the members of one asked alone."""


def request_type(*own: Any) -> type[msgspec.Struct]:
    """A question, or many, as decoded: closed, and without the members that ask for more than the bare answer."""
    fields: list[Any] = [
        *own,
        ("as_of", INSTANT | UnsetType, UNSET),
        ("locale", str | UnsetType, UNSET),
        ("audience", Literal["customer"] | UnsetType, UNSET),
    ]
    return msgspec.defstruct("Asked", fields, forbid_unknown_fields=True, gc=False)
