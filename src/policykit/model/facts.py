"""Types, values and facts: what a policy can know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from policykit.model.places import NOWHERE, Span, Texts


@dataclass(frozen=True, slots=True)
class FlagType:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class ChoiceType:
    """One word out of a closed list, in the author's order."""

    choices: tuple[str, ...]
    labels: Mapping[str, Texts] = field(default_factory=dict, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class NumberType:
    """An exact decimal, with a unit where it measures something (`km`)."""

    unit: str | None = None
    minimum: Decimal | None = field(default=None, compare=False)
    maximum: Decimal | None = field(default=None, compare=False)
    step: Decimal | None = field(default=None, compare=False)

    @property
    def whole(self) -> bool:
        """Whether only whole numbers are possible, so that `8 to 14` leaves nothing out."""
        return self.step is not None and self.step == self.step.to_integral_value()


@dataclass(frozen=True, slots=True)
class MoneyType:
    """An amount in one fixed currency (ISO 4217)."""

    currency: str


@dataclass(frozen=True, slots=True)
class DateType:
    """A calendar day."""


@dataclass(frozen=True, slots=True)
class DateTimeType:
    """An instant, always with an offset."""


@dataclass(frozen=True, slots=True)
class DurationType:
    """A span of elapsed time (ISO 8601: days, hours, minutes, seconds)."""


@dataclass(frozen=True, slots=True)
class TextType:
    """Free text of a bounded length, in characters."""

    longest: int = field(default=500, compare=False)


@dataclass(frozen=True, slots=True)
class ListType:
    """A list of records; each field is a fact of its own, of a scalar type."""

    fields: Mapping[str, Fact] = field(compare=False, hash=False)
    longest: int = field(default=1000, compare=False)
    defaults: Mapping[str, Value | AsOf] = field(init=False, repr=False, compare=False, hash=False)
    """What stands for the fields that are not sent, where something does."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "defaults", defaults_of(self.fields))


ScalarType = FlagType | ChoiceType | NumberType | MoneyType | DateType | DateTimeType | DurationType | TextType
Type = ScalarType | ListType

# --- facts ------------------------------------------------------------------------------------


class Absent:
    """The one value that says: known not to be there. (A fact not sent has no value at all.)"""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"

    def __reduce__(self) -> str:
        return "ABSENT"  # a copy is the one itself


ABSENT = Absent()

Value = bool | str | Decimal | date | datetime | timedelta | Absent | tuple["Record", ...]
"""What a fact or an expression can be. Money is a Decimal: its currency is in its type."""

Record = Mapping[str, Value]
"""One element of a list; a field that is missing is unknown."""

Facts = Mapping[str, Value]
"""Facts by dotted name, as decoded; a name that is missing is unknown."""


class Origin(StrEnum):
    """Who can say what a fact is."""

    CUSTOMER = "customer"
    BUSINESS = "business"


class AsOf:
    """The default that stands for the instant the request asks about."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "AS_OF"

    def __reduce__(self) -> str:
        return "AS_OF"  # a copy is the one itself


AS_OF = AsOf()


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed input. ``when_not_sent`` is None where a fact not sent is unknown.

    One is ``cleared`` whose author says that it is no protected trait; ``lawful`` names the law that asks for
    one that is. One that ``warns`` says that somebody was reminded or warned.
    """

    name: str
    type: Type
    origin: Origin = Origin.BUSINESS
    optional: bool = False
    when_not_sent: Value | AsOf | None = None
    private: bool = False
    protected: bool = False
    cleared: bool = False
    lawful: Texts = field(default_factory=dict, compare=False, hash=False)
    hint: bool = True
    happened: bool = False
    warns: bool = False
    meaning: Texts = field(default_factory=dict, compare=False, hash=False)
    question: Texts = field(default_factory=dict, compare=False, hash=False)
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def may_be_absent(self) -> bool:
        """Whether a decision can meet this fact as known to be absent."""
        return self.optional or self.when_not_sent is ABSENT


def defaults_of(facts: Mapping[str, Fact]) -> dict[str, Value | AsOf]:
    """What stands for the facts that are not sent, by their names; those without are unknown then."""
    return {name: fact.when_not_sent for name, fact in facts.items() if fact.when_not_sent is not None}
