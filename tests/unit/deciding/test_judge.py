"""One policy judged: its version, the policies it asks, and how their answers become one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policykit.deciding.facts import complete, facts_from_json
from policykit.deciding.judge import Judged, PerItemJudged, judge, version_at
from policykit.decision import NoVersion
from policykit.model import ABSENT, Ask, Asked
from policykit.semantics import UNKNOWN, evaluate, govern
from tests.unit.deciding.shop import AS_OF, at, judged, policy, shop

EARLY = policy(
    otherwise="{outcome: look}", effective="from: 2026-03-01, until: 2026-03-05", more="pinned_to: order.placed_at"
)
LATE = policy(effective="from: 2026-03-05", more="pinned_to: order.placed_at")
PINNED = shop(EARLY, LATE)


def outcome(found: Judged) -> str:
    assert found.verdict is not None
    return found.verdict.governing.answer.outcome


@pytest.mark.parametrize(
    ("placed", "expected"),
    [("01 00:00", "look"), ("04 23:59", "look"), ("05 00:00", "refuse"), ("09 12:00", "refuse")],
)
def test_the_version_in_force_at_the_pinning_fact_decides(placed, expected):
    assert expected == outcome(judged(PINNED, {"order": {"placed_at": at(placed).isoformat()}}))


def test_while_the_pinning_fact_is_unknown_there_is_no_verdict():
    found = judged(PINNED, {})
    assert (None, False) == (found.verdict, found.settled)


def test_before_the_first_version_there_is_none():
    with pytest.raises(NoVersion, match="the first is `2026-03-01`"):
        version_at(PINNED.policies["main"], at("01 00:00").replace(month=2))


def test_a_policy_that_is_not_pinned_goes_by_the_requests_instant():
    business = shop(policy(effective="from: 2026-03-05"))
    assert "refuse" == outcome(judged(business, {}))
    with pytest.raises(NoVersion):
        judged(business, {}, at("04 10:00"))


# --- asking another policy --------------------------------------------------------------------

OTHER = policy(
    """\
rules:
  - id: sealed
    when: {goods.sealed: yes}
    then: {outcome: refund, amount: 30 TWD}
  - id: priced
    when: {item.price: at least 100 TWD}
    then: {outcome: refund, amount: item.price / 2}
""",
    name="other",
)
ONCE = "asks: {errand: {policy: other, as_of: order.placed_at}}"


def asked(found: Judged, name: str) -> object:
    return evaluate(Asked("errand", name), found.setting)


def test_an_asked_policys_outcome_and_values_are_facts():
    found = judged(shop(policy(more=ONCE), OTHER), {
        "order": {"placed_at": "2026-03-01T08:00:00+08:00"}, "item": {"price": {"amount": "100.5", "currency": "TWD"}},
    })  # fmt: skip
    assert ("refund", Decimal("50.25")) == (asked(found, "outcome"), asked(found, "amount"))


def test_an_asked_policys_answer_is_unknown_while_it_is_open():
    found = judged(shop(policy(more=ONCE), OTHER), {"order": {"placed_at": "2026-03-01T08:00:00+08:00"}})
    assert UNKNOWN is asked(found, "outcome")


def test_a_policy_is_not_asked_while_the_instant_to_ask_at_is_unknown():
    found = judged(shop(policy(more=ONCE), OTHER), {})
    assert isinstance(found.asked["errand"], Ask)
    assert UNKNOWN is asked(found, "outcome")


# --- asking once per element ------------------------------------------------------------------


def per_item(combine: str, *rooms, other: str = OTHER) -> Judged:
    business = shop(policy(more=f"asks: {{errand: {{policy: other, each: item in rooms, combine: {combine}}}}}"), other)
    facts = complete(business, facts_from_json(business, {"rooms": list(rooms), "item": {"kind": "fresh"}}), AS_OF)
    return judge(business, "main", facts, AS_OF, govern)


def price(amount: int) -> dict[str, object]:
    return {"price": {"amount": amount, "currency": "TWD"}}


@pytest.mark.parametrize(
    ("combine", "expected"),
    [("worst", ("refuse", ABSENT)), ("best", ("refund", Decimal(100))), ("sum", ("refuse", Decimal(250)))],
)
def test_the_answers_for_the_elements_become_one(combine, expected):
    found = per_item(combine, price(200), price(50), price(300))
    assert expected == (asked(found, "outcome"), asked(found, "amount"))


def test_of_no_elements_there_is_no_answer():
    assert ABSENT is asked(per_item("worst"), "outcome")


def test_an_element_whose_answer_is_open_leaves_the_whole_open():
    found = per_item("worst", price(200), {})
    assert isinstance(found.asked["errand"], PerItemJudged)
    assert UNKNOWN is asked(found, "outcome")


def test_a_fact_that_the_elements_have_no_field_for_is_the_same_for_all():
    found = per_item("worst", price(200))
    (item,) = found.asked["errand"].items
    assert {"item.kind": "fresh", "item.price": Decimal(200)}.items() <= item.setting.facts.items()


def test_the_list_itself_may_be_unknown():
    business = shop(policy(more="asks: {errand: {policy: other, each: item in rooms, combine: worst}}"), OTHER)
    assert isinstance(judged(business, {}).asked["errand"], Ask)
