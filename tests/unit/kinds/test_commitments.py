"""Kind `commitments` as plain rules: failures, declines, promises, each with the time that goes with it."""

from __future__ import annotations

from typing import Any

from tests.unit.kinds.lowered import lowered, rules

TEXT = """\
kind: commitments
act: enquiry.made_at
outcomes: [promise, put_right, propose, decline]
enquiries:
  answer_within: 4 working hours
  answered: enquiry.answered_at
  late_no: {alternatives: [another_maker], wording: {en: We are sorry.}, guidance: {en: Help.}}
failures:
  our-fault:
    when: {fault.by: us}
    remedy: {outcome: put_right, due: 2 hours after fault.told_at}
    scenario: S17
declines:
  too-intricate:
    when: {job.work: carved}
    then: {outcome: decline, alternatives: [plain_fronts, another_maker], wording: {en: Not this.}}
    no_effect:
      made-before: {when: {job.made_before: yes}, wording: {en: You are right.}, scenario: S19}
    internal: yes
promises:
  wardrobe:
    when: {job.work: set}
    wanted: job.wanted_by
    latest: job.helps_until
    needs: {capacity: {workshop.hands: at least 2}, from: workshop.free_at, lead: set_time, buffer: in_hand}
    promise: {outcome: promise}
    propose: {outcome: propose}
    decline: {outcome: decline}
  soon:
    needs: {lead: 2 days}
    promise: {outcome: promise}
    propose: {outcome: propose, due: 9 days after enquiry.made_at}
otherwise: {outcome: decline}
"""

EARLIEST = "in_hand after (set_time after workshop.free_at)"
HANDS = {"workshop.hands": "at least 2"}
LATE = {"enquiry.answered_at": "more than 4 working hours after enquiry.made_at"}
SET = {"job.work": "set"}


def rule(rule_id: str, text: str = TEXT) -> tuple[list[Any], dict[str, Any]]:
    return next((when, given) for known, when, given in rules(text) if known == rule_id)


def test_failures_come_first_then_declines_then_promises():
    assert [
        ("our-fault", "failures"),
        ("too-intricate-late", "declines"),
        ("made-before", "no_effect"),
        ("too-intricate", "declines"),
        ("wardrobe", "promises"),
        ("wardrobe-propose", "promises"),
        ("wardrobe-decline-late", "promises"),
        ("wardrobe-decline", "promises"),
        ("soon", "promises"),
        ("soon-propose", "promises"),
    ] == [(one.id, one.part) for one in lowered(TEXT).rules]


def test_a_remedy_begins_with_an_apology():
    expected = {"outcome": "put_right", "due": "2 hours after fault.told_at", "tone": "our_fault"}
    assert ([{"fault.by": "us"}], expected) == rule("our-fault")


def test_a_promise_is_for_those_who_want_it_no_sooner_than_it_can_be_kept():
    wanted = {"job.wanted_by": f"at least ({EARLIEST})"}
    assert ([SET, HANDS, wanted], {"outcome": "promise", "due": "job.wanted_by"}) == rule("wardrobe")


def test_another_date_is_proposed_to_those_whom_it_still_helps():
    helps = {"none": [{"job.helps_until": f"less than ({EARLIEST})"}]}
    assert ([SET, HANDS, helps], {"outcome": "propose", "due": EARLIEST}) == rule("wardrobe-propose")


def test_where_neither_can_be_given_the_answer_is_no():
    assert ([SET], {"outcome": "decline"}) == rule("wardrobe-decline")


def test_without_a_time_wanted_the_promise_is_due_as_early_as_it_can_be_kept():
    assert ([], {"outcome": "promise", "due": "2 days after enquiry.made_at"}) == rule("soon")


def test_a_time_that_the_author_gives_stays():
    assert ([], {"outcome": "propose", "due": "9 days after enquiry.made_at"}) == rule("soon-propose")


def test_a_late_no_apologises_and_helps_before_anything_else():
    expected = {
        "outcome": "decline",
        "alternatives": ["another_maker", "plain_fronts"],
        "wording": {"en": "We are sorry."},
        "guidance": {"en": "Help."},
        "tone": "our_fault",
    }
    assert ([{"job.work": "carved"}, LATE], expected) == rule("too-intricate-late")


def test_what_is_heard_gets_the_same_answer_in_other_words():
    expected = {
        "outcome": "decline",
        "alternatives": ["plain_fronts", "another_maker"],
        "wording": {"en": "You are right."},
    }
    assert ([{"job.work": "carved"}, {"job.made_before": "yes"}], expected) == rule("made-before")


def test_what_is_heard_of_an_internal_entry_is_internal():
    made_before = next(one for one in lowered(TEXT).rules if one.id == "made-before")
    assert (True, "S19") == (made_before.internal, made_before.scenario)


def test_every_enquiry_has_an_answer_in_time():
    otherwise = {key: piece.data for key, piece in lowered(TEXT).otherwise.items()}
    assert {"outcome": "decline", "due": "4 working hours after enquiry.made_at"} == otherwise


def test_without_enquiries_no_answer_is_late_and_none_is_due():
    lines = [line for line in TEXT.splitlines() if not line.startswith(("enquiries", "  answer", "  late_no"))]
    plain = lowered("\n".join(lines))
    assert [] == [one.id for one in plain.rules if one.id.endswith("-late")]
    assert {"outcome"} == set(plain.otherwise)


def problems(text: str) -> list[tuple[str, str, tuple[str | int, ...]]]:
    return [(problem.code, problem.message, problem.path) for problem in lowered(text).problems]


def test_a_remedy_needs_its_time():
    text = TEXT.replace(", due: 2 hours after fault.told_at", "")
    place = ("failures", "our-fault", "remedy")
    assert [("missing-key", "a remedy needs the time by which it is done", place)] == problems(text)


def test_a_remedy_without_an_apology_is_refused():
    text = TEXT.replace("{outcome: put_right,", "{outcome: put_right, tone: plain,")
    place = ("failures", "our-fault", "remedy", "tone")
    assert [("bad-value", "a remedy begins with an apology", place)] == problems(text)


def test_a_late_no_needs_the_time_of_the_answer():
    text = TEXT.replace("  answered: enquiry.answered_at\n", "")
    (problem,) = problems(text)
    assert ("missing-key", ("enquiries", "late_no")) == (problem[0], problem[2])
    assert [] == [one.id for one in lowered(text).rules if one.id.endswith("-late")]


def test_there_is_something_to_promise_decline_or_put_right():
    text = "kind: commitments\nact: enquiry.made_at\noutcomes: [no]\notherwise: {outcome: no}"
    assert [("missing-key", "there is nothing to promise, to decline or to put right", ())] == problems(text)
