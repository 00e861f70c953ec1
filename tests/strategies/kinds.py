"""The body of a policy of each kind, and whole policies with their versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from tests.strategies.conditions import when
from tests.strategies.floors import binding
from tests.strategies.formulas import formula, period
from tests.strategies.policies import MAIN, Head, Outcomes, answer, head_of
from tests.strategies.scope import MONEY, Draw, Scope, said
from tests.strategies.tables import table
from tests.strategies.values import DAYS
from tests.strategies.vocabularies import INCIDENTS, commitments, complaints, incidents, instants, tiers


def _decision(draw: Draw, head: Head) -> dict[str, Any]:
    body = table(draw, head) if draw(st.integers(0, 3)) == 0 else _rules(draw, head)
    return {"outcomes": head.outcomes.entries, **body, "otherwise": answer(draw, head)}


def _rules(draw: Draw, head: Head) -> dict[str, Any]:
    rules = [
        {"id": f"rule-{index}", "when": when(draw, head.scope), "then": answer(draw, head),
         **({"internal": "yes"} if draw(st.integers(0, 5)) == 0 else {}),
         **({"title": said("a rule")} if draw(st.booleans()) else {})}
        for index in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    return {"rules": rules}


def _returns(draw: Draw, head: Head) -> dict[str, Any]:
    lines: dict[str, Any] = {"act": "act.at", "outcomes": head.outcomes.entries}
    for part in ("our_fault", "exclusions", "conditions"):
        if draw(st.booleans()):
            lines[part] = {f"{part.replace('_', '-')}-entry": _ground(draw, head)}
    events = [*instants(head.scope), *(name.text for name in head.scope.names if name.text == "clock")]
    windows = {}
    for index in range(draw(st.integers(1, 2))):
        entry = {"within": period(draw, head.scope), "after": draw(st.sampled_from(events))}
        entry |= {"when": when(draw, head.scope, 1)} if draw(st.booleans()) else {}
        then = answer(draw, head)
        windows[f"window-{index}"] = entry | {"then": then} | _fees(draw, head) | _seasons(draw, head, then)
    return {**lines, "windows": windows, "otherwise": answer(draw, head)}


def _seasons(draw: Draw, head: Head, then: Mapping[str, Any]) -> dict[str, Any]:
    """Perhaps a season or two, one after the other; each says its own time where the window has words."""
    seasons = {}
    for index, (first, after) in enumerate(pairwise(DAYS[: draw(st.integers(0, 3))])):
        last = {"through": draw(st.sampled_from(DAYS))}
        length = {"within": period(draw, head.scope)} if draw(st.booleans()) else last
        season = {"of": draw(st.sampled_from(instants(head.scope))), "from": first, "until": after, **length}
        seasons[f"season-{index}"] = season | ({"wording": then["wording"]} if "wording" in then else {})
    return {"seasons": seasons} if seasons else {}


def _ground(draw: Draw, head: Head) -> dict[str, Any]:
    entry = {"when": when(draw, head.scope, 1), "then": answer(draw, head)} | _fees(draw, head)
    if draw(st.integers(0, 2)) == 0:
        entry["evidence"] = {"when": when(draw, head.scope, 0), "missing": answer(draw, head)}
    return entry


def _fees(draw: Draw, head: Head) -> dict[str, Any]:
    return {"fees": {"handling": formula(draw, head.scope, MONEY, 1)}} if draw(st.integers(0, 2)) == 0 else {}


def _errands(draw: Draw, head: Head) -> dict[str, Any]:
    answers = ("in_scope", "as_a_favour", "never")
    errands = {
        f"errand-{index}": {"when": when(draw, head.scope, 1), "answer": draw(st.sampled_from(answers)),
                            **({"instead": ["keep_it"]} if draw(st.booleans()) else {}), **_promise(draw, head)}
        for index in range(draw(st.integers(1, 3)))
    }  # fmt: skip
    return {
        "outcomes": [{word: {"label": said(word)}} for word in answers],
        "errands": errands,
        "otherwise": {"answer": draw(st.sampled_from(answers))},
    }


def _promise(draw: Draw, head: Head) -> dict[str, Any]:
    return {"due": f"{period(draw, head.scope)} after act.at"} if draw(st.integers(0, 2)) == 0 else {}


def _conduct(draw: Draw, head: Head) -> dict[str, Any]:
    ladder: dict[str, Any] = {
        "remind": {"at": "1", "label": said("a reminder"), "appeal": "1 month"},
        "warn": {"at": draw(st.sampled_from(("2", "5"))), "label": said("a warning"), "appeal": "1 month"},
    }
    counted = INCIDENTS in head.scope.lists and draw(st.integers(0, 3)) > 0
    points = incidents(draw, head.scope) if counted else {"points": "act.points"}
    lines: dict[str, Any] = {"act": "act.at", **points, "ladder": ladder, "never_affects": ["call_us"]}
    if counted and draw(st.booleans()):
        ladder["warn"]["gravest_at_once"] = "yes"
    if draw(st.booleans()):
        lines["step_down_after"] = period(draw, head.scope)
    taken = [name.text for name in head.scope.names if name.absent and name.text in instants(head.scope)]
    if taken:
        lines["steps"] = {"remind": draw(st.sampled_from(taken))}
        ladder["warn"] |= {"requires": "remind", "scope": ["keep_it"], "lasts": period(draw, head.scope)}
    if draw(st.booleans()):
        ladder["warn"]["when"] = when(draw, head.scope, 1)
    return {**lines, "outcomes": [{"welcome": {"label": said("welcome")}}], "otherwise": {"outcome": "welcome"}}


def _tabled(draw: Draw, head: Head) -> dict[str, Any]:
    """A decision that is a table of more rows than a person would write by hand."""
    return {"outcomes": head.outcomes.entries, **table(draw, head, 24), "otherwise": answer(draw, head)}


KINDS = {
    "decision": _decision, "returns": _returns, "errands": _errands, "conduct": _conduct,
    "commitments": commitments, "complaints": complaints, "tiers": tiers,
}  # fmt: skip
FIXED = {
    "errands": {"in_scope": (), "as_a_favour": (), "never": ()},
    "conduct": {"welcome": (), "remind": (), "warn": ()},
}
"""The outcomes of the kinds that do not choose their own."""


@dataclass(frozen=True, slots=True)
class PolicyText:
    """A policy's file as data, and what others can ask of it."""

    lines: Mapping[str, Any]
    outcomes: Outcomes


def policy(draw: Draw, policy_id: str, scope: Scope, asked: Outcomes | None, kind: str) -> PolicyText:
    head = head_of(draw, policy_id, kind, scope, asked)
    return _whole(head, KINDS[kind](draw, head), kind)


def tabled(draw: Draw, scope: Scope, asked: Outcomes | None) -> dict[str, Any]:
    """The file of a main policy that is a table."""
    head = head_of(draw, MAIN, "decision", scope, asked)
    return {MAIN: _whole(head, _tabled(draw, head), "decision").lines}


def _whole(head: Head, body: Mapping[str, Any], kind: str) -> PolicyText:
    outcomes = Outcomes(FIXED[kind], []) if kind in FIXED else head.outcomes
    return PolicyText({**head.lines, "effective": {"from": "beginning"}, **body}, outcomes)


def _floors(draw: Draw, scope: Scope, outcomes: Outcomes, *, law: bool) -> dict[str, Any]:
    bound = binding(draw, scope, outcomes) if law else None
    return {"floors": bound} if bound else {}


def versions(
    draw: Draw, scope: Scope, asked: Outcomes | None, kind: str, *, small: bool, law: bool = False
) -> dict[str, Any]:
    """The files of the main policy: one version, or two with a day between them. Where ``law``, they bind a floor."""
    law = law and kind not in ("conduct", "tiers")  # what is counted has no place in a floor
    first = policy(draw, MAIN, scope, asked, kind)
    lines = dict(first.lines) | _floors(draw, scope, first.outcomes, law=law)
    if not small and draw(st.integers(0, 2)) == 0:
        lines["pinned_to"] = "act.at"
    if small or draw(st.integers(0, 3)):
        return {MAIN: lines}
    after = policy(draw, MAIN, scope, asked, "decision")
    second = dict(after.lines) | _floors(draw, scope, after.outcomes, law=law)
    if "pinned_to" in lines:
        second["pinned_to"] = lines["pinned_to"]
    lines["effective"], second["effective"] = {"from": "2026-03-24", "until": DAYS[2]}, {"from": DAYS[2]}
    return {f"{MAIN}-early": lines, f"{MAIN}-late": second}
