"""What a person has told of a case so far, and what follows: the next question, a contradiction, or a decision."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from policykit import clocks
from policykit.deciding.decide import REASONS, WOULD_CHANGE, decide
from policykit.decision import Decision, FactFault, NoVersion, Status, WrongFacts
from policykit.document.your_case.askable import askable
from policykit.document.your_case.fields import NONE, ROWS, SKIPPED, Fault, Fields, Told, Writer, told
from policykit.model import AsOf, Business, Fact, Facts, ListType, Origin, Policy, Value
from policykit.semantics import Govern, govern

WHOLE = frozenset({REASONS, WOULD_CHANGE})


@dataclass(frozen=True, slots=True)
class Ask:
    """Ask for a fact. What is wrong with what was told of it is in ``faults``; ``at_least`` so many are to follow."""

    fact: str
    faults: tuple[Fault, ...] = ()
    at_least: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing more to ask. Without a decision no version of the policy is in force, or the facts cannot be taken."""

    decision: Decision | None


Step = Ask | Done


@dataclass(frozen=True)
class Case:
    """A question to a policy: what the fields of the form say, at which instant, in which locale they are written."""

    business: Business
    policy_id: str
    locale: str
    fields: Fields
    at: datetime
    by: Govern = govern

    @cached_property
    def versions(self) -> tuple[Policy, ...]:
        return self.business.policies[self.policy_id]

    @cached_property
    def asked_for(self) -> Mapping[str, tuple[str, ...]]:
        """The facts that may be told, each with the fields of its elements."""
        return askable_in(self.business, self.versions)

    def told(self, name: str) -> Told:
        """What the fields say of one fact."""
        writer = Writer(self.locale, ZoneInfo(self.business.calendar.zone))
        return told(self.business.facts[name], self.asked_for[name], self.fields, writer)

    @cached_property
    def answers(self) -> Mapping[str, Told]:
        """What was told, by fact, in the business's order."""
        return {name: self.told(name) for name in self.asked_for if is_told(self.business.facts[name], self.fields)}

    @property
    def facts(self) -> dict[str, Value]:
        return {name: one.value for name, one in self.answers.items() if one.value is not None}

    @property
    def skipped(self) -> frozenset[str]:
        """The facts that the person does not know."""
        return frozenset(name for name in self.asked_for if f"{name}{SKIPPED}" in self.fields)


def askable_in(business: Business, versions: tuple[Policy, ...]) -> Mapping[str, tuple[str, ...]]:
    """The facts to ask for these versions, worked out once for each business and set of versions."""
    return business.kept.of((askable, *map(id, versions)), lambda: askable(business, *versions))


def is_told(fact: Fact, fields: Fields) -> bool:
    """Whether the fields say anything of a fact, if only that it is not known."""
    name = fact.name
    if f"{name}{SKIPPED}" in fields:
        return True
    if isinstance(fact.type, ListType):
        return f"{name}{ROWS}" in fields
    return f"{name}{NONE}" in fields or bool(fields.get(name, "").strip())


# --- what follows -----------------------------------------------------------------------------


def step(case: Case, asked: str = "") -> Step:
    """What follows on the answers, of which that to ``asked`` was given last."""
    answers = {**({asked: case.told(asked)} if asked else {}), **case.answers}
    for name, one in answers.items():
        if one.faults:
            return Ask(name, one.faults)
    facts = {name: one.value for name, one in answers.items() if one.value is not None}
    try:
        return _following(case, facts) or Done(decide(case.business, case.policy_id, facts, case.at, WHOLE, by=case.by))
    except WrongFacts as wrong:
        return _contradicted(case, facts, wrong.faults, asked)
    except NoVersion:
        pinned = case.versions[-1].pinned_to
        return Ask(pinned, (Fault(pinned, "case_error_no_terms"),)) if pinned in facts else Done(None)


def _following(case: Case, facts: Facts) -> Ask | None:
    """The next question, in the order in which the rules are read, the customer's own first; None where none is."""
    open_ = decide(_curious(case), case.policy_id, facts, case.at)
    if open_.status is Status.DECIDED:
        return None
    version = next(one for one in case.versions if one.version == open_.version)
    known = {*facts, *case.skipped}
    may_ask = askable_in(case.business, (version,))
    needed = [base(case.business, need.fact) for need in open_.needs]
    left = [name for name in dict.fromkeys(needed) if name in may_ask and name not in known]
    left.sort(key=lambda name: case.business.facts[name].origin is not Origin.CUSTOMER)
    surely = open_.needed_at_least if len(left) == len(set(needed)) else None
    return Ask(left[0], at_least=surely) if left else None


def base(business: Business, name: str) -> str:
    """The fact that a name belongs to: the list, where it is that of a field (`contact.calls.0.made_at`)."""
    return next((one for one in business.lists if name.startswith(f"{one}.")), name)


def _curious(case: Case) -> Business:
    """The business, were nothing taken to be so because nobody has said anything else.

    Only the moment of asking still stands for the time of an act, and the default for what the person does not know.
    """

    def made() -> Business:
        facts = case.business.facts
        changed = {name: _unfilled(facts[name]) for name in case.asked_for if name not in case.skipped}
        return replace(case.business, facts={**facts, **changed})

    # Of the many that skipping could make, only the one of those who skip nothing is kept.
    return made() if case.skipped else case.business.kept.of((_curious, case.policy_id), made)


def _unfilled(fact: Fact) -> Fact:
    if fact.when_not_sent is None or isinstance(fact.when_not_sent, AsOf):
        return fact
    return replace(fact, when_not_sent=None, optional=fact.may_be_absent)


# --- what cannot be -----------------------------------------------------------------------------


def _contradicted(case: Case, facts: Facts, faults: Iterable[FactFault], asked: str) -> Step:
    """Ask again for what was told last of all that cannot be true together."""
    names = [base(case.business, fault.fact) for fault in faults if fault.fact]
    found = [name for name in dict.fromkeys(names) if name in facts]
    if not found:
        return Done(None)
    name = asked if asked in found else found[-1]
    fact = case.business.facts[name]
    field = f"{name}{ROWS}" if isinstance(fact.type, ListType) else name
    if _is_to_come(case, fact, facts[name]):
        return Ask(name, (Fault(field, "case_error_future"),))
    others = tuple(one for one in found if one != name)
    return Ask(name, (Fault(field, "case_error_together" if others else "case_error_cannot_be", others=others),))


def _is_to_come(case: Case, fact: Fact, value: Value) -> bool:
    """Whether something that is said to have happened lies in the future."""
    return fact.happened and isinstance(value, date) and clocks.is_before(case.at, value, case.business.calendar)
