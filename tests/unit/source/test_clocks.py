"""`clocks:`: an event, what stands in for it, and a buffer; what acts count, and what is wrong with a clock."""

from __future__ import annotations

from datetime import datetime

import pytest

from policykit.decision import WrongFacts
from policykit.diagnostics import Diagnostic
from policykit.model import Business
from policykit.source.build import build
from tests.unit.deciding.shop import BUSINESS, FACTS, PHRASES, decided, policy

SHIPPED = """\
  order.shipped_at: {type: datetime, optional: yes, happened: yes, meaning: {en: sent}, question: {en: When?}}
"""
RECEIVED = "clocks: {received: {event: order.delivered_at, otherwise: order.shipped_at, plus: 5 days}}"
RULES = """\
rules:
  - id: in-time
    when: {claim.made_at: within 2 days after received}
    then: {outcome: refund, amount: 1 TWD}
  - id: late
    when: {claim.made_at: more than 2 days after received}
    then: {outcome: exchange}
"""
LAST_OF_MARCH = datetime.fromisoformat("2026-03-31T12:00:00+08:00")
MARCH = "2026-03-{:02}T12:00:00+08:00"


def written(clocks: str, rules: str = "rules: []", more: str = "") -> dict[str, str]:
    return {
        "business": BUSINESS,
        "facts": FACTS + SHIPPED,
        "phrases": PHRASES,
        "main": policy(rules, f"{clocks}\n{more}"),
    }


@pytest.fixture
def received(tmp_path) -> Business:
    business, found = built(tmp_path, written(RECEIVED, RULES))
    assert [] == found
    assert business is not None
    return business


def built(tmp_path, files: dict[str, str]) -> tuple[Business | None, list[Diagnostic]]:
    folder = tmp_path / "shop"
    folder.mkdir()
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    business, found = build(folder)
    return business, [one for one in found if one.severity == "error"]


def rule(business: Business, shipped: int | None, delivered: int | None, made: int) -> str:
    """The rule for a claim of a day in March, of an order shipped and delivered on days in March."""
    times = {"shipped_at": shipped, "delivered_at": delivered}
    order = {name: MARCH.format(day) if day else None for name, day in times.items()}
    decision = decided(business, {"order": order, "claim": {"made_at": MARCH.format(made)}}, as_of=LAST_OF_MARCH)
    assert decision.answer is not None
    return decision.answer.rule


@pytest.mark.parametrize(
    ("shipped", "delivered", "made", "expected"),
    [
        (1, 3, 4, "in-time"),
        (1, 3, 5, "late"),
        (1, None, 7, "in-time"),
        (1, None, 8, "late"),
        (1, None, 2, "in-time"),
        (None, 3, 4, "in-time"),
        (None, None, 4, "otherwise"),
    ],
    ids=[
        "delivered yesterday", "delivered two days ago", "shipped six days ago", "shipped a week ago",
        "asked before the buffer was over", "never shipped, yet delivered", "neither shipped nor delivered",
    ],
)  # fmt: skip
def test_a_period_runs_from_the_event_else_from_what_stands_in(received, shipped, delivered, made, expected):
    assert expected == rule(received, shipped, delivered, made)


def test_what_is_needed_is_asked_in_its_turn(received):
    """Whether it was delivered comes first; only where it was not does the day of shipping matter."""
    assert ["order.delivered_at"] == [need.fact for need in decided(received, {}).needs]
    assert ["order.shipped_at"] == [need.fact for need in decided(received, {"order": {"delivered_at": None}}).needs]


@pytest.mark.parametrize(
    ("order", "origin"),
    [
        ({"shipped_at": MARCH.format(8), "delivered_at": None}, "order.shipped_at"),
        ({"shipped_at": MARCH.format(6), "delivered_at": MARCH.format(8)}, "order.delivered_at"),
    ],
)
def test_an_act_before_the_event_behind_the_clock_is_wrong_input(received, order, origin):
    with pytest.raises(WrongFacts) as caught:
        decided(received, {"order": order, "claim": {"made_at": MARCH.format(7)}})
    text = f"`claim.made_at` lies before `{origin}`, which it is measured from"
    assert [("claim.made_at", text), (origin, text)] == [(fault.fact, fault.message) for fault in caught.value.faults]


def test_a_buffer_without_a_fallback_is_added_to_the_event_itself(tmp_path):
    business, _ = built(tmp_path, written("clocks: {received: {event: order.shipped_at, plus: 5 days}}", RULES))
    assert ["in-time", "late", "in-time"] == [rule(business, 1, None, made) for made in (7, 8, 2)]


def test_formulas_below_can_use_a_clock_and_a_clock_formulas_above(tmp_path):
    below = "let:\n  late_from: 2 days after or_else(received, order.placed_at)"
    rules = "rules: [{id: a, when: {claim.made_at: after late_from}, then: {outcome: exchange}}]"
    assert [] == built(tmp_path, written(RECEIVED, rules, below))[1]
    above = "let: {sent: order.shipped_at}\nclocks: {received: {event: order.delivered_at, otherwise: sent}}"
    (tmp_path / "above").mkdir()
    assert [] == built(tmp_path / "above", written(above, RULES))[1]


WRONG = {
    "{event: order.delivered_at}": ("missing-key", "a clock needs `otherwise` or `plus`"),
    "{event: order.deliverd_at, plus: 1 day}": ("unknown-fact", "unknown name `order.deliverd_at`"),
    "{event: item.price, plus: 1 day}": ("wrong-type", "expected a date or an instant, found an amount in TWD"),
    "{event: order.placed_at, otherwise: order.shipped_at}": (
        "never-absent",
        "`order.placed_at` is never absent, so nothing stands in for it",
    ),
    "{event: order.delivered_at, otherwise: item.day}": (
        "wrong-type",
        "the event is a date and time, and what stands in for it a date",
    ),
    "{event: item.day, plus: 1 day}": ("wrong-type", "`plus` leads from a date to a date and time"),
    "{event: order.shipped_at, plus: limit}": ("wrong-type", "expected a period, found a number"),
}


@pytest.mark.parametrize(("clock", "fault"), WRONG.items(), ids=WRONG.keys())
def test_a_clock_that_cannot_run(tmp_path, clock, fault):
    files = written(f"clocks: {{received: {clock}}}", RULES, "numbers: {limit: 3}")
    business, found = built(tmp_path, files)
    assert business is None
    assert [fault] == [(one.code, one.message) for one in found]


def test_a_clock_takes_no_name_that_is_in_use(tmp_path):
    clocks = "clocks: {limit: {event: order.shipped_at, plus: 1 day}}"
    _, found = built(tmp_path, written(clocks, more="numbers: {limit: 3}"))
    assert ["`limit` is in use already"] == [one.message for one in found]
