"""Tests on times: windows and tiers, which measure an act from an event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from lark import Token

from policykit.language.parse import Parsed
from policykit.language.simple import period_of
from policykit.language.types import Typed
from policykit.language.typing import Typer
from policykit.model import ELAPSED, And, Expression, PeriodLiteral, Side, Span, Window

ONE = timedelta(days=1)
"""Stands for a unit of any length where both ends of a tier are counted in it."""


@dataclass(frozen=True, slots=True)
class TimeTyper(Typer):
    """Types the tests on times."""

    def _window(self, act: Typed, tree: Parsed, span: Span) -> Expression | None:
        first, period_tree, side, event_tree = tree.children
        within = isinstance(first, Token)
        if not within and cast(Parsed, first).data != "more":
            self.faults.add(
                "syntax",
                "a window is `within … after …` or `more than … after …`",
                span,
                "periods include their first instant and exclude their last",
            )
            return None
        measured = self._measured(act, [cast(Parsed, period_tree)], side, cast(Parsed, event_tree), span)
        if measured is None:
            return None
        (period,), event = measured
        return _window(act, within, period, self._side(side), event, span)

    def _tier(self, act: Typed, tree: Parsed, span: Span) -> Expression | None:
        """From one period to another: what lies beyond the shorter and within the longer."""
        near_tree, far_tree, side_tree, event_tree = (cast(Parsed, child) for child in tree.children)
        measured = self._measured(act, [near_tree, far_tree], side_tree, event_tree, span)
        if measured is None:
            return None
        periods, event = measured
        side = self._side(side_tree)
        shorter, longer = periods if side is Side.AFTER else reversed(periods)
        if not self._in_order(shorter, longer, side, self._span(near_tree)):
            return None
        return And(
            (_window(act, False, shorter, side, event, span), _window(act, True, longer, side, event, span)), span
        )

    def _in_order(self, shorter: Typed, longer: Typed, side: Side, span: Span) -> bool:
        """Whether the first period surely ends before the second."""
        first, second = period_of(shorter), period_of(longer)
        if not _comparable(first, second):
            text = "the two ends of this tier are counted in different ways"
            self.faults.add("tier-order", text, span, "count both in one unit, or both in elapsed time")
            return False
        if first.count * ELAPSED.get(first.unit, ONE) < second.count * ELAPSED.get(second.unit, ONE):
            return True
        written = "the longer period first" if side is Side.BEFORE else "the shorter period first"
        example = "7 days to 1 day before" if side is Side.BEFORE else "7 days to 14 days after"
        self.faults.add("tier-order", f"this tier ends before it begins: {written}", span, f"write `from {example} …`")
        return False

    def _measured(
        self, act: Typed, period_trees: list[Parsed], side: object, event_tree: Parsed, span: Span
    ) -> tuple[list[Typed], Typed] | None:
        """The periods and the event of a test on a time, typed; None where any of them does not fit."""
        found = [self.expression(tree) for tree in period_trees]
        event = self.expression(event_tree)
        periods = [period for period in found if period is not None]
        if event is None or len(periods) < len(found):
            return None
        fits = [
            self._is_time(act, span),
            *(
                self._is_period(period, self._side(side), self._span(tree))
                for period, tree in zip(periods, period_trees, strict=True)
            ),
            self._is_time(event, self._span(event_tree)),
        ]
        return (periods, event) if all(fits) else None


def _comparable(one: PeriodLiteral, other: PeriodLiteral) -> bool:
    """Whether the one with the smaller count ends first wherever the two begin."""
    elapsed = one.unit in ELAPSED and other.unit in ELAPSED
    return elapsed or (one.unit, one.rolls) == (other.unit, other.rolls)


def _window(act: Typed, within: bool, period: Typed, side: Side, event: Typed, span: Span) -> Window:  # noqa: FBT001
    opens = event.opens if side is Side.AFTER else None
    return Window(act.expression, within, period.expression, side, event.expression, opens, span)
