"""Where an act lies in its window, and which dates wait for a calendar."""

from __future__ import annotations

from datetime import datetime

import pytest

from policykit.decision import TimeWindow, WindowState
from tests.unit.deciding.shop import BUSINESS, at, decided, policy, shop

NOT_STARTED, OPEN, CLOSED = WindowState
PLACED = {"order": {"placed_at": "2026-03-09T12:00:00+08:00"}}


def window(test: str, made_at: str | None = "2026-03-10T12:00:00+08:00", **order: object) -> TimeWindow | None:
    """The window of `claim.made_at`, which a test measures; the request is of 10 March, 12:00."""
    rules = f"rules:\n  - {{id: a, when: {{claim.photo_at: {test}}}, then: {{outcome: exchange}}}}"
    facts = {"order": {**PLACED["order"], **order}, "claim": {"photo_at": made_at}}
    found = [reason for reason in decided(shop(policy(rules)), facts, "reasons").reasons if reason.rule == "a"]
    return found[0].conditions[0].window


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("within 2 days after order.placed_at", TimeWindow(OPEN, at("09 12:00"), at("11 12:00"))),
        ("within 1 day after order.placed_at", TimeWindow(CLOSED, at("09 12:00"), at("10 12:00"))),
        ("within 1 calendar day after order.placed_at", TimeWindow(OPEN, at("09 12:00"), at("11 00:00"))),
        ("more than 1 day after order.placed_at", TimeWindow(OPEN, at("10 12:00"), None)),
        ("more than 2 days after order.placed_at", TimeWindow(NOT_STARTED, at("11 12:00"), None)),
        ("within 2 days before order.placed_at", TimeWindow(CLOSED, at("07 12:00"), at("09 12:00"))),
        ("more than 2 days before order.placed_at", TimeWindow(CLOSED, None, at("07 12:00"))),
    ],
)
def test_a_window_is_the_time_in_which_its_test_holds(test, expected):
    assert expected == window(test)


def test_a_tier_between_two_windows_is_one_window():
    tier = "more than 1 day after order.placed_at and within 3 days after order.placed_at"
    assert TimeWindow(OPEN, at("10 12:00"), at("12 12:00")) == window(tier)


@pytest.mark.parametrize(
    ("last", "closes", "state"),
    [("2026-03-09", "10 00:00", CLOSED), ("2026-03-10", "11 00:00", OPEN)],
    ids=["yesterday", "today"],
)
def test_a_window_that_ends_on_a_fixed_day_goes_to_the_end_of_it(last, closes, state):
    expected = TimeWindow(state, at("09 12:00"), at(closes))
    assert expected == window(f"after order.placed_at and at most {last}")


def test_a_window_that_ends_on_a_fixed_day_waits_for_its_event():
    assert TimeWindow(NOT_STARTED) == window("after order.delivered_at and at most 2026-03-31", delivered_at=None)


def test_a_season_is_no_window():
    assert window("at least 2026-03-01 and less than 2026-03-09") is None


def test_a_window_whose_event_is_absent_has_not_started():
    assert TimeWindow(NOT_STARTED) == window("within 2 days after order.delivered_at", delivered_at=None)


def test_while_the_act_is_absent_the_request_says_where_the_window_stands():
    assert OPEN is window("within 2 days after order.placed_at", None).state
    assert CLOSED is window("within 1 day after order.placed_at", None).state


def test_an_act_of_which_the_day_alone_is_known_counts_as_its_event():
    rules = "rules:\n  - {id: a, when: {item.day: within 1 hour after order.placed_at}, then: {outcome: exchange}}"
    found = decided(shop(policy(rules)), {**PLACED, "item": {"day": "2026-03-09"}}, "reasons").reasons
    assert OPEN is found[0].conditions[0].window.state


@pytest.mark.parametrize("test", ["absent", "before order.placed_at", "not(within 1 day after order.placed_at)"])
def test_other_tests_set_no_window(test):
    assert window(test) is None


# --- beyond the horizon -----------------------------------------------------------------------

CHINA = BUSINESS + "calendar: {holidays: CN}\n"
"""Its working days are published up to the end of 2026."""
AS_OF = datetime.fromisoformat("2026-12-28T12:00:00+08:00")


def due(formula: str, more: str = "", calendar: str = CHINA) -> bool:
    """Whether the deadline is provisional, of a request on Monday, 28 December 2026."""
    rules = f"rules:\n  - {{id: a, when: {{item.sealed: yes}}, then: {{outcome: exchange, due: {formula}}}}}"
    business = shop(policy(rules, more), business=calendar)
    answer = decided(business, {"item": {"sealed": True}}, as_of=AS_OF).answer
    return answer.deadlines[0].provisional


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("3 working days after claim.made_at", False),
        ("4 working days after claim.made_at", True),
        ("50 working hours after claim.made_at", True),
        ("4 calendar days after claim.made_at", False),
        ("3 calendar days or the next working day after claim.made_at", False),
        ("4 calendar days or the next working day after claim.made_at", True),
        ("if item.sealed then 1 working day after claim.made_at else 9 working days after claim.made_at", False),
        ("if item.sealed then 9 working days after claim.made_at else 1 working day after claim.made_at", True),
        ("if is_working_day(claim.made_at) then 1 day after claim.made_at else 2 days after claim.made_at", False),
        ("if is_working_day(4 days after claim.made_at) then claim.made_at else 1 day after claim.made_at", True),
        ("if in_working_hours(4 days after claim.made_at) then claim.made_at else 1 day after claim.made_at", True),
    ],
)
def test_a_deadline_beyond_the_last_published_day_is_provisional(formula, expected):
    assert expected is due(formula)


def test_what_follows_a_provisional_date_is_provisional_too():
    assert due("5 hours after soon", "let: {soon: 4 working days after claim.made_at}")


def test_what_has_a_name_is_looked_at_once_however_often_it_is_used():
    """Three uses in each of 30 formulas: one by one, they would never end."""
    chain = [f"n{n}: {{formula: 'max(n{n - 1}, n{n - 1}) + n{n - 1}', label: {{en: sum}}}}" for n in range(1, 31)]
    lets = "\n  ".join(["let:", 'n0: "1"', *chain])
    assert not due("if n30 > 1 then 1 day after claim.made_at else 2 days after claim.made_at", lets)


def test_without_a_horizon_nothing_is_provisional():
    assert due("4 working days after claim.made_at", calendar=BUSINESS + "calendar: {holidays: TW}\n") is False


def test_a_window_says_that_its_end_is_provisional():
    rules = """rules:
  - id: a
    when: {claim.made_at: within 9 working days after order.placed_at}
    then: {outcome: exchange}"""
    business = shop(policy(rules), business=CHINA)
    order = {"order": {"placed_at": "2026-12-28T10:00:00+08:00"}}
    (reason, *_) = decided(business, order, "reasons", as_of=AS_OF).reasons
    assert reason.conditions[0].window.provisional
