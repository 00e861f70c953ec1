"""What every policy has, whatever its kind: outcomes, answers, names, other policies that it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from tests.strategies.conditions import made_of, when
from tests.strategies.formulas import formula, literal, period, slips
from tests.strategies.scope import (
    DATE,
    DATETIME,
    FLAG,
    KILOMETRES,
    MONEY,
    NUMBER,
    TEXT,
    Draw,
    Name,
    Scope,
    Sort,
    flag,
    said,
)
from tests.strategies.values import CHOICES, PERIODS, ROLLING

MAIN, OTHER = "main", "other"
"""The policy that is decided, and one that it may ask."""
VALUES = {
    "amount": MONEY, "share": NUMBER, "distance": KILOMETRES, "ready": FLAG, "on_day": DATE, "ready_at": DATETIME,
    "note": TEXT, "payer": Sort("choice", choices=CHOICES[2]),
}  # fmt: skip
"""The values that outcomes carry: one name has one type everywhere."""
OUTCOMES = ("gift", "yield_all", "half", "look", "refuse")
PHRASES = ("keep_it", "call_us")


def _value_entry(sort: Sort) -> dict[str, Any]:
    entry: dict[str, Any] = {"type": sort.word, "label": said("a value")}
    if sort.word in ("number", "money"):
        entry["better"] = "higher"
    if sort.unit:
        entry["unit"] = sort.unit
    if sort.choices:
        entry |= {"choices": list(sort.choices), "better": sort.choices[0]}
    return entry


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcomes of a policy, best first, each with the names of its values."""

    values: Mapping[str, tuple[str, ...]]
    entries: list[Any]


def _outcomes(draw: Draw, *, amount: bool = False) -> Outcomes:
    words = OUTCOMES[: draw(st.integers(2, 4))]
    values: dict[str, tuple[str, ...]] = {}
    entries: list[Any] = []
    for word in words:
        fewest = min(1, draw(st.integers(0, 3)))
        chosen = draw(st.lists(st.sampled_from(sorted(VALUES)), min_size=fewest, max_size=2, unique=True))
        values[word] = tuple(dict.fromkeys(("amount", *chosen) if amount else chosen))
        entry: dict[str, Any] = {"label": said(word), "final": flag(draw(st.integers(0, 3)) > 0)}
        if draw(st.integers(0, 4)) == 0:
            entry["decided_by"] = "person"
        if values[word]:
            entry["values"] = {name: _value_entry(VALUES[name]) for name in values[word]}
        entries.append({word: entry})
    return Outcomes(values, entries)


def _then(draw: Draw, scope: Scope, outcomes: Outcomes, alias: str | None) -> dict[str, Any]:
    outcome = draw(st.sampled_from(list(outcomes.values)))
    then: dict[str, Any] = {"outcome": outcome}
    for name in outcomes.values[outcome]:
        then[name] = formula(draw, scope, VALUES[name])
    if draw(st.booleans()):
        then["due"] = f"{period(draw, scope)} after {formula(draw, scope, DATETIME, 1)}"
        if draw(st.booleans()):
            then["follow_up"] = "2 days after due"
    if draw(st.integers(0, 2)) == 0:
        then["alternatives"] = [draw(st.sampled_from(PHRASES))]
        then["next_steps"] = list(PHRASES)
    if alias and draw(st.integers(0, 2)) == 0:
        then["because"] = alias
    return then | _wording(draw, scope, then)


def _wording(draw: Draw, scope: Scope, then: Mapping[str, Any]) -> dict[str, Any]:
    usable = [name.text for name in scope.names if not name.absent and name.text not in scope.hidden]
    usable += [key for key in then if key in (*VALUES, "due", "follow_up") and then[key] not in scope.hidden]
    if not usable or draw(st.integers(0, 2)):
        return {}
    return {"wording": said(f"Dear you, {{{{ {draw(st.sampled_from(usable))} }}}} is so.")}


@dataclass(frozen=True, slots=True)
class Head:
    """What a policy's file says before its rules, and the names in reach of them."""

    lines: Mapping[str, Any]
    scope: Scope
    outcomes: Outcomes
    alias: str | None


def head_of(draw: Draw, policy: str, kind: str, scope: Scope, asked: Outcomes | None) -> Head:
    lines: dict[str, Any] = {"policy": policy, "kind": kind, "question": said("May I?")}
    numbers = {f"number_{index}": _number(draw) for index in range(draw(st.integers(0, 2)))}
    if numbers:
        lines["numbers"] = {name: text for name, (text, _) in numbers.items()}
        periods = {name: text for name, (text, sort) in numbers.items() if sort is None}
        rolling = tuple(name for name, text in periods.items() if text in ROLLING)
        scope = replace(scope, periods=tuple(name for name in periods if name not in rolling), rolling=rolling)
    alias = None
    if asked is not None:
        entry = _ask(draw, scope)
        lines["asks"] = {"asked": entry}
        alias = None if "each" in entry else "asked"
        scope = scope.naming(*_asked_names(asked, per_item="each" in entry))
    lets: dict[str, Any] = {}
    constants = tuple(Name(name, sort) for name, (_, sort) in numbers.items() if sort is not None)
    for index in range(draw(st.integers(0, 2))):
        entry, name = _let(draw, scope.naming(*constants), f"let_{index}")
        lets[name.text] = entry
        scope = scope.naming(name)
        if any(hidden in str(entry) for hidden in scope.hidden):
            scope = replace(scope, hidden=scope.hidden | {name.text})
    if lets:
        lines["let"] = lets
    scope = _clock(draw, scope, lines)
    return Head(lines, scope, _outcomes(draw, amount=kind == "returns"), alias)


def _clock(draw: Draw, scope: Scope, lines: dict[str, Any]) -> Scope:
    """Perhaps a clock, and the scope with it."""
    events = [name for name in scope.of(DATETIME) if name.absent or slips(draw, scope)]
    if not events or draw(st.booleans()):
        return scope
    event, otherwise = draw(st.sampled_from(events)), draw(st.sampled_from(scope.of(DATETIME)))
    entry = {"event": event.text, "otherwise": otherwise.text}
    if draw(st.booleans()):
        entry["plus"] = period(draw, scope)
    lines["clocks"] = {"clock": entry}
    hidden = {"clock"} if {event.text, otherwise.text} & scope.hidden else set()
    return replace(scope.naming(Name("clock", DATETIME, otherwise.absent)), hidden=scope.hidden | hidden)


def _number(draw: Draw) -> tuple[str, Sort | None]:
    """A named number's text and sort; a period has none."""
    sort = draw(st.sampled_from((NUMBER, MONEY, KILOMETRES, None, None)))
    return (draw(st.sampled_from((*PERIODS, *ROLLING))), None) if sort is None else (literal(draw, sort), sort)


def _ask(draw: Draw, scope: Scope) -> dict[str, Any]:
    entry = {"policy": OTHER, **({"as_of": "act.at"} if draw(st.booleans()) else {})}
    if scope.lists and draw(st.booleans()):
        entry |= {"each": "item in order.lines", "combine": draw(st.sampled_from(("worst", "best", "sum")))}
    return entry


def _asked_names(asked: Outcomes, *, per_item: bool) -> list[Name]:
    """The names of an asked policy's answer; of no elements, there is none."""
    values = dict.fromkeys(name for names in asked.values.values() for name in names)
    outcome = Name("asked.outcome", Sort("choice", choices=tuple(asked.values)), per_item)
    return [outcome, *(Name(f"asked.{name}", VALUES[name], absent=True) for name in values)]


def _let(draw: Draw, scope: Scope, text: str) -> tuple[Any, Name]:
    if scope.lists and draw(st.booleans()):
        return _aggregate(draw, scope, text)
    sorts = (FLAG, NUMBER, KILOMETRES, MONEY, DATE, DATETIME, TEXT)
    bare = [name for name in scope.names if name.sort.word != "choice"]
    if draw(st.integers(0, 3)) == 0 and bare:
        name = draw(st.sampled_from(bare))
        return name.text, replace(name, text=text, whole=False)
    sort = draw(st.sampled_from(sorts))
    entry = formula(draw, scope, sort)
    return {"formula": entry, "label": said("what counts")} if draw(st.booleans()) else entry, Name(text, sort)


def _aggregate(draw: Draw, scope: Scope, text: str) -> tuple[Any, Name]:
    listed = draw(st.sampled_from(sorted(scope.lists)))
    inner = scope.holding("line", listed)
    if draw(st.integers(0, 4)) == 0:
        word = draw(st.sampled_from(("some", "every")))
        return {word: f"line in {listed}", "where": when(draw, inner, 1, 1)}, Name(text, FLAG)
    entry, made = made_of(draw, inner, "line", listed)
    if draw(st.integers(0, 2)):
        entry["where"] = when(draw, inner, 1, 1)
    if draw(st.booleans()):
        entry["label"] = said("what is made of them")
    return entry, replace(made, text=text)


def answer(draw: Draw, head: Head) -> dict[str, Any]:
    return _then(draw, head.scope, head.outcomes, head.alias)
