"""Whether two expressions mean the same, whatever their spelling: a fingerprint that leaves out what is only form.

Names of numbers and formulas are gone through to what they stand for, `at least 7` is `>= 7`, the
lines of a `when` have no order, and `24 hours` is `1 day`. The neighbours: ``==`` on nodes compares
names and spelling too; whether two conditions hold of the same facts, however they are built, is a proof's question.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from hashlib import sha256

from policykit.model import ELAPSED, And, LetRef, NumberRef, Or, PeriodLiteral, Test


@dataclass(frozen=True, slots=True)
class Fingerprints:
    """Fingerprints of the nodes of one policy.

    ``told`` are the names of numbers and formulas whose change is told by itself: each stands for itself,
    so that what uses it need not be told as well.
    """

    told: AbstractSet[str] = frozenset()
    named: dict[str, str] = field(default_factory=dict)

    def of(self, value: object) -> str:
        """Equal for what means the same. Takes time by what is written, not by what names expand to."""
        match value:
            case Test(condition=condition):
                return self.of(condition)
            case NumberRef(name=name) | LetRef(name=name) if name in self.told:
                return _digest("name", name)
            case NumberRef(literal=literal):
                return self.of(literal)
            case LetRef(name=name, expression=expression):
                if name not in self.named:
                    self.named[name] = self.of(expression)
                return self.named[name]
            case PeriodLiteral(count=count, unit=unit) if unit in ELAPSED:
                return _digest("elapsed", str(count * ELAPSED[unit]))
            case And(parts=parts) | Or(parts=parts) if len(parts) == 1:
                return self.of(parts[0])
            case And() | Or():
                return _digest(type(value).__name__, *sorted({self.of(part) for part in _flat(value)}))
            case Enum():
                return _digest("word", str(value.value))
            case Decimal():
                return _digest("number", str(value.normalize()))
            case Mapping():
                return _digest("map", *(f"{key} {self.of(value[key])}" for key in sorted(value)))
            case tuple():
                return _digest("list", *map(self.of, value))
            case _ if is_dataclass(value):
                compared = (one.name for one in fields(value) if one.compare)
                return _digest(type(value).__name__, *(self.of(getattr(value, name)) for name in compared))
            case _:
                return _digest(type(value).__name__, str(value))


def _flat(group: And | Or) -> list[object]:
    """The parts, and those of groups of the same sort among them."""
    flat: list[object] = []
    for part in group.parts:
        flat += _flat(part) if isinstance(part, And | Or) and type(part) is type(group) else [part]
    return flat


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()
