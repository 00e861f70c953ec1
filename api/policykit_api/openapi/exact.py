"""What is exact about one policy, or about all of a business: its facts, outcomes, rules and values as schemas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import assert_never

from policykit.backends.jsonschema import Schema, answer_schema, facts_schema, money
from policykit.backends.prose.locales import text_in
from policykit.deciding.inputs import facts_of
from policykit.decision import MERCHANT
from policykit.model import Business, MoneyType, Policy, ScalarType
from policykit_api.openapi.examples import english
from policykit_api.openapi.naming import camel
from policykit_api.wire.shape import Said

Keep = Callable[[str, Schema], Schema]
"""Keeps a schema among the components under a name, and gives the reference to it."""


@dataclass(frozen=True)
class Exact:
    """What stands for the parts of shapes that a policy says for itself.

    ``versions`` are all of the policy's, since each may decide; none stands for every policy of the business, which
    then only says its facts.
    """

    business: Business
    versions: tuple[Policy, ...]
    name: str
    keep: Keep = field(compare=False)

    def fill(self, said: str) -> Schema | None:
        """The schema that takes the part's place; None where it stays as every policy has it."""
        part = Said(said)
        if part is Said.FACTS:
            return self.facts
        if not self.versions:
            return None
        match part:
            case Said.OUTCOME:
                return self.outcome
            case Said.RULE:
                return self.keep(f"{self.name}Rule", {"type": "string", "enum": rules(self.versions)})
            case Said.VALUES:
                return self.values
            case Said.GOVERNED_BY:
                floors = {binding.id: None for version in self.versions for binding in version.floors}
                return self.keep(f"{self.name}GovernedBy", {"type": "string", "enum": [MERCHANT, *floors]})
            case _:
                assert_never(part)

    @cached_property
    def locale(self) -> str:
        return english(self.business)

    @cached_property
    def facts(self) -> Schema:
        offered = facts_of(self.business, *self.versions) if self.versions else list(self.business.facts)
        schema = facts_schema(self.business, offered, self.locale, self._fact)
        about = "The facts that the policy reads. " if self.versions else "The facts that the business declares. "
        return self.keep(f"{self.name}Facts", {"description": f"{about}{NOT_SENT}", **schema})

    def _fact(self, name: str, schema: Schema) -> Schema:
        """The reference to the fact's schema. Money is the same everywhere but for what it means."""
        fact = self.business.facts.get(name)
        if fact is not None and isinstance(fact.type, MoneyType):
            return {**self.keep(f"SentMoney{fact.type.currency}", money(fact.type.currency)), **described(schema)}
        return self.keep(f"{camel(self.business.id)}Fact{camel(name)}", schema)

    @cached_property
    def outcome(self) -> Schema:
        labels = {
            outcome.name: text_in(outcome.label, self.locale)
            for version in reversed(self.versions)
            for outcome in version.outcomes
        }
        told = "\n".join(f"- `{name}`: {label}" for name, label in labels.items() if label)
        said = f"Best for the customer first:\n\n{told}"
        return self.keep(f"{self.name}Outcome", {"type": "string", "enum": list(labels), "description": said})

    @cached_property
    def values(self) -> Schema:
        """The values of all outcomes: an answer carries those of its own."""
        found: dict[str, dict[ScalarType, dict[str, None]]] = {}
        for value in (one for version in self.versions for out in version.outcomes for one in out.values):
            labels = found.setdefault(value.name, {}).setdefault(value.type, {})
            labels[text_in(value.label, self.locale)] = None
        properties = {name: self._value(types) for name, types in found.items()}
        closed = {"type": "object", "properties": properties, "additionalProperties": False}
        return self.keep(f"{self.name}Values", {"description": VALUES, **closed})

    def _value(self, types: Mapping[ScalarType, Iterable[str]]) -> Schema:
        """The schema of a value that has one of these types, each with what it is called."""
        each = [self._typed(kind, "; ".join(filter(None, labels))) for kind, labels in types.items()]
        return each[0] if len(each) == 1 else {"anyOf": each}

    def _typed(self, kind: ScalarType, label: str) -> Schema:
        schema = answer_schema(kind)
        if isinstance(kind, MoneyType):
            schema = self.keep(f"Money{kind.currency}", schema)
        return schema | ({"description": label} if label else {})


NOT_SENT = "`null` is known to be absent; a fact that is not sent is unknown."
VALUES = "The values of the outcome, of those that the policy's outcomes have."


def described(schema: Schema) -> Schema:
    """What the schema says of itself in words."""
    return {key: value for key, value in schema.items() if key == "description"}


def rules(versions: tuple[Policy, ...]) -> list[str]:
    """The ids of the rules that can govern, of every version and of the floors it is bound by; the newest first."""
    floors = [one.policy for version in versions for binding in version.floors for one in binding.versions]
    found = [rule.id for policy in (*reversed(versions), *floors) for rule in (*policy.rules, policy.otherwise)]
    return list(dict.fromkeys(found))
