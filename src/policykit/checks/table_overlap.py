"""`table-overlap`: two rows of a table can hold together, where its hit policy says that they never disagree.

Rows of a `unique` table must exclude each other; those of an `any` table may overlap if they answer
alike. A pair is accepted only where some column shows that it cannot hold together.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from policykit.diagnostics import Diagnostic, Related
from policykit.model import Business, HitPolicy, Policy, Rule, Value
from policykit.regions import Region
from policykit.stretches import Column, Rows, below, columns_of, each, row_set, union

MOST_FINDINGS = 20
"""So many pairs show what is wrong with a table."""
BLOCK = 128
"""Stretches that are taken together where a row spans them all: about the square root of the most there are."""


def check(business: Business) -> Iterator[Diagnostic]:
    for versions in business.policies.values():
        for policy in versions:
            if policy.hit_policy in (HitPolicy.UNIQUE, HitPolicy.ANY):
                yield from _overlaps(policy, business)


def _overlaps(policy: Policy, business: Business) -> Iterator[Diagnostic]:
    columns = [Overlaps(column) for column in columns_of(policy.rules, business.calendar).columns]
    alike = _alike(policy) if policy.hit_policy is HitPolicy.ANY else {}
    found = 0
    for row, rule in enumerate(policy.rules):
        others = below(row) & ~alike.get(row, 0)
        for column in columns:
            others &= column.of(row) if others else 0
        for other in each(others):
            if found == MOST_FINDINGS:
                return
            found += 1
            yield _overlap(policy, policy.rules[other], rule)


def _overlap(policy: Policy, one: Rule, other: Rule) -> Diagnostic:
    return Diagnostic(
        "table-overlap",
        f"`{one.id}` and `{other.id}` can hold together, and the table is `{policy.hit_policy}`",
        other.span,
        help="let one column keep them apart, or use `hit_policy: first`",
        related=(Related(one.span, "the other row"),),
    )


def _alike(policy: Policy) -> dict[int, Rows]:
    """For each row, those that answer the same."""
    answers: dict[object, list[int]] = {}
    for row, rule in enumerate(policy.rules):
        answer = rule.answer
        key = (answer.outcome, tuple(answer.values.items()), tuple(answer.deadlines.items()))
        answers.setdefault(key, []).append(row)
    return {row: mask for rows in answers.values() for mask in (row_set(rows),) for row in rows}


# --- by column --------------------------------------------------------------------------------


@dataclass(slots=True)
class Overlaps:
    """The rows that can hold together with a given one, as far as one column tells."""

    column: Column
    stretches: tuple[Rows, ...] = ()
    blocks: tuple[Rows, ...] = ()
    known: dict[Region, Rows] = field(default_factory=dict)

    def __post_init__(self) -> None:
        at, between = self.column.at, self.column.between
        pairs = (rows for pair in zip(between, at, strict=False) for rows in pair)
        self.stretches = (*pairs, between[-1])
        starts = range(0, len(self.stretches), BLOCK)
        self.blocks = tuple(union(self.stretches[start : start + BLOCK]) for start in starts)

    def of(self, row: int) -> Rows:
        region = self.column.regions.get(row)
        if region is None:
            return -1  # what does not test the column holds with all
        if region not in self.known:
            self.known[region] = self._together(region)
        return self.known[region]

    def _together(self, region: Region) -> Rows:
        edges = [0] if region.begins else []
        edges += [self._stretch(*cut) for cut in region.cuts]
        edges += [len(self.stretches)] if len(edges) % 2 else []
        inside = union(self._between(*pair) for pair in zip(edges[::2], edges[1::2], strict=True))
        return inside | (self.column.absent if region.absent else 0)

    def _stretch(self, value: Value, side: int) -> int:
        """The stretch that begins at a cut: the value's own, or the one behind it."""
        place = bisect_right(self.column.values, value)  # type: ignore[type-var]  # a column has one type
        return 2 * place - 1 + side

    def _between(self, start: int, end: int) -> Rows:
        """The rows of the stretches from ``start`` up to ``end``, whole blocks at once."""
        first, last = -(-start // BLOCK), end // BLOCK
        if first >= last:
            return union(self.stretches[start:end])
        edges = (*self.stretches[start : first * BLOCK], *self.stretches[last * BLOCK : end])
        return union((*edges, *self.blocks[first:last]))
