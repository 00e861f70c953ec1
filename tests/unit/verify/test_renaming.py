"""Which rules of a later text are those of the old one, under another id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policykit.model import Answer, Policy, Rule, Tone
from policykit.verify.meaning import Fingerprints
from policykit.verify.renaming import part_print, parts_of, renamed
from tests.unit.backends.prose.orchard import CLAIM, FINDING, PRICE, is_choice

FOUND, MARKS, NO_PHOTO = (rule for rule in CLAIM.rules if rule.public)
MARKED = replace(MARKS, id="marked")


def with_rules(*rules: Rule) -> Policy:
    return replace(CLAIM, rules=rules)


def found(old: Policy, new: Policy) -> dict[str, str]:
    """The new id of each rule that is called otherwise now, by its old one."""
    return {name: rule.id for name, rule in renamed(old, new, Fingerprints(), Fingerprints()).items()}


OTHERWISE_MEANT = replace(MARKED, when=is_choice(FINDING, "sound"))
OLD = with_rules(FOUND, MARKS, NO_PHOTO)


LATER = {
    "the same meaning": (MARKED, {"surface-marks": "marked"}),
    "the same meaning, in other words": (
        replace(MARKED, title={"en": "Marks"}, answer=replace(MARKS.answer, tone=Tone.OUR_FAULT)),
        {"surface-marks": "marked"},
    ),
    "the author's word": (replace(OTHERWISE_MEANT, formerly=("surface-marks",)), {"surface-marks": "marked"}),
    "the author's word for one of its ids": (
        replace(OTHERWISE_MEANT, formerly=("marks", "surface-marks")),
        {"surface-marks": "marked"},
    ),
    "another condition": (OTHERWISE_MEANT, {}),
    "another outcome": (replace(MARKED, answer=replace(MARKS.answer, outcome="refund")), {}),
    "another value": (replace(MARKED, answer=replace(MARKS.answer, values={"amount": PRICE})), {}),
    "the same meaning, and another name by its author": (replace(MARKED, formerly=("found",)), {}),
}
"""What stands in place of `surface-marks`, and what that id leads to."""


@pytest.mark.parametrize(("rule", "names"), LATER.values(), ids=LATER)
def test_a_rule_goes_on_by_its_authors_word_or_its_meaning(rule: Rule, names: dict[str, str]):
    assert names == found(OLD, with_rules(FOUND, rule, NO_PHOTO))


def test_the_authors_word_goes_before_the_meaning():
    said = replace(NO_PHOTO, id="said", formerly=("surface-marks",))
    assert {"surface-marks": "said"} == found(OLD, with_rules(FOUND, MARKED, said, NO_PHOTO))


def test_a_rule_that_keeps_its_id_is_not_renamed_whatever_it_says():
    told = replace(NO_PHOTO, formerly=("surface-marks",))
    assert {} == found(OLD, with_rules(FOUND, MARKS, told))


def test_a_rule_beside_one_that_stays_is_new_though_it_means_the_same():
    assert {} == found(OLD, with_rules(FOUND, MARKS, MARKED, NO_PHOTO))


def test_a_rule_that_is_gone_does_not_lead_to_one_that_stood_beside_it():
    assert {} == found(with_rules(FOUND, MARKS, MARKED, NO_PHOTO), OLD)


def test_two_rules_that_have_become_one_both_lead_to_it():
    one = replace(FOUND, id="one", formerly=("found-damaged", "surface-marks"))
    assert {"found-damaged": "one", "surface-marks": "one"} == found(OLD, with_rules(one, NO_PHOTO))


def test_the_texts_that_were_the_same_have_nothing_renamed():
    assert {} == found(OLD, OLD)


ANSWER = Answer("refuse", alternatives=("write", "call"), next_steps=("send", "wait"))


def test_what_an_answer_says_is_none_of_what_it_gives():
    assert ["outcome", "values", "deadlines", "alternatives", "next_steps", "scope", "unaffected"] == parts_of(ANSWER)


@pytest.mark.parametrize(
    ("alternatives", "alike"),
    [(("call", "write"), True), (("write", "call", "write"), True), (("write",), False), (("write", "come"), False)],
    ids=["in another order", "one of them twice", "one fewer", "another"],
)
def test_phrases_have_no_order(alternatives: tuple[str, ...], alike: bool):
    one, other = (
        part_print(answer, "alternatives", Fingerprints())
        for answer in (ANSWER, replace(ANSWER, alternatives=alternatives))
    )
    assert alike == (one == other)
