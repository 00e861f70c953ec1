"""A trace names every rule in reading order, and what came of it."""

from __future__ import annotations

from policykit.decision import Standing, Trace
from tests.unit.deciding.shop import decided, policy, shop

RULES = """\
rules:
  - id: pays
    when: {item.sealed: yes}
    then: {outcome: refund, amount: 1 TWD}
  - id: looks
    internal: yes
    when: {item.kind: boxed}
    then: {outcome: look}
  - id: swaps
    when: {staff.doubt: yes}
    then: {outcome: exchange}
"""
SHOP = shop(policy(RULES))


def standings(item: dict[str, object]) -> list[tuple[str, Standing]]:
    (trace,) = traced(item)
    return [(rule.rule, rule.standing) for rule in trace.rules]


def traced(item: dict[str, object]) -> tuple[Trace, ...]:
    return decided(SHOP, {"item": item}, "trace").traces


def test_rules_behind_the_governing_one_were_not_reached():
    assert [
        ("pays", Standing.FAILED),
        ("looks", Standing.GOVERNS),
        ("swaps", Standing.NOT_REACHED),
        ("otherwise", Standing.NOT_REACHED),
    ] == standings({"sealed": False, "kind": "boxed"})


def test_a_rule_behind_one_that_is_open_holds_and_does_not_govern():
    assert [
        ("pays", Standing.OPEN),
        ("looks", Standing.HOLDS),
        ("swaps", Standing.NOT_REACHED),
        ("otherwise", Standing.NOT_REACHED),
    ] == standings({"kind": "boxed"})


def test_where_no_rule_holds_the_last_word_governs():
    assert ("otherwise", Standing.GOVERNS) == standings({"sealed": False, "kind": "fresh"})[-1]


def test_what_was_not_reached_is_told_with_its_values():
    (trace,) = traced({"sealed": True, "kind": "boxed"})
    looks = trace.rules[1]
    assert ("boxed", True, False) == (looks.conditions[0].value, looks.conditions[0].held, looks.public)


def test_without_being_asked_for_there_is_none():
    assert () == decided(SHOP, {"item": {"sealed": True}}).traces
