"""What a customer can be asked: the facts that public rules rest on and that are not private, in all that decides.

A fact that only internal rules look at is no question: to ask it would tell of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykit.document.examples import public_formulas
from policykit.model import (
    Aggregate,
    Ask,
    Business,
    Expression,
    Fact,
    FieldRef,
    ListType,
    PerItem,
    Policy,
    Quantifier,
    TextType,
)
from policykit.walk import aliases_read, every_once, facts_read


def askable(business: Business, *versions: Policy) -> dict[str, tuple[str, ...]]:
    """The facts to ask for these versions, in the business's order, each with the fields to ask of its elements.

    A fact that is no list has none. A list of which every field is private or unread has none either: how long
    it is may be asked.
    """
    names = {name for version in versions for name in _read(business, version)}
    return {
        name: tuple(field for field in _fields(fact) if f"{name}.{field}" in names)
        for name, fact in business.facts.items()
        if name in names and not fact.private
    }


def _fields(fact: Fact) -> Iterator[str]:
    if isinstance(fact.type, ListType):
        yield from (name for name, field in fact.type.fields.items() if not field.private)


def _read(business: Business, policy: Policy) -> set[str]:
    """The facts, and the fields as `list.field`, that the public rules and the floors of one version rest on."""
    formulas = (*public_formulas(policy), *_named(policy), *_lawful(policy))
    read = {*facts_read(*formulas), *_read_of_elements(formulas), *(binding.country for binding in policy.floors)}
    if policy.pinned_to:
        read.add(policy.pinned_to)
    cited = {rule.answer.because for rule in (*policy.rules, policy.otherwise) if rule.public}
    for ask in policy.asks:
        if ask.alias in cited or ask.alias in aliases_read(*formulas):
            read |= _asked(business, ask)
    return read


def _named(policy: Policy) -> Iterator[Expression]:
    """What the wording of the public rules names: no answer comes without it."""
    for rule in (*policy.rules, policy.otherwise):
        if rule.public:
            yield from rule.answer.named.values()


def _lawful(policy: Policy) -> Iterator[Expression]:
    """What the floors look at. Law is public."""
    for binding in policy.floors:
        yield binding.when
        for floor in binding.versions:
            for rule in (*floor.policy.rules, floor.policy.otherwise):
                yield from (rule.when, *rule.answer.values.values(), *rule.answer.deadlines.values())
                yield from rule.answer.named.values()


def _read_of_elements(formulas: Iterable[Expression]) -> Iterator[str]:
    for node in every_once(formulas):
        if isinstance(node, Quantifier | Aggregate):
            inside = (node.where, *((node.of,) if isinstance(node, Aggregate) and node.of else ()))
            for inner in every_once(inside):
                if isinstance(inner, FieldRef) and inner.variable == node.variable:
                    yield f"{node.list}.{inner.name}"


def _asked(business: Business, ask: Ask) -> set[str]:
    """What an asked policy rests on; where it is asked once an element, of the elements their fields."""
    read = {name for version in business.policies[ask.policy] for name in _read(business, version)}
    if ask.per_item:
        listed = ask.per_item.list
        read = {_of_element(name, ask.per_item) for name in read} | {listed, *_titles(listed, business.facts[listed])}
    return read | ({ask.as_of} if ask.as_of else set())


def _titles(listed: str, fact: Fact) -> Iterator[str]:
    """What the elements are called: by that each one's answer is told."""
    if isinstance(fact.type, ListType):
        yield from (f"{listed}.{name}" for name, field in fact.type.fields.items() if isinstance(field.type, TextType))


def _of_element(name: str, per_item: PerItem) -> str:
    head, _, field = name.partition(".")
    return f"{per_item.list}.{field}" if head == per_item.variable else name
