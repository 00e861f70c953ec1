"""Which names are in reach, and what each stands for."""

from __future__ import annotations

import pytest

from policykit.language.scope import Faults, Scope, literal_type
from policykit.language.types import PeriodType, Typed
from policykit.model import (
    NOWHERE,
    FactRef,
    FieldRef,
    LetRef,
    MoneyType,
    NumberRef,
    NumberType,
    Unit,
)
from tests.unit.language.shop import FACTS, LINES, NUMBERS, SCOPE, place


def find(name: str, scope: Scope = SCOPE) -> Typed | None:
    return scope.find(name, NOWHERE)


def test_a_fact_is_found_with_its_type():
    assert Typed(FactRef("price"), MoneyType("TWD")) == find("price")


def test_a_fact_that_may_be_absent_says_so():
    assert Typed(FactRef("maybe.price"), MoneyType("TWD"), absent=True) == find("maybe.price")


def test_a_named_number_is_found_with_what_it_stands_for():
    assert Typed(NumberRef("fee", NUMBERS["fee"]), NumberType()) == find("fee")


def test_a_named_formula_goes_before_a_number_and_a_fact():
    double = Typed(LetRef("fee", FactRef("price")), MoneyType("TWD"))
    assert double == find("fee", SCOPE.naming({"fee": double}))


def test_an_element_s_field_is_found_under_its_variable():
    holding = SCOPE.holding("line", LINES)
    assert Typed(FieldRef("line", "price"), MoneyType("TWD")) == find("line.price", holding)
    assert find("line.broken_at", holding).absent


def test_an_element_hides_the_facts_of_its_name():
    scope = Scope({**FACTS, "line.size": FACTS["count"]}).holding("line", LINES)
    assert find("line.size", scope) is None


def test_what_is_nowhere_is_not_found():
    assert find("nobody") is None


@pytest.mark.parametrize(
    ("wrong", "help"),
    [
        ("prise", "did you mean `price`?"),
        ("line.prise", "did you mean `line.price`?"),
        ("None", "where nothing is there, write `absent`"),
        ("today", "name a fact with `default: as_of`: it is the time of the request"),
        ("xyzzy", "declare it in facts.yaml, or under `numbers:` or `let:`"),
    ],
)
def test_a_suggestion_names_the_nearest(wrong, help):
    assert help == SCOPE.holding("line", LINES).suggest(wrong)


@pytest.mark.parametrize(
    ("name", "kind"), [("fee", NumberType()), ("cap", MoneyType("TWD")), ("limit", PeriodType(Unit.HOURS))]
)
def test_a_literal_has_its_type(name, kind):
    assert kind == literal_type(NUMBERS[name])


def test_faults_are_gathered_in_order():
    faults = Faults(place)
    faults.add("one", "this", faults.locate(0, 1), "mend it")
    faults.add("two", "that", faults.locate(1, 2))
    assert [("one", 1, "mend it"), ("two", 2, None)] == [(one.code, one.span.column, one.help) for one in faults.found]
