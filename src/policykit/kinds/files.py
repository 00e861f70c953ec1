"""The shapes of the files that are not policies: the business, its facts, its phrases and its cases."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from policykit.kinds.fields import (
    ClockTime,
    Countries,
    Country,
    Currency,
    Dates,
    DateText,
    DateTimeText,
    Email,
    FactName,
    FixedPeriod,
    Flag,
    HolidayPlace,
    Line,
    Locale,
    Name,
    Number,
    Open,
    OpenList,
    Phone,
    PluralForm,
    Scenario,
    Texts,
    TimeZone,
    Url,
    Weekdays,
    WholeNumber,
    Word,
    Words,
)


class CalendarEntry(Struct, frozen=True, kw_only=True):
    """When the business works: what working days and working hours are counted by."""

    working_days: Annotated[
        Weekdays | None,
        Meta(
            description="The days on which the business works; Monday to Friday if not given.",
            examples=[["mon", "tue", "wed", "thu", "fri", "sat"]],
        ),
    ] = None
    opens: Annotated[
        ClockTime | None, Meta(description="When working hours begin; 09:00 if not given.", examples=["10:00"])
    ] = None
    closes: Annotated[
        ClockTime | None, Meta(description="When working hours end; 18:00 if not given.", examples=["19:00"])
    ] = None
    holidays: Annotated[
        HolidayPlace | None,
        Meta(
            description="The country whose public holidays are no working days, and whose weekend days worked "
            "in exchange are; a part of it where holidays differ between parts (`GB` alone is England, `GB-ENG`)."
        ),
    ] = None
    closed_on: Annotated[
        Dates | None,
        Meta(description="Single days on which it does not work, beside week and holidays.", examples=[["2026-02-23"]]),
    ] = None
    open_on: Annotated[
        Dates | None,
        Meta(description="Single days on which it works all the same.", examples=[["2026-12-27"]]),
    ] = None


class ContactEntry(Struct, frozen=True, kw_only=True):
    """How a customer reaches a person."""

    email: Annotated[Email | None, Meta(description="The address that a person reads.")] = None
    phone: Annotated[Phone | None, Meta(description="The telephone that a person answers.")] = None
    url: Annotated[Url | None, Meta(description="The page to write from.")] = None
    hours: Annotated[
        Texts | None,
        Meta(description="When somebody answers.", examples=[{"en": "Monday to Friday, nine to six"}]),
    ] = None


class PersonEntry(Struct, frozen=True, kw_only=True):
    """Somebody beside the customer whom an answer can address: the courier, the clerk."""

    label: Annotated[Texts, Meta(description="What they are called.", examples=[{"en": "the courier"}])]


Packs = Annotated[list[Word], Meta(min_length=1, max_length=50)]


class BusinessFile(Struct, frozen=True, kw_only=True):
    """business.yaml: who the business is, and how it counts money and days."""

    business: Annotated[
        Name, Meta(description="The business's id; the same as its folder's name.", examples=["fruit-shop"])
    ]
    name: Annotated[Texts, Meta(description="What customers call it.", examples=[{"en": "Hill Fruit"}])]
    summary: Annotated[Texts | None, Meta(description="One or two sentences on what it does.")] = None
    locales: Annotated[
        list[Locale],
        Meta(
            description="The locales in which every text is given; the first stands in for all others.",
            min_length=1,
            max_length=20,
            examples=[["en", "zh-Hant"]],
        ),
    ]
    country: Annotated[Country, Meta(description="Where the business is established.")]
    time_zone: Annotated[TimeZone, Meta(description="The zone in which its days begin and end.")]
    currency: Annotated[Currency, Meta(description="The currency it pays and is paid in.")]
    smallest_unit: Annotated[
        Number | None,
        Meta(
            description="The smallest amount that is paid out; amounts are rounded to it. "
            "If not given, what the currency has.",
            examples=["1"],
        ),
    ] = None
    calendar: Annotated[
        CalendarEntry | None, Meta(description="When it works, for periods in working days or hours.")
    ] = None
    contact: Annotated[ContactEntry | None, Meta(description="How a customer reaches a person.")] = None
    people: Annotated[
        dict[Word, PersonEntry] | None,
        Meta(
            description="Who else reads what an answer says to them under `also:`.",
            examples=[{"courier": {"label": {"en": "the courier"}}}],
        ),
    ] = None
    units: Annotated[
        dict[Line, dict[Locale, dict[PluralForm, Line]]] | None,
        Meta(
            description="What numbers count, in each locale by the forms of its grammar: `one` piece, `other` pieces.",
            examples=[{"pieces": {"en": {"one": "piece", "other": "pieces"}, "zh-Hant": {"other": "件"}}}],
        ),
    ] = None
    owner: Annotated[
        Line | None,
        Meta(description="Who answers for every policy that names nobody else: a role, or its address."),
    ] = None
    review: Annotated[
        DateText | None,
        Meta(description="By when every policy that gives no date of its own is looked at again."),
    ] = None
    notice: Annotated[
        FixedPeriod | None,
        Meta(
            description="How long before it takes effect a change is announced. "
            "If not given: in China seven calendar days, elsewhere none.",
        ),
    ] = None
    law: Annotated[
        Packs | None,
        Meta(
            description="The law packs it must honour; each must be bound by a policy.",
            examples=[["eu", "uk"]],
        ),
    ] = None


_LISTED = Meta(
    description="What kind of value it is.",
    examples=["datetime"],
)


class FieldEntry(Struct, frozen=True, kw_only=True):
    """One field of a record or of a list's elements."""

    type: Annotated[
        Literal["flag", "choice", "country", "number", "money", "date", "datetime", "duration", "text"], _LISTED
    ]
    meaning: Annotated[
        Texts,
        Meta(
            description="What the fact is, for customers and colleagues.",
            examples=[{"en": "When the parcel was handed over"}],
        ),
    ]
    question: Annotated[
        Texts | None,
        Meta(
            description="How to ask for it when it is missing; needed unless it has `not_sent` or `default`.",
            examples=[{"en": "When did the parcel arrive?"}],
        ),
    ] = None
    choices: Annotated[
        Words | None,
        Meta(
            description="The words it can be; for a choice.",
            examples=[["sound", "surface_marks", "damaged"]],
        ),
    ] = None
    labels: Annotated[
        dict[Word, Texts] | None,
        Meta(
            description="What customers read for each choice.",
            examples=[{"surface_marks": {"en": "marks on the skin"}}],
        ),
    ] = None
    countries: Annotated[
        Countries | None,
        Meta(description="The countries it can be; all if not given.", examples=[["DE", "FR"]]),
    ] = None
    unit: Annotated[Line | None, Meta(description="What a number is measured in.", examples=["km"])] = None
    at_least: Annotated[Number | None, Meta(description="The smallest number it can be.", examples=["0"])] = None
    at_most: Annotated[Number | None, Meta(description="The largest number it can be.", examples=["100"])] = None
    step: Annotated[Number | None, Meta(description="What it goes up by: 1 for whole numbers.", examples=["1"])] = None
    currency: Annotated[Currency | None, Meta(description="The currency of money; the business's if not given.")] = None
    longest: Annotated[
        WholeNumber | None,
        Meta(description="The most characters of a text, or elements of a list.", examples=["200"]),
    ] = None
    origin: Annotated[
        Literal["customer", "business"] | None,
        Meta(
            description="Who can say what it is, and so who is asked for it: "
            "the customer, or the business if not given.",
            examples=["business"],
        ),
    ] = None
    optional: Annotated[Flag | None, Meta(description="Whether it may be known to be absent (sent as `null`).")] = None
    not_sent: Annotated[
        Line | None,
        Meta(
            description="What it is taken to be when it is not sent: `absent`, or a value.",
            examples=["absent", "no"],
        ),
    ] = None
    default: Annotated[
        Literal["as_of"] | None,
        Meta(description="`as_of`: when it is not sent, it is the time of the request.", examples=["as_of"]),
    ] = None
    private: Annotated[Flag | None, Meta(description="Whether customers and logs never see its value.")] = None
    protected: Annotated[
        Flag | None,
        Meta(
            description="A protected trait (age, origin, health …): customers never see its value, and no rule "
            "decides by it; `no`: it is none, though it reads like one."
        ),
    ] = None
    lawful: Annotated[
        Texts | None,
        Meta(
            description="Of a protected trait: the law that asks for it, so that rules may decide by it.",
            examples=[{"en": "The law keeps tobacco and alcohol from minors."}],
        ),
    ] = None
    hint: Annotated[
        Flag | None,
        Meta(description="`no`: never tell a customer that another value would have helped.", examples=["no"]),
    ] = None
    warns: Annotated[
        Flag | None,
        Meta(description="`yes`: it says that somebody was reminded or warned; a restriction rests on it."),
    ] = None
    happened: Annotated[
        Flag | None, Meta(description="Whether it lies in the past: later than the request is wrong input.")
    ] = None


FieldEntries = Annotated[dict[FactName, FieldEntry], Meta(min_length=1, max_length=200)]
"""The fields of one record or element, each under its name."""


class FactEntry(FieldEntry, frozen=True, kw_only=True):
    """One fact: its type, its meaning in every locale, and who can say what it is."""

    type: Annotated[  # type: ignore[assignment]  # a fact can be all that a field can, and these two
        Literal[
            "flag", "choice", "country", "number", "money", "date", "datetime", "duration", "text", "record", "list"
        ],
        _LISTED,
    ]
    fields: Annotated[
        FieldEntries | None, Meta(description="The fields of a record, or of each element of a list.")
    ] = None


class FactsFile(Struct, frozen=True, kw_only=True):
    """facts.yaml: every fact that policies may use, and what always holds between them."""

    facts: Annotated[
        dict[FactName, FactEntry],
        Meta(description="Each fact under its name.", min_length=1, max_length=2000),
    ]
    always: Annotated[
        OpenList | None,
        Meta(
            description="What holds between facts; facts sent against it are wrong input. "
            "Each item is written as a rule's `when`.",
            examples=[[{"claim.made_at": "after order.delivered_at"}]],
        ),
    ] = None


class PhrasesFile(Struct, frozen=True, kw_only=True):
    """phrases.yaml: the texts of alternatives and next steps, which policies name."""

    phrases: Annotated[
        dict[Word, Texts],
        Meta(
            description="Each phrase under the word that policies use for it.",
            max_length=2000,
            examples=[{"resell_with_us": {"en": "Sell it on with us"}}],
        ),
    ]


class CaseEntry(Struct, frozen=True, kw_only=True):
    """One case: facts, and the decision they must give."""

    scenario: Annotated[Scenario | None, Meta(description="The scenario it belongs to; the file's if not given.")] = (
        None
    )
    title: Annotated[
        Texts | None,
        Meta(
            description="What happens, in one line.",
            examples=[{"en": "The photo came a day late"}],
        ),
    ] = None
    as_of: Annotated[DateTimeText | None, Meta(description="When it is decided; the file's if not given.")] = None
    facts: Annotated[
        Open | None,
        Meta(
            description="The facts sent, over those of `given`.",
            examples=[{"item.price": "600 TWD", "claim.photo_at": "absent"}],
        ),
    ] = None
    expect: Annotated[
        Open,
        Meta(
            description="The decision: its `outcome`, `rule` and values, or its `status` and what it `needs`.",
            examples=[{"outcome": "refuse", "rule": "no-photo-in-time"}],
        ),
    ]
    public: Annotated[Flag | None, Meta(description="Whether the terms page shows it as a worked example.")] = None


class CasesFile(Struct, frozen=True, kw_only=True):
    """A file in cases/: facts and the decisions they must give, for one policy."""

    policy: Annotated[Name, Meta(description="The id of the policy that is asked.")]
    scenario: Annotated[Scenario | None, Meta(description="The scenario that the cases belong to.")] = None
    given: Annotated[
        Open | None,
        Meta(
            description="Facts that all cases share.",
            examples=[{"order.delivered_at": "2026-03-02T10:00:00+08:00"}],
        ),
    ] = None
    as_of: Annotated[
        DateTimeText | None, Meta(description="When the cases are decided, unless they say otherwise.")
    ] = None
    cases: Annotated[
        dict[Name, CaseEntry],
        Meta(description="Each case under its name.", min_length=1, max_length=2000),
    ]


FILES: tuple[type[Struct], ...] = (BusinessFile, FactsFile, PhrasesFile, CasesFile)
"""The shapes of all files that are not policies."""
