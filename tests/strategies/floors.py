"""A law pack of the business's own, and a policy's binding of its floor.

Figures stand under `numbers:`, as every pack must have them, so rules compare the pack's facts with each other, and
acts with events over named periods. What is bound is drawn as freely as any formula of a policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from tests.strategies.conditions import when
from tests.strategies.formulas import formula
from tests.strategies.policies import VALUES, Outcomes
from tests.strategies.scope import DATETIME, FLAG, MONEY, NUMBER, Declared, Draw, Name, Scope, Sort, said
from tests.strategies.values import PERIODS

PACK = "lex"
COUNTRY = Declared(
    Name("buyer.country", Sort("choice", choices=("TW", "DE", "FR"))),
    {"type": "country", "countries": ["TW", "DE", "FR"], "meaning": said("the country"), "question": said("Where?")},
    ("TW", "DE", "FR"),
)
"""The buyer's country; the pack holds in two of the three."""
FACTS = {"acted_at": DATETIME, "happened_at": DATETIME, "first": FLAG, "count": NUMBER, "limit": NUMBER, "paid": MONEY}
MAY_BE_ABSENT = ("happened_at",)
ROLLS = " or the next working day"


def pack(draw: Draw) -> dict[str, Any]:
    """A pack's file: one floor, in one version or two."""
    floors = [_floor(draw, {"from": "beginning"})]
    if draw(st.integers(0, 3)) == 0:
        floors[0]["effective"] = {"from": "2026-03-01", "until": "2026-03-28"}
        floors.append(_floor(draw, {"from": "2026-03-28"}))
    return {
        "pack": PACK, "name": said("Lex"), "locales": ["en"], "countries": ["DE", "TW"],
        "facts": {name: _fact(name, sort) for name, sort in FACTS.items()},
        "provisions": {"right": {"about": said("the right"), "source": "Lex art. 1", "confidence": "secondary",
                                 "national": {"DE": {"citation": "§ 1 Lex", "confidence": "unverified"}}}},
        "floors": floors,
    }  # fmt: skip


def _fact(name: str, sort: Sort) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": sort.word, "meaning": said("what it is")}
    if name in MAY_BE_ABSENT:
        entry |= {"optional": "yes", "not_sent": "absent"}
    if name == "first":
        entry["not_sent"] = "no"
    return entry


def _floor(draw: Draw, effective: Mapping[str, str]) -> dict[str, Any]:
    whole_days = draw(st.sampled_from(("2 calendar days", "7 calendar days", "1 month")))
    period = draw(st.sampled_from((*PERIODS, whole_days, f"{whole_days}{ROLLS}")))
    rules = [_rule(draw, index) for index in range(draw(st.integers(1, 3)))]
    return {
        "floor": "right", "question": said("May I?"), "effective": effective,
        "numbers": {"period": {"is": period, "meaning": said("the time"), "provision": "right",
                               "confidence": "secondary"}},
        "let": {"lower": "min(paid, paid * count)"},
        "outcomes": [{"give": {"values": {"back": {"type": "money", "better": "higher"}}}}, "nothing"],
        "rules": rules, "otherwise": _answer(draw),
    }  # fmt: skip


def _rule(draw: Draw, index: int) -> dict[str, Any]:
    tests = {
        "first": draw(st.sampled_from(("yes", "no"))),
        "acted_at": draw(st.sampled_from((
            "within period after happened_at", "more than period after happened_at", "before happened_at",
        ))),
        "count": draw(st.sampled_from(("at least limit", "less than limit"))),
        "happened_at": draw(st.sampled_from(("present", "absent"))),
    }  # fmt: skip
    chosen = draw(st.lists(st.sampled_from(sorted(tests)), min_size=1, max_size=2, unique=True))
    condition: dict[str, Any] = {name: tests[name] for name in chosen}
    if draw(st.booleans()):
        condition = {"none": [condition]}
    return {"id": f"rule-{index}", "when": condition, "then": _answer(draw), "provision": "right"}


def _answer(draw: Draw) -> dict[str, Any]:
    if draw(st.integers(0, 2)) == 0:
        return {"outcome": "nothing"}
    answer = {"outcome": "give", "back": draw(st.sampled_from(("paid", "lower", "max(paid, 0 * paid)")))}
    if draw(st.booleans()):
        answer["due"] = "period after acted_at"
    if draw(st.integers(0, 2)) == 0:
        answer["wording"] = said("By law {{ back }} is yours.")
    return answer


def binding(draw: Draw, scope: Scope, outcomes: Outcomes) -> dict[str, Any] | None:
    """A policy's `floors:`; None where none of its outcomes can carry an amount."""
    carrying = [word for word, names in outcomes.values.items() if any(VALUES[name] == MONEY for name in names)]
    if not carrying:
        return None
    ours = draw(st.sampled_from(carrying))
    value = next(name for name in outcomes.values[ours] if VALUES[name] == MONEY)
    entry: dict[str, Any] = {
        "country": COUNTRY.name.text,
        "with": {name: _bound(draw, scope, name, sort) for name, sort in FACTS.items() if name != "first"},
        "outcome": {"give": ours},
        "values": {"back": value},
    }
    if draw(st.booleans()):
        entry["when"] = when(draw, scope, 1)
    if draw(st.booleans()):
        entry["with"]["first"] = when(draw, scope, 1)
    return {f"{PACK}.right": entry}


def _bound(draw: Draw, scope: Scope, name: str, sort: Sort) -> str:
    shown = Scope(tuple(one for one in scope.names if one.text not in scope.hidden), periods=scope.periods)
    bare = [one.text for one in shown.of(sort) if not one.absent or name in MAY_BE_ABSENT]
    if bare and draw(st.booleans()):
        return draw(st.sampled_from(bare))
    return formula(draw, shown, sort, 1)
