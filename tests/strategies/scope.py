"""What a name stands for, and the names in reach."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.strategies.values import CHOICES

Draw = Any


@dataclass(frozen=True, slots=True)
class Sort:
    """A type as its author sees it: its word, and the unit or the choices that go with it."""

    word: str
    unit: str | None = None
    choices: tuple[str, ...] = ()


FLAG, MONEY, DATE, DATETIME = Sort("flag"), Sort("money"), Sort("date"), Sort("datetime")
DURATION, TEXT, NUMBER, KILOMETRES = Sort("duration"), Sort("text"), Sort("number"), Sort("number", "km")
SCALARS = (FLAG, *(Sort("choice", choices=words) for words in CHOICES), NUMBER, KILOMETRES, MONEY, DATE, DATETIME,
           DURATION, TEXT)  # fmt: skip
SMALL = (FLAG, Sort("choice", choices=CHOICES[0]), Sort("choice", choices=CHOICES[2]), NUMBER)
ORDERED = ("number", "money", "date", "datetime", "duration")


@dataclass(frozen=True, slots=True)
class Name:
    """A name that tests and formulas can use, and whether it may be absent."""

    text: str
    sort: Sort
    absent: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact with its entry in facts.yaml and the JSON values that can be sent for it.

    ``values`` hold null where it may be absent. ``defaulted`` says that it is never unknown.
    ``fields`` are those of a list's elements.
    """

    name: Name
    entry: Mapping[str, Any]
    values: tuple[Any, ...]
    defaulted: bool = False
    private: bool = False
    fields: tuple[Declared, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """The names in reach."""

    names: tuple[Name, ...]
    lists: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    periods: tuple[str, ...] = ()
    rolling: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    careless: bool = False

    def naming(self, *names: Name) -> Scope:
        return replace(self, names=(*self.names, *names))

    def holding(self, variable: str, listed: str) -> Scope:
        return self.naming(*(replace(name, text=f"{variable}.{name.text}") for name in self.lists[listed]))

    def of(self, sort: Sort) -> list[Name]:
        return [name for name in self.names if name.sort == sort]


def said(text: str) -> dict[str, str]:
    """A text in the business's one locale."""
    return {"en": text}


def flag(value: bool) -> str:
    return "yes" if value else "no"
