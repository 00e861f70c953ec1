"""The guide's table of what FEEL is told where it would say otherwise: each row tried, no difference missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policykit import values
from policykit.backends.feel import Difference, context, differences, feel, literal
from policykit.model import ABSENT, Business, Calendar, Expression, ListType, Value
from policykit.semantics import Setting, evaluate
from policykit.source.build import build
from tests.conformance.documentation import GUIDES, code_in, table_rows
from tests.conformance.suite import Section, lay_out
from tests.feelin import same

COLUMNS = ("here", "where", "gives", "the same words in FEEL", "give", "so FEEL is told")
ROWS = [[code_in(cell) for cell in row] for row in table_rows(GUIDES / "feel.md", *COLUMNS)]
TEST = re.compile(r"[a-z_.]+: ")


def read(text: str, folder: Path) -> tuple[Expression, Business]:
    """A line of `when`, or a formula of `let:`, in the corner shop."""
    line = text if TEST.match(text) else "order.count: at least 2"
    formula = "1" if TEST.match(text) else text
    rule = f"rules:\n  - id: first\n    when:\n      {line}\n    then: {{outcome: refuse}}\n"
    policy = f"let:\n  made: {formula}\n{rule}"
    business, found = build(lay_out((Section("claim.yaml", None, policy),), folder))
    assert business, found
    claim = business.policies["claim"][0]
    return (claim.rules[0].when if TEST.match(text) else claim.lets["made"]), business


def given(pairs: tuple[str, ...], business: Business) -> dict[str, Value]:
    return {name: value(text, name, business) for name, _, text in (pair.partition(": ") for pair in pairs)}


def value(text: str, name: str, business: Business) -> Value:
    kind = business.facts[name].type
    if isinstance(kind, ListType):
        assert "none" == text
        return ()
    if text == "absent":
        return ABSENT
    found = values.from_text(kind, text)
    assert not isinstance(found, values.Wrong), found
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0][0])
def test_a_row_is_as_it_says(feelin, row, tmp_path):
    (here,), where, (gives,), plain, give, (told,) = row
    expression, business = read(here, tmp_path)
    facts = given(where, business)
    found = evaluate(expression, Setting(facts, Calendar("UTC")))
    assert gives == literal(found)
    assert told == feel(expression, business.facts)
    assert same(found, feelin.ask(told, context(facts)))
    for words, result in zip(plain, give, strict=True):
        otherwise = feelin.ask(words, context(facts))
        assert {"null": None, "true": True, "false": False}[result] is otherwise
        assert not same(found, otherwise)


def test_every_difference_is_shown(tmp_path):
    shown = set()
    for number, row in enumerate(ROWS):
        expression, business = read(row[0][0], tmp_path / str(number))
        shown |= differences(expression, business.facts)
    assert set(Difference) == shown
