"""Tests on times: windows and tiers, which measure an act from an event; hours of the day and days of the week."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from lark import Token

from policykit.language.functions import result_type
from policykit.language.parse import Parsed
from policykit.language.simple import period_of
from policykit.language.types import TimeOfDayType, Typed, is_time
from policykit.language.typing import Typer
from policykit.model import (
    DAYS_OF_WEEK,
    ELAPSED,
    And,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    Expression,
    FlagLiteral,
    Function,
    Membership,
    NumberRef,
    Or,
    PeriodLiteral,
    Side,
    Span,
    TimeLiteral,
    Window,
)

_WORDS = re.compile(r"[a-z]+")
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
        return _window(act, period, self._side(side), event, span, within=within)

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
            (
                _window(act, shorter, side, event, span, within=False),
                _window(act, longer, side, event, span, within=True),
            ),
            span,
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

    def _hours(self, act: Typed, tree: Parsed, span: Span) -> Expression | None:
        """From one time of day to another, across midnight where the second is the earlier one."""
        bounds = [self.expression(cast(Parsed, child)) for child in tree.children]
        clock = self._of_time(Function.TIME, act, span)
        known = [self._time_of_day(bound, child) for bound, child in zip(bounds, tree.children, strict=True)]
        if clock is None or None in known:
            return None
        first, last = (cast(Typed, bound) for bound in known)
        begins, ends = minutes_of(first), minutes_of(last)
        if begins == ends:
            text = "these hours end when they begin"
            self.faults.add("out-of-range", text, span, "for the whole day write `from 00:00 to 24:00`")
            return None
        parts = (
            Comparison(Comparator.AT_LEAST, clock.expression, first.expression, span),
            Comparison(Comparator.LESS, clock.expression, last.expression, span),
        )
        return And(parts, span) if begins < ends else Or(parts, span)

    def _time_of_day(self, bound: Typed | None, tree: object) -> Typed | None:
        if bound is not None and not isinstance(bound.type, TimeOfDayType):
            self._mismatch("a time of day", bound, self._span(tree), "write it as `09:00`")
            return None
        return bound

    def _on_days(self, act: Typed, text: str, span: Span) -> Expression | None:
        """On days of the week: `on mon, tue`, `on mon to fri`."""
        day = self._of_time(Function.WEEKDAY, act, span)
        if day is None:
            return None
        options = tuple(ChoiceLiteral(word, span) for word in _days(text))
        if len(options) == 1:
            return Comparison(Comparator.EQUAL, day.expression, options[0], span)
        return Membership(day.expression, options, span)

    def _working(self, act: Typed, text: str, span: Span) -> Expression | None:
        """On working days, during working hours or outside of them: of what is absent, none of these holds."""
        function = Function.IS_WORKING_DAY if text.startswith("on") else Function.IN_WORKING_HOURS
        asked = self._of_time(function, act, span)
        if asked is None:
            return None
        holds = FlagLiteral(not text.startswith("outside"), span)
        return Comparison(Comparator.EQUAL, asked.expression, holds, span)

    def _of_time(self, function: Function, act: Typed, span: Span) -> Typed | None:
        result = result_type(function, [act])
        if isinstance(result, str):
            wanted = "a date and time" if is_time(act.type) else "a date or an instant"
            self._mismatch(wanted, act, span)
            return None
        return Typed(Call(function, (act.expression,), span), *result)

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


def minutes_of(bound: Typed) -> int:
    """The minutes from midnight of a time of day that is written out, under a name or not."""
    literal = bound.expression.literal if isinstance(bound.expression, NumberRef) else bound.expression
    return literal.minutes if isinstance(literal, TimeLiteral) else -1


def _days(text: str) -> list[str]:
    """The days that a list names, once each, from Monday on; `fri to mon` goes over the weekend."""
    named: set[int] = set()
    previous, through = 0, False
    for word in _WORDS.findall(text.removeprefix("on")):
        if word in ("and", "or", "to"):
            through = word == "to"
            continue
        day = DAYS_OF_WEEK.index(word[:3])
        named |= {(previous + step) % 7 for step in range((day - previous) % 7 + 1)} if through else {day}
        previous, through = day, False
    return [DAYS_OF_WEEK[day] for day in sorted(named)]


def _comparable(one: PeriodLiteral, other: PeriodLiteral) -> bool:
    """Whether the one with the smaller count ends first wherever the two begin."""
    elapsed = one.unit in ELAPSED and other.unit in ELAPSED
    return elapsed or (one.unit, one.rolls) == (other.unit, other.rolls)


def _window(act: Typed, period: Typed, side: Side, event: Typed, span: Span, *, within: bool) -> Window:
    opens = event.opens if side is Side.AFTER else None
    return Window(act.expression, within, period.expression, side, event.expression, opens, span)
