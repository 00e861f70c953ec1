"""`asks:` and `pinned_to:`: what an asked policy's answers are called here, and what they may not clash with."""

from __future__ import annotations

import pytest

from policykit.diagnostics import Diagnostic
from policykit.source.build import build
from tests.unit.deciding.shop import BUSINESS, FACTS, PHRASES, policy

ASKED = """\
policy: asked
kind: decision
question: {en: May I?}
effective: {from: beginning}
outcomes:
  - good: {label: {en: good}, values: {v: {type: VALUE, label: {en: v}}}}
  - bad: {label: {en: bad}, values: {v: {type: money, label: {en: v}}}}
rules: [{id: a, when: {item.sealed: yes}, then: {outcome: good, v: FORMULA}}]
otherwise: {outcome: bad, v: 2 TWD}
"""
ASKS = "asks: {q: {policy: asked}}"


def findings(tmp_path, asks: str, asked: str, facts: str = "") -> list[Diagnostic]:
    folder = tmp_path / "shop"
    folder.mkdir()
    files = {
        "business": BUSINESS,
        "facts": f"{FACTS}{facts}",
        "phrases": PHRASES,
        "asked": asked,
        "main": policy(more=asks),
    }
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return list(build(folder)[1])


def asked(kind: str = "money", formula: str = "1 TWD") -> str:
    return ASKED.replace("VALUE", kind).replace("FORMULA", formula)


def test_answers_that_agree_are_fine(tmp_path):
    assert [] == findings(tmp_path, ASKS, asked())


def test_a_value_of_two_types_is_told_at_the_ask(tmp_path):
    (found,) = findings(tmp_path, ASKS, asked("number", "1"))
    assert ("wrong-type", "`q.v` is a number in one answer and an amount in TWD in another") == (
        found.code,
        found.message,
    )


def test_an_answer_may_not_hide_a_fact(tmp_path):
    (found,) = findings(tmp_path, ASKS, asked(), "  q.v: {type: flag, not_sent: no, meaning: {en: v}}\n")
    assert ("duplicate-name", "`q.v` is a fact already") == (found.code, found.message)


@pytest.mark.parametrize(
    ("field", "fits"),
    [
        ('{type: number, unit: kg, at_least: 0, at_most: 20, step: "5"}', True),
        ("{type: number, unit: kg}", False),
        ('{type: number, unit: kg, at_least: 0, at_most: 20, step: "5", optional: yes}', False),
        ("{type: flag}", False),
    ],
)
def test_a_field_stands_for_a_fact_of_its_type_and_limits(tmp_path, field, fits):
    texts = "meaning: {en: weight}, question: {en: How much?}}"
    about = "type: list, meaning: {en: t}, question: {en: t?}"
    listed = f"  things: {{{about}, fields: {{weight: {field[:-1]}, {texts}}}}}\n"
    each = "asks: {q: {policy: asked, each: item in things, combine: worst}}"
    assert ([] if fits else ["wrong-type"]) == [found.code for found in findings(tmp_path, each, asked(), listed)]


@pytest.mark.parametrize(("element", "told"), [("item", []), ("thing", ["unknown-fact"])])
def test_elements_stand_for_the_facts_that_their_name_begins(tmp_path, element, told):
    texts = "meaning: {en: weight}, question: {en: How much?}"
    weighed = f'type: number, unit: kg, at_least: 0, at_most: 20, step: "5", {texts}'
    listed = f"  things: {{type: list, meaning: {{en: t}}, question: {{en: t?}}, fields: {{weight: {{{weighed}}}}}}}\n"
    each = f"asks: {{q: {{policy: asked, each: {element} in things, combine: worst}}}}"
    found = findings(tmp_path, each, asked(), listed)
    assert told == [one.code for one in found]
    assert ["write `item in things`, for the facts `item.…`"] * len(told) == [one.help for one in found]
