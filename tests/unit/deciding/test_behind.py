"""The facts behind an expression, through the policies that it asks."""

from __future__ import annotations

from policykit.deciding.behind import facts_behind
from policykit.deciding.privacy import reasons_for
from tests.unit.deciding.shop import decided, policy, shop

ASKED = policy(
    "rules: [{id: risky, when: {staff.doubt: yes}, then: {outcome: refuse}}]", name="asked", otherwise="{outcome: look}"
)
MAIN = policy(
    "rules: [{id: a, when: {q.outcome: look, item.sealed: yes}, then: {outcome: exchange, because: q}}]",
    more="asks: {q: {policy: asked}}",
)


def test_facts_are_found_through_the_policies_asked():
    business = shop(MAIN, ASKED)
    main = business.policies["main"][0]
    assert ("item.sealed", "staff.doubt") == facts_behind(business, main, main.rules[0].when)


def test_a_private_fact_behind_an_asked_answer_is_kept_from_customers():
    business = shop(MAIN, ASKED)
    refused = decided(business, {"staff": {"doubt": True}, "item": {"sealed": True}}, "reasons")
    assert ["otherwise"] == [reason.rule for reason in reasons_for("customer", refused, business)]
    assert "a" in [reason.rule for reason in reasons_for("auditor", refused, business)]


def test_the_rule_of_an_asked_policy_that_tests_a_private_fact_is_left_out():
    cited = policy(
        "rules: [{id: fine, when: {staff.doubt: no}, then: {outcome: look}}]",
        name="asked",
        otherwise="{outcome: refuse}",
    )
    business = shop(MAIN, cited)
    decision = decided(business, {"item": {"sealed": True}}, "reasons")
    assert ["a"] == [reason.rule for reason in reasons_for("customer", decision, business)]
    assert ["a", "fine"] == [reason.rule for reason in reasons_for("auditor", decision, business)]


def test_two_who_ask_one_policy_share_its_answer():
    """Else the work would double with each policy of a chain."""
    chain = [
        policy(name=f"p{n}", more=f"asks: {{a: {{policy: p{n + 1}}}, b: {{policy: p{n + 1}}}}}") for n in range(30)
    ]
    business = shop(*chain, policy(name="p30"), policy(more="asks: {q: {policy: p0}}"))
    assert "refuse" == decided(business, {}).answer.outcome


def test_what_the_elements_fields_stand_for_is_read_of_nobody_else():
    priced = policy(
        "rules: [{id: a, when: {item.price: at least 100 TWD, item.sealed: yes}, then: {outcome: look}}]", name="asked"
    )
    asking = policy(
        "rules: [{id: a, when: {q.outcome: look}, then: {outcome: exchange}}]",
        more="asks: {q: {policy: asked, each: item in rooms, combine: worst}}",
    )
    business = shop(asking, priced)
    main = business.policies["main"][0]
    assert ("item.sealed",) == facts_behind(business, main, main.rules[0].when)
