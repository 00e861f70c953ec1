"""The form about a case, page by page: what it asks next, what it takes, what it shows and what it keeps to itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest

from policykit.document.your_case.fields import NONE, ROWS
from policykit.document.your_case.form import (
    ADD,
    ASKED,
    CHANGE,
    DO,
    NEXT,
    REMOVE,
    SKIP,
    CaseView,
    field_names,
    laid_out,
    your_case,
)
from policykit.model import Business
from tests.unit.deciding.shop import AS_OF, policy, shop

RULES = """\
rules:
  - id: late
    when: {claim.photo_at: absent, claim.made_at: more than 2 days after order.placed_at}
    then: {outcome: refuse}
  - {id: doubted, when: {item.note: present}, internal: yes, then: {outcome: look}}
  - {id: sealed, when: {item.sealed: yes}, then: {outcome: refund, amount: item.price}}
  - {id: roomy, when: {some: room in rooms, where: {room.taken: yes}}, then: {outcome: exchange}}
"""
SHOP = shop(policy(RULES))


def form(fields: Mapping[str, str] | None = None, business: Business = SHOP) -> CaseView:
    return your_case(business, "main", "en", fields or {}, AS_OF)


def pressed(view: CaseView, button: str = NEXT, business: Business = SHOP, **fields: str) -> CaseView:
    """The page after somebody has filled in the fields and pressed a button."""
    shown = {ASKED: view.question.fact} if view.question else {}
    return form({**dict(view.hidden), **shown, DO: button, **fields}, business)


def asked(view: CaseView) -> str:
    assert view.question
    return view.question.fact


def errors(view: CaseView) -> list[str]:
    assert view.question
    return [text for _, text in view.question.errors]


SENT, PHOTO = {"order.placed_at": "2026-03-01T08:00"}, {"claim.photo_at": "2026-03-02T08:00"}
SEALED = SENT | PHOTO | {"item.sealed": "yes", "item.price": "600"}


# --- the questions ------------------------------------------------------------------------------


def test_the_customers_own_facts_are_asked_first_then_those_of_our_records():
    first = form()
    second = pressed(first, **PHOTO)
    assert ["claim.photo_at", "item.sealed"] == [asked(first), asked(second)]
    assert first.question
    assert second.question
    assert () == first.question.hints
    assert "In the end our records decide here" in second.question.hints[0]


def test_a_fact_of_ours_is_asked_by_what_it_means_a_customers_by_its_question():
    assert ["When?", "Seal"] == [form().heading, form(PHOTO).heading]


def test_only_what_can_still_make_a_difference_is_asked():
    """A photo in time leaves the time of the order without meaning."""
    view, seen = form(), []
    while view.question:
        seen.append(asked(view))
        answer = {name: text for name, text in SEALED.items() if name.partition(":")[0] == asked(view)}
        view = pressed(view, **answer)
    assert ["claim.photo_at", "item.sealed", "item.price"] == seen


def test_every_answer_travels_with_the_page_and_can_be_changed():
    view = form(SENT | PHOTO)
    assert SENT | PHOTO == dict(view.hidden)
    assert [("Order", "1 March 2026, 08:00"), ("Photo", "2 March 2026, 08:00")] == [
        (given.label, given.text) for given in view.given
    ]
    again = form(dict(view.hidden) | {DO: view.given[1].change})
    assert "claim.photo_at" == asked(again)
    assert again.question
    assert again.question.control
    assert "2026-03-02T08:00" == again.question.control.text
    assert SENT == dict(again.hidden)


def test_an_answer_that_was_changed_leads_on_to_what_is_still_needed():
    changed = pressed(form(SEALED | {DO: f"{CHANGE}claim.photo_at"}), **{f"claim.photo_at{NONE}": "yes"})
    assert changed.result
    assert "Refuse" == changed.result.heading


def test_progress_tells_how_many_are_answered_and_surely_to_come():
    assert "A few short questions, one at a time. Nothing you enter is kept." == form().progress
    assert "One question answered, at least one more to come" == form(PHOTO).progress


def test_what_stands_for_something_when_nobody_says_it_is_asked_all_the_same():
    rules = "rules:\n  - {id: a, when: {goods.sealed: yes}, then: {outcome: exchange}}\n"
    assert "goods.sealed" == asked(form(business=shop(policy(rules))))


def test_the_moment_of_asking_stands_for_the_time_of_an_act_and_can_be_changed():
    late = form(SENT | {f"claim.photo_at{NONE}": "yes"})
    assert late.result
    assert ["Claim: 10 March 2026, 12:00"] == [f"{one.label}: {one.text}" for one in late.result.assumed]
    early = pressed(
        form({**dict(late.hidden), DO: late.result.assumed[0].change}), **{"claim.made_at": "2026-03-02T08:00"}
    )
    assert "item.sealed" == asked(early)


def test_what_stands_for_something_and_makes_no_difference_is_not_told_as_assumed():
    when = "{any: [{goods.sealed: yes}, {item.sealed: yes}]}"
    business = shop(policy(f"rules:\n  - {{id: a, when: {when}, then: {{outcome: exchange}}}}\n"))
    view = form({"item.sealed": "yes"}, business)
    assert view.result
    assert ("Exchange", ()) == (view.result.heading, view.result.assumed)


def test_what_was_passed_over_is_told_as_it_is_assumed():
    business = shop(policy("rules:\n  - {id: a, when: {goods.sealed: yes}, then: {outcome: exchange}}\n"))
    view = pressed(form(business=business), SKIP, business)
    assert view.result
    assert [("Seal", "No")] == [(one.label, one.text) for one in view.result.assumed]


# --- what cannot be taken -----------------------------------------------------------------------


def test_what_is_missing_is_asked_for_again():
    view = pressed(form())
    assert (True, ["Please fill this in, or say that you don't know."]) == (view.is_wrong, errors(view))


def test_a_wrong_answer_comes_back_as_it_was_written():
    view = pressed(form(PHOTO | {"item.sealed": "yes"}), **{"item.price": "a fortune"})
    assert view.question
    assert view.question.control
    assert "a fortune" == view.question.control.text
    assert ["Please write a number in digits, such as 1200 or 0.5."] == errors(view)
    assert "field_item_price" == view.question.errors[0][0]


def test_a_wrong_answer_is_found_wherever_it_stands():
    view = form(SEALED | {"item.price": "a fortune"})
    assert ("item.price", True) == (asked(view), view.is_wrong)


def test_what_has_happened_does_not_lie_in_the_future():
    tomorrow = f"{AS_OF + timedelta(days=1):%Y-%m-%dT%H:%M}"
    view = form({**SENT, f"claim.photo_at{NONE}": "yes", "order.placed_at": tomorrow})
    assert ["This lies in the future, and it is about something that has happened already."] == errors(view)


def test_answers_that_cannot_both_be_so_are_named():
    always = "always:\n  - none:\n      - order.delivered_at: before order.placed_at\n"
    prompt = "{order.delivered_at: within 2 days after order.placed_at}"
    rules = f"rules:\n  - {{id: a, when: {prompt}, then: {{outcome: exchange}}}}\n"
    sent = {**SENT, ASKED: "order.delivered_at", "order.delivered_at": "2026-02-27T08:00"}
    view = form(sent, shop(policy(rules), always=always))
    told = "This cannot be so together with another answer of yours: order. Please correct one of them."
    assert ("order.delivered_at", [told]) == (asked(view), errors(view))


def test_a_time_before_the_first_version_is_none_of_ours():
    business = shop(policy(RULES, "pinned_to: order.placed_at", effective="from: 2026-01-01"))
    view = form({"order.placed_at": "2025-12-31T08:00"}, business)
    assert ["Our terms do not reach back to this time. Please check it, or talk to a person."] == errors(view)


def test_where_no_version_is_in_force_a_person_is_named():
    view = form(business=shop(policy(RULES, effective="from: 2027-01-01")))
    assert view.result
    assert ("Here it takes a person", None) == (view.result.heading, view.result.message)


# --- lists --------------------------------------------------------------------------------------

UNSEALED = SENT | PHOTO | {"item.sealed": "no"}


def test_a_list_begins_empty_and_grows_by_a_button():
    view = form(UNSEALED)
    assert view.question
    assert ("rooms", (), True) == (asked(view), view.question.rows, view.question.more)
    two = pressed(pressed(view, ADD, **{f"rooms{ROWS}": "0"}), ADD, **{f"rooms{ROWS}": "1", "rooms:0:taken": "yes"})
    assert two.question
    assert ["Entry 1", "Entry 2"] == [row.heading for row in two.question.rows]
    first = two.question.rows[0].controls[0]
    assert ("Taken", "yes") == (first.label, next(one.value for one in first.options if one.chosen))
    one = pressed(two, REMOVE, **{f"rooms{ROWS}": "2"})
    assert one.question
    assert 1 == len(one.question.rows)


def test_a_list_of_nothing_is_an_answer():
    view = pressed(form(UNSEALED), **{f"rooms{ROWS}": "0"})
    assert view.result
    assert "Refuse" == view.result.heading


def test_a_filled_list_decides():
    view = pressed(form(UNSEALED), **{f"rooms{ROWS}": "1", "rooms:0:taken": "yes"})
    assert view.result
    assert "Exchange" == view.result.heading


def test_a_list_has_room_for_so_many():
    view = form(UNSEALED | {ASKED: "rooms", DO: ADD, f"rooms{ROWS}": "2"})
    assert view.question
    assert (3, False) == (len(view.question.rows), view.question.more)  # the shop takes three at most


# --- the result ---------------------------------------------------------------------------------


def test_the_result_is_the_customers_message():
    view = form(SEALED)
    assert view.result
    assert "Refund" == view.result.heading
    assert '<div class="explanation"' in str(view.result.message)


def test_what_nobody_knows_is_passed_over_and_named():
    view = pressed(form(UNSEALED | {"item.sealed": ""}), SKIP)
    assert "rooms" == asked(view)
    assert ("Seal", "You don't know") == [(one.label, one.text) for one in view.given][-1]


def test_where_the_answer_hangs_on_what_nobody_knows_a_person_is_named_and_what_is_possible():
    view = pressed(form(SENT | PHOTO | {"item.sealed": "yes"}), SKIP)
    assert view.result
    assert ("Here it takes a person", ("Refund",)) == (view.result.heading, view.result.possible)


INTERNAL = "rules:\n  - {{id: secret-rule, when: {{{when}}}, internal: yes, then: {{outcome: look}}}}\n"


def behind_an_internal_rule(when: str) -> Business:
    return shop(policy(INTERNAL.format(when=when) + RULES.partition("\n")[2]))


def test_where_an_internal_rule_decides_a_person_tells_the_answer():
    """Nobody learns by trying what an internal rule would do."""
    view = form(SEALED, behind_an_internal_rule("item.sealed: yes"))
    assert view.result
    assert (None, (), "Here it takes a person") == (view.result.message, view.result.possible, view.result.heading)


def test_where_the_answer_hangs_on_what_no_customer_is_asked_a_person_is_named_and_what_is_possible():
    view = form(SEALED, behind_an_internal_rule("item.day: after 2026-01-01"))
    assert view.result
    assert (None, ("Refund",)) == (view.result.message, view.result.possible)


def test_what_only_internal_rules_look_at_is_neither_asked_nor_taken():
    assert not [name for name in field_names(SHOP, "main") if name.startswith(("item.note", "staff."))]


@pytest.mark.parametrize("fields", [{}, PHOTO, UNSEALED, SEALED], ids=["first", "second", "list", "result"])
def test_a_page_tells_nothing_of_what_is_internal(fields: Mapping[str, str]):
    html = laid_out(form(fields), SHOP, "main", "en")
    assert [] == [secret for secret in ("doubted", "item.note", "staff.doubt") if secret in html]


@pytest.mark.parametrize("fields", [{}, {ASKED: "nothing"}, {DO: "change nothing"}, {DO: "change "}, {DO: "dance"}])
def test_a_button_that_says_nothing_does_nothing(fields: Mapping[str, str]):
    assert form() == form(fields)
