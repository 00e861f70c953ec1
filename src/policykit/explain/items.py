"""The items of a list one by one: what each of them is, and the answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import reduce

from policykit.backends.prose.format import format_deadline
from policykit.deciding.privacy import items_for
from policykit.decision import Item
from policykit.explain.telling import Telling
from policykit.model import Absent, Ask, ListType, Record

DUE = "due"
MOST_ITEMS = 20
"""Items that a message lists: of more, the decision itself is the record."""
MOST_FIELDS = 3
"""What is said of an item, so that its reader knows which one it is."""


def items(telling: Telling) -> tuple[str, ...]:
    """A line for each item, where the governing rule rests on what each of them gets."""
    words = telling.words
    if words is None or not words.rests_on or not telling.decision.items:
        return ()
    shown = items_for(telling.audience, telling.decision, telling.policy, telling.business)
    once = _once(ask for ask in telling.policy.asks if ask.alias in shown and ask.alias in words.rests_on)
    return tuple(line for ask in once for line in _lines(telling, ask, shown[ask.alias]))


def _once(asks: Iterable[Ask]) -> Iterable[Ask]:
    """One of those that differ in how the answers are combined alone: what each item gets is the same."""
    return {(ask.policy, ask.as_of, ask.per_item and ask.per_item.list): ask for ask in asks}.values()


def _lines(telling: Telling, ask: Ask, found: tuple[Item, ...]) -> Iterator[str]:
    per_item = ask.per_item
    elements = telling.decision.facts.get(per_item.list) if per_item else None
    if per_item is None or not isinstance(elements, tuple):
        return
    for number, (item, element) in enumerate(zip(found[:MOST_ITEMS], elements, strict=False), start=1):
        yield telling.say(
            "item",
            number=str(number),
            item=_described(telling, per_item.list, element),
            answer=_answered(telling, item),
        )


def _described(telling: Telling, name: str, element: Record) -> str:
    """What the item is: the first of its fields that this audience may read."""
    kind = telling.business.facts[name].type
    fields = kind.fields.items() if isinstance(kind, ListType) else ()
    known = [
        telling.value(element[field], fact.type)
        for field, fact in fields
        if field in element and not isinstance(element[field], Absent) and telling.shown(fact)
    ]
    return _joined(telling, "item_described", known[:MOST_FIELDS])


def _answered(telling: Telling, item: Item) -> str:
    """The item's outcome with its values in brackets, and by when."""
    due = next((one for one in item.answer.deadlines if one.name == DUE), None)
    outcome = _outcome(telling, item)
    if due is None:
        return outcome
    when = format_deadline(due, telling.locale, telling.business)
    return telling.say("item_due", answer=outcome, when=when)


def _outcome(telling: Telling, item: Item) -> str:
    versions = telling.business.policies.get(item.policy, ())
    outcomes = [one for version in versions if version.version == item.version for one in version.outcomes]
    outcome = next(one for one in outcomes if one.name == item.answer.outcome)
    label = telling.text(outcome.label) or outcome.name.replace("_", " ")
    values = [
        telling.say(
            "fact", meaning=telling.text(value.label), value=telling.value(item.answer.values[value.name], value.type)
        )
        for value in outcome.values
        if value.name in item.answer.values and value.label
    ]
    return (
        telling.say("item_values", outcome=label, values=_joined(telling, "item_valued", values)) if values else label
    )


def _joined(telling: Telling, key: str, parts: list[str]) -> str:
    """One behind the other, as the catalog joins them: no sentence is made of them."""
    return reduce(lambda one, other: telling.say(key, one=one, other=other), parts) if parts else ""
