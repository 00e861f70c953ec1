"""The lane of the full answer: reasons, explanation and all, from the bytes of a plain question to those of its answer.

The question is taken in as by the lane of the bare answer. Its answer is written by a form where there is one
(``full_forms``), else judged and told as by the long way. Of all that is not plainly right the lane says nothing, and
the question goes the long way. What it gives is what that gives, byte by byte but for the id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple

import msgspec
from msgspec import UNSET, UnsetType

from policykit.backends.python.intake import Intake, compiled_intake
from policykit.deciding.decide import decision_of
from policykit.deciding.judge import Judged, judge
from policykit.decision import NoVersion, WrongFacts
from policykit.explain import negotiate
from policykit.model import Tone
from policykit.pipeline import Ready
from policykit.semantics import Engine
from policykit.values import EARLIEST, LATEST, has_plain_instants, now
from policykit_api.access.caller import Caller
from policykit_api.access.gate import may_read_as
from policykit_api.answering.full_forms import Forms, forms_of, may_be_written
from policykit_api.answering.lane import NOT_READ
from policykit_api.answering.single import answer_to, parts
from policykit_api.metrics.counts import Outcome, outcome_of
from policykit_api.wire.body import exact
from policykit_api.wire.decision import Reader
from policykit_api.wire.request import is_locale
from policykit_api.wire.shape import Audience, Include, encode

REASONS = frozenset({"reasons"})
MOST_READERS = 256


class Told(NamedTuple):
    """An answer, the locale it is in (None of a bare one, which has no words), and what is counted of it."""

    answer: bytes
    locale: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class FullLane:
    """The lane of one policy."""

    ready: Ready
    policy: str
    engine: Engine
    intake: Intake
    decode: Callable[[bytes], Any]
    forms: Forms | None

    def answer(self, body: bytes, caller: Caller, accepted: str | None) -> Told | None:
        """The full answer; None where the question is to go the long way.

        ``accepted`` are the locales that count where the question names none.
        """
        if b"\\" in body:  # what is escaped is not counted below
            return None
        try:
            sent = self.decode(body)
        except NOT_READ:
            return None
        as_of = now() if sent.as_of is UNSET else sent.as_of
        taken = self.intake.take(sent.facts, as_of) if EARLIEST.year <= as_of.year < LATEST.year else None
        if taken is None:
            return None
        facts, facts_quotes, instants = taken
        # Two quotation marks for each name and text: a body with more of them has repeated a name.
        if body.count(b'"') != quotes(sent) + facts_quotes:
            return None
        if not has_plain_instants(body, instants + (sent.as_of is not UNSET)):
            return None
        reader = self.reader(sent, caller, accepted)
        if reader is None or not self.engine.plausible(facts, as_of):
            return None
        forms = self.forms if may_be_written(reader) else None
        if forms is not None and (known := forms.answer(facts, as_of, reader)) is not None:
            return Told(known[1], reader.locale, (self.ready.business.id, self.policy, "decided", known[0]))
        try:
            judged = judge(self.ready.business, self.policy, facts, as_of, self.engine)
            decision = decision_of(judged, as_of, needed(reader, judged), self.engine)
        except (WrongFacts, NoVersion):
            return None
        answer = answer_to(reader, decision, self.ready)
        if forms is not None and decision.answer is not None:
            forms.learn(facts, decision, answer, reader)
        return Told(encode(answer), reader.locale, outcome_of(decision))

    def reader(self, sent: Any, caller: Caller, accepted: str | None) -> Reader | None:
        """Who reads the answer; None where that is wrong, or not for this caller."""
        wanted = accepted
        if sent.locale is not UNSET:
            if not is_locale(sent.locale):
                return None
            wanted = sent.locale
        audience: Audience = "customer" if sent.audience is UNSET else sent.audience
        if not may_read_as(caller, audience):
            return None
        include = () if sent.include is UNSET else tuple(sent.include)
        if "markdown" in include:
            return None
        return reader_of(wanted, audience, include, self.ready.business.locales)


@lru_cache(MOST_READERS)
def reader_of(wanted: str | None, audience: Audience, include: tuple[Include, ...], locales: tuple[str, ...]) -> Reader:
    return Reader(negotiate(wanted, locales), audience, frozenset(include))


def needed(reader: Reader, judged: Judged) -> frozenset[str]:
    """The parts to work out: whoever is owed an apology is not told what would have changed the answer."""
    wanted = parts(reader.include)
    return wanted & REASONS if "would_change" not in reader.include and apologises(judged) else wanted


def apologises(judged: Judged) -> bool:
    """Whether the answer is one that the merchant gives, and says that he is at fault."""
    verdict = judged.verdict
    return verdict is not None and judged.floor is None and verdict.governing.answer.tone is Tone.OUR_FAULT


def quotes(sent: Any) -> int:
    """The quotation marks of all members of a question but the facts' own."""
    include = 0 if sent.include is UNSET else 2 + 2 * len(sent.include)
    return 2 + 4 * ((sent.as_of is not UNSET) + (sent.audience is not UNSET) + (sent.locale is not UNSET)) + include


def full_lane_of(ready: Ready, policy: str) -> FullLane | None:
    """The lane of a policy's full answers, kept with its business; None where the business has no intake."""
    key = (FullLane, policy)
    if key not in ready.kept:
        ready.kept[key] = made(ready, policy)
    found: FullLane | None = ready.kept[key]
    return found


def made(ready: Ready, policy: str) -> FullLane | None:
    if compiled_intake not in ready.kept:  # the policies of a business have it in common
        ready.kept[compiled_intake] = compiled_intake(ready.business)
    engine, intake = ready.govern, ready.kept[compiled_intake]
    if not isinstance(engine, Engine) or intake is None:
        return None
    decode = msgspec.json.Decoder(request_type(intake), float_hook=exact).decode
    return FullLane(ready, policy, engine, intake, decode, forms_of(ready, policy, engine))


def request_type(intake: Intake) -> type[msgspec.Struct]:
    """The question as it is decoded: closed.

    It has no auditor, who reads all facts in the order in which they were sent, which the intake does not keep.
    """
    fields: list[Any] = [
        ("facts", intake.type),
        ("as_of", datetime | UnsetType, UNSET),
        ("locale", str | UnsetType, UNSET),
        ("audience", Literal["customer", "agent"] | UnsetType, UNSET),
        ("include", list[Include] | UnsetType, UNSET),
    ]
    return msgspec.defstruct("Asked", fields, forbid_unknown_fields=True, gc=False)
