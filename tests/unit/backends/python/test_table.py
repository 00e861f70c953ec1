"""Large tables answer through their index, and as the oracle does: first match, collected, and with facts missing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit import semantics
from policykit.backends.python import functions, table
from policykit.backends.python.functions import compiled_govern
from policykit.backends.python.table import Index, indexed
from policykit.model import Business
from policykit.semantics import Setting, Verdict
from tests.unit.deciding.shop import policy, shop

ROWS = 200
CELLS = [
    (f"at least {row} TWD and less than {row + 2} TWD", ("fresh", "boxed", '"-"')[row % 3], f"refund, {row} TWD")
    for row in range(ROWS)
]


def rows(hit_policy: str, *more: str) -> Business:
    lines = "".join(f"    - [{', '.join(cells)}]\n" for cells in CELLS)
    lines += "".join(f"    - [{row}]\n" for row in more)
    return shop(
        policy(
            f"table:\n  hit_policy: {hit_policy}\n  when: [item.price, item.kind]\n"
            f"  then: [outcome, amount]\n  rows:\n{lines}"
        )
    )


def index_of(business: Business) -> Index:
    return indexed(business.policies["main"][0], business)


FIRST, ALL = rows("first"), rows("collect\n  aggregate: sum")
PRICE, KIND = {"item.price": Decimal(100)}, {"item.kind": "boxed"}


def verdict(business: Business, facts: dict[str, object]) -> Verdict:
    return index_of(business).govern(Setting(facts, business.calendar))


def never(*_: object) -> None:
    raise AssertionError("the index has the answer")


def test_a_large_table_is_answered_by_its_index_without_looking_at_any_row(monkeypatch):
    monkeypatch.setattr(functions, "govern", never)
    by = compiled_govern(FIRST)
    monkeypatch.setattr(table, "evaluate", only_subjects(table.evaluate))
    assert "row-101" == by(FIRST.policies["main"][0], Setting({**PRICE, **KIND}, FIRST.calendar)).governing.id


def only_subjects(evaluate):
    """The evaluation of facts alone: a test would be a row that is looked at."""

    def checked(expression, setting):
        assert type(expression).__name__ == "FactRef"
        return evaluate(expression, setting)

    return checked


def test_a_small_table_becomes_code():
    small = policy("table: {hit_policy: first, when: [item.kind], then: [outcome], rows: [[fresh, refuse]]}")
    assert not functions.is_large(shop(small).policies["main"][0])
    assert functions.is_large(FIRST.policies["main"][0])


@pytest.mark.parametrize("facts", [{}, PRICE, KIND, {**PRICE, **KIND}, {"item.price": Decimal(-1)}], ids=str)
@pytest.mark.parametrize("business", [FIRST, ALL], ids=["first", "collected"])
def test_an_index_says_what_the_oracle_says(business, facts):
    found = verdict(business, facts)
    expected = semantics.govern(business.policies["main"][0], Setting(facts, business.calendar))
    assert expected.governing is found.governing
    assert (expected.values, expected.hits) == (found.values, found.hits)
    assert bool(expected.undecided) is bool(found.undecided)
    assert set(found.undecided) <= set(expected.undecided)


def test_of_many_open_rows_those_are_named_that_ask_or_promise_something_new():
    asked = [rule.id for rule in verdict(FIRST, {}).undecided]
    assert ["row-1"] == asked
    assert ["row-100"] == [rule.id for rule in verdict(FIRST, PRICE).undecided]


def test_a_row_that_the_columns_cannot_tell_is_looked_at():
    business = rows("first", "same as parcel.weight, '-', refuse, '-'".replace("parcel.weight", "item.price"))
    index = index_of(business)
    assert 0 == index.exact >> ROWS
    assert f"row-{ROWS + 1}" == index.govern(Setting({"item.price": Decimal(999)}, business.calendar)).governing.id
