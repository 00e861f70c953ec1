"""What every kind lowers to: plain rules, still in the author's words, each piece with its place.

A kind is a vocabulary. Its ``lower`` takes a policy's file, whose shape has been checked, and gives
the same policy as rules that the core knows. Pieces that a kind puts together itself (`within 7
calendar days after order.delivered_at`) bear the path of the entry they came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from policykit.model import Aggregation, HitPolicy

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece of the author's data and its path in the file. ``exact`` is False where a kind wrote the text."""

    data: Any
    path: Path
    exact: bool = True

    def __getitem__(self, key: str | int) -> Placed:
        return Placed(self.data[key], (*self.path, key), self.exact)

    def get(self, key: str) -> Placed | None:
        return self[key] if key in self.data else None

    def items(self) -> list[tuple[str, Placed]]:
        return [(key, self[key]) for key in self.data]


PlainAnswer = Mapping[str, Placed]
"""An answer by the keys of ``then``: outcome, values, deadlines, alternatives, wording and so on.

A key that begins with ``FEE`` is a fee that has been taken off the amount, and fills the value of its name.
"""
FEE = "fee:"


@dataclass(frozen=True, slots=True)
class PlainRule:
    """A rule in plain words: every map of ``when`` must hold.

    ``part`` names its place in the kind's vocabulary, ``title`` what customers call it.
    """

    id: str
    path: Path
    when: tuple[Placed, ...]
    answer: PlainAnswer
    internal: bool = False
    part: str | None = None
    scenario: str | None = None
    title: Placed | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that only the kind can see is wrong."""

    code: str
    message: str
    path: Path
    help: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the name it tests or answers, and how a message calls it.

    A bare number in the column is one of its ``unit``; where ``letter_by_letter``, its cells are texts without quotes.
    """

    name: str
    title: str
    path: Path
    unit: str | None = None
    letter_by_letter: bool = False


@dataclass(frozen=True, slots=True)
class PlainRow:
    """A row's cells, tests first. ``number`` is how its author counts it: as a spreadsheet does, or down the list.

    ``order`` says where each cell stands below the row's ``path``; in order, if empty.
    """

    id: str
    number: int
    path: Path
    cells: tuple[str, ...]
    order: tuple[int, ...] = ()

    def cell(self, position: int, *, exact: bool = True) -> Placed:
        """The cell at a position, with its place."""
        place = self.order[position] if self.order else position
        return Placed(self.cells[position], (*self.path, place), exact)


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A decision table: a row holds when all its tests do.

    ``shared`` is what the answers of an outcome's rows have in common. A table whose rows stand in a ``file`` has
    neither columns nor rows until the file has been read; ``headers`` says what its columns mean. It is ``partial``
    where some heading is not understood: then the cells of the others are read for what is wrong in them.
    """

    hit_policy: HitPolicy
    aggregation: Aggregation | None
    path: Path
    tested: tuple[Column, ...] = ()
    given: tuple[Column, ...] = ()
    rows: tuple[PlainRow, ...] = ()
    shared: Mapping[str, PlainAnswer] = field(default_factory=dict)
    file: Placed | None = None
    headers: Placed | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Plain:
    """A policy in plain rules, or as a table. ``outcomes`` are best first, each with what the author said of it.

    ``lets`` are formulas that the kind names, after the author's own; ``labels`` are what customers
    read for those of them that have a name of their own on the page.
    """

    outcomes: tuple[tuple[str, Placed], ...]
    rules: tuple[PlainRule, ...]
    otherwise: PlainAnswer
    otherwise_path: Path
    problems: tuple[Problem, ...] = field(default=())
    table: PlainTable | None = None
    lets: Mapping[str, Placed] = field(default_factory=dict)
    labels: Mapping[str, Placed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a policy: the instant from which it is in force, as formulas write it; None from the beginning."""

    starts: str | None
    policy: Placed


@dataclass(frozen=True, slots=True)
class Kind:
    """A vocabulary for policies: its name, what it is for, the shape of its file, and how it lowers.

    ``lower_after`` lowers a policy for which its earlier versions matter; it gets them, oldest first,
    with the policy itself as the last.
    """

    name: str
    about: str
    shape: type[msgspec.Struct]
    lower: Callable[[Placed], Plain]
    lower_after: Callable[[Placed, tuple[Version, ...]], Plain] | None = None


def is_yes(flag: Placed | None) -> bool:
    return flag is not None and flag.data in ("yes", "true")


def answer(then: Placed) -> PlainAnswer:
    """The answer that a `then` spells out."""
    return dict(then.items())


def listed_outcomes(outcomes: Placed) -> tuple[tuple[str, Placed], ...]:
    """The outcomes of an `outcomes:` list: bare words, or a word with more about it."""
    listed = []
    for index, item in enumerate(outcomes.data):
        if isinstance(item, str):
            listed.append((item, Placed({}, (*outcomes.path, index))))
        else:
            word = next(iter(item))
            listed.append((word, outcomes[index][word]))
    return tuple(listed)


def rule_from(
    entry_id: str, entry: Placed, when: tuple[Placed, ...], given: PlainAnswer, part: str | None
) -> PlainRule:
    """A rule with the attributes that entries of every kind share."""
    scenario = entry.get("scenario")
    return PlainRule(
        entry_id,
        entry.path,
        when,
        given,
        internal=is_yes(entry.get("internal")),
        part=part,
        scenario=scenario.data if scenario else None,
        title=entry.get("title"),
    )


NO_EFFECT = "no_effect"
"""The part of what is heard and changes nothing."""


def heard(entry: Placed, when: tuple[Placed, ...], given: PlainAnswer) -> list[PlainRule]:
    """The entry's own answer, in other words, for what is said and changes nothing."""
    said = entry.get(NO_EFFECT)
    rules = [
        rule_from(said_id, one, (*when, one["when"]), {**given, **_words(one)}, NO_EFFECT)
        for said_id, one in (said.items() if said else [])
    ]
    return [replace(rule, internal=is_yes(entry.get("internal"))) for rule in rules]


def _words(entry: Placed) -> PlainAnswer:
    return {key: entry[key] for key in ("wording", "guidance") if key in entry.data}
