"""What a policy's page says: rules in reading order, grouped by part, internal ones counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from policykit.document.edition import NEWEST
from policykit.document.places import Links, LinkStyle, Place
from policykit.document.policy_page import PolicyView, policy_view
from policykit.model import Answer, Ask, LetRef, NumberLiteral, Origin, Policy
from tests.unit.backends.prose.orchard import CLAIM, CONDUCT, ERRAND, FACTS, ORCHARD, TAIPEI


def view(policy: Policy, locale: str = "en", business=ORCHARD) -> PolicyView:
    business = replace(business, policies={**business.policies, policy.id: (policy,)})
    links = Links(Place(business.id, locale, policy.id), LinkStyle.FILES)
    return policy_view(policy, business, links, NEWEST)


def test_public_rules_are_numbered_in_their_order():
    (group,) = view(CLAIM).groups
    assert ["1. Refund in full", "2. Refund in part", "3. No refund"] == [rule.heading for rule in group.rules]
    assert ["found-damaged", "surface-marks", "no-photo-in-time"] == [rule.id for rule in group.rules]


def test_the_last_answer_is_for_every_other_case():
    assert "In every other case: We look at it" == view(CLAIM).otherwise.heading


def test_an_internal_last_answer_is_counted_and_not_told():
    hidden = replace(CLAIM, otherwise=replace(CLAIM.otherwise, public=False))
    assert None is view(hidden).otherwise
    assert view(hidden).internal.startswith("2 more rules ")


def test_internal_rules_are_counted():
    assert view(CLAIM).internal.startswith("One more rule ")
    assert "" == view(CONDUCT).internal


def test_outcomes_that_only_internal_rules_give_are_no_possible_answers():
    assert ("Refund in full", "Refund in part", "We look at it", "No refund") == view(CLAIM).answers


def test_a_ladder_is_read_from_its_mildest_step_up():
    (ladder,) = view(CONDUCT).groups
    assert ["Step 1: A written warning", "Step 2: No new orders"] == [step.heading for step in ladder.rules]
    assert ("part_ladder", "Step by step") == (ladder.anchor, ladder.title)
    assert ladder.note.startswith("From the mildest step to the gravest.")


def test_of_the_steps_the_gravest_decides_and_not_the_first():
    appeal = replace(CONDUCT.rules[0], id="appeal", part="appeal")
    read = view(replace(CONDUCT, rules=(appeal, *CONDUCT.rules))).read_as
    assert read.endswith("the first one that fits your case decides; only of the steps, the gravest.")
    assert view(CLAIM).read_as.endswith("the first one that fits your case decides.")
    assert "" == view(CONDUCT).read_as


def test_what_becomes_of_an_appeal_leads_to_the_ways_at_the_foot_of_the_page():
    (appeal,) = view(replace(CLAIM, rules=(replace(CLAIM.rules[0], part="appeal"),))).groups
    assert ("Tell us, and we look at the answer again.", "The ways to reach us, at the foot of this page") == (
        appeal.note,
        appeal.ways,
    )


def test_the_last_outcome_is_the_worst():
    rules = {rule.outcome or rule.heading: rule.worst for rule in view(CLAIM).groups[0].rules}
    assert {"1. Refund in full": False, "2. Refund in part": False, "3. No refund": True} == rules


def test_chinese_sentences_follow_each_other_without_a_space():
    ending = replace(CLAIM, ends=datetime(2027, 1, 1, tzinfo=TAIPEI))
    assert "In force from 1 January 2026. In force until 31 December 2026, that day included." == view(ending).in_force
    assert "自 2026 年 1 月 1 日起生效。有效至 2026 年 12 月 31 日（含當日）。" == view(ending, "zh-Hant").in_force


def test_a_step_that_is_taken_at_once_is_told_apart_from_the_one_that_waits():
    block = CONDUCT.rules[0]
    (ladder,) = view(replace(CONDUCT, rules=(replace(block, id=f"{block.id}-gravest"), *CONDUCT.rules))).groups
    assert ["Step 2: No new orders", "Step 3: No new orders, at once for the gravest"] == [
        step.heading for step in ladder.rules[1:]
    ]


def test_what_no_step_ever_touches_is_told_once():
    answer = replace(CONDUCT.rules[1].answer, unaffected=("refund_owed",))
    policy = replace(CONDUCT, rules=(CONDUCT.rules[0], replace(CONDUCT.rules[1], answer=answer)))
    (ladder,) = view(policy).groups
    assert ("A refund we owe you is paid.",) == ladder.unaffected
    assert [(), ()] == [step.prose.unaffected for step in ladder.rules]


def test_what_only_one_step_never_touches_stays_with_it():
    (ladder,) = view(CONDUCT).groups
    assert () == ladder.unaffected
    assert [(), ("A refund we owe you is paid.",)] == [step.prose.unaffected for step in ladder.rules]


def test_an_errand_is_headed_by_what_is_asked_for():
    (errands,) = view(ERRAND).groups
    assert [("1. Fresh fruit / a gift box", errands.rules[0].prose.outcome)] == [
        (rule.heading, rule.outcome) for rule in errands.rules
    ]


def test_a_title_stands_above_the_outcome():
    rules = (replace(CLAIM.rules[0], title={"en": "Bruised on the way"}), *CLAIM.rules[1:])
    (group,) = view(replace(CLAIM, rules=rules)).groups
    assert [("1. Bruised on the way", "Refund in full"), ("2. Refund in part", "")] == [
        (rule.heading, rule.outcome) for rule in group.rules[:2]
    ]


def test_what_varies_a_rule_is_told_apart_from_it():
    title = {"en": "The wrong goods came", "zh-Hant": "寄錯商品"}
    rule = replace(CLAIM.rules[0], id="wrong-item", part="our_fault", title=title)
    policy = replace(CLAIM, rules=(rule, replace(rule, id="wrong-item-evidence")))
    english, chinese = (view(policy, locale).groups[0].rules for locale in ("en", "zh-Hant"))
    missing = "The wrong goods came: something is missing still"
    assert ["1. The wrong goods came", f"2. {missing}"] == [one.heading for one in english]
    assert ["1. 寄錯商品", "2. 寄錯商品（還缺資料）"] == [one.heading for one in chinese]


def test_an_id_that_only_looks_like_a_variant_changes_no_heading():
    rule = replace(CLAIM.rules[0], id="food-came-late", part="grounds", title={"en": "The food came late"})
    (group,) = view(replace(CLAIM, rules=(rule,))).groups
    assert ["1. The food came late"] == [one.heading for one in group.rules]


@pytest.mark.parametrize("part", ["our_fault", "exclusions", "conditions", "windows"])
def test_every_part_of_returns_has_its_title(part: str):
    policy = replace(CLAIM, rules=(replace(CLAIM.rules[0], part=part),))
    (group,) = view(policy).groups
    assert f"part_{part}" == group.anchor
    assert group.title


def test_the_facts_that_decide_are_told_by_who_can_say_them():
    said_by_customer = replace(FACTS["inspection.finding"], origin=Origin.CUSTOMER)
    found = view(CLAIM, "en", replace(ORCHARD, facts={**FACTS, "inspection.finding": said_by_customer}))
    assert ("The finding",) == found.from_you
    assert "The time of delivery" in found.from_us
    assert "The colleague's secret doubt" not in found.from_us


def test_a_rule_that_rests_on_another_policy_links_to_it():
    answer = Answer("refuse", because="step")
    policy = replace(CLAIM, asks=(Ask("step", "conduct"),), rules=(replace(CLAIM.rules[0], answer=answer),))
    found = view(policy)
    (rule,) = found.groups[0].rules
    assert ("When would you stop serving me?", "conduct") == (rule.rests_on, rule.prose.cites)
    assert "../conduct/index.html" == found.ways["conduct"]


def test_a_version_says_when_it_begins():
    assert ("2026-01-01", "In force from 1 January 2026.") == (view(CLAIM).version, view(CLAIM).in_force)
    assert ("最初版本", "一開始就生效。") == (view(CONDUCT, "zh-Hant").version, view(CONDUCT, "zh-Hant").in_force)


def test_the_last_change_of_a_version_is_its_first_day():
    assert ("1 January 2026", "") == (view(CLAIM).last_change, view(CONDUCT).last_change)


def test_how_what_has_a_name_is_counted_is_told():
    half = NumberLiteral(Decimal("0.5"))
    using = replace(CLAIM.rules[0], answer=Answer("partial", {"amount": LetRef("half", half)}))
    labelled = replace(CLAIM, lets={"half": half}, labels={"half": {"en": "your share"}})
    found = view(replace(labelled, rules=(using,))).counted
    assert [("Your share", "0.5")] == [(one.label, one.how.text) for one in found]
    assert ((), ()) == (view(CLAIM).counted, view(labelled).counted)


def test_what_is_heard_and_changes_nothing_is_read_before_the_rule_it_leaves_alone_and_says_so():
    first, second, *others = (rule for rule in CLAIM.rules if rule.public)
    policy = replace(CLAIM, rules=(replace(first, part="no_effect"), replace(second, part="grounds"), *others))
    group = view(policy).groups[0]
    assert ("What you can complain about", [first.id, second.id]) == (group.title, [rule.id for rule in group.rules])
    note = "You are welcome to tell us; the answer is the same with it and without it."
    assert [True, False] == [note in rule.prose.notes for rule in group.rules]


def test_an_exception_to_one_ground_is_read_among_the_grounds_where_it_is_tried():
    parts = ("exceptions", "grounds", "exceptions", "grounds")
    rules = (*(rule for rule in CLAIM.rules if rule.public), CLAIM.rules[0])
    named = zip(rules, parts, "abcd", strict=True)
    policy = replace(CLAIM, rules=tuple(replace(rule, part=part, id=name) for rule, part, name in named))
    groups = view(policy).groups
    assert [("What comes first", "a"), ("What you can complain about", "bcd")] == [
        (group.title, "".join(rule.id for rule in group.rules)) for group in groups
    ]


def test_the_steps_of_a_ladder_are_numbered_by_themselves():
    appeal = replace(CLAIM.rules[0], id="appeal-late", part="appeal", answer=Answer("block"))
    first, second = view(replace(CONDUCT, rules=(appeal, *CONDUCT.rules))).groups
    assert [("1. An appeal after its time", "No new orders")] == [(rule.heading, rule.outcome) for rule in first.rules]
    assert ["Step 1: A written warning", "Step 2: No new orders"] == [rule.heading for rule in second.rules]


def test_a_rule_keeps_the_anchors_that_it_had():
    policy = replace(CLAIM, rules=(replace(CLAIM.rules[0], formerly=("bruised",)), *CLAIM.rules[1:]))
    assert ("bruised",) == view(policy).groups[0].rules[0].formerly
