"""What a decision is: the answer, why it is so, what would have changed it, and what is still missing.

Plain frozen data, made by ``decide`` and read by ``explain`` and the wire; nothing here computes.
Values are the model's: money is a Decimal whose currency stands in the outcome's type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from policykit.model import NOWHERE, Citation, Origin, Provision, Span, Type, Value

MERCHANT = "merchant"
"""What governs where no floor does."""


class Status(StrEnum):
    """Whether there is an answer, or facts are missing that could still change it."""

    DECIDED = "decided"
    NEEDS_INFO = "needs_info"


class WindowState(StrEnum):
    """Whether an act comes before its window, in it, or after it. Without its event a window has not started."""

    NOT_STARTED = "not_started"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """The time in which a test on an act holds: from ``opens`` on and before ``closes``.

    None is without end on that side; before the event is there, both are None. ``provisional`` says that
    working days count which are not published yet.
    """

    state: WindowState
    opens: datetime | None = None
    closes: datetime | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One test of a rule: the fact, the test as written, the fact's value, and whether it held.

    ``value`` is None where the fact is unknown; ``held`` is None where the test is undecided. ``type`` is the
    value's, whether of a fact or of what was computed; it is None where no fact can be such a thing.
    ``under`` is ``any`` or ``none`` where the test stands in such a group. ``by`` is how far a
    time or a number lies from the limit that decided it. ``window`` is there where the test sets one.
    """

    fact: str
    test: str
    value: Value | None
    held: bool | None
    under: str | None = None
    by: Value | None = None
    reads: tuple[str, ...] = ()
    window: TimeWindow | None = None
    type: Type | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule, whether it held, and every condition in it. ``policy`` is set where an asked policy is cited."""

    rule: str
    held: bool
    public: bool
    conditions: tuple[Condition, ...]
    policy: str | None = None


class Standing(StrEnum):
    """What came of a rule: it gives the answer, holds beside one that is open, failed, is open, or was not reached."""

    GOVERNS = "governs"
    HOLDS = "holds"
    FAILED = "failed"
    OPEN = "open"
    NOT_REACHED = "not_reached"


@dataclass(frozen=True, slots=True)
class Traced:
    """One rule of a trace, with every condition; those of a rule that was not reached are told as well."""

    rule: str
    standing: Standing
    public: bool
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """Every rule of one policy that was judged, in reading order, and how many more a large table has.

    ``about`` is the policy, the floor of law, or the element of a list for which a policy was asked.
    """

    about: str
    version: str
    rules: tuple[Traced, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """One fact which, had it been otherwise, would have given a better answer.

    ``becomes`` is the nearest value that does it. ``relation`` says how to take it: for a time `by`
    (before it) or `from` (at it or later), `present` where the fact need only be there, else `is`.
    """

    outcome: str
    rule: str
    fact: str
    relation: str
    becomes: Value


@dataclass(frozen=True, slots=True)
class Need:
    """A fact to ask for, and who can say what it is. ``pointer`` is its place in the request (RFC 6901)."""

    fact: str
    origin: Origin
    pointer: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something happens: the instant it ends (exclusive) and the last local day of it.

    ``whole_day`` says that the period ends with the day, at 24:00; ``provisional`` that it counts working
    days which are not published yet.
    """

    name: str
    at: datetime
    day: date
    whole_day: bool
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that holds, in a table that collects all that do, and its own values."""

    rule: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer proper. Two answers are the same answer exactly when these are equal.

    ``hits`` are the rows that hold of a table that collects, in its order.
    """

    outcome: str
    rule: str
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    deadlines: tuple[Deadline, ...] = ()
    alternatives: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()
    unaffected: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True)
class Cited:
    """The rule of an asked policy that the answer rests on (`because`)."""

    policy: str
    version: str
    rule: str


BY_MERCHANT, BY_FLOOR, EQUAL = "merchant", "floor", "equal"
"""Whose term is better for the customer."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that the merchant's answer and the floor both state: each one's, and which is ``better``.

    It is the outcome, a value, or a ``deadline``. The merchant's is None where the answer does not have it.
    """

    name: str
    merchant: Value | None
    floor: Value | None
    better: str
    deadline: bool = False


@dataclass(frozen=True, slots=True)
class Law:
    """The floor that applied: its name and version, the buyer's country, and the provision that its rule rests on."""

    floor: str
    version: str
    country: str
    provision: Provision | None

    @property
    def citation(self) -> Citation | None:
        """The provision as the buyer's country calls it."""
        return self.provision.national.get(self.country) if self.provision else None


@dataclass(frozen=True, slots=True)
class Item:
    """The answer of an asked policy for one element of a list, and the version that gave it."""

    policy: str
    version: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Decision:
    """The result of one question. ``answer`` is None exactly when the status is needs_info.

    ``possible`` are the outcomes still open, best first; ``needed_at_least`` is how many facts are still to be
    sent at least, of which ``needs`` names those that matter now; ``facts`` are the facts it was made from,
    defaults filled in; ``named`` are the values that wording may use: lets, and asked answers.
    ``items`` are the answers of policies that were asked once an element, by their aliases, in the list's order.
    ``version`` is the newest one while the fact that decides which applies is unknown.

    Where a floor of law applied and gave something, ``law`` says which, and ``terms`` hold the merchant's
    answer against it. ``governed_by`` is then the floor's name, unless the merchant's answer stands. Where the
    merchant's final answer is better in its outcome or a value and does not stand, it is the ``alternative_answer``.
    """

    business: str
    policy: str
    version: str
    as_of: datetime
    status: Status
    answer: Answer | None
    final: bool
    decided_by: str
    possible: tuple[str, ...]
    needs: tuple[Need, ...] = ()
    needed_at_least: int = 0
    reasons: tuple[Reason, ...] = ()
    would_change: tuple[Change, ...] = ()
    traces: tuple[Trace, ...] = ()
    because: Cited | None = None
    governed_by: str = MERCHANT
    law: Law | None = None
    terms: tuple[Term, ...] = ()
    alternative_answer: Answer | None = None
    items: Mapping[str, tuple[Item, ...]] = field(default_factory=dict, hash=False, compare=False)
    facts: Mapping[str, Value] = field(default_factory=dict, hash=False, compare=False)
    named: Mapping[str, Value] = field(default_factory=dict, hash=False, compare=False)


@dataclass(frozen=True, slots=True)
class FactFault:
    """A fact that cannot be taken: where it stands in the request (JSON Pointer), what is wrong, what to send."""

    pointer: str
    fact: str | None
    message: str
    help: str | None = None


class WrongFacts(Exception):
    """The facts cannot be taken. Carries every fault, in the order of the request."""

    def __init__(self, faults: tuple[FactFault, ...]) -> None:
        super().__init__("; ".join(f"{f.pointer}: {f.message}" for f in faults))
        self.faults = faults


class NoVersion(Exception):
    """No version of the policy was in force at the instant that decides which one applies."""
