"""What a condition says of the hour, the day of the week, the calendar or the time gone by, as a clause."""

from __future__ import annotations

from datetime import timedelta

from policykit.backends.prose.formulas import phrase
from policykit.backends.prose.literals import literal, value_text
from policykit.backends.prose.reading import Reading
from policykit.language.functions import WEEKDAY
from policykit.model import (
    ELAPSED,
    And,
    Call,
    ChoiceLiteral,
    Comparator,
    Comparison,
    DateLiteral,
    Expression,
    FlagLiteral,
    Function,
    Membership,
    Moment,
    NumberRef,
    Or,
    PeriodLiteral,
    Side,
    TimeLiteral,
)

EQUALS = {Comparator.EQUAL: True, Comparator.NOT_EQUAL: False}


def said_of_it(condition: Expression, reader: Reading) -> str | None:
    """What is said of a time in the cell of a table, without the time: `falls outside working hours`."""
    told = on_the_calendar(condition, reader)
    subject = _subject(condition)
    return None if told is None or subject is None else told.replace(phrase(subject, reader), "", 1).strip()


def _subject(condition: Expression) -> Expression | None:
    match condition:
        case Comparison(left=Call(arguments=(act,))) | Membership(value=Call(arguments=(act,))):
            return act
        case Comparison(left=act):
            return act
        case And(parts=(first, *_)) | Or(parts=(first, *_)):
            return _subject(first)
        case _:
            return None


def since(node: Comparison, reader: Reading) -> str | None:
    """`the review is less than 90 days after it happened`; None where no fixed length of time is compared.

    Days of a calendar are whole, so that a moment before the end of the seventh is not less than seven days away.
    """
    match node.right:
        case Moment(period=period, side=Side.AFTER, event=event) if event != reader.due:
            length = period.literal if isinstance(period, NumberRef) else period
            template = reader.words.since.get(node.comparator)
            if template is None or not isinstance(length, PeriodLiteral) or length.unit not in ELAPSED:
                return None
            act, begun = phrase(node.left, reader), phrase(event, reader)
            return template.format(act=act, period=phrase(period, reader), event=begun)
        case _:
            return None


def on_the_calendar(condition: Expression, reader: Reading, *, deny: bool = False) -> str | None:
    """`the call falls on Monday or Tuesday`, or its denial; None where the condition is about something else."""
    match condition:
        case Comparison(comparator=sign, left=Call(function=function, arguments=(act,)), right=FlagLiteral(value=flag)):
            if sign not in EQUALS or function not in (Function.IS_WORKING_DAY, Function.IN_WORKING_HOURS):
                return None
            return _said(function, act, reader, holds=(flag is EQUALS[sign]) is not deny)
        case Comparison(
            comparator=sign, left=Call(function=Function.WEEKDAY, arguments=(act,)), right=ChoiceLiteral() as day
        ) if sign in EQUALS:
            return _said(Function.WEEKDAY, act, reader, holds=EQUALS[sign] is not deny, days=_days((day,), reader))
        case Membership(value=Call(function=Function.WEEKDAY, arguments=(act,)), options=options):
            return _said(Function.WEEKDAY, act, reader, holds=not deny, days=_days(options, reader))
        case And() | Or():
            return _hours(condition, reader, holds=not deny) or _days_between(condition, reader, holds=not deny)
        case _:
            return None


def _said(function: Function, act: Expression, reader: Reading, *, holds: bool, **names: str) -> str:
    return reader.words.on_the_calendar[function, holds].format(subject=phrase(act, reader), **names)


def _days(options: tuple[Expression, ...], reader: Reading) -> str:
    words = (option.value for option in options if isinstance(option, ChoiceLiteral))
    return reader.words.values_or.join([value_text(word, WEEKDAY, reader) for word in words])


def _hours(condition: And | Or, reader: Reading, *, holds: bool) -> str | None:
    """From one time of day to another; across midnight, one of the two suffices."""
    match condition.parts:
        case (
            Comparison(comparator=Comparator.AT_LEAST, left=Call(function=Function.TIME) as one, right=start),
            Comparison(comparator=Comparator.LESS, left=Call(function=Function.TIME) as other, right=end),
        ) if one == other:
            begins, ends = _clock(start), _clock(end)
            if begins is None or ends is None or (begins.minutes < ends.minutes) is not isinstance(condition, And):
                return None
            hours = {"start": literal(begins, reader), "end": literal(ends, reader)}
            return _said(Function.TIME, one.arguments[0], reader, holds=holds, **hours)
        case _:
            return None


def _days_between(condition: And | Or, reader: Reading, *, holds: bool) -> str | None:
    """From one day on and before another: told by the last day in it."""
    match condition:
        case And(
            parts=(
                Comparison(comparator=Comparator.AT_LEAST, left=one, right=DateLiteral() as first),
                Comparison(comparator=Comparator.LESS, left=other, right=DateLiteral(value=after)),
            )
        ) if one == other and first.value < after:
            subject = one.arguments[0] if isinstance(one, Call) and one.function is Function.DATE else one
            last = DateLiteral(after - timedelta(days=1))
            days = {"first": literal(first, reader), "last": literal(last, reader)}
            return _said(Function.DATE, subject, reader, holds=holds, **days)
        case _:
            return None


def _clock(bound: Expression) -> TimeLiteral | None:
    named = bound.literal if isinstance(bound, NumberRef) else bound
    return named if isinstance(named, TimeLiteral) else None
