"""A large table answers through an index: a bit a row, and for each column the rows that hold at each value.

A column's values fall into stretches within which the same rows hold. A decision looks up the stretch of each
value and takes what the columns have in common, so that it costs the same for ten rows and for ten thousand.
What a column cannot tell (a test that depends on other facts) is left to the oracle, row by row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policykit.model import Business, Policy, Rule
from policykit.semantics import Hit, Setting, Unknown, Verdict, evaluate, results, together
from policykit.stretches import Column, Rows, below, columns_of, each, first, row_set, union

MOST_BYTES = 32 * 1024 * 1024
"""What an index may take: in a larger one, several stretches share their rows, which are then looked at one by one."""


@dataclass(frozen=True, slots=True)
class Index:
    """A table's columns. Of ``exact`` rows, the columns say all."""

    policy: Policy
    columns: tuple[Column, ...]
    exact: Rows
    outcomes: tuple[Rows, ...]

    def govern(self, setting: Setting) -> Verdict:
        """What ``semantics.govern`` gives, but for undecided rows that neither ask nor promise anything new."""
        return self._collect(setting) if self.policy.collects else self._first_match(setting)

    def _first_match(self, setting: Setting) -> Verdict:
        rules = self.policy.rules
        found = self._found(setting)
        stop = first(found.sure, len(rules))
        undecided = []
        for row in each(found.doubtful & below(stop)):
            held = evaluate(rules[row].when, setting)
            if held is True:
                stop = row
                break
            undecided += [row] if isinstance(held, Unknown) else []
        undecided += self._telling(found.open & below(stop), found.unknown)
        governing = rules[stop] if stop < len(rules) else self.policy.otherwise
        if undecided:
            return Verdict(self._rules(undecided), governing)
        return Verdict((), governing, *results(governing, setting))

    def _collect(self, setting: Setting) -> Verdict:
        rules = self.policy.rules
        found = self._found(setting)
        looked_at = {row: evaluate(rules[row].when, setting) for row in each(found.doubtful)}
        held = self._rules([*each(found.sure), *(row for row, verdict in looked_at.items() if verdict is True)])
        undecided = [row for row, verdict in looked_at.items() if isinstance(verdict, Unknown)]
        undecided += self._telling(found.open, found.unknown)
        governing = held[0] if held else self.policy.otherwise
        if undecided:
            return Verdict(self._rules(undecided), governing)
        values, deadlines, named = results(governing, setting)
        if not held:
            return Verdict((), governing, values, deadlines, named)
        hits = tuple(Hit(row, results(row, setting)[0]) for row in held)
        return Verdict((), governing, together(self.policy.aggregation, hits), deadlines, named, hits)

    def _found(self, setting: Setting) -> Found:
        rows, unknown = below(len(self.policy.rules)), []
        for column in self.columns:
            value = evaluate(column.subject, setting)
            if isinstance(value, Unknown):
                unknown.append(column)
            else:
                rows &= column.rows(value)
        open_ = union(column.tested for column in unknown)
        exact = rows & self.exact
        return Found(exact & ~open_, exact & open_, rows & ~self.exact, tuple(unknown))

    def _telling(self, rows: Rows, unknown: Iterable[Column]) -> list[int]:
        """Of open rows, the first that asks each unknown thing and the first that leaves each outcome open."""
        kinds = (rows & kind for kind in (*(column.tested for column in unknown), *self.outcomes))
        return [first(kind, 0) for kind in kinds if kind]

    def _rules(self, rows: Iterable[int]) -> tuple[Rule, ...]:
        return tuple(self.policy.rules[row] for row in sorted(set(rows)))


@dataclass(frozen=True, slots=True)
class Found:
    """The rows that hold, those that are open as the columns ``unknown`` are, and those to be looked at."""

    sure: Rows
    open: Rows
    doubtful: Rows
    unknown: tuple[Column, ...]


def indexed(policy: Policy, business: Business) -> Index:
    """The index of a table's rows."""
    found = columns_of(policy.rules, business.calendar, MOST_BYTES)
    outcomes: dict[str, list[int]] = {}
    for row, rule in enumerate(policy.rules):
        outcomes.setdefault(rule.answer.outcome, []).append(row)
    return Index(policy, found.columns, found.exact, tuple(map(row_set, outcomes.values())))
