from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
import pytest

from policykit import pipeline
from policykit.cli import bundles, reasons
from policykit.decision import Condition, Decision, Reason
from policykit.model import MoneyType

AS_OF = datetime.fromisoformat("2026-03-03T12:00:00+08:00")
DELIVERED = datetime.fromisoformat("2026-03-02T10:00:00+08:00")


@pytest.fixture
def ready(shops: Path) -> pipeline.Ready:
    return bundles.sound(shops).businesses["tea-shop"]


def decided(ready: pipeline.Ready, **facts: object) -> Decision:
    named = {name.replace("__", "."): value for name, value in facts.items()}
    known = {"order.delivered_at": DELIVERED, "item.price": Decimal(600), "claim.finding": "stale"}
    return pipeline.decide(ready, "claim", {**known, **named}, AS_OF, frozenset({"reasons"}))


def told(ready: pipeline.Ready, decision: Decision, audience: str, locale: str = "en") -> list[str]:
    return [click.unstyle(line) for line in reasons.lines(decision, ready.business, locale, audience)]


def test_each_condition_tells_the_value_and_how_far_it_lies(ready: pipeline.Ready):
    until = "open until 5 March 2026, 10:00"
    assert [
        "  stale-in-time held",
        "    claim.finding  stale                                  stale                held",
        f"    claim.made_at  within limit after order.delivered_at  3 March 2026, 12:00  held  by 46 hours  {until}",
    ] == told(ready, decided(ready), "customer")


def test_values_are_in_the_words_of_the_locale(ready: pipeline.Ready):
    assert "走味" in told(ready, decided(ready), "customer", "zh-Hant")[1]


def test_internal_rules_and_private_values_are_told_to_whom_they_belong(ready: pipeline.Ready):
    decision = decided(ready, staff__remark="smells of soap")
    assert [] == [line for line in told(ready, decision, "customer") if "remark" in line]
    agent, auditor = ("\n".join(told(ready, decision, audience)) for audience in ("agent", "auditor"))
    assert "remarked (internal) held" in agent
    assert "private" in agent
    assert "soap" not in agent
    assert "smells of soap" in auditor


def test_what_was_computed_is_told_in_its_currency(ready: pipeline.Ready):
    spent = Condition(
        "spent", "at least 1000 TWD", Decimal(1200), held=True, by=Decimal(200), reads=(), type=MoneyType("TWD")
    )
    decision = decided(ready)
    line = told(ready, replace(decision, reasons=(Reason("a", True, True, (spent,)),)), "customer")[1]
    assert "    spent  at least 1000 TWD  NT$1,200  held  by NT$200" == line.rstrip()


def test_a_formula_over_a_private_fact_is_private(ready: pipeline.Ready):
    through = Condition("doubt", "yes", value=True, held=True, reads=("staff.remark",))
    assert reasons.is_private(through, ready.business)
    assert not reasons.is_private(Condition("limit", "more than 1", timedelta(1), held=True), ready.business)
