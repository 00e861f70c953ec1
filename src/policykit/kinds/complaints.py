"""Kind `complaints`: on which grounds one can complain, who has to show what, and what follows.

Precedence: exceptions to all grounds; then each ground with its filing deadline, its own exceptions
and its evidence; then `otherwise`. Where evidence is missing, the burden decides: the customer who
bears it has not made the complaint out; where we bear it, the customer is believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.kinds.fields import FactName, Flag, Name, Open, PeriodText, Scenario, Texts, Words
from policykit.kinds.plain import (
    Kind,
    Placed,
    Plain,
    PlainAnswer,
    PlainRule,
    Problem,
    answer,
    heard,
    is_yes,
    listed_outcomes,
    rule_from,
)
from policykit.kinds.policy import NO_EFFECT, TITLE, AnswerEntry, NoEffectEntry, Outcomes, PolicyFile

WHEN = Meta(description="What must hold: one test a line.", examples=[{"complaint.about": "manner"}])
INTERNAL = Meta(description="`yes`: not on the terms page, nor told to customers.")
SCENARIO = Meta(description="The scenario it settles.")


class ExceptionEntry(Struct, frozen=True, kw_only=True):
    """A case in which the ground does not lead to its remedy."""

    when: Annotated[Open, WHEN]
    then: Annotated[AnswerEntry, Meta(description="The answer in that case.", examples=[{"outcome": "dismissed"}])]
    no_effect: Annotated[dict[Name, NoEffectEntry] | None, NO_EFFECT] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class FilingEntry(Struct, frozen=True, kw_only=True):
    """Until when a complaint can be made."""

    within: Annotated[
        PeriodText, Meta(description="How long, counted in the unit that is given.", examples=["15 calendar days"])
    ]
    after: Annotated[FactName, Meta(description="The event it runs from.", examples=["order.delivered_at"])]
    late: Annotated[
        AnswerEntry,
        Meta(description="The answer to a later one (rule `<id>-late`).", examples=[{"outcome": "dismissed"}]),
    ]


class ProofEntry(Struct, frozen=True, kw_only=True):
    """What each side can show, and who bears the burden of showing it."""

    customer: Annotated[
        Open | None,
        Meta(description="What the customer shows: one test a line.", examples=[{"claim.photo_at": "present"}]),
    ] = None
    business: Annotated[
        Open | None,
        Meta(description="What our side shows: one test a line.", examples=[{"handover.photo_at": "present"}]),
    ] = None
    burden: Annotated[
        Literal["customer", "business"],
        Meta(
            description="Who has to show theirs. While nothing is shown, the other side is believed.",
            examples=["business"],
        ),
    ]


class GroundEntry(Struct, frozen=True, kw_only=True):
    """A ground of complaint: what it is, who shows what, and what follows."""

    when: Annotated[Open, WHEN]
    filing: Annotated[
        FilingEntry | None, Meta(description="Until when it can be made; as the policy says if not given.")
    ] = None
    any_time: Annotated[
        Flag | None, Meta(description="`yes`: the policy's filing deadline does not count here.", examples=["yes"])
    ] = None
    exceptions: Annotated[
        dict[Name, ExceptionEntry] | None, Meta(description="When the ground does not lead to its remedy.")
    ] = None
    no_effect: Annotated[dict[Name, NoEffectEntry] | None, NO_EFFECT] = None
    evidence: Annotated[
        ProofEntry | None,
        Meta(
            description="Who shows what; the complaint is believed as it stands if not given.",
            examples=[{"customer": {"claim.photo_at": "present"}, "burden": "customer"}],
        ),
    ] = None
    remedy: Annotated[
        AnswerEntry, Meta(description="What follows where the complaint stands.", examples=[{"outcome": "upheld"}])
    ]
    unproven: Annotated[
        AnswerEntry | None,
        Meta(
            description="What follows where it does not (rule `<id>-unproven`); goes with `evidence`.",
            examples=[{"outcome": "dismissed"}],
        ),
    ] = None
    contested: Annotated[
        AnswerEntry | None,
        Meta(
            description="What follows where both sides have shown theirs (rule `<id>-contested`).",
            examples=[{"outcome": "review"}],
        ),
    ] = None
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, INTERNAL] = None
    scenario: Annotated[Scenario | None, SCENARIO] = None


class AppealEntry(Struct, frozen=True, kw_only=True):
    """How an answer that is final and not the best one can be taken further."""

    within: Annotated[
        PeriodText, Meta(description="How long one has; the deadline `appeal_by`.", examples=["7 calendar days"])
    ]
    after: Annotated[
        FactName | None,
        Meta(description="What it runs from; the policy's `act` if not given.", examples=["complaint.answered_at"]),
    ] = None
    next_steps: Annotated[Words | None, Meta(description="How it goes on: phrases, after the answer's own.")] = None


class ComplaintsFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `complaints`: grounds, each with its evidence, tried in order."""

    act: Annotated[
        FactName, Meta(description="When the complaint is made; periods run from it.", examples=["complaint.filed_at"])
    ]
    outcomes: Outcomes
    answer_within: Annotated[
        PeriodText | None,
        Meta(
            description="By when we answer: the `due` of answers that are not final, where they give none.",
            examples=["2 working days"],
        ),
    ] = None
    filing: Annotated[FilingEntry | None, Meta(description="Until when any complaint can be made.")] = None
    appeal: Annotated[
        AppealEntry | None,
        Meta(description="How an answer can be taken further.", examples=[{"within": "7 calendar days"}]),
    ] = None
    exceptions: Annotated[dict[Name, ExceptionEntry] | None, Meta(description="What comes before every ground.")] = None
    grounds: Annotated[dict[Name, GroundEntry], Meta(description="The grounds of complaint.", min_length=1)]
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer to everything else.", examples=[{"outcome": "review"}])
    ]


def lower(policy: Placed) -> Plain:
    outcomes, otherwise = listed_outcomes(policy["outcomes"]), policy["otherwise"]
    completed = _completed(policy)
    rules = (
        *(rule for one_id, one in _entries(policy, "exceptions") for rule in _exception(one_id, one, (), completed)),
        *(rule for one_id, one in _entries(policy, "grounds") for rule in _ground(one_id, one, policy, completed)),
    )
    return Plain(outcomes, rules, completed(otherwise), otherwise.path, _problems(policy))


Complete = Callable[[Placed], PlainAnswer]
"""An answer with what the policy says of all answers: by when we answer, and how to take it further."""


def _entries(of: Placed, part: str) -> list[tuple[str, Placed]]:
    entries = of.get(part)
    return entries.items() if entries else []


def _completed(policy: Placed) -> Complete:
    outcomes = listed_outcomes(policy["outcomes"])
    best = outcomes[0][0]
    open_ended = {name for name, said in outcomes if said.data.get("final", "yes") in ("no", "false")}

    def complete(given: Placed) -> PlainAnswer:
        said = answer(given)
        if given["outcome"].data in open_ended:
            return {**_answer_due(policy), **said}
        return said if given["outcome"].data == best else _with_appeal(said, policy)

    return complete


def _answer_due(policy: Placed) -> PlainAnswer:
    within = policy.get("answer_within")
    return {} if within is None else {"due": _after(within, policy["act"].data)}


def _with_appeal(said: PlainAnswer, policy: Placed) -> PlainAnswer:
    appeal = policy.get("appeal")
    if appeal is None:
        return said
    since = appeal["after"].data if "after" in appeal.data else policy["act"].data
    further = {"appeal_by": _after(appeal["within"], since), **said}
    if "next_steps" not in appeal.data:
        return further
    own = said["next_steps"].data if "next_steps" in said else []
    steps = list(dict.fromkeys([*own, *appeal["next_steps"].data]))
    return {**further, "next_steps": Placed(steps, appeal["next_steps"].path, exact=False)}


def _after(period: Placed, event: str) -> Placed:
    return Placed(f"{period.data} after {event}", period.path, exact=False)


# --- exceptions and grounds -------------------------------------------------------------------


def _exception(one_id: str, entry: Placed, when: tuple[Placed, ...], completed: Complete) -> list[PlainRule]:
    held, given = (*when, entry["when"]), completed(entry["then"])
    return [*heard(entry, held, given), rule_from(one_id, entry, held, given, "exceptions")]


def _ground(ground_id: str, entry: Placed, policy: Placed, completed: Complete) -> list[PlainRule]:
    when = (entry["when"],)
    exceptions = [
        rule for one_id, one in _entries(entry, "exceptions") for rule in _exception(one_id, one, when, completed)
    ]
    exceptions = [rule if not is_yes(entry.get("internal")) else replace(rule, internal=True) for rule in exceptions]
    return [
        *_late(ground_id, entry, policy, completed),
        *exceptions,
        *_weighed(ground_id, entry, completed),
    ]


def _late(ground_id: str, entry: Placed, policy: Placed, completed: Complete) -> list[PlainRule]:
    """The answer to a complaint on this ground that was made too late."""
    filing = entry.get("filing") or policy.get("filing")
    if filing is None or is_yes(entry.get("any_time")):
        return []
    test = f"more than {filing['within'].data} after {filing['after'].data}"
    late = Placed({policy["act"].data: test}, filing["within"].path, exact=False)
    return [rule_from(f"{ground_id}-late", entry, (entry["when"], late), completed(filing["late"]), "grounds")]


def _weighed(ground_id: str, entry: Placed, completed: Complete) -> list[PlainRule]:
    """What follows from the evidence of both sides, by who bears the burden."""
    evidence, when = entry.get("evidence"), (entry["when"],)
    shown = {side: evidence[side] for side in ("customer", "business") if evidence and side in evidence.data}
    rules = []
    if "contested" in entry.data and len(shown) == len(("customer", "business")):
        both = (*when, shown["customer"], shown["business"])
        rules.append(rule_from(f"{ground_id}-contested", entry, both, completed(entry["contested"]), "grounds"))
    burden = evidence["burden"].data if evidence else None
    proof = (shown[burden],) if burden in shown else ()
    if burden == "business":
        return [
            *rules,
            *_unproven(ground_id, entry, (*when, *proof), completed),
            *_stands(ground_id, entry, when, completed),
        ]
    return [
        *rules,
        *_stands(ground_id, entry, (*when, *proof), completed),
        *_unproven(ground_id, entry, when, completed),
    ]


def _stands(ground_id: str, entry: Placed, when: tuple[Placed, ...], completed: Complete) -> list[PlainRule]:
    given = completed(entry["remedy"])
    return [*heard(entry, when, given), rule_from(ground_id, entry, when, given, "grounds")]


def _unproven(ground_id: str, entry: Placed, when: tuple[Placed, ...], completed: Complete) -> list[PlainRule]:
    if "unproven" not in entry.data:
        return []
    return [rule_from(f"{ground_id}-unproven", entry, when, completed(entry["unproven"]), "grounds")]


# --- what only the kind can see ---------------------------------------------------------------


def _problems(policy: Placed) -> tuple[Problem, ...]:
    return tuple(problem for _, entry in policy["grounds"].items() for problem in _ground_problems(entry, policy))


def _ground_problems(entry: Placed, policy: Placed) -> list[Problem]:
    evidence, problems = entry.get("evidence"), []
    if evidence is None and ("unproven" in entry.data or "contested" in entry.data):
        key = "unproven" if "unproven" in entry.data else "contested"
        text = f"`{key}` says what follows from the evidence, and there is none"
        problems.append(Problem("missing-key", text, entry[key].path, "add `evidence:`, or leave it out"))
    if evidence is not None:
        problems += _evidence_problems(entry, evidence)
    if "any_time" in entry.data and "filing" not in policy.data:
        text = "there is no filing deadline that could count here"
        problems.append(Problem("misplaced-key", text, entry["any_time"].path, "leave `any_time` out"))
    return problems


def _evidence_problems(entry: Placed, evidence: Placed) -> list[Problem]:
    burden, problems = evidence["burden"].data, []
    if burden not in evidence.data:
        text = f"the burden lies with the {burden}, and nothing says what the {burden} shows"
        problems.append(Problem("missing-key", text, evidence["burden"].path, f"add `{burden}:` with tests"))
    if "unproven" not in entry.data:
        text = "evidence needs an answer for where the complaint does not stand"
        problems.append(Problem("missing-key", text, evidence.path, "add `unproven:` beside `remedy`"))
    if "contested" in entry.data and not {"customer", "business"} <= set(evidence.data):
        text = "only where both sides can show something is it contested"
        problems.append(
            Problem("missing-key", text, entry["contested"].path, "add what `customer` and `business` show")
        )
    return problems


KIND = Kind("complaints", "on which grounds one can complain, who shows what, and what follows", ComplaintsFile, lower)
