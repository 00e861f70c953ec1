"""Explanations: what each audience reads of each sort of decision, and what nobody ever reads."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from policykit.decision import Change, Condition, Decision
from policykit.explain import Audience, explain
from policykit.explain.sentence import LONGEST_WORDING
from policykit.model import ABSENT, Business, Contact, MoneyType, Origin, Value, Wording
from tests.unit.explain.example import (
    APPEAL_BY,
    AS_OF,
    BLOCK,
    CITING,
    CLAIM,
    DUE,
    ENDS,
    FACTS,
    GIVEN,
    QUESTION,
    REFUND,
    REFUSAL,
    SHOP,
    decided,
)

TWD = MoneyType("TWD")
CUSTOMER, AGENT, AUDITOR = Audience.CUSTOMER, Audience.AGENT, Audience.AUDITOR
DECISIONS = {"refund": REFUND, "refusal": REFUSAL, "block": BLOCK, "citing": CITING, "question": QUESTION}
LOCALES = ("en", "zh-Hant")
HOSTILE = "<script>alert(1)</script> \u202e{{ amount }} {% for %} \x00" + "x" * 100_000


def told(decision: Decision, locale: str = "en", audience: Audience = CUSTOMER, shop: Business = SHOP) -> str:
    return explain(shop, CLAIM, decision, locale, audience).text


class Text(HTMLParser):
    """The words of a fragment, and the elements that it opens and closes."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # the parser's signature
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert tag == self.open.pop()

    def handle_data(self, data: str) -> None:
        self.words += data.split()


def read(html: str) -> Text:
    reader = Text()
    reader.feed(html)
    reader.close()
    return reader


def letters(html: str) -> str:
    """All that is said, but for the colons between a name and its value, for which HTML has a list of its own."""
    return re.sub("[:\uff1a]", "", "".join(read(html).words))


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("decision", DECISIONS.values(), ids=DECISIONS)
def test_markdown_says_what_the_html_says(decision: Decision, locale: str, audience: Audience):
    """Read by a reader of CommonMark that others wrote."""
    told = explain(SHOP, CLAIM, decision, locale, audience, markdown=True)
    assert told.markdown is not None
    assert letters(told.html) == letters(MarkdownIt("commonmark").enable("table").render(told.markdown))
    assert told == replace(explain(SHOP, CLAIM, decision, locale, audience), markdown=told.markdown, also=told.also)


@pytest.mark.parametrize("audience", Audience)
def test_hostile_wording_and_facts_are_text_in_markdown(audience: Audience):
    hostile = replace(SHOP, name={"en": HOSTILE, "zh-Hant": HOSTILE}, contact=Contact(email="a@b.example*_[x](y)"))
    markdown = explain(hostile, CLAIM, REFUSAL, "en", audience, markdown=True).markdown
    assert markdown is not None
    opened = MarkdownIt("commonmark").enable("table").render(markdown)
    assert "<script" not in opened
    assert "<em>" not in opened
    assert 1 == opened.count("<a ")
    assert "\u202e" not in markdown


# --- the customer -------------------------------------------------------------------------------


def test_a_refusal_in_full():
    expected = """\
Hello,

Only a photo sent within 24 hours of delivery helps.

What you told us
• The time your photo arrived: none
• The time of your message: 3 March 2026, 11:00

What our records show
• The time of delivery: 2 March 2026, 10:00

What would have led to a better answer
• If the time your photo arrived had been before 3 March 2026, 10:00: we look at it first.

What we can do instead
• Taste it and tell us.

What happens next
• Around 7 March 2026 we check that all is well.

If you see it differently
• Tell us, and we look at it again.
• You reach us at +886 2 5550 0142 or hello@shop.example. Monday to Friday.

Read this rule in our terms
/terms/fruit-shop/en/damage-claim#no-photo-in-time

Kind regards, Halfway Hill Fruit
"""
    assert expected == told(REFUSAL)


def test_a_block_states_its_reasons_its_end_and_the_way_to_appeal():
    expected = """\
您好\uff1a

暫停到 2026 年 4 月 2 日\u3002
正式生效之前\uff0c會有同事再確認\u3002

包括哪些
• 新訂單\u3002

不受影響的
• 應退的款項\u3002

我們能為您做的
• 先嚐嚐看\u3002

如果您有不同看法
• 請最晚 2026 年 9 月 3 日告訴我們\uff0c我們會重新看過\u3002
• 聯絡我們\uff1a+886 2 5550 0142 或 hello@shop.example\u3002週一至週五\u3002

看看條款裡的這一條
/terms/fruit-shop/zh-Hant/damage-claim#block

半山果舖敬上
"""
    assert expected == told(BLOCK, "zh-Hant")


def test_our_fault_opens_with_an_apology_and_gives_no_excuses():
    text = told(REFUND)
    assert text.startswith("Hello, we are sorry. This was our mistake.\n\nWe refund NT$600 by 5 March 2026.\n")
    assert "records" not in text


def test_an_apology_in_the_wording_is_not_said_twice():
    answer = replace(REFUND.answer, rule="sorry-already")
    assert told(replace(REFUND, answer=answer)).startswith("Hello,\n\nWe are sorry. Here is NT$600.\n")


def test_a_deadline_that_the_wording_names_is_not_repeated():
    assert 1 == told(REFUND).count("5 March 2026")


def test_a_rule_without_wording_gets_plain_sentences():
    answer = replace(REFUND.answer, rule="no-words")
    text = told(replace(REFUND, answer=answer))
    assert "Our answer: refund in full.\nRefund: NT$600\n" in text
    assert "We do this by 5 March 2026 at the latest." in text


def test_an_answer_that_is_not_final_says_so_and_by_when():
    decision = decided("doubt", "inspect")
    text = told(replace(decision, answer=replace(decision.answer, deadlines=(DUE,))))
    assert "This is not our final answer yet." in text
    assert "You have our answer by 5 March 2026 at the latest." in text


def test_the_end_of_a_restriction_is_told_where_the_wording_does_not():
    answer = replace(BLOCK.answer, rule="no-photo-in-time")
    assert "Until when\n• 2 April 2026; then it ends by itself." in told(replace(BLOCK, answer=answer))


def test_an_answer_that_follows_from_another_policy_links_to_it():
    text = told(CITING)
    assert "This follows from what we say on “Will you carry this for me?”" in text
    assert "/terms/fruit-shop/en/errands#otherwise" in text


def test_the_next_question_goes_to_whoever_can_answer_it():
    expected = "one more thing:\nWhat did you order?\n\nYou can answer:\n• fresh fruit\n• jam\n"
    assert expected in told(QUESTION)


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("inspection.done", "We are checking one thing first: a look at the goods. Then"),
        ("staff.doubt", "We are checking one thing first. Then"),
        ("item.nothing", "We are checking one thing first. Then"),
    ],
)
def test_what_only_we_know_is_not_asked_of_the_customer(fact: str, expected: str):
    need = replace(QUESTION.needs[0], fact=fact)
    assert expected in told(replace(QUESTION, needs=(need,)))


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("claim.made_at", "Please tell us the time of your message."),
        ("item.nothing", "Please give us one more detail."),
    ],
)
def test_a_fact_without_a_question_is_asked_for_by_its_meaning(fact: str, expected: str):
    need = replace(QUESTION.needs[1], fact=fact)
    assert expected in told(replace(QUESTION, needs=(need,)))


def test_the_general_answer_names_what_kept_better_rules_from_it():
    decision = decided("otherwise", "refuse", reasons=(replace(REFUSAL.reasons[1], held=False),))
    text = told(decision)
    assert "None of the cases in which we could do more applies this time." in text
    assert [] == re.findall("The time your photo arrived", told(replace(decision, final=False)))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", DECISIONS)
def test_nothing_private_or_internal_reaches_the_customer(name: str, locale: str):
    explanation = explain(SHOP, CLAIM, DECISIONS[name], locale, CUSTOMER)
    for secret in ("a doubt about the photo", "對照片的疑問", "staff.doubt", "#doubt"):
        assert secret not in explanation.text + explanation.html


def test_an_internal_rule_is_not_linked_to():
    assert "Read our terms\n/terms/fruit-shop/en/damage-claim\n" in told(decided("doubt", "inspect"))


def test_the_page_can_stand_elsewhere():
    text = explain(SHOP, CLAIM, REFUSAL, "en", CUSTOMER, page="https://shop.example/terms/claims").text
    assert "https://shop.example/terms/claims#no-photo-in-time" in text


def test_without_contact_the_message_is_still_whole():
    shop = replace(SHOP, contact=Contact())
    assert "reach us" not in told(REFUSAL, shop=shop) + told(REFUND, shop=shop)


def test_an_answer_of_no_rule_that_is_known_is_told_by_its_name():
    text = told(replace(REFUSAL, answer=replace(REFUSAL.answer, rule="eu.withdrawal", outcome="full_refund")))
    assert "Our answer: full refund." in text


@pytest.mark.parametrize(
    ("fact", "relation", "becomes", "expected"),
    [
        (
            "claim.made_at",
            "from",
            AS_OF,
            "If the time of your message had been 3 March 2026, 12:00 or later: ",
        ),
        ("item.price", "is", Decimal(5), "If the price of the goods had been NT$5: refund in full."),
        ("claim.photo_at", "present", AS_OF, "If \u201cthe time your photo arrived\u201d had been on record: refund"),
        (
            "claim.photo_at",
            "is",
            ABSENT,
            "If \u201cthe time your photo arrived\u201d had not been on record: refund in full.",
        ),
        (
            "inspection.done",
            "is",
            True,
            "If the answer to \u201ca look at the goods\u201d had been yes: refund in full.",
        ),
        (
            "inspection.done",
            "is",
            False,
            "If the answer to \u201ca look at the goods\u201d had been no: refund in full.",
        ),
    ],
)
def test_what_would_have_changed_it_is_said_by_its_kind(fact: str, relation: str, becomes: Value, expected: str):
    change = Change("refund", "no-words", fact, relation, becomes)
    assert expected in told(replace(REFUSAL, would_change=(change,)))


@pytest.mark.parametrize("fact", ["staff.doubt", "item.nothing"])
def test_nobody_is_taught_about_what_is_private(fact: str):
    change = Change("refund", "no-words", fact, "is", becomes=True)
    assert "better answer" not in told(replace(REFUSAL, would_change=(change,)))


# --- names in wording ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (datetime(2026, 3, 5, 16, tzinfo=UTC), "5 March 2026"),
        (datetime(2026, 3, 5, 17, tzinfo=UTC), "6 March 2026, 01:00"),
    ],
)
def test_lets_and_asked_answers_read_as_what_they_are(until: datetime, expected: str):
    named = {
        "spent": Decimal(1200),
        "share": Decimal("179.5"),
        "look_until": until,
        "errand.outcome": "never",
    }
    text = told(decided("named", "inspect", named=named))
    assert f"Spent NT$1,200, share NT$180, until {expected}, asked: never." in text


def test_wording_that_cannot_be_filled_in_gives_way_to_a_plain_sentence():
    assert "Our answer: we look at it first." in told(decided("named", "inspect"))


# --- staff and auditors -------------------------------------------------------------------------


def test_the_agent_reads_the_customers_message_and_what_stands_behind_it():
    text = told(REFUSAL, audience=AGENT)
    assert text.startswith(told(REFUSAL))
    assert "No refund this time, by rule no-photo-in-time of damage-claim, version 2026-01-01." in text
    assert "How to put it\n• Say no to doubts." in text


def test_the_agent_is_told_that_a_rule_is_internal():
    assert "This rule is internal." in told(decided("doubt", "inspect"), audience=AGENT)


def test_the_agent_reads_what_is_still_missing_and_who_knows_it():
    text = told(QUESTION, audience=AGENT)
    assert "• Answers still possible: refund in full or no refund this time.\n" in text
    assert "• a look at the goods (we find out)\n• What did you order? (the customer can tell us)\n" in text


def test_the_agent_is_told_where_the_general_answer_stands():
    assert "No refund this time: no rule of damage-claim" in told(decided("otherwise", "refuse"), audience=AGENT)


@pytest.mark.parametrize(
    "line",
    [
        "• Digest: sha256:0123",
        "• Version: 2026-01-01",
        "• follow_up: 7 March 2026 (2026-03-07T16:00:00+00:00)",
        "doubt (internal): did not hold\n• staff.doubt [yes] = yes → held",
        "• claim.photo_at [none: within photo_limit after order.delivered_at] = none → did not hold",
        "• claim.made_at [more than photo_limit after order.delivered_at] = 3 March 2026, 11:00 → held · 1 hour",
        "• staff.doubt: no",
    ],
)
def test_the_auditor_reads_everything(line: str):
    assert line in told(REFUSAL, audience=AUDITOR)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            Condition("spent", "more than 5", Decimal(7), held=True, by=Decimal(2), type=TWD),
            "spent [more than 5] = NT$7 → held · NT$2",
        ),
        (Condition("errand.outcome", "never", "never", held=True), "errand.outcome [never] = never → held"),
        (Condition("item.price", "5", Decimal(7), held=False, by=Decimal(2), type=TWD), "= NT$7 → did not hold · NT$2"),
        (Condition("claim.photo_at", "present", None, held=None), "claim.photo_at [present] = none → undecided"),
        (Condition("item.kind", "fresh", None, held=None), "item.kind [fresh] = unknown → undecided"),
        (Condition("other.flag", "yes", value=True, held=True), "= yes → held"),
        (Condition("other.number", "5", Decimal(5), held=True), "= 5 → held"),
        (Condition("other.time", "5 hours", timedelta(hours=5), held=True), "= 5 hours → held"),
        (Condition("other.day", "absent", date(2026, 3, 5), held=False), "= 5 March 2026 → did not hold"),
        (Condition("other.word", "absent", ABSENT, held=True), "= none → held"),
        (Condition("other.list", "some x", ({},), held=True), "= 1 entry → held"),
    ],
)
def test_the_auditor_reads_every_sort_of_value(condition: Condition, expected: str):
    reason = replace(REFUSAL.reasons[1], conditions=(condition,), policy="errands")
    text = told(replace(REFUSAL, reasons=(reason,)), audience=AUDITOR)
    assert "errands#no-photo-in-time: held\n" in text
    assert expected in text


def test_the_auditor_reads_what_was_computed_even_where_nobody_says_what_it_is():
    text = told(replace(REFUSAL, named={"spent": Decimal(7), "odd": "a word"}), audience=AUDITOR)
    assert "Computed from them\n• spent: NT$7\n• odd: a word\n" in text


def test_the_auditors_copy_of_the_message_is_what_the_customer_read():
    assert told(REFUSAL, audience=AUDITOR).endswith(told(REFUSAL))


def test_the_auditor_reads_an_answer_that_rests_on_another():
    assert "• Rests on: errands 2026-01-01 #otherwise" in told(CITING, audience=AUDITOR)


# --- text and HTML ------------------------------------------------------------------------------


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", DECISIONS)
def test_the_html_is_whole_and_names_its_language(name: str, locale: str, audience: Audience):
    html = explain(SHOP, CLAIM, DECISIONS[name], locale, audience).html
    assert html.startswith(f'<div class="explanation" lang="{locale}" dir="ltr">')
    assert [] == read(html).open


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", DECISIONS)
def test_the_html_says_what_the_text_says(name: str, locale: str):
    explanation = explain(SHOP, CLAIM, DECISIONS[name], locale, CUSTOMER)
    in_text = [word for word in explanation.text.split() if word != "•" and not word.startswith("/terms/")]
    assert in_text == read(explanation.html).words


def test_a_page_written_from_right_to_left_says_so():
    assert 'lang="ar" dir="rtl"' in explain(SHOP, CLAIM, REFUSAL, "ar", CUSTOMER).html


@pytest.mark.parametrize(
    ("locale", "greeting"), [("zh-TW", "您好"), ("fr", "Hello"), ("de-AT", "Guten Tag"), ("zh-CN", "您好")]
)
def test_a_locale_without_sentences_of_its_own_gets_the_nearest(locale: str, greeting: str):
    assert told(REFUSAL, locale).startswith(greeting)


HALF_WIDTH = re.compile(
    "[\u4e00-\u9fff][,;:?!.()]|[,;:?!()][\u4e00-\u9fff]|[\u3000-\u303f\u4e00-\u9fff] [\u4e00-\u9fff]"
)


@pytest.mark.parametrize("locale", ["zh-Hant", "zh-Hans"])
@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize("name", DECISIONS)
def test_chinese_is_set_as_chinese(name: str, locale: str, audience: Audience):
    assert [] == HALF_WIDTH.findall(told(DECISIONS[name], locale, audience))


# --- hostile input ------------------------------------------------------------------------------


def hostile(text: str) -> Business:
    meaning = {"en": text}
    facts = {**FACTS, "customer.note": replace(FACTS["customer.note"], meaning=meaning, origin=Origin.CUSTOMER)}
    phrases = {**SHOP.phrases, "taste_it": meaning}
    return replace(SHOP, facts=facts, phrases=phrases, name=meaning, contact=Contact(text, text, text, meaning))


def noted(text: str) -> Decision:
    condition = replace(REFUSAL.reasons[1].conditions[1], fact="customer.note", value=text, test=text)
    reason = replace(REFUSAL.reasons[1], conditions=(condition,))
    return replace(REFUSAL, facts={**GIVEN, "customer.note": text}, reasons=(reason,))


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_comes_out_harmless(audience: Audience):
    explanation = explain(hostile(HOSTILE), CLAIM, noted(HOSTILE), "en", audience)
    assert "<script>" not in explanation.html
    assert "&lt;script&gt;" in explanation.html
    assert "{{ amount }}" in explanation.text
    for character in "\u202e\x00":
        assert character not in explanation.text + explanation.html
    assert len(explanation.text) < 20_000
    assert [] == read(explanation.html).open


def test_hostile_wording_gives_way_to_a_plain_sentence():
    rule = replace(CLAIM.rule("found-damaged"))
    for wording in (HOSTILE, "{{ '%5000000000d' % 1 }}", "{{ amount.__class__ }}"):
        answer = replace(rule.answer, wording=Wording({"en": wording}))
        policy = replace(CLAIM, rules=(replace(rule, answer=answer),))
        assert "Our answer: refund in full." in explain(SHOP, policy, REFUND, "en", CUSTOMER).text


def test_markup_in_wording_is_shown_and_not_obeyed():
    rule = CLAIM.rule("found-damaged")
    answer = replace(rule.answer, wording=Wording({"en": "<b onclick=x>{{ amount }}</b>"}))
    policy = replace(CLAIM, rules=(replace(rule, answer=answer),))
    html = explain(SHOP, policy, REFUND, "en", CUSTOMER).html
    assert "&lt;b onclick=x&gt;NT$600&lt;/b&gt;" in html


@given(st.text(max_size=2 * LONGEST_WORDING))
def test_any_note_keeps_the_page_whole(note: str):
    explanation = explain(SHOP, CLAIM, noted(note), "zh-Hant", AUDITOR)
    assert [] == read(explanation.html).open
    assert "\u202e" not in explanation.html


def test_deadlines_of_an_appeal_stay_even_where_the_wording_names_them():
    rule = replace(
        CLAIM.rule("block"), answer=replace(CLAIM.rule("block").answer, wording=Wording({"en": "{{ appeal_by }}"}))
    )
    policy = replace(CLAIM, rules=(rule,))
    decision = replace(BLOCK, answer=replace(BLOCK.answer, deadlines=(ENDS, APPEAL_BY)))
    assert "Tell us by 3 September 2026" in explain(SHOP, policy, decision, "en", CUSTOMER).text


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en", "We have looked for another way and know of none this time."),
        ("zh-Hant", "我們想過別的辦法，這次還沒有合適的。"),
    ],
)
def test_where_nothing_exists_instead_it_is_said(locale, sentence):
    rules = tuple(replace(rule, answer=replace(rule.answer, alternatives=(), none_exists=True)) for rule in CLAIM.rules)
    text = explain(SHOP, replace(CLAIM, rules=rules), REFUSAL, locale, CUSTOMER).text
    assert sentence in text
    assert sentence not in told(REFUSAL, locale)


def test_staff_read_that_a_proposal_waits_for_one_of_them():
    proposal = "This is a proposal. It holds, and may be told, once one of us has confirmed it."
    assert proposal in told(BLOCK, audience=Audience.AGENT)
    assert proposal not in told(REFUSAL, audience=Audience.AGENT)
    assert proposal not in told(BLOCK)


def test_an_auditor_reads_by_whose_terms_it_was_decided_and_what_is_open_while_it_is():
    settled, asked = (told(one, audience=Audience.AUDITOR) for one in (REFUSAL, QUESTION))
    assert ("Governed by: our own terms" in settled, "Outcomes still open" in settled) == (True, False)
    assert "Outcomes still open: refund, refuse" in asked
