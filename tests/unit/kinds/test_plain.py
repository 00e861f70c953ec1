"""Pieces of an author's data with their paths."""

from __future__ import annotations

import pytest

from policykit.kinds.plain import Placed, answer, is_yes, listed_outcomes, rule_from

ENTRY = Placed({"when": {"a": "yes"}, "internal": "yes", "scenario": "S2", "list": ["x", "y"]}, ("rules", 0))


def test_a_piece_knows_its_path():
    assert Placed("y", ("rules", 0, "list", 1)) == ENTRY["list"][1]


def test_a_piece_of_what_a_kind_wrote_is_not_exact_either():
    assert not Placed({"a": "b"}, (), exact=False)["a"].exact


def test_what_is_not_there_is_none():
    assert ENTRY.get("nothing") is None


def test_items_stand_in_the_author_s_order():
    assert ["when", "internal", "scenario", "list"] == [key for key, _ in ENTRY.items()]


@pytest.mark.parametrize(
    ("flag", "expected"),
    [(None, False), (Placed("yes", ()), True), (Placed("true", ()), True), (Placed("no", ()), False)],
)
def test_what_counts_as_yes(flag, expected):
    assert expected is is_yes(flag)


def test_an_answer_is_its_keys():
    then = Placed({"outcome": "refund", "amount": "item.price"}, ("then",))
    assert {
        "outcome": Placed("refund", ("then", "outcome")),
        "amount": Placed("item.price", ("then", "amount")),
    } == answer(then)


def test_outcomes_are_words_or_words_with_more():
    outcomes = Placed(["refuse", {"refund": {"final": "no"}}], ("outcomes",))
    expected = (
        ("refuse", Placed({}, ("outcomes", 0))),
        ("refund", Placed({"final": "no"}, ("outcomes", 1, "refund"))),
    )
    assert expected == listed_outcomes(outcomes)


def test_a_rule_takes_what_entries_of_every_kind_share():
    rule = rule_from("late", ENTRY, (ENTRY["when"],), {}, "windows")
    assert ("late", ("rules", 0), True, "windows", "S2") == (
        rule.id,
        rule.path,
        rule.internal,
        rule.part,
        rule.scenario,
    )


def test_a_rule_is_public_and_of_no_scenario_unless_it_says_so():
    rule = rule_from("late", Placed({}, ()), (), {}, None)
    assert (False, None) == (rule.internal, rule.scenario)
