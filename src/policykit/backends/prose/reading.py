"""Who reads which policy in which locale, and what its names are called there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from policykit.backends.prose.catalogue import Catalogue
from policykit.backends.prose.de import DE
from policykit.backends.prose.en import EN
from policykit.backends.prose.format import said
from policykit.backends.prose.locales import negotiate
from policykit.backends.prose.type_of import ShownType, Types
from policykit.backends.prose.zh_hans import ZH_HANS
from policykit.backends.prose.zh_hant import ZH_HANT
from policykit.model import (
    Ask,
    Business,
    Expression,
    Fact,
    FactRef,
    FieldRef,
    ListType,
    Policy,
    Texts,
)

CATALOGUES: Mapping[str, Catalogue] = {"en": EN, "de": DE, "zh-Hant": ZH_HANT, "zh-Hans": ZH_HANS}
"""The languages that policykit itself speaks, by locale."""


def catalogue(locale: str) -> Catalogue:
    """The catalogue of the nearest locale there is; English where there is none."""
    near = negotiate(locale, ("en", *CATALOGUES))
    return CATALOGUES[near]


@dataclass(frozen=True, slots=True)
class Reading:
    """All that a sentence may look at. ``elements`` are the lists behind the element variables in reach.

    ``due`` is the formula of the rule's own deadline, so that a follow-up can count from it; ``recorded`` is what
    must be there anyhow where the sentence applies. ``kinds`` keeps the types of formulas that have a name, so that
    each is gone into once.
    """

    business: Business
    policy: Policy
    locale: str
    words: Catalogue
    elements: Mapping[str, str] = field(default_factory=dict)
    due: Expression | None = None
    recorded: tuple[Expression, ...] = ()
    kinds: dict[str, ShownType] = field(default_factory=dict)

    def holding(self, variable: str, list_name: str) -> Reading:
        return replace(self, elements={**self.elements, variable: list_name})

    def recording(self, recorded: tuple[Expression, ...]) -> Reading:
        return replace(self, recorded=(*self.recorded, *recorded))

    def text(self, texts: Texts) -> str:
        """The text nearest to the locale, on one line and without characters that turn its order."""
        return said(texts, self.locale)


def reading(business: Business, policy: Policy, locale: str) -> Reading:
    return Reading(business, policy, locale, catalogue(locale))


def plain(name: str) -> str:
    """A code name as words, for what nobody has labelled."""
    return name.rpartition(".")[2].replace("_", " ").replace("-", " ")


def declared(expression: FactRef | FieldRef, reader: Reading) -> Fact:
    """The fact, or the field of a list's element, that a reference names."""
    if isinstance(expression, FactRef):
        return reader.business.facts[expression.name]
    kind = reader.business.facts[reader.elements[expression.variable]].type
    assert isinstance(kind, ListType)  # the language has no element of anything else
    return kind.fields[expression.name]


def meaning(name: str, reader: Reading) -> str:
    """What a fact is, in a few words."""
    fact = reader.business.facts[name]
    return reader.text(fact.meaning) or plain(name)


def ask_of(alias: str, reader: Reading) -> Ask:
    return next(ask for ask in reader.policy.asks if ask.alias == alias)


def asked_policy(alias: str, reader: Reading) -> Policy:
    """The newest version of the policy behind an alias."""
    return reader.business.policies[ask_of(alias, reader).policy][-1]


def type_of(expression: Expression, reader: Reading) -> ShownType:
    """What the expression's value is told as."""
    return Types(reader.business, reader.policy, reader.elements, reader.kinds).of(expression)
