"""The typed model that everything else reads: businesses, facts, policies, rules, expressions.

Every node is a frozen value. Positions ride along as ``span`` and never count when nodes are
compared. Behaviour lives elsewhere: ``semantics`` says what the nodes mean, each backend says
it again in another form, and a ``match`` over the closed unions below keeps them in step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

# --- places -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an author's file. Lines and columns count from 1, in characters; the end is exclusive."""

    file: str
    line: int
    column: int
    end_line: int
    end_column: int


NOWHERE = Span("", 0, 0, 0, 0)
"""The place of what no author wrote."""

Texts = Mapping[str, str]
"""One text a locale (BCP 47)."""

# --- types ------------------------------------------------------------------------------------


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
        return self.step is not None and self.step % 1 == 0


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


ScalarType = FlagType | ChoiceType | NumberType | MoneyType | DateType | DateTimeType | DurationType | TextType
Type = ScalarType | ListType

# --- facts ------------------------------------------------------------------------------------


class Absent:
    """The one value that says: known not to be there. (A fact not sent has no value at all.)"""

    __slots__ = ()

    def __repr__(self) -> str:
        return "ABSENT"


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


AS_OF = AsOf()


@dataclass(frozen=True, slots=True)
class Fact:
    """A named, typed input. ``when_not_sent`` is None where a fact not sent is unknown."""

    name: str
    type: Type
    origin: Origin = Origin.BUSINESS
    optional: bool = False
    when_not_sent: Value | AsOf | None = None
    private: bool = False
    protected: bool = False
    hint: bool = True
    happened: bool = False
    meaning: Texts = field(default_factory=dict, compare=False, hash=False)
    question: Texts = field(default_factory=dict, compare=False, hash=False)
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def may_be_absent(self) -> bool:
        """Whether a decision can meet this fact as known to be absent."""
        return self.optional or self.when_not_sent is ABSENT


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold between facts wherever they are all known; else the caller sent wrong input."""

    condition: Expression
    text: str
    reads: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


# --- time -------------------------------------------------------------------------------------


class Unit(StrEnum):
    """How a period counts. `days` and shorter are elapsed time; the others follow a calendar."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    CALENDAR_DAYS = "calendar days"
    WORKING_DAYS = "working days"
    WORKING_HOURS = "working hours"
    MONTHS = "months"
    YEARS = "years"


ELAPSED = {
    Unit.MINUTES: timedelta(minutes=1),
    Unit.HOURS: timedelta(hours=1),
    Unit.DAYS: timedelta(days=1),
    Unit.WEEKS: timedelta(weeks=1),
}
"""Units that are a fixed length of time wherever they begin."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a business counts days: its zone (IANA), working week (0 is Monday), hours and holidays (ISO 3166-1)."""

    zone: str
    working_week: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(9)
    closes: time = time(18)
    holidays: str | None = None


# --- expressions ------------------------------------------------------------------------------


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
    """A length of time as its author counts it: `24 hours`, `14 calendar days`."""

    count: int
    unit: Unit
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class TextLiteral:
    value: str
    span: Span = field(default=NOWHERE, compare=False)


Literals = (
    FlagLiteral
    | ChoiceLiteral
    | NumberLiteral
    | MoneyLiteral
    | DateLiteral
    | DateTimeLiteral
    | PeriodLiteral
    | TextLiteral
)


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
    literal: NumberLiteral | MoneyLiteral | PeriodLiteral
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
    """

    act: Expression
    within: bool
    period: Expression
    side: Side
    event: Expression
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

    It evaluates as its condition does; it is kept so that reasons can speak of the author's words.
    """

    __test__ = False  # pytest collects classes named Test

    subject: Expression
    text: str
    condition: Expression
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
    """What is made of the elements that satisfy the condition. Of none: count and sum are 0, the others absent."""

    COUNT = "count"
    SUM = "sum"
    MIN = "min"
    MAX = "max"


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

# --- policies ---------------------------------------------------------------------------------


class Better(StrEnum):
    """Which way a numeric value is better for the customer."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OutcomeValue:
    """A value that an outcome carries. For a choice, ``best`` names the choice that is best for the customer."""

    name: str
    type: ScalarType
    better: Better = Better.NONE
    best: str | None = None
    label: Texts = field(default_factory=dict, compare=False, hash=False)


class DecidedBy(StrEnum):
    """Who has the last word: the policy, or a person who confirms its proposal."""

    POLICY = "policy"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy can answer. One that is not ``final`` settles nothing yet."""

    name: str
    final: bool = True
    decided_by: DecidedBy = DecidedBy.POLICY
    values: tuple[OutcomeValue, ...] = ()
    label: Texts = field(default_factory=dict, compare=False, hash=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Wording:
    """The author's words to a reader, one Jinja template a locale, and the names they use."""

    texts: Texts = field(default_factory=dict, hash=False)
    reads: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


class Tone(StrEnum):
    """How an answer opens: plainly, or with an apology for what we did wrong."""

    PLAIN = "plain"
    OUR_FAULT = "our_fault"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule answers when it governs.

    ``values`` and ``deadlines`` are formulas by name, and ``named`` are those behind the other
    names that the wording uses. ``alternatives``, ``next_steps``, ``scope`` (what a restriction
    covers) and ``unaffected`` (what it never touches) are ids of the business's phrases;
    ``because`` names the asked policy whose rule is cited.
    """

    outcome: str
    values: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    deadlines: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    alternatives: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    unaffected: tuple[str, ...] = ()
    because: str | None = None
    tone: Tone = Tone.PLAIN
    wording: Wording = Wording()
    guidance: Wording = Wording()
    named: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and the answer it gives. ``part`` says which part of its kind's vocabulary it came from."""

    id: str
    when: Expression
    answer: Answer
    public: bool = True
    part: str | None = None
    scenario: str | None = None
    span: Span = field(default=NOWHERE, compare=False)


OTHERWISE = "otherwise"
"""The id of the answer that stands when no rule holds."""


class Combination(StrEnum):
    """How the answers for the elements of a list become one.

    The worst of them or the best, for the customer; or the worst, with the values of all added up.
    """

    WORST = "worst"
    BEST = "best"
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class PerItem:
    """A policy decided once per element of a list; each field stands for the fact ``<variable>.<field>``."""

    variable: str
    list: str
    combination: Combination


@dataclass(frozen=True, slots=True)
class Ask:
    """Another policy of the same business, asked at the instant that a fact names (else at the request's).

    With ``per_item`` it is asked once per element; of no elements, the combined answer is absent.
    """

    alias: str
    policy: str
    as_of: str | None = None
    per_item: PerItem | None = None
    span: Span = field(default=NOWHERE, compare=False)


class HitPolicy(StrEnum):
    """What is made of the rows that hold (DMN 1.5, 8.2.10); plain rules are `first`.

    Unique and any tables are proved to have one answer when they are checked, and the rows of a
    priority table stand best outcome first: for these, the first row that holds is the answer.
    """

    FIRST = "first"
    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the answer to one question, in force from ``starts`` (inclusive) until ``ends``; None is open.

    Of a table, the rules are its rows; one that collects makes one answer of all rows that hold, by its
    ``aggregation``. ``acts`` are the pairs of facts (act, event) that its windows measure: an act before its
    event is wrong input.
    """

    id: str
    kind: str
    question: Texts
    outcomes: tuple[Outcome, ...]
    rules: tuple[Rule, ...]
    otherwise: Rule
    starts: datetime | None = None
    ends: datetime | None = None
    pinned_to: str | None = None
    numbers: Mapping[str, NumberLiteral | MoneyLiteral | PeriodLiteral] = field(default_factory=dict, hash=False)
    lets: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    asks: tuple[Ask, ...] = ()
    summary: Texts = field(default_factory=dict, compare=False, hash=False)
    scenarios: tuple[str, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    hit_policy: HitPolicy = HitPolicy.FIRST
    aggregation: Aggregation | None = None
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def version(self) -> str:
        """The local date from which this version is in force, or `beginning`."""
        return self.starts.date().isoformat() if self.starts else "beginning"

    def outcome(self, name: str) -> Outcome:
        return next(o for o in self.outcomes if o.name == name)

    def rank(self, name: str) -> int:
        """How good an outcome is for the customer: 0 is best."""
        return [o.name for o in self.outcomes].index(name)

    def rule(self, rule_id: str) -> Rule:
        return next(r for r in (*self.rules, self.otherwise) if r.id == rule_id)


@dataclass(frozen=True, slots=True)
class Contact:
    """How a customer reaches a person."""

    email: str | None = None
    phone: str | None = None
    url: str | None = None
    hours: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case says must come out. What it leaves out (None, an empty map) is not compared."""

    status: str | None = None
    outcome: str | None = None
    rule: str | None = None
    values: Mapping[str, Value] = field(default_factory=dict)
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    needs: tuple[str, ...] | None = None
    possible: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Facts and the decision they must give; a test, and where public a worked example.

    ``facts`` are decoded, defaults not yet filled in; a name that is missing was not sent.
    """

    id: str
    policy: str
    as_of: datetime
    facts: Facts
    expected: Expected
    scenario: str | None = None
    public: bool = False
    title: Texts = field(default_factory=dict, compare=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Business:
    """One folder: who the business is, the facts it knows, and its policies with all their versions, oldest first."""

    id: str
    name: Texts
    locales: tuple[str, ...]
    country: str
    currency: str
    smallest_unit: Decimal
    calendar: Calendar
    facts: Mapping[str, Fact]
    groups: Mapping[str, bool] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    policies: Mapping[str, tuple[Policy, ...]] = field(default_factory=dict)
    phrases: Mapping[str, Texts] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    contact: Contact = Contact()
    summary: Texts = field(default_factory=dict)
    digest: str = ""
    span: Span = field(default=NOWHERE, compare=False)
