"""Policies and businesses: rules, answers, outcomes, versions, cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from policykit.model.expressions import Aggregation, Constant, Expression, PeriodLiteral
from policykit.model.facts import AsOf, Fact, Facts, ListType, ScalarType, Value, defaults_of
from policykit.model.kept import Kept
from policykit.model.places import NOWHERE, Span, Texts
from policykit.model.time import Calendar

if TYPE_CHECKING:
    from policykit.model.law import Binding, Pack


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold between facts wherever they are all known; else the caller sent wrong input."""

    condition: Expression
    text: str
    reads: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


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
    """What a policy can answer. One that is not ``final`` settles nothing yet.

    One that ``refuses`` is a no; one that happens ``once`` is over when it has (somebody is asked to leave).
    """

    name: str
    final: bool = True
    decided_by: DecidedBy = DecidedBy.POLICY
    values: tuple[OutcomeValue, ...] = ()
    refuses: bool = False
    once: bool = False
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
    ``because`` names the asked policy whose rule is cited. ``also`` is what others than the
    customer read, by the ids of the business's people. ``none_exists`` says that there is no
    alternative, ``at_once`` that no warning comes before a restriction, for there is danger.
    """

    outcome: str
    values: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    deadlines: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    alternatives: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    unaffected: tuple[str, ...] = ()
    none_exists: bool = False
    at_once: bool = False
    because: str | None = None
    tone: Tone = Tone.PLAIN
    wording: Wording = Wording()
    guidance: Wording = Wording()
    also: Mapping[str, Wording] = field(default_factory=dict, hash=False)
    named: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition and the answer it gives.

    ``part`` says which part of its kind's vocabulary it came from, ``title`` what customers read above it,
    ``formerly`` under which ids it was known before.
    """

    id: str
    when: Expression
    answer: Answer
    public: bool = True
    part: str | None = None
    scenario: str | None = None
    title: Texts = field(default_factory=dict, compare=False, hash=False)
    span: Span = field(default=NOWHERE, compare=False)
    formerly: tuple[str, ...] = field(default=(), compare=False)


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
    priority table stand best outcome first: for these, the first row that holds is the answer. The last
    two collect: all rows that hold are, which order means nothing in DMN for `collect`, and is kept here.
    """

    FIRST = "first"
    UNIQUE = "unique"
    ANY = "any"
    PRIORITY = "priority"
    RULE_ORDER = "rule order"
    COLLECT = "collect"


@dataclass(frozen=True, slots=True)
class Delivery:
    """Goods that are sent: the clock that is their delivery, where they go, and where they come back to.

    Countries are ISO 3166-1 alpha-2.
    """

    at: Expression
    to: tuple[str, ...]
    back_to: str | None = None


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the answer to one question, in force from ``starts`` (inclusive) until ``ends``; None is open.

    Of a table, the rules are its rows; one that collects makes one answer of all rows that hold, by its
    ``aggregation``, or lists them where it has none. ``labels`` are what readers call those of its ``lets``
    that have a name of their own; the others are told by their formulas. ``acts`` are the pairs of facts (act,
    event) that its windows measure: an act before its event is wrong input. ``owner`` and ``review`` (a role,
    and the day by which it looks again) are None where the business's hold. ``floors`` are the minimums of law
    under which no answer falls, in the order in which they are tried. ``delivery`` is None but of goods that are sent.
    ``formerly`` are ids that it was known under.
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
    numbers: Mapping[str, Constant] = field(default_factory=dict, hash=False)
    lets: Mapping[str, Expression] = field(default_factory=dict, hash=False)
    labels: Mapping[str, Texts] = field(default_factory=dict, compare=False, hash=False)
    asks: tuple[Ask, ...] = ()
    summary: Texts = field(default_factory=dict, compare=False, hash=False)
    scenarios: tuple[str, ...] = ()
    acts: tuple[tuple[str, Expression], ...] = ()
    hit_policy: HitPolicy = HitPolicy.FIRST
    aggregation: Aggregation | None = None
    announced: date | None = None
    owner: str | None = None
    review: date | None = None
    floors: tuple[Binding, ...] = ()
    delivery: Delivery | None = None
    formerly: tuple[str, ...] = field(default=(), compare=False)
    span: Span = field(default=NOWHERE, compare=False)
    places: Mapping[str, int] = field(init=False, repr=False, compare=False, hash=False)
    """Where each rule stands, by its id; `otherwise` behind the last."""

    def __post_init__(self) -> None:
        rules = (*self.rules, self.otherwise)
        places = {rule.id: len(rules) - place for place, rule in enumerate(reversed(rules), start=1)}
        object.__setattr__(self, "places", places)

    @property
    def version(self) -> str:
        """The local date from which this version is in force, or `beginning`."""
        return self.starts.date().isoformat() if self.starts else "beginning"

    @property
    def collects(self) -> bool:
        """Whether all rows that hold make the answer."""
        return self.hit_policy in (HitPolicy.RULE_ORDER, HitPolicy.COLLECT)

    @property
    def lists(self) -> bool:
        """Whether the answer lists the rows that hold, each with its own values."""
        return self.collects and self.aggregation is None

    def is_in_force(self, instant: datetime) -> bool:
        return (self.starts is None or self.starts <= instant) and (self.ends is None or instant < self.ends)

    def outcome(self, name: str) -> Outcome:
        return next(o for o in self.outcomes if o.name == name)

    def rank(self, name: str) -> int:
        """How good an outcome is for the customer: 0 is best."""
        return [o.name for o in self.outcomes].index(name)

    def better_than(self, name: str) -> frozenset[str]:
        """The outcomes that are better for the customer."""
        return frozenset(outcome.name for outcome in self.outcomes[: self.rank(name)])

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id, be it the policy's own or one of a floor that it binds."""
        own = self.own_rule(rule_id)
        floors = (version.policy for binding in self.floors for version in binding.versions)
        return own or next(rule for policy in floors if (rule := policy.own_rule(rule_id)))

    def own_rule(self, rule_id: str) -> Rule | None:
        """The policy's own rule of that id; None where it has none."""
        place = self.places.get(rule_id)
        return None if place is None else self.rules[place] if place < len(self.rules) else self.otherwise


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
    version: str | None = None
    governed_by: str | None = None


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
    """One folder: who the business is, the facts it knows, and its policies with all their versions, oldest first.

    ``owner`` and ``review`` hold for every policy without its own; ``notice`` is how long before it takes
    effect a change is announced, None where the business does not say.
    """

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
    packs: Mapping[str, Pack] = field(default_factory=dict)
    contact: Contact = Contact()
    people: Mapping[str, Texts] = field(default_factory=dict)
    units: Mapping[str, Mapping[str, Texts]] = field(default_factory=dict)
    """The words for what numbers count: by unit and locale, by the plural forms of the locale (CLDR)."""
    summary: Texts = field(default_factory=dict)
    owner: str | None = None
    review: date | None = None
    notice: PeriodLiteral | None = None
    templates: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The business's own templates by their names (`explanation/customer.txt`)."""
    sentences: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    """Of the business's own files of sentences (`explanation/en.yaml`), each sentence by its key."""
    digest: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    defaults: Mapping[str, Value | AsOf] = field(init=False, repr=False, compare=False)
    """What stands for the facts that are not sent, where something does."""
    lists: Mapping[str, ListType] = field(init=False, repr=False, compare=False)
    """The facts that are lists."""
    branches: frozenset[str] = field(init=False, repr=False, compare=False)
    """The beginnings of facts' names, up to a point: what is an object where facts are sent."""
    kept: Kept = field(default_factory=Kept, init=False, repr=False, compare=False)
    """What deciding finds out about the policies once."""

    def __post_init__(self) -> None:
        lists = {name: fact.type for name, fact in self.facts.items() if isinstance(fact.type, ListType)}
        parts = (name.split(".") for name in self.facts)
        branches = frozenset(".".join(path[:depth]) for path in parts for depth in range(1, len(path)))
        object.__setattr__(self, "lists", lists)
        object.__setattr__(self, "branches", branches)
        object.__setattr__(self, "defaults", defaults_of(self.facts))
