"""Kind `conduct`: what we do when somebody's conduct harms our people or other customers.

A ladder from a reminder to a block. Each step has a threshold of points and may require that an
earlier step was taken; steps are tried gravest first, and the first whose points and prior step are
there is the answer. Points and earlier steps are facts. A step ends, can be appealed, says what it
covers, and never touches what `never_affects` lists.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.kinds.fields import FactName, Flag, Limit, Open, PeriodText, Scenario, Texts, Word, Words
from policykit.kinds.plain import (
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    answer,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import AnswerEntry, Outcomes, PolicyFile


class StepEntry(Struct, frozen=True, kw_only=True):
    """A step of the ladder; its key is the outcome and the rule's id."""

    at: Annotated[Limit, Meta(description="The points from which it is taken.", examples=["4", "warn_at"])]
    requires: Annotated[
        Word | None, Meta(description="The earlier step that must have been taken.", examples=["remind"])
    ] = None
    when: Annotated[
        Open | None, Meta(description="What must hold besides.", examples=[{"evidence.confirmed": "yes"}])
    ] = None
    lasts: Annotated[PeriodText | None, Meta(description="How long it lasts, from the act.", examples=["30 days"])] = (
        None
    )
    appeal: Annotated[
        PeriodText | None, Meta(description="How long one can appeal, from the act.", examples=["6 months"])
    ] = None
    decided_by: Annotated[
        Literal["policy", "person"] | None,
        Meta(description="`person`: a proposal until somebody confirms it.", examples=["person"]),
    ] = None
    label: Annotated[
        Texts | None, Meta(description="What customers read for the step.", examples=[{"en": "a reminder"}])
    ] = None
    scope: Annotated[Words | None, Meta(description="What it covers: phrases.")] = None
    alternatives: Annotated[Words | None, Meta(description="What is still possible: phrases.")] = None
    next_steps: Annotated[Words | None, Meta(description="What happens now: phrases.")] = None
    wording: Annotated[Texts | None, Meta(description="What the customer reads.")] = None
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads who talks to the customer.")] = (
        None
    )
    internal: Annotated[Flag | None, Meta(description="`yes`: not on the terms page, nor told to customers.")] = None
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


class ConductFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `conduct`: a ladder of steps, tried gravest first."""

    act: Annotated[
        FactName,
        Meta(
            description="When the conduct is looked at; ends and appeals run from it.", examples=["incident.looked_at"]
        ),
    ]
    points: Annotated[FactName, Meta(description="The number fact that holds the points.", examples=["conduct.points"])]
    steps: Annotated[
        dict[Word, FactName] | None,
        Meta(
            description="The facts that say when an earlier step was taken; absent when it was not.",
            examples=[{"remind": "conduct.reminded_at", "warn": "conduct.warned_at"}],
        ),
    ] = None
    outcomes: Annotated[
        Outcomes | None,
        Meta(
            description="More about the outcomes; they are the one of `otherwise` and then the ladder's.",
            examples=[["none"]],
        ),
    ] = None
    ladder: Annotated[dict[Word, StepEntry], Meta(description="The steps, mildest first.", min_length=1, max_length=20)]
    never_affects: Annotated[Words | None, Meta(description="What no step ever touches: phrases.")] = None
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer below every threshold.", examples=[{"outcome": "none"}])
    ]


COPIED = ("alternatives", "next_steps", "scope", "wording", "guidance")


def lower(policy: Placed) -> Plain:
    ladder = policy["ladder"].items()
    rules = [_rule(step, entry, policy) for step, entry in reversed(ladder)]
    otherwise = policy["otherwise"]
    return Plain(_outcomes(policy), tuple(rules), answer(otherwise), otherwise.path, _problems(policy))


def _rule(step: str, entry: Placed, policy: Placed) -> PlainRule:
    when = [Placed({policy["points"].data: f"at least {entry['at'].data}"}, (*entry.path, "at"), exact=False)]
    required = entry.get("requires")
    taken = policy.data.get("steps", {})
    if required and required.data in taken:
        when.append(Placed({taken[required.data]: "present"}, required.path, exact=False))
    if "when" in entry.data:
        when.append(entry["when"])
    return rule_from(step.replace("_", "-"), entry, tuple(when), _answer(step, entry, policy), "ladder")


def _answer(step: str, entry: Placed, policy: Placed) -> PlainAnswer:
    act = policy["act"].data
    given = {"outcome": Placed(step, entry.path), **{key: entry[key] for key in COPIED if key in entry.data}}
    for key, deadline in (("lasts", "ends"), ("appeal", "appeal_by")):
        if key in entry.data:
            given[deadline] = Placed(f"{entry[key].data} after {act}", (*entry.path, key), exact=False)
    if "never_affects" in policy.data:
        given["unaffected"] = policy["never_affects"]
    return given


def _outcomes(policy: Placed) -> tuple[tuple[str, Placed], ...]:
    """The outcome of `otherwise`, then the ladder's from mild to grave, with what the author said of each."""
    said = dict(listed_outcomes(policy["outcomes"])) if "outcomes" in policy.data else {}
    best = policy["otherwise"]["outcome"].data
    outcomes = [(best, said.get(best, Placed({}, policy["otherwise"].path)))]
    for step, entry in policy["ladder"].items():
        known = said.get(step, Placed({}, entry.path))
        more = {key: entry.data[key] for key in ("label", "decided_by") if key in entry.data}
        outcomes.append((step, Placed({**known.data, **more}, entry.path)))
    return tuple(outcomes)


def _problems(policy: Placed) -> tuple[Problem, ...]:
    ladder = list(policy["ladder"].data)
    taken = policy.data.get("steps", {})
    problems = []
    for position, (_, entry) in enumerate(policy["ladder"].items()):
        required = entry.get("requires")
        if required is None:
            continue
        if required.data not in ladder[:position]:
            text = f"`{required.data}` is not an earlier step of the ladder"
            problems.append(
                Problem("unknown-step", text, required.path, f"earlier steps: {_listed(ladder[:position])}")
            )
        elif required.data not in taken:
            text = f"no fact says when `{required.data}` was taken"
            problems.append(Problem("unknown-step", text, required.path, f"add it: `steps: {{{required.data}: …}}`"))
    return tuple(problems)


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words) or "none"


KIND = Kind("conduct", "what we do when conduct harms our people or other customers", ConductFile, lower)
