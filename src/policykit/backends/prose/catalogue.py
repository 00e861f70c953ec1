"""The words that a language needs to say a policy: one catalogue a locale, every phrase in it required.

A phrase is a `str.format` template with named places. The catalogues are written by hand, each in
the way its language says the thing; nothing in the walk over the rules knows any language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policykit.backends.prose.scripts import spaced
from policykit.model import Comparator, Function, Side

WindowKey = tuple[Side, bool, bool]
"""Which window it is: its side, whether the act lies within it, and whether that is denied."""

TextTestKey = tuple[Function, bool]
"""What is asked of a text, and whether that is denied."""


@dataclass(frozen=True, slots=True)
class Series:
    """How several things stand in a row: what parts them, and what stands before the last one."""

    separator: str
    last: str
    last_of_many: str | None = None

    def join(self, parts: Sequence[str]) -> str:
        """`a, b and c`; of one part, the part."""
        if len(parts) < 2:
            return "".join(parts)
        last = self.last if len(parts) == 2 or self.last_of_many is None else self.last_of_many
        return self.separator.join(parts[:-1]) + last + parts[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every phrase of one language. ``subject`` is a fact's meaning, ``value`` what it is compared with."""

    # sentences
    rule: str
    otherwise: str
    if_one: str
    if_all: str
    if_group: str
    if_always: str
    always: str
    answer: str
    labelled: str
    capital: bool
    spaces_scripts: bool

    # tests
    yes: str
    no: str
    equal: str
    not_equal: str
    sizes: Mapping[Comparator, str]
    times: Mapping[Comparator, str]
    since: Mapping[Comparator, str]
    one_of: str
    none_of: str
    present: str
    absent: str
    or_absent: str
    windows: Mapping[WindowKey, str]
    tiers: Mapping[Side, str]
    clock: str
    on_the_calendar: Mapping[tuple[Function, bool], str]
    of_time: Mapping[Function, str]

    # cells of a table: tests without their subject
    cell_sizes: Mapping[Comparator, str]
    cell_times: Mapping[Comparator, str]
    cell_windows: Mapping[tuple[Side, bool], str]
    cell_not: str
    cell_present: str
    cell_absent: str

    # groups
    leading: str
    listed: str
    all_hold: str
    one_holds: str
    none_holds: str
    not_all_hold: str
    some: str
    some_in_all: str
    every: str
    clauses_and: Series
    clauses_or: Series
    clauses_listed: Series
    enclosed: str

    # formulas
    quoted: str
    values_or: Series
    share: str
    plus: str
    minus: str
    times_factor: str
    divided: str
    ratio: str
    or_else: str
    smallest: str
    largest: str
    earlier: str
    later: str
    shorter: str
    longer: str
    size_of: str
    rounded_down: str
    rounded_up: str
    roundings: Mapping[Function, str]
    to_whole: str
    to_one_place: str
    to_places: str
    remainder: str
    length: str
    capitals: str
    small_letters: str
    text_tests: Mapping[TextTestKey, str]
    depending: str
    for_choice: str
    for_choices: str
    values_listed: Series
    first_case: str
    case: str
    case_else: str
    case_group: str
    product_of: str
    sum_over: str
    only_those: str
    count: str
    total: str
    mean: str
    least: str
    greatest: str
    shortest: str
    longest: str
    earliest: str
    latest: str
    last_of_all: str
    for_which: str
    asked_outcome: str
    asked_value: str
    asked_best: str
    asked_worst: str
    asked_sum: str
    asked_value_in: str

    # times
    moments: Mapping[Side, str]
    by: Mapping[Side, str]
    by_instant: str
    after_due: str
    deadlines: Mapping[str, str]

    # notes
    person_decides: str
    not_final: str
    our_fault: str
    because: str
    alternatives: str
    none_exists: str
    next_steps: str
    scope: str
    unaffected: str

    # a whole policy as text
    in_force: str
    from_the_beginning: str
    until: str
    rules_in_order: str
    every_rule: Mapping[str, str]
    """Of a table that collects, by what is made of its rows, or `list` where each counts for itself."""
    internal: str

    def tidy(self, text: str) -> str:
        """The text with a space between scripts, where the language's typography asks for one."""
        return spaced(text) if self.spaces_scripts else text

    def sentence(self, text: str) -> str:
        """The text as a sentence begins: with a capital, where the language has them."""
        tidy = self.tidy(text)
        return tidy[:1].upper() + tidy[1:] if self.capital else tidy
