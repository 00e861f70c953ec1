"""One generated function a version: what it looks like, and when it leaves the decision to the oracle."""

from __future__ import annotations

import ast
from decimal import Decimal

import pytest

from policykit.backends.python import compiled_govern, functions, source_of
from policykit.deciding.facts import complete, facts_from_json
from policykit.deciding.judge import judge
from policykit.semantics import Verdict, govern
from tests.unit.deciding.shop import AS_OF, policy, shop

RULES = """\
rules:
  - id: doubt
    when: {staff.doubt: yes}
    then: {outcome: look}
  - id: cheap
    when: {fee: less than limit}
    then: {outcome: refund, amount: fee, due: 2 working days after claim.made_at, wording: {en: "{{ item.kind }}"}}
"""
MORE = "numbers: {limit: 100 TWD}\nlet: {base: item.price / 2, fee: base + 1 TWD}"
SHOP = shop(policy(RULES, MORE))
CHEAP = {"item": {"price": {"amount": 10, "currency": "TWD"}, "kind": "fresh"}}


def verdict(business, data, monkeypatch=None) -> Verdict:
    facts = complete(business, facts_from_json(business, data), AS_OF)
    found = judge(business, "main", facts, AS_OF, compiled_govern(business)).verdict
    assert found is not None
    return found


def never(*_):
    raise AssertionError("the oracle was asked")


def test_where_all_facts_are_known_the_generated_code_decides_alone(monkeypatch):
    monkeypatch.setattr(functions, "govern", never)
    found = verdict(SHOP, CHEAP)
    assert ("cheap", {"amount": Decimal(6)}, {"item.kind": "fresh"}) == (found.governing.id, found.values, found.named)
    assert ["due"] == list(found.deadlines)


def test_facts_that_no_rule_on_the_way_reads_may_be_unknown(monkeypatch):
    monkeypatch.setattr(functions, "govern", never)
    assert "doubt" == verdict(SHOP, {"staff": {"doubt": True}}).governing.id


@pytest.mark.parametrize("data", [{}, {"item": {"kind": "fresh"}}], ids=["nothing known", "a value missing"])
def test_an_unknown_fact_on_the_way_leaves_the_decision_to_the_oracle(data):
    facts = complete(SHOP, facts_from_json(SHOP, data), AS_OF)
    assert judge(SHOP, "main", facts, AS_OF, govern).verdict == verdict(SHOP, data)


def test_otherwise_is_the_last_of_the_rules():
    dear = {"item": {"price": {"amount": 1000, "currency": "TWD"}}}
    assert "otherwise" == verdict(SHOP, dear).governing.id


def test_every_version_has_its_own_function():
    early = policy(otherwise="{outcome: look}", effective="from: 2026-03-01, until: 2026-03-05")
    late = policy(effective="from: 2026-03-05")
    business = shop(early, late)
    compiled = compiled_govern(business)
    outcomes = [
        judge(business, "main", complete(business, {}, instant), instant, compiled).verdict.governing.answer.outcome
        for instant in (AS_OF.replace(day=2), AS_OF)
    ]
    assert ["look", "refuse"] == outcomes


TABLE = """\
table:
  hit_policy: collect
  aggregate: sum
  when: [item.kind, item.sealed]
  then: [outcome, amount]
  rows:
    - [fresh, "-", refund, 10 TWD]
    - ["-", yes, refund, 5 TWD]
"""


@pytest.mark.parametrize(
    ("kind", "sealed", "rule", "values"),
    [
        ("fresh", True, "row-1", {"amount": Decimal(15)}),
        ("fresh", False, "row-1", {"amount": Decimal(10)}),
        ("boxed", True, "row-2", {"amount": Decimal(5)}),
        ("boxed", False, "otherwise", {}),
    ],
)
def test_a_table_that_collects_makes_one_answer_of_all_rows_that_hold(kind, sealed, rule, values, monkeypatch):
    monkeypatch.setattr(functions, "govern", never)
    found = verdict(shop(policy(TABLE)), {"item": {"kind": kind, "sealed": sealed}})
    assert (rule, values) == (found.governing.id, found.values)


def test_a_table_in_rule_order_lists_the_rows_that_hold(monkeypatch):
    monkeypatch.setattr(functions, "govern", never)
    listing = TABLE.replace("collect\n  aggregate: sum", "rule order")
    found = verdict(shop(policy(listing)), {"item": {"kind": "fresh", "sealed": True}})
    assert [("row-1", {"amount": Decimal(10)}), ("row-2", {"amount": Decimal(5)})] == [
        (hit.rule.id, hit.values) for hit in found.hits
    ]


# --- the code itself --------------------------------------------------------------------------


def test_the_code_can_be_looked_into():
    source = source_of(SHOP.policies["main"][0], SHOP)
    tree = ast.parse(source)
    assert ["let_fee", "let_base", "govern"] == [node.name for node in tree.body]
    assert "# constant_2 = ByDay(2 working days after)" == source.splitlines()[1]
    assert "facts['staff.doubt']" in source


def test_a_formula_that_has_a_name_is_worked_out_once_a_decision():
    source = source_of(SHOP.policies["main"][0], SHOP)
    assert "if 'fee' not in memo:" in source
    assert 1 == source.count("facts['item.price']")


def test_names_that_use_each_other_twice_over_are_no_work():
    """Each of thirty names stands on the one above it twice: code that unfolded them would never end."""
    lines = ["let_0: 'or_else(parcel.weight, 0)'"]
    either = "if item.sealed then {0} else {0}"
    lines += [f"let_{n}: {{formula: {either.format(f'let_{n - 1}')}, label: {{en: weight}}}}" for n in range(1, 31)]
    rules = "rules:\n  - {id: a, when: {let_30: at least 5}, then: {outcome: exchange}}"
    business = shop(policy(rules, f"let: {{{', '.join(lines)}}}"))
    assert "a" == verdict(business, {"item": {"sealed": True}, "parcel": {"weight": 5}}).governing.id


def test_the_code_reaches_nothing_but_what_it_is_given():
    policy_space = functions.compile_policy(SHOP.policies["main"][0], SHOP, SHOP.calendar).__globals__
    assert {"any", "all", "sum", "min", "max"} == set(policy_space["__builtins__"])
