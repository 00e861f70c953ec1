"""The lane: the bare answer to a plain question, from the bytes of its body to the bytes of the answer.

It answers only what is plainly right. Of all else (a fault, a fact that is missing, a form that few use) it
says nothing, and the question goes the long way. What it gives is what the long way gives, byte by byte but
for the id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from policykit import clocks
from policykit.backends.python.intake import Intake, compiled_intake
from policykit.deciding.decide import POWERS_OF_TEN, rounded_to_unit, unit_of
from policykit.model import (
    Business,
    Calendar,
    Expression,
    Moment,
    MoneyType,
    Policy,
    Rule,
    ScalarType,
    Value,
)
from policykit.pipeline import Ready
from policykit.semantics import Code, Engine, Found
from policykit.values import EARLIEST, LATEST, has_plain_instants, is_formed_as_instant, now
from policykit_api.wire.body import exact
from policykit_api.wire.ids import new_id
from policykit_api.wire.minimal import MinimalDecided
from policykit_api.wire.request import LONGEST_REF, is_locale
from policykit_api.wire.shape import encode
from policykit_api.wire.values import moment, to_wire

NOT_READ = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)

Write = Callable[[Value], str]
Tell = Callable[[datetime], str]


@dataclass(frozen=True, slots=True)
class Form:
    """How the answer of one rule is written: what stands around its values and its deadlines."""

    before: str
    values: tuple[tuple[str, Write], ...]
    between: str
    deadlines: tuple[tuple[str, Tell], ...]
    after: str

    def written(self, found: Found) -> str:
        """The answer behind its id."""
        _, values, deadlines, _ = found
        told = ",".join([f"{name}{write(value)}" for (name, write), value in zip(self.values, values, strict=True)])
        due = ",".join(
            [
                f"{name}{tell(at)}"
                for (name, tell), at in zip(self.deadlines, deadlines, strict=True)
                if isinstance(at, datetime)
            ]
        )
        return f"{self.before}{told}{self.between}{due}{self.after}"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the policy: its code, and the form of each rule's answer, by the rule's position."""

    policy: Policy
    starts: datetime | None
    ends: datetime | None
    code: Code
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane of one policy. Its versions stand newest first: most orders are new, and no two are in force at once."""

    business: Business
    engine: Engine
    intake: Intake
    decode: Callable[[bytes], Any]
    decode_item: Callable[[bytes], Any]
    versions: tuple[Version, ...]
    pinned_to: str | None

    def answer(self, body: bytes) -> bytes | None:
        """The bare answer for a customer; None where the question is to go the long way."""
        if b"\\" in body:  # what is escaped is not counted below
            return None
        try:
            sent = self.decode(body)
        except NOT_READ:
            return None
        as_of, quotes = self.asked_about(sent)
        return None if as_of is None else self.answered(sent, body, as_of, quotes)

    def entry(self, item: bytes, default: datetime | None) -> bytes | None:
        """As ``answer``, for one question of many: its entry, which bears its name. ``default`` is their instant."""
        if b"\\" in item:
            return None
        try:
            sent = self.decode_item(item)
        except NOT_READ:
            return None
        as_of, quotes = self.asked_about(sent, default)
        if as_of is None:
            return None
        if sent.ref is not UNSET:
            if is_formed_as_instant(sent.ref):  # it would be counted among the instants
                return None
            quotes += 4
        answer = self.answered(sent, item, as_of, quotes)
        return None if answer is None else entry_of(sent.ref, answer)

    def answered(self, sent: Any, body: bytes, as_of: datetime, quotes: int) -> bytes | None:
        """The bare answer; ``quotes`` are the quotation marks of all members but the facts' own."""
        taken = self.intake.take(sent.facts, as_of)
        if taken is None:
            return None
        facts, facts_quotes, instants = taken
        # Two quotation marks for each name and text: a body with more of them has repeated a name.
        if body.count(b'"') != quotes + facts_quotes or not has_plain_instants(
            body, instants + (sent.as_of is not UNSET)
        ):
            return None
        return self.decided(facts, as_of)

    def asked_about(self, sent: Any, default: datetime | None = None) -> tuple[datetime | None, int]:
        """The instant, None where it is out of range, and the quotation marks of all members but the facts' own."""
        quotes, as_of = 2, sent.as_of
        if as_of is UNSET:
            as_of = default or now()
        else:
            quotes += 4
            if not EARLIEST.year <= as_of.year < LATEST.year:
                return None, 0
        if sent.audience is not UNSET:
            quotes += 4
        if sent.locale is not UNSET:
            quotes += 4
            if not is_locale(sent.locale):
                return None, 0
        return as_of, quotes

    def decided(self, facts: Mapping[str, Value], as_of: datetime) -> bytes | None:
        """The bare answer on completed facts; None where something is missing or wrong."""
        if not self.engine.plausible(facts, as_of):
            return None
        pin = facts.get(self.pinned_to) if self.pinned_to else as_of
        if not isinstance(pin, datetime):
            return None
        for version in self.versions:
            if (version.starts is None or version.starts <= pin) and (version.ends is None or pin < version.ends):
                break
        else:
            return None
        if not self.engine.in_order(version.policy, facts):
            return None
        try:
            found = version.code(facts, {}, {})[0]
        except KeyError:
            return None
        told = version.forms[found[0]].written(found)
        return f'{{"id":"{new_id()}"{told}'.encode()


def entry_of(ref: str | UnsetType, answer: bytes) -> bytes:
    """The entry of one question of many, which bears its name."""
    return b'{"answer":%b}' % answer if ref is UNSET else b'{"ref":%b,"answer":%b}' % (encode(ref), answer)


def lane_of(ready: Ready, policy: str) -> Lane | None:
    """The lane of a policy, kept with its business; None where it has none.

    A policy has none that asks others, is bound by law, collects rows, or is a table that an index answers for.
    """
    key = (Lane, policy)
    if key not in ready.kept:
        ready.kept[key] = made(ready, policy)
    found: Lane | None = ready.kept[key]
    return found


def made(ready: Ready, policy: str) -> Lane | None:
    versions, engine = ready.business.policies[policy], ready.govern
    if not isinstance(engine, Engine) or any(one.asks or one.floors or one.collects for one in versions):
        return None
    intake = compiled_intake(ready.business)
    prepared = [version(ready.business, one, code) for one in versions if (code := engine.code(one)) is not None]
    if intake is None or len(prepared) < len(versions):
        return None
    decode, decode_item = (
        msgspec.json.Decoder(request_type(intake, *more), float_hook=exact).decode for more in ((), (REF,))
    )
    newest_first = tuple(reversed(prepared))
    return Lane(ready.business, engine, intake, decode, decode_item, newest_first, versions[-1].pinned_to)


def version(business: Business, policy: Policy, code: Code) -> Version:
    # With a fixed offset, which most orders share, the limits are compared several times as fast.
    starts, ends = (at and clocks.in_zone(at, business.calendar) for at in (policy.starts, policy.ends))
    return Version(policy, starts, ends, code, forms(business, policy))


REF = ("ref", Annotated[str, Meta(max_length=LONGEST_REF)] | UnsetType, UNSET)
"""What one question of many has beside the members of one asked alone."""


def request_type(intake: Intake, *more: Any) -> type[msgspec.Struct]:
    """The question as it is decoded: closed, and without the members that ask for more than the bare answer."""
    fields: list[Any] = [
        ("facts", intake.type),
        ("as_of", datetime | UnsetType, UNSET),
        ("locale", str | UnsetType, UNSET),
        ("audience", Literal["customer"] | UnsetType, UNSET),
        *more,
    ]
    return msgspec.defstruct("Asked", fields, forbid_unknown_fields=True, gc=False)


# --- how answers are written ------------------------------------------------------------------


def forms(business: Business, policy: Policy) -> tuple[Form, ...]:
    """The form of each rule's answer, `otherwise` last."""
    return tuple(form(business, policy, rule) for rule in (*policy.rules, policy.otherwise))


def form(business: Business, policy: Policy, rule: Rule) -> Form:
    outcome = policy.outcome(rule.answer.outcome)
    types = {value.name: value.type for value in outcome.values}
    empty = MinimalDecided(
        id="",
        status="decided",
        outcome=outcome.name,
        final=outcome.final,
        decided_by=outcome.decided_by.value,
        rule=rule.id if rule.public else None,
        governed_by="merchant",
        values={},
        deadlines={},
        needs=[],
        possible=[outcome.name],
        version=policy.version,
    )
    whole = encode(empty).decode().removeprefix('{"id":""')
    before, values, behind = whole.partition('"values":{')
    between, deadlines, after = behind.partition('"deadlines":{')
    return Form(
        before + values,
        tuple((named(name), writing(business, types[name])) for name in rule.answer.values),
        between + deadlines,
        tuple((named(name), telling(business.calendar, at)) for name, at in rule.answer.deadlines.items()),
        after,
    )


def telling(calendar: Calendar, deadline: Expression) -> Tell:
    """What writes a deadline, with the offset of the business's zone."""
    # The end of a period has that offset by itself.
    in_zone = (lambda at: at) if isinstance(deadline, Moment) else partial(clocks.in_zone, calendar=calendar)

    def tell(at: datetime) -> str:
        return f'"{moment(in_zone(at))}"'

    kept = lru_cache(DAYS_KEPT)(tell)
    return lambda at: tell(at) if at.hour or at.minute else kept(at)


DAYS_KEPT = 1024
"""Most periods end where a day does: questions of one time have few ends between them."""


def named(name: str) -> str:
    return f"{encode(name).decode()}:"


def writing(business: Business, kind: ScalarType) -> Write:
    """What writes a value of that type as the long way does, money rounded."""

    def write(value: Value) -> str:
        return encode(to_wire(rounded_to_unit(business, kind, value), kind)).decode()

    if not isinstance(kind, MoneyType):
        return write
    unit, currency = unit_of(business, kind), f'"currency":"{kind.currency}"'
    is_plain = unit in POWERS_OF_TEN

    def write_amount(value: Value) -> str:
        if is_plain and type(value) is Decimal and value.same_quantum(unit):  # it is rounded as it stands
            return f'{{"amount":"{value}",{currency}}}'
        return write(value)

    return write_amount
