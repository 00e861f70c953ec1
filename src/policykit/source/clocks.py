"""`clocks:`, the events that periods run from, with what stands in for an event that is not on record."""

from __future__ import annotations

from collections.abc import Mapping

from policykit.kinds.plain import Placed
from policykit.language.parse import KEYWORDS
from policykit.language.read import read_formula
from policykit.language.scope import Scope
from policykit.language.types import PeriodType, Typed, in_words, is_time
from policykit.model import DateTimeType, Expression, If, Moment, Presence, Side, Span
from policykit.source.sheet import Sheet


def clocks_of(entries: Mapping[str, Placed], scope: Scope, sheet: Sheet) -> dict[str, Typed]:
    """The clocks by name, from facts and named formulas. One that cannot be read is left out."""
    clocks: dict[str, Typed] = {}
    for name, entry in entries.items():
        if name in scope.numbers or name in scope.facts or name in scope.named or name in KEYWORDS:
            sheet.report("duplicate-name", f"`{name}` is in use already", sheet.key_span(entry), "take another name")
        clock = _clock(entry, scope, sheet)
        if clock is not None:
            clocks[name] = clock
    return clocks


def _clock(entry: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    span, piece, plus = sheet.key_span(entry), entry.get("otherwise"), entry.get("plus")
    if piece is None and plus is None:
        help = "add `otherwise:` with the event that stands in for it, or use the fact itself"
        sheet.report("missing-key", "a clock needs `otherwise` or `plus`", span, help)
        return None
    event = event_of(entry["event"], scope, sheet)
    otherwise = event_of(piece, scope, sheet) if piece else None
    period = _buffer(plus, scope, sheet) if plus else None
    if event is None or (piece and otherwise is None) or (plus and period is None):
        return None
    if otherwise is None:
        return _later(event, period, plus, sheet, span)
    if not event.absent:
        text = f"`{entry['event'].data}` is never absent, so nothing stands in for it"
        help = "drop `otherwise`, or give the fact `optional: yes`"
        sheet.report("never-absent", text, sheet.span(entry["otherwise"]), help)
        return None
    if event.type != otherwise.type:
        text = f"the event is {in_words(event.type)}, and what stands in for it {in_words(otherwise.type)}"
        sheet.report("wrong-type", text, sheet.span(entry["otherwise"]), "give both facts one type")
        return None
    instead = _later(otherwise, period, plus, sheet, span)
    return None if instead is None else _first_of(event, instead, otherwise.expression, span)


def _first_of(event: Typed, instead: Typed, early: Expression, span: Span) -> Typed:
    """The event, or while it is absent what stands in for it; acts count from what stands in, without its buffer."""
    there = Presence(event.expression, True, span)
    opens = If(there, event.expression, early, span)
    return Typed(If(there, event.expression, instead.expression, span), event.type, instead.absent, opens=opens)


def _later(event: Typed, period: Expression | None, plus: Placed | None, sheet: Sheet, span: Span) -> Typed | None:
    """The event after a buffer; absent where the event is."""
    if period is None or plus is None:
        return event
    if not isinstance(event.type, DateTimeType):
        text = f"`plus` leads from {in_words(event.type)} to a date and time"
        sheet.report("wrong-type", text, sheet.span(plus), "declare the facts with `type: datetime`, or drop `plus`")
        return None
    moment: Expression = Moment(period, Side.AFTER, event.expression, span)
    if event.absent:
        moment = If(Presence(event.expression, True, span), moment, event.expression, span)
    return Typed(moment, event.type, event.absent, opens=event.expression)


def event_of(piece: Placed, scope: Scope, sheet: Sheet) -> Typed | None:
    """The date or the instant of that name; None where there is none, which the sheet then tells."""
    name, place = piece.data, sheet.span(piece)
    typed = scope.find(name, place)
    if typed is None:
        if not scope.passes_over(name):
            sheet.report("unknown-fact", f"unknown name `{name}`", place, scope.suggest(name))
        return None
    if not is_time(typed.type):
        sheet.report("wrong-type", f"expected a date or an instant, found {in_words(typed.type)}", place)
        return None
    return typed


def _buffer(piece: Placed, scope: Scope, sheet: Sheet) -> Expression | None:
    typed = read_formula(piece.data, scope, sheet.faults(piece))
    if typed is None:
        return None
    if not isinstance(typed.type, PeriodType):
        help = "write a period such as `5 days` or `2 working days`"
        sheet.report("wrong-type", f"expected a period, found {in_words(typed.type)}", sheet.span(piece), help)
        return None
    return typed.expression
