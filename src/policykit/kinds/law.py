"""The shape of a law pack: the floors of one legal order, with the provisions they rest on."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.kinds.fields import (
    Countries,
    Country,
    DateText,
    FactName,
    Formula,
    Line,
    Locale,
    Measure,
    Name,
    Open,
    Texts,
    Word,
)
from policykit.kinds.files import FactEntry
from policykit.kinds.policy import AnswerEntry, EffectiveEntry, LetEntry, Outcomes

_CONFIDENCE = Meta(
    description="`verified`: read in the law's own text, on the day `verified`; `secondary`: read in another's "
    "account of it; `unverified`: not checked yet, and never told to a customer as law.",
    examples=["verified"],
)
_VERIFIED = Meta(description="The day on which it was read in the law's own text; with `verified` only.")


class NationalEntry(Struct, frozen=True, kw_only=True):
    """The provision in the law of one country, as that law calls it: this is what a customer reads."""

    citation: Annotated[
        Line,
        Meta(
            description="The provision, in the country's language.", examples=["Code de la consommation, art. L221-19"]
        ),
    ]
    confidence: Annotated[Literal["verified", "secondary", "unverified"], _CONFIDENCE]
    verified: Annotated[DateText | None, _VERIFIED] = None


class ProvisionEntry(Struct, frozen=True, kw_only=True):
    """A provision that rules and figures rest on."""

    about: Annotated[
        Texts, Meta(description="What it gives, in a few words.", examples=[{"en": "the right of withdrawal"}])
    ]
    source: Annotated[
        Line,
        Meta(
            description="Where it stands, for those who check it; customers read `national` instead.",
            examples=["Directive 2011/83/EU art. 9(1)"],
        ),
    ]
    confidence: Annotated[Literal["verified", "secondary", "unverified"], _CONFIDENCE]
    verified: Annotated[DateText | None, _VERIFIED] = None
    national: Annotated[
        dict[Country, NationalEntry] | None, Meta(description="The same provision in each country's own law.")
    ] = None


class FigureEntry(Struct, frozen=True, kw_only=True, rename={"is_": "is"}):
    """A number that the law sets."""

    is_: Annotated[Measure, Meta(description="The number, with its unit.", examples=["14 calendar days"])]
    meaning: Annotated[
        Texts, Meta(description="What it is, for the terms page.", examples=[{"en": "time to withdraw"}])
    ]
    provision: Annotated[Word, Meta(description="The provision that sets it.", examples=["period"])]
    confidence: Annotated[Literal["verified", "secondary", "unverified"], _CONFIDENCE]
    verified: Annotated[DateText | None, _VERIFIED] = None


class FloorRule(Struct, frozen=True, kw_only=True):
    """A condition, the answer that the law gives, and the provision it rests on."""

    id: Annotated[Name, Meta(description="The rule's id.", examples=["within-the-period"])]
    when: Annotated[Open, Meta(description="What must hold: one test a line.", examples=[{"perishable": "yes"}])]
    then: Annotated[AnswerEntry, Meta(description="The answer.", examples=[{"outcome": "nothing"}])]
    provision: Annotated[Word, Meta(description="The provision it rests on.", examples=["exemption_d"])]


class FloorEntry(Struct, frozen=True, kw_only=True):
    """One version of a floor: a small policy of its own. Versions of one floor share its name."""

    floor: Annotated[Word, Meta(description="The floor's name.", examples=["withdrawal"])]
    question: Annotated[Texts, Meta(description="The question it answers.", examples=[{"en": "Can I withdraw?"}])]
    effective: Annotated[
        EffectiveEntry, Meta(description="When this version is in force.", examples=[{"from": "2014-06-13"}])
    ]
    numbers: Annotated[
        dict[Word, FigureEntry] | None,
        Meta(description="The numbers that the law sets, for the rules below."),
    ] = None
    let: Annotated[
        dict[Word, Formula | LetEntry] | None, Meta(description="Formulas by name.", examples=[{"back": "paid - fee"}])
    ] = None
    outcomes: Annotated[
        Outcomes,
        Meta(description="What the law gives, best for the customer first; `nothing` leaves the merchant's answer."),
    ]
    rules: Annotated[list[FloorRule], Meta(description="The rules, in the order in which they are read.")]
    otherwise: Annotated[
        AnswerEntry, Meta(description="The answer when no rule holds.", examples=[{"outcome": "nothing"}])
    ]


class PackFile(Struct, frozen=True, kw_only=True):
    """law/<pack>.yaml: the minimums that one legal order gives customers, with their provisions."""

    pack: Annotated[Word, Meta(description="The pack's name; the same as its file's.", examples=["eu"])]
    name: Annotated[Texts, Meta(description="What customers call it.", examples=[{"en": "European Union"}])]
    locales: Annotated[
        list[Locale],
        Meta(
            description="The locales in which its texts are given.",
            min_length=1,
            max_length=20,
            examples=[["en", "de"]],
        ),
    ]
    countries: Annotated[
        Countries,
        Meta(
            description="The countries where it holds; each brings its time zone, its week and its public holidays.",
            examples=[["DE", "FR"]],
        ),
    ]
    facts: Annotated[
        dict[FactName, FactEntry],
        Meta(
            description="What its floors need to know; a policy binds each to a fact or formula of its own. One with "
            "`not_sent` need not be bound.",
            min_length=1,
            max_length=200,
        ),
    ]
    provisions: Annotated[
        dict[Word, ProvisionEntry], Meta(description="The provisions, by the name that rules use for them.")
    ]
    floors: Annotated[list[FloorEntry], Meta(description="The floors.", min_length=1, max_length=100)]
