"""Reasons never tell what a private fact is, except to an auditor."""

from dataclasses import replace
from datetime import datetime

import pytest

from policykit import pipeline
from policykit.deciding.privacy import is_private, items_for, reasons_for
from policykit.decision import Condition, Reason
from policykit.model import ListType
from tests.unit.deciding.shop import decided, policy, shop

BUSINESS = pipeline.load(pipeline.example_root()).bundle.businesses["fruit-shop"].business
DOUBT = Condition("staff.photo_in_doubt", "yes", True, held=True)
PLAIN = Condition("claim.made_at", "present", datetime.fromisoformat("2026-03-01T08:00:00+08:00"), held=True)
GOVERNS = Reason("governs", held=True, public=True, conditions=(PLAIN, DOUBT))
FAILED = Reason("failed", held=False, public=True, conditions=(PLAIN,))
FAILED_IN_PRIVATE = Reason("failed-in-private", held=False, public=True, conditions=(DOUBT,))
INTERNAL = Reason("internal", held=False, public=False, conditions=(PLAIN,))


class Made:
    """A decision as far as its reasons go."""

    reasons = (GOVERNS, FAILED, FAILED_IN_PRIVATE, INTERNAL)


@pytest.mark.parametrize(
    ("audience", "rules"),
    [
        ("customer", ["governs", "failed"]),
        ("agent", ["governs", "failed", "internal"]),
        ("auditor", ["governs", "failed", "failed-in-private", "internal"]),
    ],
)
def test_who_sees_which_rules(audience, rules):
    assert [reason.rule for reason in reasons_for(audience, Made, BUSINESS)] == rules


def test_a_condition_on_a_private_fact_is_private():
    assert is_private(DOUBT, BUSINESS)
    assert not is_private(PLAIN, BUSINESS)


def test_a_formula_over_a_private_fact_is_private():
    assert is_private(replace(PLAIN, fact="a_let", reads=("staff.photo_in_doubt",)), BUSINESS)


def test_a_list_with_a_private_field_is_private():
    name, fact = next((name, fact) for name, fact in BUSINESS.facts.items() if isinstance(fact.type, ListType))
    fields = {key: replace(field, private=True) for key, field in fact.type.fields.items()}
    business = replace(BUSINESS, facts={name: replace(fact, type=ListType(fields))})
    assert is_private(replace(PLAIN, fact=name), business)


ITEM_BY_ITEM = """\
policy: other
kind: decision
question: {en: One?}
effective: {from: 2026-01-01}
outcomes: [{fine: {label: {en: fine}}}, {not_fine: {label: {en: not fine}}}]
rules:
  - {id: doubt, when: {TESTED: yes}, then: {outcome: not_fine}}
otherwise: {outcome: fine}
"""


@pytest.mark.parametrize(
    ("tested", "seen_by"),
    [("item.sealed", {"customer", "agent", "auditor"}), ("staff.doubt", {"auditor"})],
)
def test_items_behind_which_a_private_fact_stands_are_the_auditors_alone(tested, seen_by):
    asks = "asks: {each_one: {policy: other, each: item in rooms, combine: worst}}"
    business = shop(policy("rules: []", asks), ITEM_BY_ITEM.replace("TESTED", tested))
    (main,) = business.policies["main"]
    price = {"price": {"amount": "5", "currency": "TWD"}}
    decision = decided(business, {"rooms": [price], "item": {"sealed": True}})
    assert seen_by == {who for who in ("customer", "agent", "auditor") if items_for(who, decision, main, business)}
