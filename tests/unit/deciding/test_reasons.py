"""Why: the governing rule first, then each better one that failed, with every condition."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from policykit.calculation import FARTHEST
from policykit.deciding.tests_of import subject_name
from policykit.decision import Reason
from policykit.model import (
    ABSENT,
    Asked,
    DurationType,
    FactRef,
    FieldRef,
    FlagLiteral,
    LetRef,
    MoneyType,
    NumberLiteral,
    NumberRef,
    NumberType,
)
from tests.unit.deciding.shop import decided, policy, shop

YES = FlagLiteral(value=True)
RULES = """\
rules:
  - id: pays
    when:
      item.sealed: yes
      any:
        - item.kind: fresh
        - item.price: at least 100 TWD
    then: {outcome: refund, amount: 1 TWD}
  - id: looks
    internal: yes
    when: {staff.doubt: yes}
    then: {outcome: look}
  - id: swaps
    when:
      claim.made_at: within 2 days after order.placed_at
      none:
        - claim.photo_at: absent
    then: {outcome: exchange}
  - id: later
    when: {goods.sealed: yes}
    then: {outcome: refund, amount: 1 TWD}
"""
SHOP = shop(policy(RULES))
FACTS = {
    "item": {"sealed": False, "kind": "fresh", "price": {"amount": 40, "currency": "TWD"}},
    "order": {"placed_at": "2026-03-09T12:00:00+08:00"},
    "claim": {"photo_at": "2026-03-09T13:00:00+08:00"},
}


def reasons(data=None, business=SHOP) -> tuple[Reason, ...]:
    return decided(business, data or FACTS, "reasons").reasons


def test_the_governing_rule_stands_first_then_the_better_ones_that_failed_before_it():
    """`looks` is no better for the customer than `swaps`, and `later` was never read."""
    assert [("swaps", True), ("pays", False)] == [(reason.rule, reason.held) for reason in reasons()]


def test_otherwise_is_reached_when_all_better_rules_failed():
    found = reasons({**FACTS, "claim": {"photo_at": None}})
    assert ["otherwise", "pays", "looks", "swaps", "later"] == [reason.rule for reason in found]
    assert [True, True, False, True, True] == [reason.public for reason in found]
    assert () == found[0].conditions


def test_every_condition_tells_its_test_its_value_and_whether_it_held():
    _, pays = reasons()
    assert [
        ("item.sealed", "yes", False, False, None),
        ("item.kind", "fresh", "fresh", True, "any"),
        ("item.price", "at least 100 TWD", Decimal(40), False, "any"),
    ] == [(one.fact, one.test, one.value, one.held, one.under) for one in pays.conditions]


def test_a_condition_tells_how_far_it_was_from_its_limit():
    swaps, pays = reasons()
    assert [timedelta(days=1), None] == [one.by for one in swaps.conditions]
    assert [None, None, Decimal(60)] == [one.by for one in pays.conditions]


def test_a_condition_names_the_facts_it_reads_and_the_group_it_stands_in():
    swaps, _ = reasons()
    window, photo = swaps.conditions
    assert (("claim.made_at", "order.placed_at"), None) == (window.reads, window.under)
    assert (("claim.photo_at",), "none") == (photo.reads, photo.under)


def one_condition(when: str, data, more: str = ""):
    rules = f"rules:\n  - {{id: a, when: {{{when}}}, then: {{outcome: exchange}}}}"
    *_, reason = reasons(data, shop(policy(rules, more)))
    (condition,) = reason.conditions
    return condition


def test_a_condition_that_nothing_hung_on_may_be_undecided():
    """One side of an `any` was enough; the other was never said."""
    rules = "rules:\n  - {id: a, when: {any: [{item.sealed: yes}, {item.kind: fresh}]}, then: {outcome: exchange}}"
    ((held, open_),) = (reason.conditions for reason in reasons({"item": {"sealed": True}}, shop(policy(rules))))
    assert (True, None, None) == (held.held, open_.held, open_.value)


def test_a_condition_over_a_list_names_the_list():
    found = one_condition("every: room in rooms, where: {room.taken: yes}", {"rooms": [{}]})
    assert ("rooms", "every room", None, False) == (found.fact, found.test, found.value, found.held)


def test_the_distance_between_two_instants_two_durations_and_absent_ones():
    order = {"order": {"placed_at": "2026-03-09T12:00:00+08:00"}}
    assert timedelta(days=1) == one_condition("claim.made_at: before order.placed_at", order).by
    assert timedelta(hours=2) == one_condition("item.age: at most 1 hour", {"item": {"age": "PT3H"}}).by
    window = one_condition("claim.photo_at: within 1 day after order.placed_at", {**order, "claim": {"photo_at": None}})
    assert (ABSENT, None) == (window.value, window.by)


def test_the_distance_between_the_longest_durations_stops_where_durations_do():
    doubled = [f"d{n}: d{n - 1} + d{n - 1}" for n in range(1, 11)]
    lets = "\n  ".join(["let:", "d0: or_else(item.age, 1 day)", *doubled, "far: d0 - d10"])
    assert FARTHEST == one_condition("far: less than d10", {"item": {"age": "P999999D"}}, lets).by


def test_a_condition_may_be_about_a_name_of_the_policy_or_an_asked_answer():
    fee = one_condition("fee: at least 50 TWD", FACTS, "let: {fee: item.price}")
    assert ("fee", Decimal(40), ("item.price",)) == (fee.fact, fee.value, fee.reads)


TWD = MoneyType("TWD")
PRICES = "bill in bills, of: bill.total, is: more than 5 TWD"
BILLS = {"bills": [{"total": {"amount": "185.5", "currency": "TWD"}}]}


def test_what_was_computed_has_its_currency_or_unit():
    """A formula by name, what is made of a list in place, and a function."""
    fee = one_condition("fee: at least 20 TWD", FACTS, "let: {fee: 0.5 * item.price}")
    most = one_condition(f"max: {PRICES}", BILLS)
    rounded = one_condition("fee: at least 20 TWD", FACTS, 'let: {fee: "round(item.price, 0)"}')
    weight = one_condition("double: at least 5 kg", {"item": {"weight": 5}}, "let: {double: 2 * item.weight}")
    count = one_condition("count: bill in bills, is: at least 1", BILLS)
    assert [TWD, TWD, TWD, NumberType("kg"), NumberType()] == [one.type for one in (fee, most, rounded, weight, count)]
    assert (Decimal("185.5"), Decimal("180.5")) == (most.value, most.by)


def test_lengths_of_time_are_told_as_such_and_facts_as_they_are_declared():
    limit = one_condition("limit: at least 12 hours", FACTS, "numbers: {limit: 24 hours}")
    kind = one_condition("item.kind: fresh", FACTS)
    assert (DurationType(), SHOP.facts["item.kind"].type) == (limit.type, kind.type)


def test_what_a_condition_is_about():
    assert ["item.kind", "fee", "limit", "room.price", "errand.outcome", ""] == [
        subject_name(subject)
        for subject in (
            FactRef("item.kind"), LetRef("fee", YES), NumberRef("limit", NumberLiteral(Decimal(1))),
            FieldRef("room", "price"), Asked("errand", "outcome"), YES,
        )
    ]  # fmt: skip


# --- other policies ---------------------------------------------------------------------------

OTHER = policy("rules:\n  - {id: b, when: {item.sealed: yes}, then: {outcome: exchange}}", name="other")
CITES = policy(
    "rules:\n  - {id: cites, when: {errand.outcome: exchange}, then: {outcome: refuse, because: errand}}",
    more="asks: {errand: {policy: other}}",
)


def test_the_rule_of_an_asked_policy_that_is_cited_is_a_reason_too():
    governing, cited = reasons({"item": {"sealed": True}}, shop(CITES, OTHER))
    assert ("cites", None, "errand.outcome") == (governing.rule, governing.policy, governing.conditions[0].fact)
    assert ("b", "other", True, "item.sealed") == (cited.rule, cited.policy, cited.held, cited.conditions[0].fact)


def test_values_of_an_asked_policy_and_its_own_formulas_have_their_types():
    pays = "rules:\n  - {id: b, when: {fee: at least 5 TWD}, then: {outcome: refund, amount: fee}}"
    other = policy(pays, "let: {fee: 0.5 * item.price}", name="other")
    asks = "asks: {errand: {policy: other}}"
    rule = "rules:\n  - {id: cites, when: {errand.amount: more than 1 TWD}, then: {outcome: refuse, because: errand}}"
    governing, cited = reasons(FACTS, shop(policy(rule, asks), other))
    assert (TWD, TWD) == (governing.conditions[0].type, cited.conditions[0].type)


COLLECTING = """\
table:
  hit_policy: collect
  aggregate: sum
  when: [item.kind, item.sealed]
  then: [outcome, amount]
  rows:
    - [boxed, "-", refund, 1 TWD]
    - [fresh, "-", refund, 10 TWD]
    - ["-", yes, refund, 5 TWD]
"""


def test_every_row_that_is_collected_is_a_reason():
    found = reasons({"item": {"kind": "fresh", "sealed": True}}, shop(policy(COLLECTING)))
    assert [("row-2", True), ("row-3", True)] == [(reason.rule, reason.held) for reason in found]
    assert ["item.sealed"] == [condition.fact for condition in found[1].conditions]


def test_of_many_better_rows_the_first_are_named():
    rows = "".join(f'    - ["at least {index * 5} TWD", exchange]\n' for index in range(100, 200))
    table = f"table:\n  hit_policy: first\n  when: [item.price]\n  then: [outcome]\n  rows:\n{rows}"
    found = reasons(FACTS, shop(policy(table)))
    assert ["otherwise", *(f"row-{index}" for index in range(1, 51))] == [reason.rule for reason in found]
