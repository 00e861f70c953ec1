"""What the files of all kinds have in common: who answers which question, from when, with which outcomes."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import Meta, Struct

from policykit.kinds.binding import BindingEntry
from policykit.kinds.fields import (
    Currency,
    DateText,
    FactName,
    Flag,
    Formula,
    Line,
    Measure,
    Name,
    Open,
    PeriodText,
    Scenario,
    StartText,
    Texts,
    Word,
    WordOrMap,
    Words,
)


class EffectiveEntry(Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """When this version of the policy is in force, by local dates."""

    from_: Annotated[StartText, Meta(description="The first day, or `beginning`.")]
    until: Annotated[DateText | None, Meta(description="The first day on which it no longer is.")] = None
    announced: Annotated[
        DateText | None,
        Meta(description="The day on which this version was, or will be, announced.", examples=["2025-12-20"]),
    ] = None


class ValueEntry(Struct, frozen=True, kw_only=True):
    """A value that an outcome carries, and which way is better for the customer."""

    type: Annotated[
        Literal["flag", "choice", "number", "money", "date", "datetime", "text"],
        Meta(description="What kind of value it is.", examples=["money"]),
    ]
    better: Annotated[
        Word | None,
        Meta(description="`higher`, `lower` or `none`; for a choice, the one that is best.", examples=["higher"]),
    ] = None
    choices: Annotated[
        Words | None, Meta(description="The words it can be; for a choice.", examples=[["us", "you"]])
    ] = None
    labels: Annotated[
        dict[Word, Texts] | None,
        Meta(description="What customers read for each choice.", examples=[{"us": {"en": "we pay"}}]),
    ] = None
    unit: Annotated[Line | None, Meta(description="What a number is measured in.", examples=["km"])] = None
    currency: Annotated[Currency | None, Meta(description="The currency of money; the business's if not given.")] = None
    label: Annotated[Texts | None, Meta(description="What customers read for it.", examples=[{"en": "refund"}])] = None


class OutcomeEntry(Struct, frozen=True, kw_only=True):
    """More about an outcome: what customers read for it, the values it carries, and who has the last word."""

    label: Annotated[
        Texts | None, Meta(description="What customers read for it.", examples=[{"en": "refund in full"}])
    ] = None
    final: Annotated[
        Flag | None, Meta(description="`no`: it settles nothing yet (we look, a person takes over).", examples=["no"])
    ] = None
    decided_by: Annotated[
        Literal["policy", "person"] | None,
        Meta(description="`person`: a proposal until somebody confirms it.", examples=["person"]),
    ] = None
    refuses: Annotated[
        Flag | None,
        Meta(
            description="Whether it is a no. If not given: the last outcome is, where it is final, not alone, and "
            "carries nothing to be had.",
            examples=["yes"],
        ),
    ] = None
    once: Annotated[
        Flag | None,
        Meta(
            description="`yes`: a restriction that is over as soon as it has happened, such as the end of a ride; "
            "it needs no `ends`.",
            examples=["yes"],
        ),
    ] = None
    values: Annotated[
        dict[Word, ValueEntry] | None,
        Meta(description="The values it carries, each under its name.", examples=[{"amount": {"type": "money"}}]),
    ] = None


Outcomes = Annotated[
    list[WordOrMap[OutcomeEntry]],
    Meta(
        description="What the policy can answer, best for the customer first.",
        min_length=1,
        max_length=50,
        examples=[["refund", "refuse"]],
        extra={"form": "a list of outcomes"},
    ),
]


class AskEntry(Struct, frozen=True, kw_only=True):
    """Another policy of the business whose answer this one uses."""

    policy: Annotated[Name, Meta(description="The id of the policy that is asked.")]
    as_of: Annotated[
        FactName | None,
        Meta(
            description="The fact that says when it is asked; the request's time if not given.",
            examples=["errand.asked_at"],
        ),
    ] = None
    each: Annotated[
        Formula | None,
        Meta(
            description="Ask once per element of a list: an element's fields stand for the facts of that name.",
            examples=["item in order.lines"],
        ),
    ] = None
    combine: Annotated[
        Literal["worst", "best", "sum"] | None,
        Meta(
            description="With `each`: which answer stands for all; `sum` is the worst one, its values added up.",
            examples=["worst"],
        ),
    ] = None


class AnswerEntry(Struct, frozen=True, kw_only=True):
    """What a rule answers. The outcome's values stand beside these keys, each with a formula."""

    __open__: ClassVar[object] = Annotated[dict[Word, Formula], Meta(extra={"form": "the outcome's values"})]

    outcome: Annotated[Word, Meta(description="One of the policy's outcomes.", examples=["refund"])]
    due: Annotated[
        Formula | None, Meta(description="By when we act.", examples=["2 working days after claim.made_at"])
    ] = None
    follow_up: Annotated[
        Formula | None, Meta(description="When we ask how it went.", examples=["7 days after due"])
    ] = None
    ends: Annotated[
        Formula | None, Meta(description="When a restriction ends.", examples=["30 days after incident.looked_at"])
    ] = None
    appeal_by: Annotated[
        Formula | None, Meta(description="Until when one can appeal.", examples=["6 months after incident.looked_at"])
    ] = None
    alternatives: Annotated[Words | None, Meta(description="What we offer instead: phrases.")] = None
    none_exists: Annotated[
        Flag | None,
        Meta(description="`yes`: we looked for an alternative and know of none, and say so.", examples=["yes"]),
    ] = None
    next_steps: Annotated[Words | None, Meta(description="What happens now: phrases.")] = None
    scope: Annotated[Words | None, Meta(description="What a restriction covers: phrases.")] = None
    unaffected: Annotated[Words | None, Meta(description="What a restriction never touches: phrases.")] = None
    at_once: Annotated[
        Flag | None,
        Meta(description="`yes`: a restriction that no warning comes before, for there is danger.", examples=["yes"]),
    ] = None
    because: Annotated[Word | None, Meta(description="The asked policy whose rule is cited.", examples=["errand"])] = (
        None
    )
    tone: Annotated[
        Literal["plain", "our_fault"] | None,
        Meta(description="`our_fault`: the apology comes first.", examples=["our_fault"]),
    ] = None
    wording: Annotated[
        Texts | None,
        Meta(
            description="What the customer reads; `{{ amount }}` puts a value in.",
            examples=[{"en": "We refund {{ amount }}."}],
        ),
    ] = None
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads who talks to the customer.")] = (
        None
    )
    also: Annotated[
        dict[Word, Texts] | None,
        Meta(
            description="What somebody else reads, each under a word of `people` in business.yaml.",
            examples=[{"courier": {"en": "A customer complained. You did nothing wrong."}}],
        ),
    ] = None


class LetEntry(Struct, frozen=True, kw_only=True):
    """A formula and its label; or what is made of a list's elements, by exactly one of these words.

    `where` says which elements, and `of`, but for a count, what is taken of each. Or whether some or every element
    satisfies `where`.
    """

    label: Annotated[
        Texts | None,
        Meta(
            description="What customers read for it; how it is counted is then told once.",
            examples=[{"en": "the returns that count"}],
        ),
    ] = None
    formula: Annotated[
        Formula | None, Meta(description="A formula that is to have a label.", examples=["share * item.price"])
    ] = None
    count: Annotated[Formula | None, Meta(description="How many.", examples=["past in customer.returns"])] = None
    sum: Annotated[Formula | None, Meta(description="All together; 0 of none.", examples=["line in order.lines"])] = (
        None
    )
    min: Annotated[Formula | None, Meta(description="The least; absent of none.", examples=["line in order.lines"])] = (
        None
    )
    max: Annotated[
        Formula | None, Meta(description="The greatest; absent of none.", examples=["line in order.lines"])
    ] = None
    mean: Annotated[
        Formula | None, Meta(description="The average; absent of none.", examples=["line in order.lines"])
    ] = None
    earliest: Annotated[
        Formula | None,
        Meta(description="The earliest time of those that are there.", examples=["parcel in order.parcels"]),
    ] = None
    latest: Annotated[
        Formula | None,
        Meta(description="The latest time; absent until each has one.", examples=["parcel in order.parcels"]),
    ] = None
    some: Annotated[
        Formula | None, Meta(description="Yes where one element satisfies `where`.", examples=["line in order.lines"])
    ] = None
    every: Annotated[Formula | None, Meta(description="Yes where each does.", examples=["line in order.lines"])] = None
    where: Annotated[
        Open | None,
        Meta(description="Which elements count; all if not given.", examples=[{"past.fault": "nobody, customer"}]),
    ] = None
    of: Annotated[
        Formula | None, Meta(description="What is taken of each element.", examples=["line.price * line.quantity"])
    ] = None


class ClockEntry(Struct, frozen=True, kw_only=True):
    """An event that periods run from, what stands in for it while it is not on record, and a buffer for that."""

    event: Annotated[FactName, Meta(description="The event.", examples=["order.delivered_at"])]
    otherwise: Annotated[
        FactName | None,
        Meta(description="The event that stands in while the first is absent.", examples=["order.shipped_at"]),
    ] = None
    plus: Annotated[
        PeriodText | None,
        Meta(
            description="What is added to the event that stands in; without one, to the event itself.",
            examples=["5 days"],
        ),
    ] = None


class PolicyFile(Struct, frozen=True, kw_only=True):
    """What the files of all kinds have in common."""

    policy: Annotated[Name, Meta(description="The policy's id; versions of one policy share it.")]
    kind: Annotated[Word, Meta(description="Which vocabulary the file uses.", examples=["decision"])]
    scenarios: Annotated[list[Scenario] | None, Meta(description="The scenarios it settles.", examples=[["S2"]])] = None
    question: Annotated[
        Texts,
        Meta(description="The question it answers.", examples=[{"en": "My fruit arrived damaged. What will you do?"}]),
    ]
    summary: Annotated[Texts | None, Meta(description="The answer in a sentence or two, for the terms page.")] = None
    effective: Annotated[
        EffectiveEntry, Meta(description="When this version is in force.", examples=[{"from": "2026-01-01"}])
    ]
    owner: Annotated[
        Line | None,
        Meta(
            description="Who answers for it, a role or its address; the business's if not given.",
            examples=["shop manager"],
        ),
    ] = None
    review: Annotated[
        DateText | None,
        Meta(description="By when somebody looks at it again; the business's if not given.", examples=["2027-01-15"]),
    ] = None
    pinned_to: Annotated[
        FactName | None,
        Meta(
            description="The instant that decides which version applies; the request's time if not given.",
            examples=["order.placed_at"],
        ),
    ] = None
    numbers: Annotated[
        dict[Word, Measure] | None,
        Meta(description="Numbers by name, for rules, wording and page alike.", examples=[{"photo_limit": "24 hours"}]),
    ] = None
    clocks: Annotated[
        dict[Word, ClockEntry] | None,
        Meta(
            description="Events by name, each with what stands in for it; windows run from them as from a fact.",
            examples=[{"received": {"event": "order.delivered_at", "otherwise": "order.shipped_at", "plus": "5 days"}}],
        ),
    ] = None
    let: Annotated[
        dict[Word, Formula | LetEntry] | None,
        Meta(description="Formulas by name.", examples=[{"rate": "ratio(counted, ordered, 0)"}]),
    ] = None
    floors: Annotated[
        dict[FactName, BindingEntry] | None,
        Meta(
            description="The minimums of law under which no answer falls, each under its pack and name.",
            examples=[{"eu.withdrawal": {"country": "buyer.country", "outcome": {"accept": "refund"}}}],
        ),
    ] = None
    asks: Annotated[
        dict[Word, AskEntry] | None,
        Meta(description="Other policies whose answers are used.", examples=[{"errand": {"policy": "errands"}}]),
    ] = None
    formerly: Annotated[
        list[Name] | None,
        Meta(description="Ids that the policy had before; links to them lead on.", examples=[["send-back"]]),
    ] = None
    renamed: Annotated[
        dict[Name, Name] | None,
        Meta(
            description="Rules that had another id before, the old id and the new one; links to the old one lead on.",
            examples=[{"no-photo": "no-photo-in-time"}],
        ),
    ] = None


TITLE = Meta(
    description="What customers read above it; its outcome if not given.",
    examples=[{"en": "Jars with the seal broken"}],
)


class RuleEntry(Struct, frozen=True, kw_only=True):
    """A condition and the answer it gives."""

    id: Annotated[Name, Meta(description="The rule's id; its anchor on the terms page.", examples=["no-photo-in-time"])]
    when: Annotated[
        Open, Meta(description="What must hold: one test a line.", examples=[{"inspection.finding": "damaged"}])
    ]
    then: Annotated[AnswerEntry, Meta(description="The answer.", examples=[{"outcome": "refuse"}])]
    title: Annotated[Texts | None, TITLE] = None
    internal: Annotated[Flag | None, Meta(description="`yes`: not on the terms page, nor told to customers.")] = None
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


class EvidenceEntry(Struct, frozen=True, kw_only=True):
    """What must be shown before the entry's answer is given, and the answer until then."""

    when: Annotated[Open, Meta(description="What must hold.", examples=[{"claim.photo_at": "present"}])]
    missing: Annotated[
        AnswerEntry, Meta(description="The answer while it does not.", examples=[{"outcome": "inspect"}])
    ]


class NoEffectEntry(Struct, frozen=True, kw_only=True):
    """Something that is said and heard, and that changes nothing: the answer is the same, in words that go into it."""

    when: Annotated[Open, Meta(description="When it is said.", examples=[{"complaint.argument": "others_did_it"}])]
    wording: Annotated[Texts, Meta(description="What the customer reads, in place of the answer's wording.")]
    guidance: Annotated[Texts | None, Meta(description="What the member of staff reads, in place of the answer's.")] = (
        None
    )
    title: Annotated[Texts | None, TITLE] = None
    scenario: Annotated[Scenario | None, Meta(description="The scenario it settles.")] = None


NO_EFFECT = Meta(
    description="What is heard and makes no difference: rules of their own, with the same answer.",
    examples=[{"others-did-it": {"when": {"complaint.argument": "others_did_it"}, "wording": {"en": "Thank you."}}}],
)
"""What `no_effect` is, in the entries that have it."""
