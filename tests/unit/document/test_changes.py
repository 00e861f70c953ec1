"""What a version says otherwise than the one before it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.document.changes import MOST_RULES, Changes, Shift, Turn, changes
from policykit.model import HitPolicy, Policy
from tests.unit.backends.prose.orchard import CLAIM, FINDING, ORCHARD, SECRET, SECRET_ANSWER, is_choice
from tests.unit.document.test_differing import marked
from tests.unit.document.two_versions import BUSINESS, MARKS, NEW, OLD, RULES

MARKED = replace(MARKS, id="marks")


def between(old: Policy, new: Policy, locale: str = "en") -> Changes:
    business = replace(ORCHARD, policies={**ORCHARD.policies, CLAIM.id: (old, new)})
    return changes(old, new, business, locale)


def told(shifts: tuple[Shift, ...]) -> list[tuple[str, str, str]]:
    return [(shift.label, marked(shift.was), marked(shift.now)) for shift in shifts]


def test_rules_are_changed_new_or_gone():
    found = [(change.turn, change.rule, change.heading) for change in between(OLD, NEW).rules]
    assert [
        (Turn.CHANGED, "found-damaged", "Refund in full"),
        (Turn.NEW, "gift-boxes", "Refund in full"),
        (Turn.CHANGED, "surface-marks", "Refund in part"),
        (Turn.GONE, "no-photo-in-time", "No refund"),
    ] == found


@pytest.mark.parametrize(
    ("locale", "label", "was", "now"),
    [
        ("en", "Refund", "[30]% of the price of the goods", "[40]% of the price of the goods"),
        ("zh-Hant", "退款金額", "商品價格的 [30]%", "商品價格的 [40]%"),
    ],
)
def test_the_old_number_stands_beside_the_new_one(locale: str, label: str, was: str, now: str):
    (change,) = [change for change in between(OLD, NEW, locale).rules if change.rule == "surface-marks"]
    assert [(label, was, now)] == told(change.shifts)


def test_of_several_conditions_the_one_that_changed_is_told():
    ((_, was, now),) = told(between(OLD, NEW).rules[0].shifts)
    assert ("within [24] hours" in was, "within [48] hours" in now) == (True, True)
    assert "finding" not in was


def test_a_rule_that_is_new_is_told_whole():
    (new,) = [change for change in between(OLD, NEW).rules if change.turn is Turn.NEW]
    assert "If the kind of goods is “a gift box”: refund in full, refund: the price of the goods." == new.sentence


@pytest.mark.parametrize("locale", ORCHARD.locales)
def test_an_internal_rule_is_never_told(locale: str):
    only_internal = replace(CLAIM, rules=(CLAIM.rules[0], RULES[1], *CLAIM.rules[2:]))
    assert Changes() == between(CLAIM, only_internal, locale)
    text = str(between(OLD, NEW, locale)).lower()
    assert [] == [secret for secret in (*SECRET.values(), *SECRET_ANSWER.values()) if secret.lower() in text]


def test_a_rule_that_becomes_internal_is_gone_and_one_that_becomes_public_is_new():
    hidden = replace(CLAIM, rules=(*CLAIM.rules[:2], replace(MARKS, public=False), CLAIM.rules[3]))
    assert [(Turn.GONE, "surface-marks")] == [(one.turn, one.rule) for one in between(CLAIM, hidden).rules]
    assert [(Turn.NEW, "surface-marks")] == [(one.turn, one.rule) for one in between(hidden, CLAIM).rules]


def test_words_alone_are_no_change():
    titled = replace(CLAIM, rules=(replace(CLAIM.rules[0], title={"en": "Bruised"}), *CLAIM.rules[1:]))
    assert Changes() == between(CLAIM, titled)


@pytest.mark.parametrize(
    "rule",
    [
        replace(MARKS, id="marks"),
        replace(MARKS, id="marks", formerly=("surface-marks",), when=is_choice(FINDING, "sound")),
    ],
    ids=["that means the same", "whose author says so"],
)
def test_a_rule_that_is_called_otherwise_is_neither_new_nor_gone(rule):
    found = between(CLAIM, replace(CLAIM, rules=(*CLAIM.rules[:2], rule, CLAIM.rules[3])))
    assert {Turn.CHANGED} >= {change.turn for change in found.rules}


def test_rules_that_change_places_are_told():
    swapped = replace(CLAIM, rules=(CLAIM.rules[2], CLAIM.rules[1], CLAIM.rules[0], CLAIM.rules[3]))
    ((label, was, now),) = told(between(CLAIM, swapped).general)
    assert "The order in which they are read" == label
    assert was.startswith("“Refund in [full")
    assert now.startswith("“Refund in [part")


def test_what_settles_the_version_is_told():
    pinned = replace(CLAIM, pinned_to="order.delivered_at")
    label = "Which version applies is settled by"
    assert [(label, "the time of [the question]", "the time of [delivery]")] == told(between(CLAIM, pinned).general)


def test_how_a_table_is_read_is_told():
    ((label, _, now),) = told(between(CLAIM, replace(CLAIM, hit_policy=HitPolicy.UNIQUE)).general)
    assert ("The rules", True) == (label, "fits your case" in now)


def test_of_very_many_rules_the_rest_are_counted():
    rows = tuple(replace(MARKS, id=f"row-{number}") for number in range(MOST_RULES + 5))
    found = between(CLAIM, replace(CLAIM, rules=(*CLAIM.rules, *rows)))
    assert (MOST_RULES, "5 more rules have changed.") == (len(found.rules), found.more)


def test_the_business_keeps_what_was_found():
    assert changes(OLD, NEW, BUSINESS, "en") is changes(OLD, NEW, BUSINESS, "en")
