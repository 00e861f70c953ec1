"""Rules in plain sentences: the answer, the deadlines, the notes, and what stands besides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from policykit.backends.prose.clauses import Clause
from policykit.backends.prose.rules import Line, rule_sentences
from policykit.model import (
    And,
    Answer,
    Ask,
    Call,
    ChoiceLiteral,
    ChoiceType,
    Function,
    MoneyLiteral,
    Or,
    Outcome,
    OutcomeValue,
    Presence,
    Rule,
    Unit,
)
from tests.unit.backends.prose.orchard import (
    ALWAYS,
    CLAIM,
    CONDUCT,
    ERRAND,
    FINDING,
    KIND,
    MADE,
    ORCHARD,
    PHOTO,
    after,
    is_choice,
    texts,
)

SENTENCES = {
    "en": "If the finding is “marks on the skin”: refund in part, refund: 30% of the price of the goods.",
    "zh-Hant": "如果查看結果為「表皮有小花皮」：退部分款項，退款金額：商品價格的 30%。",
    "zh-Hans": "如果查看结果为“表皮有小花皮”：退部分款项，退款金额：商品价格的 30%。",
    "fr": "If the finding is “marks on the skin”: refund in part, refund: 30% of the price of the goods.",
}


@pytest.mark.parametrize("locale", SENTENCES)
def test_a_rule_is_one_sentence_in_each_language_and_english_stands_in(locale: str):
    prose = rule_sentences(CLAIM, CLAIM.rule("surface-marks"), ORCHARD, locale)
    # Babel writes a space before the percent sign in French.
    assert SENTENCES[locale].replace("\u202f", "") == prose.sentence.replace("\u202f", "").replace("\u00a0", "")


def test_a_named_number_changed_changes_the_sentence():
    rule = CLAIM.rule("surface-marks")
    dearer = replace(rule, answer=replace(rule.answer, values={"amount": MoneyLiteral(Decimal(70), "TWD")}))
    assert (Line("refund", "NT$70"),) == rule_sentences(CLAIM, dearer, ORCHARD, "en").values


def test_the_last_answer_is_for_every_other_case():
    prose = rule_sentences(CLAIM, CLAIM.otherwise, ORCHARD, "en")
    assert prose.sentence.startswith("In every other case: we look at it, ")
    assert ("", ()) == (prose.lead, prose.clauses)


def test_deadlines_are_limits_and_moments():
    prose = rule_sentences(CLAIM, CLAIM.otherwise, ORCHARD, "en")
    limit, later = "within 2 working days after the time you told us", "2 days after that time"
    assert (Line("our time limit", limit), Line("we follow up", later)) == prose.deadlines
    block = rule_sentences(CONDUCT, CONDUCT.rule("block"), ORCHARD, "zh-Hant")
    assert (Line("結束", "您反映的時間後 30 天"), Line("申訴期限", "您反映的時間後 6 個月內")) == block.deadlines


def test_a_deadline_counts_from_what_the_rule_needs_and_from_nothing_else():
    marks = CLAIM.rule("surface-marks")
    due = after(2, Unit.WORKING_DAYS, Call(Function.OR_ELSE, (PHOTO, MADE)))
    rule = replace(marks, answer=replace(marks.answer, deadlines={"due": due}))
    shown = replace(rule, when=Presence(PHOTO, present=True))
    told = [rule_sentences(CLAIM, one, ORCHARD, "en").deadlines[0].text for one in (shown, rule)]
    assert "within 2 working days after the time the photo reached us" == told[0]
    assert told[1].startswith(told[0] + " (the time you told us if nothing is on record")


def test_notes_say_whose_fault_it_is_what_is_open_and_who_decides():
    assert ("The mistake is ours, and we say so.",) == rule_sentences(CLAIM, CLAIM.rules[0], ORCHARD, "en").notes
    assert ("到這一步，事情還沒有定案。",) == rule_sentences(CLAIM, CLAIM.otherwise, ORCHARD, "zh-Hant").notes
    assert ("最终由专人决定。",) == rule_sentences(CONDUCT, CONDUCT.rule("block"), ORCHARD, "zh-Hans").notes


def test_phrases_are_told_in_full():
    prose = rule_sentences(CONDUCT, CONDUCT.rule("block"), ORCHARD, "en")
    assert (("We take no new orders.",), ("A refund we owe you is paid.",)) == (prose.scope, prose.unaffected)
    assert ("Write to us at any time.",) == rule_sentences(CLAIM, CLAIM.rules[3], ORCHARD, "en").alternatives
    assert ("The money goes back the way you paid.",) == rule_sentences(CLAIM, CLAIM.rules[0], ORCHARD, "en").next_steps


def test_a_condition_of_several_parts_is_a_lead_and_its_parts():
    prose = rule_sentences(CLAIM, CLAIM.rules[0], ORCHARD, "en")
    assert "This applies if all of these hold:" == prose.lead
    assert Clause("the finding is “truly damaged”") == prose.clauses[0]


def test_alternatives_lead_in_by_their_own_words():
    rule = Rule("either", Or((is_choice(KIND, "fresh"), is_choice(FINDING, "sound"))), Answer("refuse"))
    assert "This applies if at least one of these holds:" == rule_sentences(CLAIM, rule, ORCHARD, "en").lead
    assert "符合以下任一項時適用：" == rule_sentences(CLAIM, rule, ORCHARD, "zh-Hant").lead


def test_a_rule_that_always_holds_says_so():
    prose = rule_sentences(CLAIM, Rule("ever", ALWAYS, Answer("refuse")), ORCHARD, "en")
    assert ("This always applies.", "In every other case: no refund.") == (prose.lead, prose.sentence)


def test_an_errand_is_known_by_what_is_asked_for():
    assert "Fresh fruit / a gift box" == rule_sentences(ERRAND, ERRAND.rules[0], ORCHARD, "en").topic
    within_a_group = Rule("other", And((ALWAYS, is_choice(KIND, "gift_box"))), Answer("refuse"))
    assert "禮盒" == rule_sentences(ERRAND, within_a_group, ORCHARD, "zh-Hant").topic
    assert "" == rule_sentences(ERRAND, ERRAND.otherwise, ORCHARD, "en").topic


def test_a_chosen_value_is_told_by_the_label_of_the_outcome():
    kind = ChoiceType(("us", "you"), {"us": texts("by us", "由我們", "由我们"), "you": texts("by you", "由您", "由您")})
    paid_by = OutcomeValue("paid_by", kind, label=texts("carriage paid", "運費", "运费"))
    policy = replace(CLAIM, outcomes=(Outcome("refund", values=(paid_by,), label=CLAIM.outcomes[0].label),))
    rule = Rule("r", ALWAYS, Answer("refund", {"paid_by": ChoiceLiteral("us")}))
    assert (Line("carriage paid", "by us"),) == rule_sentences(policy, rule, ORCHARD, "en").values


def test_the_ground_in_another_policy_is_named():
    policy = replace(CLAIM, asks=(Ask("step", "conduct"),))
    rule = replace(CLAIM.rules[3], answer=replace(CLAIM.rules[3].answer, because="step"))
    assert "conduct" == rule_sentences(policy, rule, ORCHARD, "en").cites


def test_what_has_no_text_is_told_by_its_name_as_words():
    policy = replace(CLAIM, outcomes=(Outcome("no_way"),))
    prose = rule_sentences(policy, Rule("r", ALWAYS, Answer("no_way", alternatives=("ask_again",))), ORCHARD, "en")
    assert ("No way", ("ask again",)) == (prose.outcome, prose.alternatives)


def test_a_value_that_the_rule_leaves_out_is_not_told():
    assert () == rule_sentences(CLAIM, Rule("bare", ALWAYS, Answer("refund")), ORCHARD, "en").values
