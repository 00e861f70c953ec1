"""What a policy has to know: the facts that an answer of it can rest on, through all that it asks and is bound by."""

from __future__ import annotations

from collections.abc import Iterator

from policykit.model import Ask, Business, Expression, ListType, PerItem, Policy
from policykit.walk import facts_read


def facts_of(business: Business, *versions: Policy) -> list[str]:
    """What these versions read, themselves, by their floors and by what they ask; in the order of facts.yaml."""
    read = {name for version in versions for name in _read(business, version)}
    return [name for name in business.facts if name in read]


def _read(business: Business, policy: Policy) -> set[str]:
    read = set(facts_read(*formulas(policy)))
    read.update(binding.country for binding in policy.floors)
    if policy.pinned_to:
        read.add(policy.pinned_to)
    for ask in policy.asks:
        read |= _asked(business, ask)
    return read


def _asked(business: Business, ask: Ask) -> set[str]:
    """What an asked policy reads, by whichever version; where it is asked once an element, of the elements the list."""
    read = {name for version in business.policies[ask.policy] for name in _read(business, version)}
    if ask.per_item:
        read = read - _of_elements(business, ask.per_item) | {ask.per_item.list}
    return read | ({ask.as_of} if ask.as_of else set())


def _of_elements(business: Business, per_item: PerItem) -> set[str]:
    """The facts that each element gives."""
    listed = business.facts[per_item.list].type
    assert isinstance(listed, ListType)
    return {f"{per_item.variable}.{field}" for field in listed.fields}


def formulas(policy: Policy) -> Iterator[Expression]:
    """Every expression of the policy's rules and answers, and of the floors that it binds."""
    yield from _of_rules(policy)
    for binding in policy.floors:
        yield binding.when
        for floor in binding.versions:
            yield from _of_rules(floor.policy)


def _of_rules(policy: Policy) -> Iterator[Expression]:
    for rule in (*policy.rules, policy.otherwise):
        yield rule.when
        for named in (rule.answer.values, rule.answer.deadlines, rule.answer.named):
            yield from named.values()
