from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from policykit import pipeline
from policykit.cli import bundles, terminal, trace
from tests.unit.cli.test_reasons import AS_OF, DELIVERED


@pytest.fixture
def ready(shops: Path) -> pipeline.Ready:
    return bundles.sound(shops).businesses["tea-shop"]


def told(ready: pipeline.Ready, locale: str = "en", **facts: object) -> list[str]:
    known = {"order.delivered_at": DELIVERED, **{name.replace("__", "."): value for name, value in facts.items()}}
    decision = pipeline.decide(ready, "claim", known, AS_OF, frozenset({"trace"}))
    return [click.unstyle(line) for line in trace.lines(decision, ready.business, locale)]


def rows(lines: list[str]) -> Iterator[tuple[str, ...]]:
    """The cells that are filled, by the places at which the headings begin."""
    head = lines[1]
    starts = [head.index(word) for word in trace.COLUMNS if f" {word} " in f" {head} "]
    for line in lines[3:]:
        yield tuple(line[start:end].strip() for start, end in zip(starts, [*starts[1:], None], strict=True))


def test_every_rule_with_its_conditions_values_and_verdicts(ready: pipeline.Ready):
    found = list(rows(told(ready, claim__finding="sound")))
    assert [
        ("remarked (internal)", "did not hold", "staff.remark", "present", "none", "did not hold"),
        ("stale-in-time", "did not hold", "claim.finding", "stale", "sound", "did not hold"),
        ("", "", "claim.made_at", "within limit after order.delivered_at", "3 March 2026, 12:00", "held"),
        ("otherwise", "governs", "", "", "", ""),
    ] == [row[:6] for row in found]


def test_what_is_not_known_is_open(ready: pipeline.Ready):
    found = list(rows(told(ready)))
    assert ("stale-in-time", "is open", "claim.finding", "stale", "unknown", "is open") == found[1][:6]


def test_the_columns_stay_aligned_under_wide_characters(ready: pipeline.Ready):
    lines = told(ready, "zh-Hant", claim__finding="stale")
    verdicts = [terminal.width(line[: line.rindex(word)]) for line in lines for word in (" held",) if word in line]
    assert 1 == len(set(verdicts))


def test_a_version_that_is_not_known_has_no_rules(ready: pipeline.Ready):
    decision = pipeline.decide(ready, "claim", {}, AS_OF)
    assert ["no rule was read: which version of the policy counts depends on a fact that is not known"] == list(
        trace.lines(decision, ready.business, "en")
    )
