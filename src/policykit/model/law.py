"""Law: packs of floors, with the provision that every figure and rule rests on and how sure we are of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policykit.model.expressions import Expression
from policykit.model.facts import Fact
from policykit.model.places import NOWHERE, Span, Texts
from policykit.model.policies import Policy
from policykit.model.time import Calendar


class Confidence(StrEnum):
    """How sure a figure or a citation is: read in the law's own text, in another's account of it, or not checked yet.

    What is unverified is applied all the same, for the customer; it is never told as law.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Checked:
    """How sure something is, and the day on which it was read in the law's own text; None where it was not."""

    confidence: Confidence
    on: date | None = None

    @property
    def may_be_told(self) -> bool:
        """Whether it may be told as law."""
        return self.confidence is not Confidence.UNVERIFIED


@dataclass(frozen=True, slots=True)
class Citation:
    """A provision as the law of one country calls it, in that country's language."""

    text: str
    checked: Checked


@dataclass(frozen=True, slots=True)
class Provision:
    """What a rule of a floor rests on. ``source`` is for those who check it; a customer reads the ``national`` law."""

    id: str
    about: Texts = field(hash=False)
    source: str
    checked: Checked
    national: Mapping[str, Citation] = field(default_factory=dict, hash=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the law sets, under the name that the floor's rules use."""

    name: str
    meaning: Texts = field(hash=False)
    provision: str
    checked: Checked
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Floor:
    """One version of a minimum that law gives: a policy of its own, its figures, and the provision of each rule."""

    policy: Policy
    figures: Mapping[str, Figure] = field(default_factory=dict, hash=False)
    provisions: Mapping[str, str] = field(default_factory=dict, hash=False)


NOTHING = "nothing"
"""The outcome of a floor where the law gives nothing, so that the merchant's answer stands as it is."""


@dataclass(frozen=True, slots=True)
class Pack:
    """The floors of one legal order, the countries where they hold, each with its calendar, and the facts they read."""

    id: str
    name: Texts = field(hash=False)
    countries: Mapping[str, Calendar] = field(hash=False)
    facts: Mapping[str, Fact] = field(hash=False)
    provisions: Mapping[str, Provision] = field(hash=False)
    floors: Mapping[str, tuple[Floor, ...]] = field(hash=False)
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Binding:
    """A floor in a policy's own words: over the business's facts, with the policy's outcomes and values.

    It applies where ``country``, a fact, is one of the pack's countries and ``when`` holds.
    """

    pack: str
    floor: str
    country: str
    when: Expression
    versions: tuple[Floor, ...]
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def id(self) -> str:
        return f"{self.pack}.{self.floor}"
