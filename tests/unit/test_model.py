"""The little that the model's nodes say of themselves."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import get_args

import pytest

from policykit import model
from policykit.model import (
    ABSENT,
    AS_OF,
    NOWHERE,
    Aggregation,
    Answer,
    DateTimeType,
    Expression,
    Fact,
    FactRef,
    FlagLiteral,
    HitPolicy,
    NumberLiteral,
    NumberType,
    Outcome,
    Policy,
    Rule,
    Span,
)

YES = FlagLiteral(value=True)
RULE = Rule("goodwill", YES, Answer("refund"))
POLICY = Policy(
    "claim", "decision", {}, (Outcome("refund"), Outcome("refuse")), (RULE,), Rule("otherwise", YES, Answer("refuse"))
)


@pytest.mark.parametrize(
    ("step", "whole"), [(None, False), ("1", True), ("5", True), ("0.5", False)], ids=["none", "1", "5", "0.5"]
)
def test_a_number_is_whole_where_its_steps_are(step, whole):
    assert whole == NumberType(step=Decimal(step) if step else None).whole


def test_a_fact_may_be_absent_where_it_is_optional_or_taken_as_absent():
    kind = DateTimeType()
    facts = (Fact("a", kind), Fact("a", kind, optional=True), Fact("a", kind, when_not_sent=ABSENT),
             Fact("a", kind, when_not_sent=AS_OF))  # fmt: skip
    assert [False, True, True, False] == [fact.may_be_absent for fact in facts]
    assert ("ABSENT", "AS_OF") == (repr(ABSENT), repr(AS_OF))


def test_a_version_is_named_by_its_first_day():
    later = Policy("claim", "decision", {}, (), (), RULE, starts=datetime.fromisoformat("2026-01-01T00:00:00+08:00"))
    assert ("beginning", "2026-01-01") == (POLICY.version, later.version)


def test_outcomes_are_ranked_from_the_best():
    assert [0, 1] == [POLICY.rank(name) for name in ("refund", "refuse")]
    assert Outcome("refuse") == POLICY.outcome("refuse")


def test_otherwise_is_a_rule_too():
    assert [RULE, POLICY.otherwise] == [POLICY.rule(name) for name in ("goodwill", "otherwise")]


def test_a_rule_is_found_by_its_place():
    assert {"goodwill": 0, "otherwise": 1} == POLICY.places
    assert POLICY.own_rule("goodwill") is RULE
    assert POLICY.own_rule("unheard-of") is None


@pytest.mark.parametrize(
    ("hit_policy", "aggregation", "collects", "lists"),
    [
        (HitPolicy.FIRST, None, False, False),
        (HitPolicy.RULE_ORDER, None, True, True),
        (HitPolicy.COLLECT, None, True, True),
        (HitPolicy.COLLECT, Aggregation.SUM, True, False),
    ],
)
def test_some_tables_collect_and_some_of_these_list(hit_policy, aggregation, collects, lists):
    table = replace(POLICY, hit_policy=hit_policy, aggregation=aggregation)
    assert (collects, lists) == (table.collects, table.lists)


def test_better_outcomes_stand_before():
    assert [frozenset(), frozenset({"refund"})] == [POLICY.better_than(name) for name in ("refund", "refuse")]


def test_a_place_in_a_file_is_no_part_of_what_is_said():
    here = Span("claim.yaml", 3, 5, 3, 9)
    assert FactRef("a", here) == FactRef("a", NOWHERE)
    assert hash(FactRef("a", here)) == hash(FactRef("a"))


def test_yes_is_not_one():
    assert FlagLiteral(value=True) != NumberLiteral(Decimal(1))


@pytest.mark.parametrize("node", get_args(Expression), ids=lambda node: node.__name__)
def test_every_node_is_a_frozen_value_with_a_place(node):
    assert is_dataclass(node)
    assert node.__dataclass_params__.frozen
    assert "__slots__" in vars(node)
    assert not next(f for f in fields(node) if f.name == "span").compare


def test_every_union_is_closed():
    """A node that is defined and in no union would be met by no `match`."""
    nodes = {name for name, known in vars(model).items() if is_dataclass(known) and "span" in known.__annotations__}
    others = {"Answer", "Ask", "Business", "Case", "Constraint", "Fact", "Outcome", "Policy", "Rule", "Wording"}
    others |= {"Binding", "Figure", "Pack", "Provision"}
    assert nodes - others == {node.__name__ for node in get_args(Expression)}
