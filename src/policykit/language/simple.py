"""The simplest pieces of a text, typed: periods, quantities, times; and what all readers of a tree need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from policykit.language.hints import unit_meant
from policykit.language.parse import Parsed
from policykit.language.scope import Faults, Scope
from policykit.language.types import PeriodType, Typed, in_words, is_time
from policykit.model import (
    ELAPSED,
    ROLLING,
    DateLiteral,
    DateTimeLiteral,
    DateTimeType,
    DateType,
    MoneyLiteral,
    MoneyType,
    NumberLiteral,
    NumberRef,
    NumberType,
    PeriodLiteral,
    Side,
    Span,
    Unit,
)

MOST_UNITS = {
    Unit.YEARS: 100,
    Unit.MONTHS: 1_200,
    Unit.MINUTES: 60_000_000,
    Unit.WORKING_DAYS: 2_500,
    Unit.WORKING_HOURS: 20_000,
}
"""The longest periods: about a lifetime, and ten years where every day is looked at."""

MOST = 36_500
"""The most of all other units."""

NO_ROLL_OVER = {
    True: "elapsed time ends to the minute; write `14 calendar days or the next working day`",
    False: "working time never ends on a day of rest; drop `or the next working day`",
}
"""Why a period does not roll over, of elapsed time and of working time."""


@dataclass(frozen=True, slots=True)
class Simple:
    """Types the simplest pieces. What is wrong goes into the faults."""

    scope: Scope
    faults: Faults

    def _period(self, tree: Parsed, span: Span) -> Typed | None:
        number, unit_text, *rolls = (str(child) for child in tree.children)
        words = unit_text.split()
        unit = Unit(" ".join([*words[:-1], words[-1].removesuffix("s") + "s"]))
        if rolls and unit not in ROLLING:
            self.faults.add(
                "no-roll-over", f"a period in {unit} does not roll over", span, NO_ROLL_OVER[unit in ELAPSED]
            )
            return None
        return self._period_of(number, unit, span, rolls=bool(rolls))

    def _period_of(self, number: str, unit: Unit, span: Span, *, rolls: bool = False) -> Typed | None:
        most = MOST_UNITS.get(unit, MOST)
        if "." in number or not 1 <= int(number) <= most:
            self.faults.add(
                "out-of-range",
                f"`{number} {unit}` is no possible period",
                span,
                f"write a whole number from 1 to {most:,}",
            )
            return None
        return Typed(PeriodLiteral(int(number), unit, rolls, span), PeriodType(unit))

    def _quantity(self, tree: Parsed, span: Span) -> Typed:
        number, unit = (str(child) for child in tree.children)
        return self._quantity_of(number, unit, span)

    def _quantity_of(self, number: str, unit: str, span: Span) -> Typed:
        if len(unit) == 3 and unit.isupper():
            return Typed(MoneyLiteral(Decimal(number), unit, span), MoneyType(unit))
        return Typed(NumberLiteral(Decimal(number), unit, span), NumberType(unit))

    def _time(self, tree: Parsed, span: Span) -> Typed | None:
        text = self._text(tree)
        try:
            if tree.data == "date":
                return Typed(DateLiteral(date.fromisoformat(text), span), DateType())
            return Typed(DateTimeLiteral(datetime.fromisoformat(text), span), DateTimeType())
        except ValueError:
            self.faults.add("wrong-type", f"`{text}` is no day of the calendar", span, "write a date as `2026-03-01`")
            return None

    def _is_time(self, part: Typed, span: Span) -> bool:
        if is_time(part.type):
            return True
        self._mismatch("a date or an instant", part, span)
        return False

    def _is_period(self, part: Typed, side: Side, span: Span) -> bool:
        if not isinstance(part.type, PeriodType):
            like = "write a period such as `24 hours` or `14 calendar days`"
            self._mismatch("a period", part, span, unit_of_time_meant(part) or like)
            return False
        if side is Side.BEFORE and period_of(part).rolls:
            text = "a period before its event does not roll over"
            help = "a longer period would not be meant; count back in `working days`, or drop `or the next working day`"
            self.faults.add("no-roll-over", text, span, help)
            return False
        return True

    def _mismatch(self, wanted: str, found: Typed, span: Span, help: str | None = None) -> None:
        self.faults.add("wrong-type", f"expected {wanted}, found {in_words(found.type)}", span, help)

    def _side(self, tree: object) -> Side:
        return Side(str(cast(Parsed, tree).children[0]))

    def _text(self, tree: Parsed) -> str:
        return str(tree.children[0])

    def _span(self, tree: object) -> Span:
        meta = cast(Parsed, tree).meta
        return self.faults.locate(meta.start_pos, meta.end_pos) if not meta.empty else self.faults.locate(0, 0)


def unit_of_time_meant(part: Typed) -> str | None:
    """A help line for a number whose unit seems to be a misspelt one of time."""
    return unit_meant(part.type.unit) if isinstance(part.type, NumberType) and part.type.unit else None


def period_of(typed: Typed) -> PeriodLiteral:
    """The period itself, behind its name where it has one."""
    literal = typed.expression.literal if isinstance(typed.expression, NumberRef) else typed.expression
    assert isinstance(literal, PeriodLiteral)  # the language has no other periods
    return literal
