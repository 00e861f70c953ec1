"""Answers that are written by forms are those of the route, whatever stands in their places."""

from __future__ import annotations

import json
from itertools import product

import pytest

from policykit.parts import prepare
from policykit.pipeline import Ready
from policykit_api.access.caller import ANYBODY
from policykit_api.answering import full_forms as module
from policykit_api.answering.full_lane import FullLane, full_lane_of
from policykit_api.answering.single import answer_to, decision_on, reader_of
from policykit_api.wire import body
from policykit_api.wire.request import question
from policykit_api.wire.shape import encode
from tests.unit.deciding.shop import AS_OF, BUSINESS, FACTS, PHRASES, at, policy, read

NOTED = """\
rules:
  - id: doubtful
    when: {staff.doubt: yes}
    then: {outcome: refund, amount: item.price}
  - id: in-time
    when: {claim.made_at: within 3 calendar days after order.placed_at, item.kind: boxed}
    then: {outcome: refund, amount: item.price, due: 2 working days after claim.made_at}
  - id: noted
    when: {item.sealed: no}
    then:
      outcome: exchange
      due: 5 hours after claim.made_at
      follow_up: 7 calendar days after due
      wording: {en: "You wrote {{ item.note }}; it was {{ item.kind }}, {{ item.weight }}. We swap it by {{ due }}."}
"""


NOTE = ("text, not_sent: absent, meaning: {en: note}", "text, meaning: {en: note}, question: {en: What?}")


def ready_in(locale: str) -> Ready:
    """The shop, whose author has one language."""
    files = {"business": BUSINESS, "facts": FACTS.replace(*NOTE), "phrases": PHRASES, "policy": policy(NOTED)}
    said = {name: text.replace("{en:", f"{{{locale}:").replace("[en]", f"[{locale}]") for name, text in files.items()}
    return prepare(read(said))


READY = {locale: ready_in(locale) for locale in ("en", "zh-Hant")}
ALL = ["explanation", "reasons", "would_change"]
NOTES = [
    "ripe",
    'a <b>"note"</b> & \\more',
    "{{ item.price }} %s %d",
    "\u6c34\u679c",
    "\U0001f34a'",
    "x" * 400,
    "a\u202eb",
    " ",
    "",
    None,
]
PLACED = [at("09 10:00"), at("02 23:30"), at("08 00:00")]


def asked(note: str = "ripe", **members: object) -> bytes:
    facts = {
        "order": {"placed_at": at("02 23:30").isoformat()},
        "item": {
            "price": {"amount": "40", "currency": "TWD"},
            "kind": "boxed",
            "weight": 5,
            "note": note,
            "sealed": False,
        },
    }
    data = {"facts": facts, "as_of": AS_OF.isoformat(), "include": ALL} | members
    return encode(data)


def lane(locale: str = "en") -> FullLane:
    """One that has learned nothing yet."""
    READY[locale].kept.clear()
    found = full_lane_of(READY[locale], "main")
    assert found is not None
    return found


def by_route(sent: bytes, locale: str = "en") -> dict[str, object]:
    taken, ready = question(body.decode(sent)), READY[locale]
    reader = reader_of(taken, ANYBODY, None, ready)
    return named_alike(encode(answer_to(reader, decision_on(taken, ready, "main"), ready)))


def named_alike(answer: bytes) -> dict[str, object]:
    return json.loads(answer) | {"id": "", "bytes": answer.partition(b'"status"')[2]}


def by_lane(found: FullLane, sent: bytes) -> dict[str, object] | None:
    told = found.answer(sent, ANYBODY, None)
    return None if told is None else named_alike(told.answer)


@pytest.mark.parametrize("locale", ["en", "zh-Hant"])
def test_one_form_serves_whatever_was_noted(locale):
    """It is learned from whichever came first."""
    for first in NOTES:
        found = lane(locale)
        for note in (first, *NOTES):
            sent = asked(note)
            given = by_lane(found, sent)
            assert given is None or by_route(sent, locale) == given


def test_a_text_that_needs_escaping_is_written_by_the_form_as_well():
    found = lane()
    found.answer(asked("ripe"), ANYBODY, None)
    scripts = dict(found.forms.scripts)
    assert by_route(asked("<i>'&")) == by_lane(found, asked("<i>'&"))
    assert 1 == len(scripts)
    assert scripts == found.forms.scripts
    assert "&lt;i&gt;&#39;&amp;" in by_lane(found, asked("<i>'&"))["explanation"]["html"]


@pytest.mark.parametrize("include", [[], ["reasons"], ["would_change"], ["explanation"], ALL])
@pytest.mark.parametrize("audience", ["customer", "agent"])
def test_each_part_is_written_for_who_may_read_it(include, audience):
    found = lane()
    for placed, doubt, kind in product(PLACED, (True, False), ("boxed", "fresh")):
        data = json.loads(asked(include=include, audience=audience))
        data["facts"]["order"]["placed_at"] = placed.isoformat()
        data["facts"]["staff"] = {"doubt": doubt}
        data["facts"]["item"]["kind"] = kind
        for _ in range(2):
            sent = encode(data)
            assert by_route(sent) == by_lane(found, sent)


def test_what_is_missing_is_left_to_the_long_way():
    found = lane()
    data = json.loads(asked())
    del data["facts"]["item"]["kind"]
    assert by_route(encode(data)) == by_lane(found, encode(data))
    assert {} == found.forms.rules


def test_forms_are_given_up_for_newer_ones(monkeypatch):
    monkeypatch.setattr(module, "MOST_FORMS", 2)
    found = lane()
    for kind, include in product(("boxed", "fresh"), ([], ["reasons"], ["explanation"])):
        found.answer(asked(include=include).replace(b"boxed", kind.encode()), ANYBODY, None)
    assert 2 == len(found.forms.rules)
    assert len(found.forms.scripts) <= 2
