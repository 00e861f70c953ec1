"""Expressions: tests, conditions and formulas, as one closed union."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from policykit.model.facts import Type
from policykit.model.places import NOWHERE, Span
from policykit.model.time import Unit


@dataclass(frozen=True, slots=True)
class FlagLiteral:
    value: bool
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class ChoiceLiteral:
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NumberLiteral:
    value: Decimal
    unit: str | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class MoneyLiteral:
    value: Decimal
    currency: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DateLiteral:
    value: date
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class DateTimeLiteral:
    value: datetime
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class PeriodLiteral:
    """A length of time as its author counts it: `24 hours`, `14 calendar days`.

    ``rolls`` says that a last day on which nobody works gives way to the next working day.
    """

    count: int
    unit: Unit
    rolls: bool = False
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TimeLiteral:
    """A time of day on the wall, in minutes from midnight: `09:00`, up to `24:00`."""

    minutes: int
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TextLiteral:
    value: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AbsentLiteral:
    """What is known not to be there: no author writes it; it stands where a floor's fact has nothing to read."""

    span: Span = field(default=NOWHERE, compare=False)


Literals = (
    FlagLiteral
    | ChoiceLiteral
    | NumberLiteral
    | MoneyLiteral
    | DateLiteral
    | DateTimeLiteral
    | PeriodLiteral
    | TimeLiteral
    | TextLiteral
    | AbsentLiteral
)


Constant = NumberLiteral | MoneyLiteral | PeriodLiteral | TimeLiteral
"""What a policy can give a name under `numbers:`."""


@dataclass(frozen=True, slots=True)
class FactRef:
    """The value of a declared fact."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class FieldRef:
    """A field of the list element that a quantifier or an aggregate has in hand."""

    variable: str
    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class NumberRef:
    """A named number of the policy, with the literal it stands for."""

    name: str
    literal: Constant
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class LetRef:
    """A named formula of the policy, with the expression it stands for."""

    name: str
    expression: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """The outcome (``value`` is ``outcome``) or a value of another policy's answer."""

    alias: str
    value: str
    span: Span = field(default=NOWHERE, compare=False)


class Comparator(StrEnum):
    """How two values of one type compare. An absent side makes every one of them false."""

    EQUAL = "="
    NOT_EQUAL = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


@dataclass(frozen=True, slots=True)
class Comparison:
    comparator: Comparator
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a value is one of several."""

    value: Expression
    options: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Presence:
    """Whether a value is there (``present``) or known to be absent."""

    value: Expression
    present: bool
    span: Span = field(default=NOWHERE, compare=False)


class Side(StrEnum):
    """On which side of its event a period lies."""

    AFTER = "after"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Window:
    """Whether an act falls within a period that runs from an event (``within``), or beyond its far end.

    Every period includes its first instant and excludes its last, so `within` and `more than`
    share no instant and leave none out. Neither holds while the act or the event is absent.
    Of a clock with a buffer, ``opens`` is the event without it: acts count from then on.
    """

    act: Expression
    within: bool
    period: Expression
    side: Side
    event: Expression
    opens: Expression | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    part: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Test:
    """One line of a `when` map: a subject, the test as its author wrote it, and what it means.

    It evaluates as its condition does; it is kept so that reasons can speak of the author's words, and of the
    subject's value as what it is: ``type`` is None where no fact can be such a thing, as a time of day.
    """

    __test__ = False  # pytest collects classes named Test

    subject: Expression
    text: str
    condition: Expression
    type: Type | None = field(default=None, compare=False)  # it follows from the subject
    span: Span = field(default=NOWHERE, compare=False)


class Operator(StrEnum):
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """A sum, difference, product or quotient of two decimals (a divisor is never zero or a variable)."""

    operator: Operator
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Moment:
    """The instant at which a period that runs from an event ends (`2 working days after claim.made_at`)."""

    period: Expression
    side: Side
    event: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: Expression
    otherwise: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Function(StrEnum):
    """The functions of the language; ``language.functions`` gives their signatures."""

    RATIO = "ratio"
    OR_ELSE = "or_else"
    MIN = "min"
    MAX = "max"
    ABS = "abs"
    FLOOR = "floor"
    CEILING = "ceiling"
    ROUND = "round"
    ROUND_UP = "round_up"
    ROUND_DOWN = "round_down"
    MODULO = "modulo"
    LENGTH = "length"
    UPPER_CASE = "upper_case"
    LOWER_CASE = "lower_case"
    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    DATE = "date"
    TIME = "time"
    WEEKDAY = "weekday"
    IS_WORKING_DAY = "is_working_day"
    IN_WORKING_HOURS = "in_working_hours"


OF_TIMES = frozenset(
    (Function.DATE, Function.TIME, Function.WEEKDAY, Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS)
)
"""The functions of one time, by the business's zone and calendar; of a time that is absent they are absent."""


@dataclass(frozen=True, slots=True)
class Call:
    function: Function
    arguments: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


class Quantity(StrEnum):
    """Whether some element, or every element, satisfies the condition."""

    SOME = "some"
    EVERY = "every"


@dataclass(frozen=True, slots=True)
class Quantifier:
    quantity: Quantity
    variable: str
    list: str
    where: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Aggregation(StrEnum):
    """What is made of the elements that satisfy the condition. Of none: count and sum are 0, the others absent.

    ``EARLIEST`` and ``LATEST`` are for times that may be absent: the earliest of those that are there, and
    the latest once all are there.
    """

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"
    MEAN = "mean"
    EARLIEST = "earliest"
    LATEST = "latest"

    @property
    def may_be_absent(self) -> bool:
        """Whether there can be no result, as there is none of no elements."""
        return self not in (Aggregation.COUNT, Aggregation.SUM)


@dataclass(frozen=True, slots=True)
class Aggregate:
    aggregation: Aggregation
    variable: str
    list: str
    where: Expression
    of: Expression | None
    span: Span = field(default=NOWHERE, compare=False)


Expression = (
    Literals
    | FactRef
    | FieldRef
    | NumberRef
    | LetRef
    | Asked
    | Comparison
    | Membership
    | Presence
    | Window
    | And
    | Or
    | Not
    | Test
    | Arithmetic
    | Moment
    | If
    | Call
    | Quantifier
    | Aggregate
)
