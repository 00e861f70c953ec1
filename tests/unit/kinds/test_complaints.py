"""Kind `complaints` as plain rules: each ground with its deadline, its exceptions and its evidence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.kinds.lowered import lowered, rules

TEXT = """\
kind: complaints
act: complaint.filed_at
outcomes: [upheld, {review: {final: no}}, dismissed]
answer_within: 2 days
filing: {within: 15 calendar days, after: order.delivered_at, late: {outcome: dismissed}}
appeal: {within: 7 calendar days, next_steps: [another_colleague]}
exceptions:
  unsafe: {when: {courier.unsafe: yes}, then: {outcome: review, due: 1 hour after complaint.filed_at}, internal: yes}
grounds:
  missing:
    when: {about: missing}
    evidence: {customer: {customer.photo: yes}, business: {courier.photo: yes}, burden: business}
    remedy: {outcome: upheld}
    unproven: {outcome: dismissed, next_steps: [ask_the_desk]}
    contested: {outcome: review}
  broken:
    when: {about: broken}
    any_time: yes
    exceptions:
      old: {when: {item.age: at least 2}, then: {outcome: dismissed}}
    evidence: {customer: {customer.photo: yes}, burden: customer}
    remedy: {outcome: upheld}
    unproven: {outcome: review}
  manner:
    when: {about: manner}
    filing: {within: 1 day, after: met_at, late: {outcome: review}}
    no_effect: {habit: {when: {argument: habit}, wording: {en: Heard.}}}
    remedy: {outcome: review}
    internal: yes
otherwise: {outcome: review}
"""

APPEAL = {"appeal_by": "7 calendar days after complaint.filed_at", "next_steps": ["another_colleague"]}
DUE = {"due": "2 days after complaint.filed_at"}


def rule(rule_id: str, text: str = TEXT) -> tuple[list[Any], dict[str, Any]]:
    return next((when, given) for known, when, given in rules(text) if known == rule_id)


def test_exceptions_to_all_come_first_then_the_grounds_in_order():
    assert [
        ("unsafe", "exceptions"),
        ("missing-late", "grounds"),
        ("missing-contested", "grounds"),
        ("missing-unproven", "grounds"),
        ("missing", "grounds"),
        ("old", "exceptions"),
        ("broken", "grounds"),
        ("broken-unproven", "grounds"),
        ("manner-late", "grounds"),
        ("habit", "no_effect"),
        ("manner", "grounds"),
    ] == [(one.id, one.part) for one in lowered(TEXT).rules]


def test_where_we_bear_the_burden_the_customer_is_believed_until_we_show_ours():
    assert [{"about": "missing"}, {"courier.photo": "yes"}] == rule("missing-unproven")[0]
    assert ([{"about": "missing"}], {"outcome": "upheld"}) == rule("missing")


def test_where_the_customer_bears_it_the_complaint_stands_once_theirs_is_shown():
    assert ([{"about": "broken"}, {"customer.photo": "yes"}], {"outcome": "upheld"}) == rule("broken")
    assert [{"about": "broken"}] == rule("broken-unproven")[0]


def test_where_both_have_shown_theirs_it_is_contested():
    shown = [{"about": "missing"}, {"customer.photo": "yes"}, {"courier.photo": "yes"}]
    assert (shown, {"outcome": "review", **DUE}) == rule("missing-contested")


def test_a_complaint_comes_in_time_or_gets_the_answer_for_late_ones():
    late = {"complaint.filed_at": "more than 15 calendar days after order.delivered_at"}
    assert ([{"about": "missing"}, late], {"outcome": "dismissed", **APPEAL}) == rule("missing-late")


def test_a_ground_can_have_a_deadline_of_its_own():
    assert [{"about": "manner"}, {"complaint.filed_at": "more than 1 day after met_at"}] == rule("manner-late")[0]


def test_an_exception_holds_where_its_ground_does():
    assert [{"about": "broken"}, {"item.age": "at least 2"}] == rule("old")[0]


def test_an_answer_that_is_not_final_is_due():
    assert {"outcome": "review", **DUE} == rule("broken-unproven")[1]
    assert {key: piece.data for key, piece in lowered(TEXT).otherwise.items()} == {"outcome": "review", **DUE}


def test_a_time_that_the_author_gives_stays():
    assert {"outcome": "review", "due": "1 hour after complaint.filed_at"} == rule("unsafe")[1]


def test_an_answer_that_is_not_the_best_can_be_appealed_after_its_own_next_steps():
    steps = {**APPEAL, "next_steps": ["ask_the_desk", "another_colleague"]}
    assert {"outcome": "dismissed", **steps} == rule("missing-unproven")[1]


def test_an_appeal_can_run_from_the_answer():
    text = TEXT.replace("appeal: {within: 7 calendar days,", "appeal: {within: 7 calendar days, after: answered_at,")
    assert "7 calendar days after answered_at" == rule("old", text)[1]["appeal_by"]


def test_without_answer_within_and_appeal_answers_stay_as_they_are():
    lines = [line for line in TEXT.splitlines() if not line.startswith(("answer_within", "appeal", "filing"))]
    text = "\n".join(lines).replace("    any_time: yes\n", "")
    assert {"outcome": "dismissed"} == rule("old", text)[1]
    assert {"outcome": "review"} == rule("broken-unproven", text)[1]
    assert [] == [one.id for one in lowered(text).rules if one.id == "missing-late"]


def test_what_belongs_to_an_internal_entry_is_internal():
    internal = {one.id for one in lowered(TEXT).rules if one.internal}
    assert {"unsafe", "manner-late", "habit", "manner"} == internal


def test_an_exception_to_an_internal_ground_is_internal():
    text = TEXT.replace("    when: {about: broken}\n", "    when: {about: broken}\n    internal: yes\n")
    assert next(one for one in lowered(text).rules if one.id == "old").internal


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        (
            "    evidence: {customer: {customer.photo: yes}, burden: customer}\n",
            "",
            "missing-key",
            ("grounds", "broken", "unproven"),
        ),
        (
            "{customer: {customer.photo: yes}, burden: customer}",
            "{burden: customer}",
            "missing-key",
            ("grounds", "broken", "evidence", "burden"),
        ),
        ("    unproven: {outcome: review}\n", "", "missing-key", ("grounds", "broken", "evidence")),
        (
            "{customer: {customer.photo: yes}, business:",
            "{business:",
            "missing-key",
            ("grounds", "missing", "contested"),
        ),
        (
            "filing: {within: 15 calendar days, after: order.delivered_at, late: {outcome: dismissed}}\n",
            "",
            "misplaced-key",
            ("grounds", "broken", "any_time"),
        ),
    ],
    ids=["no-evidence", "no-proof-of-the-burden", "no-unproven", "one-side-alone", "no-deadline"],
)
def test_what_does_not_fit_together_is_said(old: str, new: str, code: str, place: tuple[str, ...]):
    assert old in TEXT
    found = [(problem.code, problem.path) for problem in lowered(TEXT.replace(old, new, 1)).problems]
    assert [(code, place)] == found
