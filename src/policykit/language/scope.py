"""Which names an expression may use, what each of them is, and where faults are written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from policykit.diagnostics import MOST_FINDINGS, Diagnostic, TooManyFindings, did_you_mean
from policykit.language.types import PeriodType, TimeOfDayType, Typed
from policykit.model import (
    Constant,
    Fact,
    FactRef,
    FieldRef,
    FlagType,
    ListType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberRef,
    NumberType,
    PeriodLiteral,
    Span,
    TimeLiteral,
)

Locate = Callable[[int, int], Span]
"""The place in the file of the characters from start to end of the text at hand."""


_OTHER_WORDS = {
    **dict.fromkeys(("none", "null", "nothing", "empty", "missing"), "where nothing is there, write `absent`"),
    **dict.fromkeys(("now", "today"), "name a fact with `default: as_of`: it is the time of the request"),
}
"""What people write for things that have another name here."""

_DECLARE = "declare it in facts.yaml, or under `numbers:` or `let:`"


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in reach. An element variable hides facts whose first part is its name.

    ``broken`` are names whose meaning could not be read: that has been told, and their uses are passed over.
    """

    facts: Mapping[str, Fact]
    numbers: Mapping[str, Constant] = field(default_factory=dict)
    named: Mapping[str, Typed] = field(default_factory=dict)
    elements: Mapping[str, ListType] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()

    def passes_over(self, name: str) -> bool:
        """Whether what is wrong with the name has been told where it is declared."""
        parts = name.split(".") if self.broken else ()
        return any(".".join(parts[:length]) in self.broken for length in range(1, len(parts) + 1))

    def holding(self, variable: str, kind: ListType) -> Scope:
        return replace(self, elements={**self.elements, variable: kind})

    def naming(self, more: Mapping[str, Typed]) -> Scope:
        return replace(self, named={**self.named, **more})

    def find(self, name: str, span: Span) -> Typed | None:
        """What a name stands for; None where nothing of that name is in reach."""
        variable, _, rest = name.partition(".")
        if variable in self.elements:
            declared = self.elements[variable].fields.get(rest)
            if declared is None:
                return None
            return Typed(FieldRef(variable, rest, span), declared.type, declared.may_be_absent)
        if name in self.named:
            return self.named[name]
        if name in self.numbers:
            literal = self.numbers[name]
            return Typed(NumberRef(name, literal, span), literal_type(literal))
        if name in self.facts:
            declared = self.facts[name]
            return Typed(FactRef(name, span), declared.type, declared.may_be_absent)
        return None

    def suggest(self, name: str) -> str | None:
        """A help line for a name that is not in reach."""
        if name.lower() in _OTHER_WORDS:
            return _OTHER_WORDS[name.lower()]
        fields = [f"{variable}.{name}" for variable, kind in self.elements.items() for name in kind.fields]
        return did_you_mean(name, [*self.named, *self.numbers, *self.facts, *fields], _DECLARE)

    def suggest_flag(self, name: str) -> str | None:
        """A help line for a name that stands beside a flag and is not in reach."""
        known = [known for known, fact in self.facts.items() if isinstance(fact.type, FlagType)]
        known += [known for known, typed in self.named.items() if isinstance(typed.type, FlagType)]
        return did_you_mean(name, known, "write `yes` or `no`")


def literal_type(literal: Constant) -> NumberType | MoneyType | PeriodType | TimeOfDayType:
    match literal:
        case NumberLiteral(unit=unit):
            return NumberType(unit)
        case MoneyLiteral(currency=currency):
            return MoneyType(currency)
        case PeriodLiteral(unit=unit):
            return PeriodType(unit)
        case TimeLiteral():
            return TimeOfDayType()
        case _:
            assert_never(literal)


@dataclass(slots=True)
class Faults:
    """The findings of one text, gathered as it is read."""

    locate: Locate
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, message: str, at: Span, help: str | None = None) -> None:
        if len(self.found) >= MOST_FINDINGS:
            raise TooManyFindings
        self.found.append(Diagnostic(code, message, at, help=help))
