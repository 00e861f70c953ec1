"""Which facts stand behind an expression, through the policies that it asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policykit.model import Ask, Business, Expression, FactRef, ListType, Policy
from policykit.walk import aliases_read, facts_read


def facts_behind(
    business: Business, policy: Policy, *expressions: Expression, passed: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The facts that the expressions read, and those that any version of a policy they ask can read."""
    names = dict.fromkeys(facts_read(*expressions))
    aliases = aliases_read(*expressions)
    for ask in policy.asks:
        if ask.alias in aliases and ask.policy not in passed:
            for version in business.policies[ask.policy]:
                inner = facts_behind(business, version, *_formulas(version), passed=passed | {ask.policy})
                names |= dict.fromkeys(_outside(business, ask, inner))
    return tuple(names)


def _outside(business: Business, ask: Ask, names: Iterable[str]) -> Iterator[str]:
    """The facts without those that an element's fields stand for; of a field that is kept, its whole list."""
    kind = business.facts[ask.per_item.list].type if ask.per_item else None
    for name in names:
        variable, _, inside = name.partition(".")
        if ask.per_item and isinstance(kind, ListType) and variable == ask.per_item.variable and inside in kind.fields:
            if kind.fields[inside].private or kind.fields[inside].protected:
                yield ask.per_item.list
        else:
            yield name


def _formulas(policy: Policy) -> list[Expression]:
    floors = [version.policy for binding in policy.floors for version in binding.versions]
    rules = [rule for one in (policy, *floors) for rule in (*one.rules, one.otherwise)]
    applying: list[Expression] = [part for one in policy.floors for part in (FactRef(one.country), one.when)]
    return applying + [formula for rule in rules for formula in (rule.when, *rule.answer.values.values())]
