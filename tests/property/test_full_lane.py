"""The lane of full answers gives what the route gives, byte by byte, or leaves the question to it.

    lane.answer(body) is None  or  lane.answer(body) == route(body), but for the id

for generated businesses and facts, and for every case of the bundled ones, whoever reads them, in whichever
locale, and whatever is to be included.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykit import pipeline
from policykit_api.access.caller import ANYBODY, Caller, Scope
from policykit_api.answering.full_lane import full_lane_of
from policykit_api.answering.single import answer_to, decision_on, reader_of
from policykit_api.problems import Refused
from policykit_api.wire import body
from policykit_api.wire.request import question
from policykit_api.wire.shape import AUDIENCES, INCLUDES, encode
from tests.property.agreement import EXAMPLES, SETS
from tests.property.test_lane import (
    BUSINESSES,
    CASES,
    FACTS,
    PLAIN,
    SHOP,
    body_of,
    folder,
    generating,
    hostile_bodies,
    nameless,
    ready_of,
)
from tests.strategies import MAIN, Questions, hostile_json, nested, questions

__all__ = ["folder"]

COUNTED: Counter[str] = Counter()
SHORT = [part for part in INCLUDES if part != "markdown"]
"""What the short way gives; Markdown goes the way of all other requests."""
PARTS = [list(some) for some in chain.from_iterable(combinations(SHORT, size) for size in range(len(SHORT) + 1))]
MOST = {"include": SHORT}
WORDS = {"include": ["explanation"]}
CUSTOMERS_ONLY = Caller("k", None, frozenset({Scope.DECIDE}))


def by_route(
    ready: pipeline.Ready, policy: str, sent: bytes, accepted: str | None, caller: Caller
) -> tuple[bytes, str] | None:
    """The full answer by the way of all other requests, and its locale; None where the request is refused."""
    try:
        asked = question(body.decode(sent))
        reader = reader_of(asked, caller, accepted, ready)
        return encode(answer_to(reader, decision_on(asked, ready, policy), ready)), reader.locale
    except Refused:
        return None


def differs(
    ready: pipeline.Ready, policy: str, sent: bytes, accepted: str | None = None, caller: Caller = ANYBODY
) -> bool:
    """Whether the lane gives anything else than the route; counts what it answers.

    It is asked twice: from the first answer it may learn the forms by which it writes the second.
    """
    lane = full_lane_of(ready, policy)
    given = [lane.answer(sent, caller, accepted) if lane else None for _ in range(2)]
    expected = by_route(ready, policy, sent, accepted, caller)
    if expected is not None:
        COUNTED["left" if given[0] is None else "answered"] += 1
    found = [(nameless(one.answer), one.locale) for one in given if one is not None]
    return any(expected is None or one != (nameless(expected[0]), expected[1]) for one in found)


def asking(ready: pipeline.Ready, case, **members: object) -> bytes:
    return encode(json.loads(body_of(ready, case)) | members)


@generating
@given(asked=questions(sets=SETS))
def test_on_generated_businesses(folder, asked: Questions):
    ready = ready_of(asked, folder)
    as_of = asked.as_of.isoformat()
    bodies = [encode({"facts": nested(sent), "as_of": as_of, **MOST}) for sent in asked.sent]
    assert [] == [sent for sent in bodies if differs(ready, MAIN, sent)]


# --- the bundled cases ------------------------------------------------------------------------


@pytest.mark.parametrize("audience", AUDIENCES)
def test_on_every_bundled_case_whatever_is_included(audience: str):
    COUNTED.clear()
    assert [] == [
        (case.id, include)
        for ready, case in CASES
        for include in PARTS
        if differs(ready, case.policy, asking(ready, case, audience=audience, include=include))
    ]
    answered = COUNTED["answered"] / COUNTED.total()
    assert answered == 0 if audience == "auditor" else answered > 0.8


def test_markdown_is_left_to_the_way_of_all_other_requests():
    COUNTED.clear()
    assert [] == [
        case.id
        for ready, case in CASES[:20]
        if differs(ready, case.policy, asking(ready, case, include=["explanation", "markdown"]))
    ]
    assert COUNTED["answered"] == 0
    assert COUNTED["left"] > 0


def test_on_every_bundled_case_in_every_locale():
    assert [] == [
        (case.id, locale)
        for ready, case in CASES
        for locale in ready.business.locales
        if differs(ready, case.policy, asking(ready, case, locale=locale, **WORDS))
        or differs(ready, case.policy, asking(ready, case, **WORDS), f"xx, {locale};q=0.8, fr;q=0.1")
    ]


def test_on_every_bundled_case_in_whichever_order_its_facts_are_sent():
    random = Random(7)
    assert [] == [
        case.id
        for ready, case in CASES
        for audience in ("customer", "agent")
        if differs(ready, case.policy, shuffled(random, asking(ready, case, audience=audience, **MOST)))
    ]


def shuffled(random: Random, sent: bytes) -> bytes:
    def turned(data):
        if isinstance(data, dict):
            return {name: turned(data[name]) for name in random.sample(sorted(data), len(data))}
        return [turned(one) for one in data] if isinstance(data, list) else data

    data = body.decode(sent)
    return encode(data | {"facts": turned(data["facts"])})


def test_what_a_fact_is_missing_for_is_told_as_well():
    for ready, case in CASES:
        data = json.loads(body_of(ready, case)) | MOST
        for name in list(data["facts"]):
            less = {**data, "facts": {other: value for other, value in data["facts"].items() if other != name}}
            assert not differs(ready, case.policy, encode(less))


# --- those who may not read, and bodies that nobody meant well ----------------------------------


def test_nobody_reads_by_the_lane_what_the_route_would_refuse():
    case = next(case for ready, case in CASES if ready is SHOP)
    lane = full_lane_of(SHOP, case.policy)
    assert lane is not None
    assert lane.answer(asking(SHOP, case), CUSTOMERS_ONLY, None)
    assert lane.answer(asking(SHOP, case, audience="agent"), ANYBODY, None)
    assert lane.answer(asking(SHOP, case, audience="agent"), CUSTOMERS_ONLY, None) is None


@settings(generating, max_examples=EXAMPLES * 4)
@given(sent=hostile_bodies(PLAIN.replace(b'"as_of"', b'"locale":"en","include":["explanation"],"as_of"')))
def test_on_bodies_that_nobody_meant_well(sent: bytes):
    assert not differs(SHOP, "returns", sent)


@settings(generating, max_examples=EXAMPLES)
@given(name=st.sampled_from(FACTS), value=hostile_json)
def test_on_values_of_any_kind(name: str, value: object):
    data = json.loads(PLAIN) | MOST
    *groups, last = name.split(".")
    place = data["facts"]
    for group in groups:
        place = place.setdefault(group, {})
    place[last] = value
    try:
        sent = encode(data)
    except UnicodeEncodeError:  # half a pair of surrogates
        return
    assert not differs(SHOP, "returns", sent)


@settings(generating, max_examples=EXAMPLES)
@given(member=st.sampled_from(("as_of", "audience", "locale", "include", "ref")), value=hostile_json)
def test_on_members_of_any_kind(member: str, value: object):
    try:
        sent = encode(json.loads(PLAIN) | {member: value})
    except UnicodeEncodeError:
        return
    assert not differs(SHOP, "returns", sent)


@pytest.mark.parametrize(
    "sent",
    [
        PLAIN.replace(b'"facts"', b'"include":["reasons","reasons"],"facts"'),
        PLAIN.replace(b'"facts"', b'"include":[],"include":[],"facts"'),
        PLAIN.replace(b'"facts"', b'"include":null,"facts"'),
        PLAIN.replace(b'"facts"', b'"locale":"1","facts"'),
        PLAIN.replace(b'"reason"', b'"reason":"spoiled","reason"'),
        PLAIN.replace(b'"shipped_at":"2026-03-01', b'"shipped_at":"2026-02-01'),
        PLAIN.replace(b'"asked_at":"2026-03-03', b'"asked_at":"2026-03-01'),
        PLAIN.replace(b"2026-03-", b"1996-03-"),
    ],
)
def test_on_what_is_wrong_here_and_there(sent: bytes):
    assert not differs(SHOP, "returns", sent)


def test_the_lane_is_there_for_every_bundled_policy():
    missing = [
        (ready.business.id, policy)
        for ready in BUSINESSES.values()
        for policy in ready.business.policies
        if full_lane_of(ready, policy) is None
    ]
    assert [] == missing
