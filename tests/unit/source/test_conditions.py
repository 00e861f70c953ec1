"""What a `when` map and a formula of `let:` say of lists, and of one fact beside another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.deciding.tests_of import subject_name
from policykit.model import (
    Aggregate,
    Aggregation,
    And,
    Comparator,
    Comparison,
    Expression,
    FactRef,
    FieldRef,
    FlagLiteral,
    NumberLiteral,
    NumberType,
    Policy,
    Presence,
    Quantifier,
    Quantity,
    Test,
)
from policykit.source.build import build
from tests.conformance.suite import Section, lay_out

ALWAYS = FlagLiteral(value=True)
BROKEN_AT, PRICE = FieldRef("line", "broken_at"), FieldRef("line", "price")
BROKEN = Test(BROKEN_AT, "present", Presence(BROKEN_AT, present=True))
RULE = "rules: [{id: first, when: {order.count: at least 2}, then: {outcome: refuse}}]\n"


def built(tmp_path, text: str) -> tuple[Policy | None, list[tuple[str, str | None]]]:
    """The corner shop's claim policy with other top-level keys, and what is wrong with it."""
    business, found = build(lay_out((Section("claim.yaml", None, text),), tmp_path))
    wrong = [(one.message, one.help) for one in found if one.code != "unused-name"]
    return (business.policies["claim"][0] if business else None), wrong


def rule(lines: str) -> str:
    indented = "".join(f"      {line}\n" for line in lines.splitlines())
    return f"rules:\n  - id: first\n    when:\n{indented}    then: {{outcome: refuse}}\n"


def when(tmp_path, lines: str, more: str = "") -> Expression:
    policy, wrong = built(tmp_path, more + rule(lines))
    assert [] == wrong
    assert policy
    return policy.rules[0].when


def let(tmp_path, entry: str) -> Expression:
    policy, wrong = built(tmp_path, f"let: {{made: {entry}}}\n{RULE}")
    assert [] == wrong
    assert policy
    return policy.lets["made"]


def made(aggregation: Aggregation, of: Expression | None = None, where: Expression = ALWAYS) -> Aggregate:
    return Aggregate(aggregation, "line", "order.lines", where, of)


# --- in `when` --------------------------------------------------------------------------------


def test_what_is_made_of_a_list_is_tested_in_place(tmp_path):
    condition = when(tmp_path, "count: line in order.lines\nwhere: {line.broken_at: present}\nis: at least 2")
    count = made(Aggregation.COUNT, where=BROKEN)
    assert Test(count, "at least 2", Comparison(Comparator.AT_LEAST, count, NumberLiteral(Decimal(2)))) == condition
    assert isinstance(condition, Test)
    assert NumberType() == condition.type
    assert "count: line in order.lines" == subject_name(count)


def test_a_count_is_a_whole_number(tmp_path):
    condition = when(tmp_path, "count: line in order.lines\nis: 2 to 4")
    assert isinstance(condition, Test)
    assert isinstance(condition.condition, And)


@pytest.mark.parametrize(
    ("lines", "of", "test"),
    [
        ("sum: line in order.lines\nof: line.price\nis: more than item.price", PRICE, Comparator.MORE),
        ("latest: line in order.lines\nof: line.broken_at\nis: before claim.made_at", BROKEN_AT, Comparator.LESS),
        ("mean: line in order.lines\nof: line.price\nis: at most 100 TWD", PRICE, Comparator.AT_MOST),
    ],
)
def test_all_that_is_made_of_lists_can_be_tested_in_place(tmp_path, lines, of, test):
    condition = when(tmp_path, lines)
    assert isinstance(condition, Test)
    assert isinstance(condition.subject, Aggregate)
    assert isinstance(condition.condition, Comparison)
    assert (of, test) == (condition.subject.of, condition.condition.comparator)


def test_what_may_have_no_result_may_be_absent(tmp_path):
    condition = when(tmp_path, "earliest: line in order.lines\nof: line.broken_at\nis: absent")
    assert isinstance(condition, Test)
    assert Presence(made(Aggregation.EARLIEST, BROKEN_AT), present=False) == condition.condition


def test_a_formula_of_that_name_is_tested_as_any_other(tmp_path):
    """`count: at least 2` is a test of what `let:` names; `count: line in order.lines` looks at the list."""
    more = "let: {count: {count: line in order.lines}}\n"
    line = when(tmp_path / "a", "count: at least 2", more)
    assert isinstance(line, Test)
    assert "count" == subject_name(line.subject)
    in_place = when(tmp_path / "b", "count: line in order.lines\nis: at least 2", more)
    assert isinstance(in_place, Test)
    assert made(Aggregation.COUNT) == in_place.subject


def test_one_element_beside_a_fact_and_one_fact_beside_another(tmp_path):
    lines = "some: line in order.lines\nwhere: {line.kind: same as item.kind}\nrefund.method: same as order.method"
    condition = when(tmp_path, lines)
    assert isinstance(condition, And)
    some, line = condition.parts
    assert isinstance(some, Quantifier)
    assert isinstance(some.where, Test)
    assert isinstance(line, Test)
    kinds = Comparison(Comparator.EQUAL, FieldRef("line", "kind"), FactRef("item.kind"))
    methods = Comparison(Comparator.EQUAL, FactRef("refund.method"), FactRef("order.method"))
    assert (kinds, methods) == (some.where.condition, line.condition)


WRONG_LINES = {
    "some: line in order.lines\ncount: line in order.lines\nis: 2\nwhere: {line.price: 1 TWD}": (
        "`some` and `count` cannot share one `where`", "put each into a list under `all:`",
    ),
    "some: line in order.lines\nevery: line in order.lines\nwhere: {line.price: 1 TWD}": (
        "`some` and `every` cannot share one `where`", "put each into a list under `all:`",
    ),
    "count: line in order.lines": ("`count` needs `is`", "add `is:` with a test of what it gives: `is: at least 2`"),
    "count: line in order.lines\nis: [1, 2]": ("`is` takes a test on the same line", "write `is: at least 2`"),
    "count: line in order.lines\nof: line.price\nis: 2": (
        "`count` takes no `of`", "`of:` is the formula for one element",
    ),
    "sum: line in order.lines\nis: 2 TWD": ("`sum` needs `of`", "`of:` is the formula for one element"),
    "sum: line in order.lines\nof: [line.price]\nis: 2 TWD": (
        "`of` takes a formula on the same line", "write `of: line.price`",
    ),
    "sum: line in order.lines\nof: line.price\nis: at least 2": (
        "expected an amount in TWD, found a number", "write `2 TWD`",
    ),
    "sum: line in order.lines\nof: line.price\nis: absent": (
        "`absent` is asked of something that is never absent", "drop the test, or give the fact `optional: yes`",
    ),
    "count: order.lines\nis: 2": ("expected a name for one element and the list", "write `room in booking.rooms`"),
}  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), WRONG_LINES.items(), ids=WRONG_LINES.keys())
def test_a_wrong_test_of_a_list_says_why(tmp_path, lines, expected):
    assert (None, [expected]) == built(tmp_path, rule(lines))


# --- in `let` ---------------------------------------------------------------------------------


def test_a_formula_over_a_list(tmp_path):
    for_all = {
        "{count: line in order.lines, where: {line.broken_at: present}}": made(Aggregation.COUNT, where=BROKEN),
        "{mean: line in order.lines, of: line.price}": made(Aggregation.MEAN, PRICE),
        "{min: line in order.lines, of: line.price}": made(Aggregation.MIN, PRICE),
        "{earliest: line in order.lines, of: line.broken_at}": made(Aggregation.EARLIEST, BROKEN_AT),
        "{latest: line in order.lines, of: line.broken_at}": made(Aggregation.LATEST, BROKEN_AT),
        "{some: line in order.lines, where: {line.broken_at: present}}": Quantifier(
            Quantity.SOME, "line", "order.lines", BROKEN
        ),
        "{every: line in order.lines, where: {line.broken_at: present}}": Quantifier(
            Quantity.EVERY, "line", "order.lines", BROKEN
        ),
    }
    for index, (entry, expected) in enumerate(for_all.items()):
        assert expected == let(tmp_path / str(index), entry)


WRONG_FORMULAS = {
    "{count: line in order.lines, sum: line in order.lines}": (
        "expected one of `count`, `sum`, `min`, `max`, `mean`, `earliest`, `latest`, `some`, `every`",
        "write `count: past in customer.returns`",
    ),
    "{some: line in order.lines}": ("`some` needs `where`", "add `where:` with the tests of one element"),
    "{some: line in order.lines, where: {line.broken_at: present}, of: line.price}": (
        "`some` takes no `of`", "drop it",
    ),
    "{mean: line in order.lines, of: line.broken_at}": (
        "`mean` is over numbers or amounts that are never absent", "wrap it: `or_else(x, 0)`",
    ),
    "{max: line in order.lines, of: line.broken_at}": (
        "`max` is over numbers, amounts, times or durations that are never absent",
        "of times that may be absent, take the `earliest` or the `latest`",
    ),
    "{max: line in order.lines, of: line.kind}": (
        "`max` is over numbers, amounts, times or durations that are never absent", "wrap it: `or_else(x, 0)`",
    ),
    "{latest: line in order.lines, of: line.price}": (
        "`latest` is over dates or instants", "name a time of the element",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("entry", "expected"), WRONG_FORMULAS.items(), ids=WRONG_FORMULAS.keys())
def test_a_wrong_formula_over_a_list_says_why(tmp_path, entry, expected):
    assert (None, [expected]) == built(tmp_path, f"let: {{made: {entry}}}\n{RULE}")
