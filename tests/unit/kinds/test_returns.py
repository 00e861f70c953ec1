"""Kind `returns` as plain rules: four parts in their order, windows, evidence and fees."""

from __future__ import annotations

from tests.unit.kinds.lowered import lowered, rules

HEAD = "kind: returns\nact: return.asked_at\noutcomes: [refund, refuse]\notherwise: {outcome: refuse}\n"
PARTS = """\
windows:
  week: {within: 7 calendar days, after: order.delivered_at, then: {outcome: refund}}
conditions:
  opened: {when: {item.state: opened}, then: {outcome: refuse}}
exclusions:
  fresh: {when: {item.kind: fresh}, then: {outcome: refuse}, internal: yes, scenario: S1}
our_fault:
  wrong-item: {when: {return.reason: wrong_item}, then: {outcome: refund}}
"""


def test_the_parts_stand_in_their_order_of_precedence():
    order = [(rule.id, rule.part) for rule in lowered(HEAD + PARTS).rules]
    expected = [("wrong-item", "our_fault"), ("fresh", "exclusions"), ("opened", "conditions"), ("week", "windows")]
    assert expected == order


def test_a_policy_may_have_none_of_the_parts():
    plain = lowered(HEAD)
    assert ((), ("otherwise",), ()) == (plain.rules, plain.otherwise_path, plain.problems)


def test_an_entry_keeps_its_attributes():
    fresh = lowered(HEAD + PARTS).rules[1]
    assert (True, "S1", ("exclusions", "fresh")) == (fresh.internal, fresh.scenario, fresh.path)


def test_a_window_is_a_test_of_the_act():
    week = [("week", [{"return.asked_at": "within 7 calendar days after order.delivered_at"}], {"outcome": "refund"})]
    assert week == rules(HEAD + PARTS)[3:]


def test_a_window_points_at_its_period():
    window = lowered(HEAD + PARTS).rules[3].when[0]
    assert (("windows", "week", "within"), False) == (window.path, window.exact)


def test_a_window_may_measure_an_act_of_its_own_and_have_further_grounds():
    text = """\
windows:
  week: {within: limit, after: order.delivered_at, act: parcel.sent_at, when: {item.kind: jar}, then: {outcome: refund}}
"""
    expected = [{"item.kind": "jar"}, {"parcel.sent_at": "within limit after order.delivered_at"}]
    assert [("week", expected, {"outcome": "refund"})] == rules(HEAD + text)


def test_evidence_makes_two_rules():
    text = """\
our_fault:
  wrong-item:
    when: {return.reason: wrong_item}
    evidence: {when: {claim.photo_at: present}, missing: {outcome: refuse}}
    then: {outcome: refund}
"""
    assert [
        ("wrong-item", [{"return.reason": "wrong_item"}, {"claim.photo_at": "present"}], {"outcome": "refund"}),
        ("wrong-item-evidence", [{"return.reason": "wrong_item"}], {"outcome": "refuse"}),
    ] == rules(HEAD + text)


def test_each_fee_is_taken_off_the_amount_and_stands_under_its_name():
    text = """\
windows:
  week:
    within: 7 days
    after: order.delivered_at
    fees: {restocking: fee * item.price, shipping: 80 TWD}
    then: {outcome: refund, amount: item.price}
"""
    answer = rules(HEAD + text)[0][2]
    assert {
        "outcome": "refund",
        "amount": "(item.price) - (fee * item.price) - (80 TWD)",
        "fee:restocking": "fee * item.price",
        "fee:shipping": "80 TWD",
    } == answer


def test_fees_need_an_amount_to_be_taken_off():
    text = """\
windows:
  week: {within: 7 days, after: order.delivered_at, fees: {shipping: 80 TWD}, then: {outcome: refund}}
"""
    (problem,) = lowered(HEAD + text).problems
    assert ("missing-value", ("windows", "week", "fees")) == (problem.code, problem.path)
