"""What policies stand on, and whether it still bears the published ones: facts, constraints, calendar, money.

All versions share them, so a change reaches back into what has been published. A change that leaves
every decision as it was is none: a fact may take more than before, or need less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import time
from typing import assert_never

from policykit.model import (
    ABSENT,
    AS_OF,
    OF_TIMES,
    Business,
    Calendar,
    Call,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    Expression,
    Fact,
    FlagType,
    ListType,
    MoneyType,
    NumberType,
    PeriodLiteral,
    Policy,
    Span,
    TextType,
    Type,
    Unit,
)
from policykit.verify.meaning import Fingerprints
from policykit.walk import every, facts_read


@dataclass(frozen=True, slots=True)
class Shift:
    """Something that policies stand on and that means something else now; ``touches`` are the policies it reaches."""

    words: str
    span: Span
    touches: tuple[Policy, ...]


def shifts(old: Business, new: Business) -> Iterator[Shift]:
    """What has shifted beneath the policies of the old business."""
    policies = [policy for versions in old.policies.values() for policy in versions]
    yield from _facts(old, new, policies)
    yield from _constraints(old, new, policies)
    yield from _calendar(old, new, policies)
    yield from _money(old, new, policies)


# --- facts ------------------------------------------------------------------------------------


def _facts(old: Business, new: Business, policies: list[Policy]) -> Iterator[Shift]:
    reads = {id(policy): frozenset(facts_of(policy)) for policy in policies}
    for name, was in old.facts.items():
        now = new.facts.get(name)
        touched = tuple(policy for policy in policies if name in reads[id(policy)])
        if now is not None and touched:
            yield from (Shift(words, now.span, touched) for words in narrowed(was, now))


def facts_of(policy: Policy) -> Iterator[str]:
    """The facts that a policy reads itself, not those of the policies it asks."""
    yield from facts_read(*formulas_of(policy))
    for ask in policy.asks:
        yield from [name for name in (ask.as_of, ask.per_item.list if ask.per_item else None) if name]
    if policy.pinned_to:
        yield policy.pinned_to


def formulas_of(policy: Policy) -> Iterator[Expression]:
    """Every expression of a policy's rules and answers; what wording alone needs is left out."""
    for rule in (*policy.rules, policy.otherwise):
        yield from (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())


def narrowed(was: Fact, now: Fact) -> Iterator[str]:
    """How a fact takes less than before, or stands for something else when it is not sent."""
    name = now.name
    yield from _narrowed_type(name, was.type, now.type)
    if was.when_not_sent is not None and _default(was) != _default(now):
        yield f"`{name}`, when it is not sent, was `{_default(was)}`, is `{_default(now)}`"
    if was.may_be_absent and not now.may_be_absent:
        yield f"`{name}` can no longer be absent"
    if now.happened and not was.happened:
        yield f"`{name}` can no longer lie after the request"


def _default(fact: Fact) -> str:
    match fact.when_not_sent:
        case None:
            return "unknown"
        case default if default is AS_OF:
            return "the time of the request"
        case default if default is ABSENT:
            return "absent"
        case bool() as flag:
            return "yes" if flag else "no"
        case default:
            return str(default)


def _narrowed_type(name: str, was: Type, now: Type) -> Iterator[str]:
    match was, now:
        case ChoiceType(), ChoiceType():
            gone = [choice for choice in was.choices if choice not in now.choices]
            yield from (f"`{name}` can no longer be `{choice}`" for choice in gone)
        case NumberType(unit=one), NumberType(unit=other) if one == other:
            yield from _narrowed_number(name, was, now)
        case TextType(longest=before), TextType(longest=longest):
            if longest < before:
                yield f"`{name}` could have {before} characters, and can have {longest}"
        case ListType(), ListType():
            yield from _narrowed_list(name, was, now)
        case _:
            if was != now:
                yield f"`{name}` was {_sort(was)}, is {_sort(now)}"


def _narrowed_number(name: str, was: NumberType, now: NumberType) -> Iterator[str]:
    if now.minimum is not None and (was.minimum is None or now.minimum > was.minimum):
        yield f"`{name}` can no longer be less than `{now.minimum}`"
    if now.maximum is not None and (was.maximum is None or now.maximum < was.maximum):
        yield f"`{name}` can no longer be more than `{now.maximum}`"
    if now.step is not None and (was.step is None or was.step % now.step != 0):
        yield f"`{name}` can only go up by `{now.step}`"


def _narrowed_list(name: str, was: ListType, now: ListType) -> Iterator[str]:
    if now.longest < was.longest:
        yield f"`{name}` could have {was.longest} elements, and can have {now.longest}"
    for field, before in was.fields.items():
        if field not in now.fields:
            yield f"`{field}` of `{name}` is gone"
        else:
            yield from (f"{words} (in `{name}`)" for words in narrowed(before, now.fields[field]))


def _sort(of: Type) -> str:
    match of:
        case FlagType():
            return "yes or no"
        case ChoiceType():
            return "a choice"
        case NumberType(unit=unit):
            return f"a number of `{unit}`" if unit else "a number"
        case MoneyType(currency=currency):
            return f"an amount in `{currency}`"
        case DateType():
            return "a date"
        case DateTimeType():
            return "an instant"
        case DurationType():
            return "a length of time"
        case TextType():
            return "a text"
        case ListType():
            return "a list"
        case _:
            assert_never(of)


# --- what always holds ------------------------------------------------------------------------


def _constraints(old: Business, new: Business, policies: list[Policy]) -> Iterator[Shift]:
    """A constraint that is new refuses facts that were taken, where all it reads could be there before."""
    prints = Fingerprints()
    known = {prints.of(one.condition) for one in old.constraints}
    for constraint in new.constraints:
        there = all(name in old.facts or new.facts[name].when_not_sent is not None for name in constraint.reads)
        touched = tuple(policy for policy in policies if set(facts_of(policy)) & set(constraint.reads))
        if prints.of(constraint.condition) not in known and there and touched:
            yield Shift("facts that were taken are now wrong input, by `always:`", constraint.span, touched)


# --- time and money ---------------------------------------------------------------------------

FIXED = frozenset({Unit.MINUTES, Unit.HOURS, Unit.DAYS, Unit.WEEKS})
"""Units that no calendar changes."""


def _calendar(old: Business, new: Business, policies: list[Policy]) -> Iterator[Shift]:
    touched = tuple(policy for policy in policies if _counts_by_calendar(policy))
    for one in (known for known in fields(Calendar) if known.compare):
        was, now = getattr(old.calendar, one.name), getattr(new.calendar, one.name)
        if was != now and touched:
            words = f"the calendar's `{one.name}` was `{_shown(was)}`, is `{_shown(now)}`"
            yield Shift(words, new.span, touched)


def _counts_by_calendar(policy: Policy) -> bool:
    nodes = (node for formula in formulas_of(policy) for node in every(formula))
    return any(
        (isinstance(node, PeriodLiteral) and node.unit not in FIXED)
        or (isinstance(node, Call) and node.function in OF_TIMES)
        for node in nodes
    )


def _money(old: Business, new: Business, policies: list[Policy]) -> Iterator[Shift]:
    paying = tuple(policy for policy in policies if _pays(policy))
    if paying and old.smallest_unit != new.smallest_unit:
        words = f"`smallest_unit` was `{old.smallest_unit}`, is `{new.smallest_unit}`"
        yield Shift(words, new.span, paying)


def _pays(policy: Policy) -> bool:
    return any(isinstance(value.type, MoneyType) for outcome in policy.outcomes for value in outcome.values)


WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def _shown(value: object) -> str:
    match value:
        case (_, *_) as several:
            return ", ".join(WEEK[day] if isinstance(day, int) else str(day) for day in several)
        case Mapping():
            return ", ".join(f"{key} {one}" for key, one in value.items())
        case time():
            return value.isoformat("minutes")
        case None | ():
            return "nothing"
        case _:
            return str(value)
