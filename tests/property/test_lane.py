"""The lane gives what the long way gives, byte by byte, or leaves the question to it.

    lane.answer(body) is None  or  lane.answer(body) == long_way(body), but for the id

for generated businesses and facts, for every case of the bundled ones, and for bodies that nobody meant well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from policykit import pipeline
from policykit.backends.python import plausible
from policykit.model import Fact, Facts
from policykit.values import to_json
from policykit_api.answering import forms, lane
from policykit_api.answering.single import decision_on, minimal_to
from policykit_api.problems import Refused
from policykit_api.wire import body
from policykit_api.wire.request import question
from policykit_api.wire.shape import encode
from tests.property.agreement import EXAMPLES, SETS
from tests.strategies import ID, MAIN, Questions, hostile_json, nested, questions

generating = settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
LOADED = pipeline.load(pipeline.example_root())
assert LOADED.bundle is not None, LOADED.diagnostics
BUSINESSES = LOADED.bundle.businesses
COUNTED: Counter[str] = Counter()
"""How often the lane answered a question that the long way decides, and how often it left one to it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("generated")


def long_way(ready: pipeline.Ready, policy: str, sent: bytes) -> bytes | None:
    """The bare answer by the way of all other requests; None where the request is refused."""
    try:
        asked = question(body.decode(sent))
        return encode(minimal_to(asked.audience, decision_on(asked, ready, policy), ready))
    except Refused:
        return None


def nameless(answer: bytes | None) -> bytes:
    """The answer without its id, which no two have in common."""
    return b"" if answer is None else re.sub(rb'^{"id":"dec_[0-9A-HJKMNP-TV-Z]{26}"', b"{", answer)


def differs(ready: pipeline.Ready, policy: str, sent: bytes) -> bool:
    """Whether the lane gives anything else than the long way; counts what it answers."""
    found = lane.lane_of(ready, policy)
    bare = found.answer(sent) if found else None
    given = bare.answer if bare else None
    expected = long_way(ready, policy, sent)
    if found is not None and expected is not None and b'"status":"decided"' in expected:
        COUNTED["left" if given is None else "answered"] += 1
    return given is not None and nameless(given) != nameless(expected)


def bodies(asked: Questions) -> list[bytes]:
    as_of = asked.as_of.isoformat()
    return [encode({"facts": nested(sent), "as_of": as_of, "audience": "customer"}) for sent in asked.sent]


def ready_of(asked: Questions, folder: Path) -> pipeline.Ready:
    loaded = pipeline.load(asked.written.save(folder))
    assert loaded.bundle is not None, loaded.diagnostics
    return loaded.bundle.businesses[ID]


@generating
@given(asked=questions(sets=SETS))
def test_on_generated_businesses(folder, asked):
    ready = ready_of(asked, folder)
    assert [] == [sent for sent in bodies(asked) if differs(ready, MAIN, sent)]


def test_the_lane_has_answered_a_fair_share_of_them():
    """Runs behind the test above, whose every question it has counted; policies that have no lane do not count.

    Generated questions miss facts more often than not: where they are decided all the same, the lane leaves many.
    """
    if not COUNTED:
        pytest.skip("the questions were put in another process")
    assert COUNTED["answered"] > COUNTED["left"] / 4, COUNTED


# --- the bundled cases ------------------------------------------------------------------------


def in_json(facts: Facts, declared: dict[str, Fact]) -> dict[str, object]:
    return {name: sent_as(value, declared[name]) for name, value in facts.items()}


def sent_as(value, fact):
    if isinstance(value, tuple):
        return [{name: sent_as(inner, fact.type.fields[name]) for name, inner in row.items()} for row in value]
    return to_json(fact.type, value)


def body_of(ready: pipeline.Ready, case) -> bytes:
    facts = in_json(case.facts, ready.business.facts)
    return encode({"facts": nested(facts), "as_of": case.as_of.isoformat()})


CASES = [(ready, case) for ready in BUSINESSES.values() for case in ready.business.cases]


def test_on_every_bundled_case():
    COUNTED.clear()
    assert [] == [case.id for ready, case in CASES if differs(ready, case.policy, body_of(ready, case))]
    assert COUNTED["answered"] > 20 * COUNTED["left"], "few questions miss a fact"
    assert COUNTED["answered"] > len(CASES) / 3


# --- bodies that nobody meant well --------------------------------------------------------------

SHOP = BUSINESSES["fruit-shop"]
PLAIN = (
    b'{"facts":{"order":{"placed_at":"2026-03-01T08:00:00+08:00","delivered_at":"2026-03-02T10:00:00+08:00",'
    b'"shipped_at":"2026-03-01T13:00:00+08:00","shipping":{"amount":80,"currency":"TWD"}},'
    b'"claim":{"photo_at":null},"item":{"price":{"amount":"600","currency":"TWD"},"kind":"preserve",'
    b'"condition":"unopened"},"return":{"asked_at":"2026-03-03T11:00:00+08:00","reason":"change_of_mind"}},'
    b'"as_of":"2026-03-03T12:00:00+08:00"}'
)
PIECES = (
    b'"', b"\\", b"\\u0041", b",", b":", b"{", b"}", b"[", b"]", b" ", b"\n", b"\xff", b"\xed\xa0\x80", b"\xef\xbb\xbf",
    b"\x00", b"null", b"true", b"0", b"9" * 40, b"1e999999", b"1_0", b"NaN", b"-0", b"1.50", b"+08:00", b"Z", b".5",
    b'"order":{}', b'"placed_at":null', b'"amount":"1"', b'"as_of":"2026-03-03T12:00:00+08:00"', b'"include":[]',
    b'"audience":"agent"', b'"locale":"zh-TW"', b'"x":1', b'"facts":{}', b"2026-W09-7T08:00:00+08:00", b"[" * 2000,
)  # fmt: skip


def test_the_plain_question_goes_by_the_lane():
    found = lane.lane_of(SHOP, "returns")
    assert found is not None
    assert found.answer(PLAIN) is not None


@st.composite
def hostile_bodies(draw: st.DrawFn, sent: bytes = PLAIN) -> bytes:
    """A plain body with pieces put in, exchanged or taken out here and there."""
    for _ in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(0, len(sent)))
        end = begin + draw(st.integers(0, 12))
        sent = sent[:begin] + draw(st.sampled_from((b"", *PIECES))) + sent[end:]
    return sent


@settings(generating, max_examples=EXAMPLES * 8)
@given(sent=hostile_bodies())
@example(PLAIN.replace(b'"reason"', b'"reason":"spoiled","reason"'))
@example(PLAIN.replace(b'"reason"', b'"rea\\u0073on":"spoiled","reason"'))
@example(PLAIN.replace(b'{"facts"', b'{"facts":{},"facts"'))
@example(PLAIN.replace(b'"amount":80', b'"amount":8e1'))
@example(PLAIN.replace(b'"amount":80', b'"amount":80.0'))
@example(PLAIN.replace(b'"amount":80', b'"amount":"080"'))
@example(PLAIN.replace(b'"amount":80', b'"amount":-0'))
@example(PLAIN.replace(b"10:00:00", b"10:00"))
@example(PLAIN.replace(b"10:00:00", b"10:00:00.0000000"))
@example(PLAIN.replace(b"T10:", b" 10:"))
@example(PLAIN.replace(b"T10:00:00+08:00", b"T10:00:00+0800"))
def test_on_bodies_that_nobody_meant_well(sent):
    assert not differs(SHOP, "returns", sent)


FACTS = sorted(SHOP.business.facts)


@settings(generating, max_examples=EXAMPLES * 4)
@given(name=st.sampled_from(FACTS), value=hostile_json)
def test_on_values_of_any_kind(name, value):
    data = json.loads(PLAIN)
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


# --- the test of the test ---------------------------------------------------------------------


Fault = Callable[[lane.Lane, pytest.MonkeyPatch], lane.Lane | None]


def amounts_are_not_rounded(_, patch):
    patch.setattr(forms, "rounded_to_unit", lambda _, __, value: value)
    return lane.made(SHOP, "returns")


def the_newest_version_always_decides(_, __):
    newest = replace(SHOP.business.policies["returns"][-1], starts=None, ends=None)
    business = replace(SHOP.business, policies={**SHOP.business.policies, "returns": (newest,)})
    return lane.made(replace(SHOP, business=business), "returns")


def facts_may_contradict_each_other(_, patch):
    patch.setattr(plausible.Writer, "all_upheld", lambda _: ())
    return lane.made(SHOP, "returns")


def what_happened_may_be_yet_to_come(_, patch):
    patch.setattr(plausible, "is_told", lambda _: False)
    return lane.made(SHOP, "returns")


def acts_may_come_before_their_events(_, patch):
    patch.setattr(plausible.Writer, "all_upheld", lambda _: ())
    patch.setattr(plausible.Writer, "follows", lambda *_: ())
    return lane.made(SHOP, "returns")


def a_name_may_be_repeated(found, _):
    def decide(*asked):
        text, outcome, quotes, instants = found.decide(*asked)
        return text, outcome, quotes + 4, instants

    return replace(found, decide=decide)


def instants_may_have_any_form(found, patch):
    patch.setattr(lane, "has_plain_instants", lambda *_: True)
    return found


FAULTS: tuple[tuple[Fault, bytes], ...] = (
    (amounts_are_not_rounded, PLAIN.replace(b'"amount":"600"', b'"amount":"601.5"')),
    (the_newest_version_always_decides, PLAIN.replace(b"2026-03-", b"2024-03-")),
    (facts_may_contradict_each_other, PLAIN.replace(b'"shipped_at":"2026-03-01', b'"shipped_at":"2026-02-01')),
    (what_happened_may_be_yet_to_come, PLAIN.replace(b'"asked_at":"2026-03-03', b'"asked_at":"2026-03-04')),
    (acts_may_come_before_their_events, PLAIN.replace(b'"asked_at":"2026-03-03', b'"asked_at":"2026-03-01')),
    (instants_may_have_any_form, PLAIN.replace(b"T10:", b" 10:")),
    (a_name_may_be_repeated, PLAIN.replace(b'"reason"', b'"reason":"spoiled","reason"')),
)


@pytest.mark.parametrize(("plant", "sent"), FAULTS, ids=[plant.__name__ for plant, _ in FAULTS])
def test_a_planted_fault_is_found(plant, sent, monkeypatch):
    sound = lane.made(SHOP, "returns")
    assert sound is not None
    assert agrees(sound, sent)
    assert not agrees(plant(sound, monkeypatch), sent)


def agrees(found: lane.Lane, sent: bytes) -> bool:
    given = found.answer(sent)
    return given is None or nameless(given.answer) == nameless(long_way(SHOP, "returns", sent))
