"""Facts as they come in: decoded against their declarations, completed by defaults, checked against each other.

Every fault is named at once by JSON Pointer (RFC 6901), relative to the object of facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from policykit import values
from policykit.decision import FactFault, WrongFacts
from policykit.diagnostics import did_you_mean
from policykit.model import ABSENT, AS_OF, Business, Fact, Facts, ListType, Policy, ScalarType, Value
from policykit.semantics import Setting, evaluate


def pointer(name: str) -> str:
    """The JSON Pointer of a fact by its dotted name."""
    return "".join(f"/{part}" for part in name.split("."))


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


# --- from JSON --------------------------------------------------------------------------------


def facts_from_json(business: Business, data: object) -> Facts:
    """The facts by dotted name, out of nested objects. Raises WrongFacts with every fault.

    Null says that a fact is known to be absent; a fact left out is unknown, or takes its default.
    """
    found: dict[str, Value] = {}
    faults: list[FactFault] = []
    if isinstance(data, dict):
        _object(data, "", "", business.facts, business.groups, found, faults)
    else:
        faults.append(FactFault("", None, "expected an object of facts", "send `{}` where nothing is known"))
    if faults:
        raise WrongFacts(tuple(faults))
    return found


def _object(
    data: Mapping[str, Any],
    prefix: str,
    at: str,
    facts: Mapping[str, Fact],
    groups: Mapping[str, bool],
    found: dict[str, Value],
    faults: list[FactFault],
) -> None:
    for key, member in data.items():
        name, place = f"{prefix}{key}", f"{at}/{_token(key)}"
        fact = facts.get(name) if "." not in key else None
        if fact is not None:
            value = _value(fact, member, place, faults)
            if value is not None:
                found[name] = value
        elif "." not in key and any(known.startswith(f"{name}.") for known in facts):
            _group(member, name, place, facts, groups, found, faults)
        else:
            known = [other.removeprefix(prefix).split(".")[0] for other in facts if other.startswith(prefix)]
            faults.append(FactFault(place, None, f"unknown fact `{name[:120]}`", did_you_mean(key[:120], known)))


def _group(
    member: Any,
    name: str,
    place: str,
    facts: Mapping[str, Fact],
    groups: Mapping[str, bool],
    found: dict[str, Value],
    faults: list[FactFault],
) -> None:
    if isinstance(member, dict):
        _object(member, f"{name}.", place, facts, groups, found, faults)
    elif member is None and groups.get(name):
        found.update((known, ABSENT) for known in facts if known.startswith(f"{name}."))
    else:
        faults.append(FactFault(place, name, "expected an object", f"`{name}` holds several facts"))


def _value(fact: Fact, member: Any, place: str, faults: list[FactFault]) -> Value | None:
    if member is None:
        if fact.may_be_absent:
            return ABSENT
        faults.append(FactFault(place, fact.name, "this fact is never absent", "leave it out where it is not known"))
        return None
    if isinstance(fact.type, ListType):
        return _list(fact.type, fact.name, member, place, faults)
    value = values.from_json(fact.type, member)
    if isinstance(value, values.Wrong):
        faults.append(FactFault(place, fact.name, value.message, value.help))
        return None
    return value


def _list(kind: ListType, name: str, member: Any, place: str, faults: list[FactFault]) -> Value | None:
    if not isinstance(member, list) or not all(isinstance(element, dict) for element in member):
        faults.append(FactFault(place, name, "expected a list of objects", "send `[]` where there are none"))
        return None
    if len(member) > kind.longest:
        faults.append(FactFault(place, name, f"the list has {len(member)} elements", f"send at most {kind.longest}"))
        return None
    records = []
    for index, element in enumerate(member):
        record: dict[str, Value] = {}
        _object(element, "", f"{place}/{index}", kind.fields, {}, record, faults)
        records.append(record)
    return tuple(records)


# --- completed and checked --------------------------------------------------------------------


def complete(business: Business, facts: Facts, as_of: datetime) -> Facts:
    """The facts with the defaults of those not sent. Raises WrongFacts where they cannot all be true."""
    whole = {**_defaults(business.facts, as_of), **facts}
    for name, fact in business.facts.items():
        if isinstance(fact.type, ListType) and name in whole:
            elements = cast("tuple[Mapping[str, Value], ...]", whole[name])
            inner = _defaults(fact.type.fields, as_of)
            if inner:
                whole[name] = tuple({**inner, **element} for element in elements)
    faults = [*_not_yet(business, whole, as_of), *_contradictions(business, whole)]
    if faults:
        raise WrongFacts(tuple(faults))
    return whole


def _defaults(facts: Mapping[str, Fact], as_of: datetime) -> dict[str, Value]:
    return {
        name: as_of if fact.when_not_sent is AS_OF else cast(Value, fact.when_not_sent)
        for name, fact in facts.items()
        if fact.when_not_sent is not None
    }


def _not_yet(business: Business, facts: Facts, as_of: datetime) -> list[FactFault]:
    """What is said to have happened, and lies after the instant asked about."""
    faults = []
    for name, fact in business.facts.items():
        value = facts.get(name)
        if not fact.happened or not isinstance(value, datetime) or value <= as_of:
            continue
        text = "this is later than `as_of`, and it is said to have happened"
        faults.append(FactFault(pointer(name), name, text, "send an earlier time, or a later `as_of`"))
    return faults


def _contradictions(business: Business, facts: Facts) -> list[FactFault]:
    setting = Setting(facts, business.calendar)
    faults = []
    for constraint in business.constraints:
        absent = any(facts.get(name) is ABSENT for name in constraint.reads)
        if not absent and evaluate(constraint.condition, setting) is False:
            faults += [
                FactFault(pointer(name), name, f"these facts contradict each other: {constraint.text}")
                for name in constraint.reads
            ]
    return faults


def check_acts(policy: Policy, facts: Facts) -> None:
    """Raises WrongFacts where an act that a window measures lies before its event."""
    faults = []
    for act, event in policy.acts:
        acted, happened = facts.get(act), facts.get(event)
        if isinstance(acted, datetime) and isinstance(happened, datetime) and acted < happened:
            text = f"`{act}` lies before `{event}`, which it is measured from"
            faults += [FactFault(pointer(name), name, text) for name in (act, event)]
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


def scalar(fact: Fact) -> ScalarType:
    assert not isinstance(fact.type, ListType)
    return fact.type
