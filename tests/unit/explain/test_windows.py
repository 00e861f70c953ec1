"""What a customer is told of the windows that decided, and what an auditor reads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from policykit.decision import Condition, Decision, Reason, TimeWindow, WindowState
from policykit.explain import Audience, explain
from policykit.model import ABSENT
from tests.unit.explain.example import CLAIM, DELIVERED_AT, REFUSAL, SHOP

MIDNIGHT, AFTERNOON = datetime(2026, 3, 4, 16, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)
WAITING = TimeWindow(WindowState.NOT_STARTED)
DAYS_OVER = TimeWindow(WindowState.CLOSED, DELIVERED_AT, MIDNIGHT)
HOURS_OVER = TimeWindow(WindowState.CLOSED, DELIVERED_AT, AFTERNOON)
OPEN = TimeWindow(WindowState.OPEN, DELIVERED_AT, MIDNIGHT)
BEYOND = TimeWindow(WindowState.OPEN, AFTERNOON, None)


def refused(*windows: TimeWindow, event: str = "order.delivered_at") -> Decision:
    """A refusal whose rule measured the claim by these windows."""
    conditions = tuple(
        Condition("claim.made_at", "a test", AFTERNOON, held=True, reads=("claim.made_at", event), window=window)
        for window in windows
    )
    return replace(REFUSAL, reasons=(Reason(REFUSAL.answer.rule, True, True, conditions),))


def told(decision: Decision, locale: str = "en", audience: Audience = Audience.CUSTOMER) -> str:
    return explain(SHOP, CLAIM, decision, locale, audience).text


SENTENCES = {
    "whole days": ((DAYS_OVER,), "The last day for this was 4 March 2026.", "最後一天是 2026 年 3 月 4 日，已經過了。"),
    "hours": (
        (HOURS_OVER,),
        "The time for this ended on 3 March 2026, 17:00.",
        "期限到 2026 年 3 月 3 日下午 5:00 為止，已經過了。",
    ),
    "beyond the period": (
        (BEYOND,),
        "The time for this ended on 3 March 2026, 17:00.",
        "期限到 2026 年 3 月 3 日下午 5:00 為止，已經過了。",
    ),
    "the later of two": (
        (HOURS_OVER, DAYS_OVER),
        "The last day for this was 4 March 2026.",
        "最後一天是 2026 年 3 月 4 日，已經過了。",
    ),
}


@pytest.mark.parametrize(("windows", "english", "chinese"), SENTENCES.values(), ids=SENTENCES.keys())
def test_a_customer_reads_when_the_time_was_over(windows, english, chinese):
    assert english in told(refused(*windows)).splitlines()
    assert chinese in told(refused(*windows), "zh-Hant").splitlines()


def test_a_customer_reads_that_the_time_has_not_begun():
    decision = refused(WAITING, DAYS_OVER)
    decision = replace(decision, facts={**decision.facts, "order.delivered_at": ABSENT})
    text = told(decision)
    assert "The time for this has not begun yet: “the time of delivery” is not on record." in text.splitlines()
    assert "The last day" not in text


def test_an_open_window_needs_no_word():
    assert "for this" not in told(refused(OPEN))


def test_a_window_that_would_tell_of_a_private_fact_is_not_told():
    assert "for this" not in told(refused(DAYS_OVER, event="staff.doubt"))


def test_the_best_answer_comes_without_a_date_that_has_passed():
    best = refused(DAYS_OVER)
    best = replace(best, answer=replace(best.answer, outcome="refund"))
    assert "for this" not in told(best)


@pytest.mark.parametrize(
    ("window", "text"),
    [
        (WAITING, "not started"),
        (OPEN, "open until 5 March 2026, 00:00"),
        (BEYOND, "open since 3 March 2026, 17:00"),
        (DAYS_OVER, "closed since 5 March 2026, 00:00"),
        (replace(OPEN, provisional=True), "open until 5 March 2026, 00:00, provisional"),
    ],
)
def test_an_auditor_reads_the_state_of_each_window(window, text):
    (line,) = [line for line in told(refused(window), audience=Audience.AUDITOR).splitlines() if "a test" in line]
    assert line.endswith(f" · {text}")
