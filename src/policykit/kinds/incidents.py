"""Incidents to points: what counts, how much, and for how long, by the version in force when it happened.

An incident has the points of the version that was in force at the time: nobody is judged by a rule
that came later, nor by one that was not there yet. Points expire in steps.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from policykit.kinds.fields import Formula, Limit, Open, PeriodText, Texts, Word
from policykit.kinds.plain import Placed, Version

POINTS = "points"
"""The name of the sum of all points that count."""


class ExpiryEntry(Struct, frozen=True, kw_only=True):
    """For how long an incident counts by how much."""

    within: Annotated[PeriodText, Meta(description="How long after the incident.", examples=["90 days"])]
    share: Annotated[Limit, Meta(description="The share of its points that counts until then.", examples=["0.5"])]


class IncidentsEntry(Struct, frozen=True, kw_only=True):
    """What happened, as a list of facts, and which of it counts."""

    each: Annotated[
        Formula, Meta(description="A name for one incident, and the list.", examples=["incident in conduct.incidents"])
    ]
    label: Annotated[
        Texts, Meta(description="What customers read for the points.", examples=[{"en": "your points total"}])
    ]
    at: Annotated[
        Word | None, Meta(description="The field that says when it happened; `at` if not given.", examples=["seen_at"])
    ] = None
    behaviour: Annotated[
        Word | None,
        Meta(description="The choice field that says what was done; `behaviour` if not given.", examples=["what"]),
    ] = None
    counts_when: Annotated[
        Open,
        Meta(
            description="What must hold for one to count: that a person has confirmed it, that there is evidence.",
            examples=[{"incident.confirmed": "yes"}],
        ),
    ]
    never_counts: Annotated[
        Open | None,
        Meta(
            description="What keeps one from counting, whatever else is true: each test by itself.",
            examples=[{"incident.cause": "our_fault, right_exercised"}],
        ),
    ] = None
    gravest: Annotated[
        Open | None,
        Meta(
            description="What makes one so grave that a step may be taken at once.",
            examples=[{"incident.severity": "gravest"}],
        ),
    ] = None


def points(policy: Placed, earlier: tuple[Version, ...]) -> Placed:
    """The sum of all points that count, as a `let` entry."""
    incidents = policy["incidents"]
    data = {"sum": incidents["each"].data, "where": _counting(incidents), "of": _worth(policy, earlier)}
    return Placed(data, incidents.path, exact=False)


def some_gravest(policy: Placed, earlier: tuple[Version, ...]) -> Placed:
    """That an incident of the gravest counts, and does not yet count for less; none from before there was a rule."""
    incidents, full = policy["incidents"], policy["expiry"].data[0]["within"]
    at, first = f"{_one(incidents)}.{incidents.data.get('at', 'at')}", earlier[0].starts
    fresh = {policy["act"].data: f"within {full} after {at}"}
    ruled = [] if first is None else [{at: f"at least {first}"}]
    where = {"all": [_counting(incidents), incidents["gravest"].data, fresh, *ruled]}
    return Placed({"some": incidents["each"].data, "where": where}, incidents["gravest"].path, exact=False)


def _counting(incidents: Placed) -> dict[str, Any]:
    counts, never = incidents["counts_when"].data, incidents.data.get("never_counts", {})
    return {"all": [counts, {"none": [{key: test} for key, test in never.items()]}]} if never else dict(counts)


def _one(incidents: Placed) -> str:
    """The name that one incident goes by."""
    name: str = incidents["each"].data.partition(" in ")[0].strip()
    return name


# --- what one is worth ------------------------------------------------------------------------


def _worth(policy: Placed, earlier: tuple[Version, ...]) -> str:
    """The points of one incident, by the version in force when it happened; before the first there are none."""
    incidents = policy["incidents"]
    one = _one(incidents)
    at, behaviour = (f"{one}.{incidents.data.get(field, field)}" for field in ("at", "behaviour"))
    formula = "0"
    for version in earlier:
        table = _by_table(version.policy, at, behaviour, policy)
        formula = table if version.starts is None else f"if {at} at least {version.starts} then {table} else {formula}"
    return formula


def _by_table(version: Placed, at: str, behaviour: str, policy: Placed) -> str:
    """A version's points for the behaviour, times the share that has not expired."""
    if "behaviours" not in version.data or "expiry" not in version.data:
        return "0"
    # A number of the version itself keeps its name, so that readers find it; an earlier one is what it was then.
    numbers = {} if version.data is policy.data else version.data.get("numbers", {})
    act, words, steps = policy["act"].data, version["behaviours"].data.items(), version["expiry"].data
    worth = [f"if {behaviour} = {word} then {numbers.get(given, given)} else" for word, given in words]
    left = [
        f"if {act} less than ({numbers.get(step['within'], step['within'])} after {at})"
        f" then {numbers.get(step['share'], step['share'])} else"
        for step in steps
    ]
    return f"(({' '.join(worth)} 0) * ({' '.join(left)} 0))"
