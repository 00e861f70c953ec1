"""Kind `conduct`: what we do when somebody's conduct harms our people or other customers.

A ladder from a reminder to a block. Each step has a threshold of points and may require that an
earlier step was taken; steps are tried gravest first, and the first whose points and prior step are
there is the answer. Points are a fact, or the sum over incidents that were confirmed; earlier steps
are facts. A step ends, can be appealed, says what it covers, and never touches what `never_affects`
lists. A block is a proposal until a person confirms it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.diagnostics import in_backticks
from policykit.kinds.fields import FactName, Flag, Limit, Open, PeriodText, Scenario, Texts, Word, Words
from policykit.kinds.incidents import POINTS, ExpiryEntry, IncidentsEntry, points, some_gravest
from policykit.kinds.plain import (
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    Version,
    answer,
    is_yes,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import AnswerEntry, Outcomes, PolicyFile

SORTS = ("remind", "warn", "restrict", "block")
BLOCK = "block"


class StepEntry(Struct, frozen=True, kw_only=True):
    """A step of the ladder; its key is the outcome and the rule's id."""

    at: Annotated[Limit, Meta(description="The points from which it is taken.", examples=["4", "warn_at"])]
    requires: Annotated[
        Word | None, Meta(description="The earlier step that must have been taken.", examples=["remind"])
    ] = None
    gravest_at_once: Annotated[
        Flag | None,
        Meta(description="`yes`: taken at once for one of the gravest (rule `<id>-gravest`).", examples=["yes"]),
    ] = None
    when: Annotated[
        Open | None, Meta(description="What must hold besides.", examples=[{"evidence.confirmed": "yes"}])
    ] = None
    does: Annotated[
        Literal["remind", "warn", "restrict", "block"] | None,
        Meta(description="What sort of step it is; its own name if that is one of the four.", examples=["block"]),
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
    also: Annotated[
        dict[Word, Texts] | None,
        Meta(
            description="What somebody else reads, each under a word of `people` in business.yaml.",
            examples=[{"driver": {"en": "We have spoken with the passenger."}}],
        ),
    ] = None
    internal: Annotated[Flag | None, Meta(description="`yes`: not on the terms page, nor told to customers.")] = None
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


class ReinstatementEntry(Struct, frozen=True, kw_only=True):
    """Somebody who accepts the step, puts it right and asks to come back: no dispute about what happened."""

    when: Annotated[Open, Meta(description="When it is that.", examples=[{"appeal.kind": "reinstatement"}])]
    then: Annotated[AnswerEntry, Meta(description="The answer to it.", examples=[{"outcome": "heard_again"}])]


class AppealEntry(Struct, frozen=True, kw_only=True):
    """How a step is looked at again: by somebody else, within a time."""

    within: Annotated[
        PeriodText,
        Meta(
            description="How long one can appeal against a step that gives no time itself, from the act.",
            examples=["6 months"],
        ),
    ]
    by: Annotated[Words, Meta(description="Who looks at it again, a different person: phrases.")]
    asked: Annotated[
        FactName, Meta(description="When an appeal was made; absent if none was.", examples=["appeal.asked_at"])
    ]
    since: Annotated[
        FactName, Meta(description="When the step was taken that it is against.", examples=["appeal.step_taken_at"])
    ]
    answer_within: Annotated[
        PeriodText, Meta(description="By when it is answered: the answer's `due`.", examples=["10 working days"])
    ]
    then: Annotated[
        AnswerEntry,
        Meta(description="The answer to an appeal in time (rule `appeal`).", examples=[{"outcome": "heard_again"}]),
    ]
    late: Annotated[
        AnswerEntry,
        Meta(description="The answer to a later one (rule `appeal-late`).", examples=[{"outcome": "heard_again"}]),
    ]
    reinstatement: Annotated[
        ReinstatementEntry | None,
        Meta(description="The answer to somebody who asks to come back (rule `reinstatement`)."),
    ] = None


class ConductFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `conduct`: a ladder of steps, tried gravest first."""

    act: Annotated[
        FactName,
        Meta(
            description="When the conduct is looked at; ends and appeals run from it.", examples=["incident.looked_at"]
        ),
    ]
    points: Annotated[
        FactName | None,
        Meta(description="The number fact that holds the points; or else `incidents`.", examples=["conduct.points"]),
    ] = None
    incidents: Annotated[
        IncidentsEntry | None,
        Meta(
            description="The incidents that points are made of.",
            examples=[
                {
                    "each": "incident in conduct.incidents",
                    "label": {"en": "your points total"},
                    "counts_when": {"incident.confirmed": "yes"},
                }
            ],
        ),
    ] = None
    behaviours: Annotated[
        dict[Word, Limit] | None,
        Meta(
            description="The points of each behaviour, by the choices of the incident's field; 0 if not given.",
            examples=[{"abuse": "3", "venting": "0"}],
        ),
    ] = None
    expiry: Annotated[
        list[ExpiryEntry] | None,
        Meta(
            description="How points expire, in steps; after the last one none is left.",
            examples=[[{"within": "90 days", "share": "1"}, {"within": "180 days", "share": "0.5"}]],
        ),
    ] = None
    steps: Annotated[
        dict[Word, FactName] | None,
        Meta(
            description="The facts that say when an earlier step was taken; absent when it was not.",
            examples=[{"remind": "conduct.reminded_at", "warn": "conduct.warned_at"}],
        ),
    ] = None
    step_down_after: Annotated[
        PeriodText | None,
        Meta(
            description="How long a step counts as taken; after that the ladder begins again below it.",
            examples=["12 months"],
        ),
    ] = None
    outcomes: Annotated[
        Outcomes | None,
        Meta(
            description="More about the outcomes: the one of `otherwise`, any that are not steps, the ladder's.",
            examples=[["none"]],
        ),
    ] = None
    appeal: Annotated[AppealEntry | None, Meta(description="How a step is looked at again.")] = None
    ladder: Annotated[dict[Word, StepEntry], Meta(description="The steps, mildest first.", min_length=1, max_length=20)]
    never_affects: Annotated[Words | None, Meta(description="What no step ever touches: phrases.")] = None
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer below every threshold.", examples=[{"outcome": "none"}])
    ]


COPIED = ("alternatives", "next_steps", "scope", "wording", "guidance", "also")


def lower(policy: Placed) -> Plain:
    return lower_after(policy, (Version(None, policy),))


def lower_after(policy: Placed, versions: tuple[Version, ...]) -> Plain:
    """The plain rules, with the points of each incident by the version in force when it happened."""
    ladder = policy["ladder"].items()
    rules = [rule for step, entry in reversed(ladder) for rule in _step(step, entry, policy, versions)]
    otherwise, counted = policy["otherwise"], "incidents" in policy.data
    return Plain(
        _outcomes(policy),
        (*_appeals(policy), *rules),
        answer(otherwise),
        otherwise.path,
        tuple(_problems(policy)),
        lets={POINTS: points(policy, versions)} if counted else {},
        labels={POINTS: policy["incidents"]["label"]} if counted else {},
    )


# --- the ladder -------------------------------------------------------------------------------


def _step(step: str, entry: Placed, policy: Placed, versions: tuple[Version, ...]) -> Iterator[PlainRule]:
    """The step for an incident of the gravest, where it is taken at once; then the step by its points."""
    rule_id, given = step.replace("_", "-"), _answer(step, entry, policy)
    besides = (entry["when"],) if "when" in entry.data else ()
    if (
        is_yes(entry.get("gravest_at_once"))
        and "gravest" in policy.data.get("incidents", {})
        and "expiry" in policy.data
    ):
        gravest, at_once = (some_gravest(policy, versions), *besides), Placed("yes", entry["gravest_at_once"].path)
        yield rule_from(f"{rule_id}-gravest", entry, gravest, {**given, "at_once": at_once}, "ladder")
    subject = policy["points"].data if "points" in policy.data else POINTS
    reached = Placed({subject: f"at least {entry['at'].data}"}, (*entry.path, "at"), exact=False)
    yield rule_from(rule_id, entry, (reached, *_taken(entry, policy), *besides), given, "ladder")


def _taken(entry: Placed, policy: Placed) -> tuple[Placed, ...]:
    """That the step required was taken, and not too long ago to count."""
    required, taken = entry.get("requires"), policy.data.get("steps", {})
    if required is None or required.data not in taken:
        return ()
    fact, lasting = taken[required.data], policy.get("step_down_after")
    test = {fact: "present"} if lasting is None else {policy["act"].data: f"within {lasting.data} after {fact}"}
    return (Placed(test, required.path, exact=False),)


def _answer(step: str, entry: Placed, policy: Placed) -> PlainAnswer:
    act = policy["act"].data
    given = {"outcome": Placed(step, entry.path), **{key: entry[key] for key in COPIED if key in entry.data}}
    if "lasts" in entry.data:
        given["ends"] = _after(entry["lasts"], act)
    appeal = entry.get("appeal") or (policy["appeal"]["within"] if _can_be_appealed(step, entry, policy) else None)
    if appeal is not None:
        given["appeal_by"] = _after(appeal, act)
    if "appeal_by" in given and "appeal" in policy.data:
        given["next_steps"] = _joined(given.get("next_steps"), policy["appeal"]["by"])
    if "never_affects" in policy.data:
        given["unaffected"] = policy["never_affects"]
    return given


def _can_be_appealed(step: str, entry: Placed, policy: Placed) -> bool:
    return "appeal" in policy.data and _sort(step, entry) != "remind"


def _sort(step: str, entry: Placed) -> str | None:
    said: str = entry.data.get("does", step)
    return said if said in SORTS else None


def _after(period: Placed, event: str) -> Placed:
    return Placed(f"{period.data} after {event}", period.path, exact=False)


def _joined(own: Placed | None, more: Placed) -> Placed:
    return Placed(list(dict.fromkeys([*(own.data if own else []), *more.data])), more.path, exact=False)


def _outcomes(policy: Placed) -> tuple[tuple[str, Placed], ...]:
    """The outcome of `otherwise`, what is no step, then the ladder's from mild to grave."""
    said = dict(listed_outcomes(policy["outcomes"])) if "outcomes" in policy.data else {}
    best = policy["otherwise"]["outcome"].data
    ladder = policy["ladder"]
    outcomes = [(best, said.get(best, Placed({}, policy["otherwise"].path)))]
    outcomes += [(name, more) for name, more in said.items() if name != best and name not in ladder.data]
    for step, entry in ladder.items():
        known = said.get(step, Placed({}, entry.path))
        more = {key: entry.data[key] for key in ("label", "decided_by") if key in entry.data}
        if _sort(step, entry) == BLOCK:
            more["decided_by"] = "person"
        outcomes.append((step, Placed({**known.data, **more}, entry.path)))
    return tuple(outcomes)


# --- appeals ----------------------------------------------------------------------------------


def _appeals(policy: Placed) -> Iterator[PlainRule]:
    """An appeal that was made is answered before any step is looked at: too late, to come back, in time."""
    appeal = policy.get("appeal")
    if appeal is None:
        return
    asked = appeal["asked"]
    # Where these rules hold, an appeal was made; a formula needs a time even where they do not.
    due = _after(appeal["answer_within"], f"or_else({asked.data}, {policy['act'].data})")

    def ruled(rule_id: str, given: Placed, *when: Placed) -> PlainRule:
        answered = {"due": due, **answer(given)}
        answered["next_steps"] = _joined(answered.get("next_steps"), appeal["by"])
        return rule_from(rule_id, given, when, answered, "appeal")

    late = f"more than {appeal['within'].data} after {appeal['since'].data}"
    made = Placed({asked.data: "present"}, asked.path, exact=False)
    back = appeal.get("reinstatement")
    if back is not None:
        yield ruled("reinstatement", back["then"], made, back["when"])
    yield ruled("appeal-late", appeal["late"], Placed({asked.data: late}, asked.path, exact=False))
    yield ruled("appeal", appeal["then"], made)


# --- what only the kind can see ---------------------------------------------------------------


def _problems(policy: Placed) -> Iterator[Problem]:
    yield from _counting_problems(policy)
    ladder = list(policy["ladder"].data)
    for position, (step, entry) in enumerate(policy["ladder"].items()):
        yield from _required_problems(entry, ladder[:position], policy)
        if _sort(step, entry) == BLOCK and entry.data.get("decided_by") == "policy":
            text = "a block is a proposal until a person confirms it"
            yield Problem("bad-value", text, entry["decided_by"].path, "leave `decided_by` out")
        if "gravest_at_once" in entry.data and "gravest" not in policy.data.get("incidents", {}):
            text = "nothing says what makes an incident one of the gravest"
            yield Problem("missing-key", text, entry["gravest_at_once"].path, "add `gravest:` to `incidents`")


def _counting_problems(policy: Placed) -> Iterator[Problem]:
    if ("points" in policy.data) == ("incidents" in policy.data):
        text = "points are either a fact or made of incidents"
        yield Problem("wrong-shape", text, policy.path, "write one of `points:` and `incidents:`")
    for part in ("behaviours", "expiry"):
        if ("incidents" in policy.data) != (part in policy.data):
            text = f"`incidents` and `{part}` go together"
            yield Problem("missing-key", text, policy.path, "write all of `incidents`, `behaviours`, `expiry`, or none")


def _required_problems(entry: Placed, earlier: list[str], policy: Placed) -> Iterator[Problem]:
    required = entry.get("requires")
    if required is None:
        return
    if required.data not in earlier:
        text = f"`{required.data}` is not an earlier step of the ladder"
        yield Problem("unknown-step", text, required.path, f"earlier steps: {_listed(earlier)}")
    elif required.data not in policy.data.get("steps", {}):
        text = f"no fact says when `{required.data}` was taken"
        yield Problem("unknown-step", text, required.path, f"add it: `steps: {{{required.data}: …}}`")


def _listed(words: list[str]) -> str:
    return in_backticks(words) or "none"


KIND = Kind("conduct", "what we do when conduct harms our people or other customers", ConductFile, lower, lower_after)
