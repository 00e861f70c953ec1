"""Facts as they come in: decoded against their declarations, completed by defaults, checked against each other.

Every fault is named at once by JSON Pointer (RFC 6901), relative to the object of facts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, cast

from policykit import clocks, values
from policykit.deciding.evaluating import Evaluate, evaluator
from policykit.decision import FactFault, WrongFacts
from policykit.diagnostics import did_you_mean
from policykit.model import (
    ABSENT,
    AsOf,
    Business,
    Calendar,
    Constraint,
    Fact,
    Facts,
    ListType,
    Policy,
    Presence,
    Record,
    Value,
)
from policykit.semantics import Engine, Govern, Setting, evaluate, govern
from policykit.walk import every, facts_read


def pointer(name: str) -> str:
    """The JSON Pointer of a fact by its dotted name."""
    return "".join(f"/{part}" for part in name.split("."))


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


# --- from JSON --------------------------------------------------------------------------------


UNQUOTED = "this value cannot be taken"
"""Of a private fact nobody repeats what was sent: who reads the error need not be who may see the fact."""

MOST_FAULTS = 100
"""So many faults are named; a request with more was not meant for this business."""


def facts_from_json(business: Business, data: object) -> Facts:
    """The facts by dotted name, out of nested objects. Raises WrongFacts with every fault.

    Null says that a fact is known to be absent; a fact left out is unknown, or takes its default.
    """
    intake = Intake(business.facts, business.groups, business.branches)
    if isinstance(data, dict):
        intake.take(data, "", "")
    else:
        intake.faults.append(FactFault("", None, "expected an object of facts", "send `{}` where nothing is known"))
    if intake.faults:
        raise WrongFacts(tuple(intake.faults))
    return intake.found


@dataclass(frozen=True, slots=True)
class Intake:
    """The facts of one object as they are taken in, and what is wrong with the others."""

    facts: Mapping[str, Fact]
    groups: Mapping[str, bool] = field(default_factory=dict)
    branches: frozenset[str] = frozenset()
    found: dict[str, Value] = field(default_factory=dict)
    faults: list[FactFault] = field(default_factory=list)

    def take(self, data: Mapping[str, Any], prefix: str, at: str) -> None:
        """Take in the members of an object whose names begin with ``prefix`` and which stands at ``at``."""
        for key, member in data.items():
            if len(self.faults) >= MOST_FAULTS:
                return
            name = f"{prefix}{key}"
            if "." in key:
                self._unknown(key, prefix, f"{at}/{_token(key)}")
            elif (fact := self.facts.get(name)) is not None:
                value = self._value(fact, member, f"{at}/{key}")
                if value is not None:
                    self.found[name] = value
            elif name in self.branches:
                self._group(member, name, f"{at}/{key}")
            else:
                self._unknown(key, prefix, f"{at}/{_token(key)}")

    def _unknown(self, key: str, prefix: str, place: str) -> None:
        if f"{prefix}{key}" in self.facts:
            text, help = (
                f"`{key[:120]}` stands in one name",
                'send objects within objects: `order.placed_at` is `{"order": {"placed_at": …}}`',
            )
            self.faults.append(FactFault(place, f"{prefix}{key}", text, help))
            return
        known = [other.removeprefix(prefix).split(".")[0] for other in self.facts if other.startswith(prefix)]
        text = f"unknown fact `{prefix}{key[:120]}`"
        self.faults.append(FactFault(place, None, text, did_you_mean(key[:120], known)))

    def _group(self, member: Any, name: str, place: str) -> None:
        if isinstance(member, dict):
            self.take(member, f"{name}.", place)
        elif member is None and self.groups.get(name):
            self.found.update((known, ABSENT) for known in self.facts if known.startswith(f"{name}."))
        else:
            self.faults.append(FactFault(place, name, "expected an object", f"`{name}` holds several facts"))

    def _value(self, fact: Fact, member: Any, place: str) -> Value | None:
        if member is None:
            if fact.may_be_absent:
                return ABSENT
            text = "this fact is never absent"
            self.faults.append(FactFault(place, fact.name, text, "leave it out where it is not known"))
            return None
        if isinstance(fact.type, ListType):
            return self._list(fact.type, fact.name, member, place)
        value = values.from_json(fact.type, member)
        if isinstance(value, values.Wrong):
            text = UNQUOTED if fact.private else value.message
            self.faults.append(FactFault(place, fact.name, text, value.help))
            return None
        return value

    def _list(self, kind: ListType, name: str, member: Any, place: str) -> Value | None:
        if not isinstance(member, list) or not all(isinstance(element, dict) for element in member):
            self.faults.append(FactFault(place, name, "expected a list of objects", "send `[]` where there are none"))
            return None
        if len(member) > kind.longest:
            text = f"the list has {len(member)} elements"
            self.faults.append(FactFault(place, name, text, f"send at most {kind.longest}"))
            return None
        elements = [Intake(kind.fields, faults=self.faults) for _ in member]
        for index, (intake, element) in enumerate(zip(elements, member, strict=True)):
            intake.take(element, "", f"{place}/{index}")
        return tuple(intake.found for intake in elements)


# --- completed and checked --------------------------------------------------------------------


def complete(business: Business, facts: Facts, as_of: datetime, by: Govern = govern) -> Facts:
    """The facts with the defaults of those not sent. Raises WrongFacts where they cannot all be true."""
    whole = {**_filled(business.defaults, as_of), **facts}
    for name, kind in business.lists.items():
        if name in whole and kind.defaults:
            elements = cast("tuple[Record, ...]", whole[name])
            inner = _filled(kind.defaults, as_of)
            whole[name] = tuple({**inner, **element} for element in elements)
    if isinstance(by, Engine) and by.plausible(whole, as_of):
        return whole
    faults = [*_not_yet(business, whole, as_of), *_contradictions(business, whole)]
    if faults:
        raise WrongFacts(tuple(faults))
    return whole


def _filled(defaults: Mapping[str, Value | AsOf], as_of: datetime) -> dict[str, Value]:
    return {name: as_of if isinstance(value, AsOf) else value for name, value in defaults.items()}


def _not_yet(business: Business, facts: Facts, as_of: datetime) -> list[FactFault]:
    """What is said to have happened, and lies after the instant asked about; in the elements of lists too."""
    faults = []
    for name, fact, value in _each_fact(business.facts, facts):
        if fact.happened and isinstance(value, date) and clocks.is_before(as_of, value, business.calendar):
            text = "this is later than `as_of`, and it is said to have happened"
            faults.append(FactFault(pointer(name), name, text, "send an earlier time, or a later `as_of`"))
    return faults


def _each_fact(declared_facts: Mapping[str, Fact], facts: Facts) -> Iterator[tuple[str, Fact, Value]]:
    """Every fact that is known, and every field of every element, by its name."""
    for name, fact in declared_facts.items():
        if name not in facts:
            continue
        yield name, fact, facts[name]
        if isinstance(fact.type, ListType):
            for index, element in enumerate(cast("tuple[Record, ...]", facts[name])):
                for field_name, inner, value in _each_fact(fact.type.fields, element):
                    yield f"{name}.{index}.{field_name}", inner, value


def _contradictions(business: Business, facts: Facts) -> list[FactFault]:
    setting = Setting(facts, business.calendar)
    faults = []
    for constraint in business.constraints:
        if _goes_against(constraint, setting, about_presence=_is_about_presence(constraint)):
            faults += [FactFault(pointer(name), name, _contradiction(constraint.text)) for name in constraint.reads]
    return faults


def _is_about_presence(constraint: Constraint) -> bool:
    return any(isinstance(node, Presence) for node in every(constraint.condition))


def _goes_against(constraint: Constraint, setting: Setting, *, about_presence: bool) -> bool:
    """Whether facts contradict each other."""
    passed_over = _is_passed_over(constraint, setting.facts, about_presence=about_presence)
    return not passed_over and evaluate(constraint.condition, setting) is False


def _is_passed_over(constraint: Constraint, facts: Facts, *, about_presence: bool) -> bool:
    """Whether a constraint does not count: what is absent contradicts nothing, unless it is about just that."""
    return not about_presence and any(facts.get(name) is ABSENT for name in constraint.reads)


@dataclass(frozen=True, slots=True)
class Bonds:
    """What binds one fact to others: constraints, each with what evaluates it, and a policy's acts and events.

    Of a constraint it is said whether it is about presence.
    """

    constraints: tuple[tuple[Constraint, Evaluate, bool], ...]
    acts: tuple[tuple[str, Evaluate], ...]


def may_be_so(business: Business, policy: Policy, name: str, facts: Facts, as_of: datetime) -> bool:
    """Whether facts can all be true that could before the one of that name became otherwise.

    What does not read it is as it was. The policy is the one that these facts are asked of.
    """
    fact, value, setting = business.facts[name], facts[name], Setting(facts, business.calendar)
    if fact.happened and isinstance(value, date) and clocks.is_before(as_of, value, business.calendar):
        return False
    bonds = business.kept.of((may_be_so, id(policy), name), lambda: _bonds(business, policy, name))
    for act, event in bonds.acts:
        if _is_too_early(facts.get(act), event(setting), business.calendar):
            return False
    for constraint, upheld, about_presence in bonds.constraints:
        if not _is_passed_over(constraint, facts, about_presence=about_presence) and upheld(setting) is False:
            return False
    return True


def _bonds(business: Business, policy: Policy, name: str) -> Bonds:
    return Bonds(
        tuple(
            (one, evaluator(one.condition), _is_about_presence(one))
            for one in business.constraints
            if name in one.reads
        ),
        tuple((act, evaluator(event)) for act, event in policy.acts if name == act or name in facts_read(event)),
    )


def _is_too_early(acted: object, happened: object, calendar: Calendar) -> bool:
    """Whether an act lies before its event, where both are there."""
    return isinstance(acted, date) and isinstance(happened, date) and clocks.is_before(acted, happened, calendar)


def _contradiction(text: str) -> str:
    return f"these facts contradict each other: {text}" if text else "these facts contradict each other"


def check_together(business: Business, facts: Facts, as_of: datetime, by: Govern = govern) -> None:
    """Raises WrongFacts where the facts go against what always holds between them."""
    if isinstance(by, Engine) and by.plausible(facts, as_of):
        return
    faults = _contradictions(business, facts)
    if faults:
        raise WrongFacts(tuple(faults))


def check_acts(policy: Policy, facts: Facts, calendar: Calendar, by: Govern = govern) -> None:
    """Raises WrongFacts where an act that a window measures lies before its event."""
    if isinstance(by, Engine) and by.in_order(policy, facts):
        return
    faults, setting = [], Setting(facts, calendar)
    for act, event in policy.acts:
        acted, happened = facts.get(act), evaluate(event, setting)
        if _is_too_early(acted, happened, calendar):
            origins = [name for name in facts_read(event) if facts.get(name) == happened]
            said = f"`{origins[0]}`, which" if origins else "the event that"
            text = f"`{act}` lies before {said} it is measured from"
            faults += [FactFault(pointer(name), name, text) for name in (act, *origins)]
    if faults:
        raise WrongFacts(tuple(dict.fromkeys(faults)))


def declared(business: Business, name: str) -> Fact:
    """The declaration of a fact, or of the field in an element (`booking.rooms.0.status`)."""
    if name in business.facts:
        return business.facts[name]
    for listed, fact in business.facts.items():
        if isinstance(fact.type, ListType) and name.startswith(f"{listed}."):
            return fact.type.fields[name.removeprefix(f"{listed}.").split(".", 1)[1]]
    raise KeyError(name)
