"""The bodies of policies that promise, hear complaints, grade, and count incidents."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.strategies.conditions import when
from tests.strategies.formulas import period
from tests.strategies.policies import Head, answer
from tests.strategies.scope import DATETIME, Draw, Name, Scope, said

INCIDENTS = "act.incidents"
"""The list that conduct counts, where a business has it."""


def instants(scope: Scope, *, sure: bool = False) -> list[str]:
    """The facts that are instants; where ``sure``, those that are never absent."""
    return [n.text for n in scope.names if n.sort == DATETIME and "." in n.text and not (sure and n.absent)
            and not n.text.startswith("asked.")]  # fmt: skip


def often(draw: Draw, **entries: Any) -> dict[str, Any]:
    """Some of the entries."""
    return {key.rstrip("_"): entry for key, entry in entries.items() if draw(st.booleans())}


def _heard(draw: Draw, head: Head, name: str) -> dict[str, Any]:
    return {f"{name}-heard": {"when": when(draw, head.scope, 1), "wording": said("Thank you for telling us.")}}


# --- commitments ------------------------------------------------------------------------------


def commitments(draw: Draw, head: Head) -> dict[str, Any]:
    lines: dict[str, Any] = {"act": "act.at", "outcomes": head.outcomes.entries}
    if draw(st.booleans()):
        late = {"alternatives": ["keep_it"], "wording": said("We are sorry that you had to wait.")}
        answered = draw(st.sampled_from(instants(head.scope, sure=True)))
        lines["enquiries"] = {"answer_within": period(draw, head.scope)}
        lines["enquiries"] |= {"answered": answered, "late_no": late} if draw(st.booleans()) else {}
    if draw(st.booleans()):
        remedy = {**answer(draw, head), "due": f"{period(draw, head.scope)} after act.at"}
        lines["failures"] = {"our-fault": {"when": when(draw, head.scope, 1), "remedy": remedy}}
    if draw(st.booleans()):
        decline = {"when": when(draw, head.scope, 1), "then": answer(draw, head)}
        lines["declines"] = {"too-much": decline | often(draw, no_effect=_heard(draw, head, "decline"))}
    lines["promises"] = {f"promise-{index}": _promise(draw, head) for index in range(draw(st.integers(1, 2)))}
    return {**lines, "otherwise": answer(draw, head)}


def _promise(draw: Draw, head: Head) -> dict[str, Any]:
    scope = head.scope
    sure = st.sampled_from(instants(scope, sure=True))
    needs = {"lead": period(draw, scope)}
    needs |= often(draw, capacity=when(draw, scope, 1), from_=draw(sure), buffer=period(draw, scope))
    said_so = often(draw, propose=answer(draw, head), decline=answer(draw, head))
    beside = often(draw, when=when(draw, scope, 1), wanted=draw(sure), latest=draw(st.sampled_from(instants(scope))))
    return {**beside, "needs": needs, "promise": answer(draw, head), **said_so}


# --- complaints -------------------------------------------------------------------------------


def complaints(draw: Draw, head: Head) -> dict[str, Any]:
    scope = head.scope
    lines: dict[str, Any] = {"act": "act.at", "outcomes": head.outcomes.entries}
    lines |= often(
        draw,
        answer_within=period(draw, scope),
        filing=_filing(draw, head),
        appeal={"within": period(draw, scope), "next_steps": ["call_us"]},
        exceptions={"before-all": _exception(draw, head, "all")},
    )
    count = draw(st.integers(1, 2))
    lines["grounds"] = {f"ground-{index}": _ground(draw, head, f"ground-{index}") for index in range(count)}
    return {**lines, "otherwise": answer(draw, head)}


def _filing(draw: Draw, head: Head) -> dict[str, Any]:
    after = draw(st.sampled_from(instants(head.scope)))
    return {"within": period(draw, head.scope), "after": after, "late": answer(draw, head)}


def _exception(draw: Draw, head: Head, name: str) -> dict[str, Any]:
    entry = {"when": when(draw, head.scope, 1), "then": answer(draw, head)}
    return entry | often(draw, no_effect=_heard(draw, head, f"exception-{name}"))


def _ground(draw: Draw, head: Head, name: str) -> dict[str, Any]:
    entry = {"when": when(draw, head.scope, 1), "remedy": answer(draw, head)}
    entry |= often(
        draw, filing=_filing(draw, head), exceptions={f"{name}-but": _exception(draw, head, name)},
        no_effect=_heard(draw, head, name),
    )  # fmt: skip
    return entry | (_evidence(draw, head) if draw(st.booleans()) else {})


def _evidence(draw: Draw, head: Head) -> dict[str, Any]:
    burden, both = draw(st.sampled_from(("customer", "business"))), draw(st.booleans())
    sides = ("customer", "business") if both else (burden,)
    evidence = {side: when(draw, head.scope, 0) for side in sides} | {"burden": burden}
    contested = {"contested": answer(draw, head)} if both and draw(st.booleans()) else {}
    return {"evidence": evidence, "unproven": answer(draw, head), **contested}


# --- tiers ------------------------------------------------------------------------------------


def tiers(draw: Draw, head: Head) -> dict[str, Any]:
    scope = head.scope
    told = [name for name in scope.names if name.text not in scope.hidden and "." in name.text]
    graded = [name for name in told if "".join(name.sort.choices).islower() and not name.text.startswith("asked.")]
    many = "act.points" if any(name.text == "act.points" for name in told) else "5"
    measures = {"many": {"label": said("points"), "of": many, "grades": {"at least 6": "2", "at least 1": "1"}}}
    words, keeps = ("high", "low"), {}
    if graded:
        fact: Name = draw(st.sampled_from(graded))
        words = fact.sort.choices[:2]
        measures["sort"] = {"label": said("sort"), "of": fact.text, "weight": "2", "grades": {words[0]: "1"}}
        keeps = often(draw, keeps={"now": fact.text, "share": "0.5"})
    best, rest = (
        {"label": said(word), "service": {"share": draw(st.sampled_from(("0.5", "1")))}} for word in words
    )  # fmt: skip
    best["at"] = draw(st.sampled_from(("1", "2")))
    besides = when(draw, scope, 1)
    if not any(hidden in str(besides) for hidden in scope.hidden):  # levels are for all to read
        best |= often(draw, when=besides)
    return {
        "act": "act.at", "marks": said("your marks"), "measures": measures,
        "service": {"share": {"type": "number", "label": said("share")}},
        **often(draw, again_in=period(draw, scope)), **keeps, "tiers": {words[0]: best, words[1]: rest},
    }  # fmt: skip


# --- incidents --------------------------------------------------------------------------------


def incidents(draw: Draw, scope: Scope) -> dict[str, Any]:
    """What makes a ladder count incidents, in place of a fact with the points."""
    behaviour = next(name.sort.choices for name in scope.lists[INCIDENTS] if name.text == "behaviour")
    one = {"each": f"one in {INCIDENTS}", "label": said("your points"), "counts_when": {"one.confirmed": "yes"},
           "gravest": {"one.behaviour": behaviour[0]}}  # fmt: skip
    one |= often(draw, never_counts={"one.behaviour": behaviour[-1]})
    expiry = [{"within": period(draw, scope), "share": "1"}, {"within": "20 days", "share": "0.5"}]
    points = {behaviour[0]: "5", behaviour[1]: "1"}
    return {"incidents": one, "behaviours": points, "expiry": expiry[: draw(st.integers(1, 2))]}
