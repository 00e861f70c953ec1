"""Kind `errands`: what may be asked of our people beside the service itself.

In scope: it is part of the service. As a favour: it may be asked, may be declined without a
reason, and entitles nobody to have it again. Never: it is declined, whoever asks.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.diagnostics import in_backticks
from policykit.kinds.fields import Flag, Formula, Name, Open, Scenario, Texts, Word, Words
from policykit.kinds.plain import Kind, Placed, Plain, PlainAnswer, Problem, listed_outcomes, rule_from
from policykit.kinds.policy import Outcomes, PolicyFile

ANSWERS = ("in_scope", "as_a_favour", "never")

ErrandAnswer = Annotated[
    Literal["in_scope", "as_a_favour", "never"],
    Meta(description="Part of the service, a favour that entitles nobody, or never.", examples=["as_a_favour"]),
]


class ErrandAnswerEntry(Struct, frozen=True, kw_only=True):
    """The answer to an errand that no entry names."""

    answer: ErrandAnswer
    instead: Annotated[Words | None, Meta(description="What we offer instead: phrases.")] = None
    none_exists: Annotated[
        Flag | None, Meta(description="`yes`: we looked for something to offer instead and know of nothing.")
    ] = None
    next_steps: Annotated[Words | None, Meta(description="What happens now: phrases.")] = None
    due: Annotated[
        Formula | None, Meta(description="By when it is done.", examples=["10 minutes after errand.asked_at"])
    ] = None
    follow_up: Annotated[Formula | None, Meta(description="When we ask how it went.", examples=["1 day after due"])] = (
        None
    )
    wording: Annotated[Texts | None, Meta(description="What the customer reads.")] = None
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads who talks to the customer.")] = (
        None
    )
    also: Annotated[
        dict[Word, Texts] | None,
        Meta(
            description="What somebody else reads, each under a word of `people` in business.yaml.",
            examples=[{"courier": {"en": "You may say no, without a reason."}}],
        ),
    ] = None


class ErrandEntry(ErrandAnswerEntry, frozen=True, kw_only=True):
    """An errand that somebody may ask for, and the answer to it."""

    when: Annotated[Open, Meta(description="What must hold: one test a line.", examples=[{"errand.task": "rubbish"}])]
    title: Annotated[
        Texts | None,
        Meta(
            description="What customers read above it; what is asked for if not given.",
            examples=[{"en": "Waiting for the lift"}],
        ),
    ] = None
    internal: Annotated[Flag | None, Meta(description="`yes`: not on the terms page, nor told to customers.")] = None
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


class ErrandsFile(PolicyFile, frozen=True, kw_only=True):
    """A policy of kind `errands`: entries read in order; the first that fits answers."""

    outcomes: Outcomes
    errands: Annotated[dict[Name, ErrandEntry], Meta(description="The errands, each under its id.", min_length=1)]
    otherwise: Annotated[
        ErrandAnswerEntry, Meta(description="The answer to all other errands.", examples=[{"answer": "as_a_favour"}])
    ]


NAMES = {"answer": "outcome", "instead": "alternatives"}
"""The kind's words, and the plain ones."""


def lower(policy: Placed) -> Plain:
    outcomes = listed_outcomes(policy["outcomes"])
    return Plain(
        outcomes,
        tuple(
            rule_from(entry_id, entry, (entry["when"],), _answer(entry), "errands")
            for entry_id, entry in policy["errands"].items()
        ),
        _answer(policy["otherwise"]),
        policy["otherwise"].path,
        _wrong_outcomes(tuple(name for name, _ in outcomes), policy["outcomes"]),
    )


def _answer(entry: Placed) -> PlainAnswer:
    beside = ("when", "title", "internal", "scenario")
    return {NAMES.get(key, key): piece for key, piece in entry.items() if key not in beside}


def _wrong_outcomes(names: tuple[str, ...], outcomes: Placed) -> tuple[Problem, ...]:
    if names == ANSWERS:
        return ()
    listed = in_backticks(ANSWERS)
    return (Problem("kind-outcomes", "an errand has three answers, in this order", outcomes.path, f"list {listed}"),)


KIND = Kind("errands", "what may be asked of our people beside the service itself", ErrandsFile, lower)
