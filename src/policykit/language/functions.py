"""The functions of the language: what each takes and gives. One row is one function.

Names are FEEL's, with an underscore for the space.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policykit.language.types import ExpressionType, TimeOfDayType, Typed, constant, in_words, ordered, value_type
from policykit.model import (
    DAYS_OF_WEEK,
    OF_TIMES,
    ChoiceType,
    DateTimeType,
    DateType,
    DurationType,
    FlagType,
    Function,
    MoneyType,
    NumberType,
    TextType,
)

MOST_DIGITS = 12
"""The most digits after the point that a number can be rounded to."""
WEEKDAY = ChoiceType(
    DAYS_OF_WEEK,
    {
        "mon": {"en": "Monday", "de": "Montag", "zh-Hant": "星期一", "zh-Hans": "星期一"},
        "tue": {"en": "Tuesday", "de": "Dienstag", "zh-Hant": "星期二", "zh-Hans": "星期二"},
        "wed": {"en": "Wednesday", "de": "Mittwoch", "zh-Hant": "星期三", "zh-Hans": "星期三"},
        "thu": {"en": "Thursday", "de": "Donnerstag", "zh-Hant": "星期四", "zh-Hans": "星期四"},
        "fri": {"en": "Friday", "de": "Freitag", "zh-Hant": "星期五", "zh-Hans": "星期五"},
        "sat": {"en": "Saturday", "de": "Samstag", "zh-Hant": "星期六", "zh-Hans": "星期六"},
        "sun": {"en": "Sunday", "de": "Sonntag", "zh-Hant": "星期日", "zh-Hans": "星期日"},
    },
)
"""What `weekday` gives."""
ROUNDING = (Function.ROUND, Function.ROUND_UP, Function.ROUND_DOWN)
WHOLE = (Function.FLOOR, Function.CEILING)
ASKS_OF_TEXT = (Function.CONTAINS, Function.STARTS_WITH, Function.ENDS_WITH)
OF_TEXT = (Function.LENGTH, Function.UPPER_CASE, Function.LOWER_CASE, *ASKS_OF_TEXT)


@dataclass(frozen=True, slots=True)
class Signature:
    """How a function is called. ``example`` stands in the documentation and is tried by a test."""

    function: Function
    takes: str
    least: int
    most: int
    gives: str
    example: str


SIGNATURES = {
    s.function: s
    for s in (
        Signature(
            Function.RATIO, "a, b, otherwise", 3, 3, "a / b, or the third where b is 0", "ratio(counted, ordered, 0)"
        ),
        Signature(
            Function.OR_ELSE, "value, otherwise", 2, 2, "the value, or the second where it is absent", "or_else(x, 0)"
        ),
        Signature(Function.MIN, "two or more of one type", 2, 20, "the least, or the earliest", "min(a, b)"),
        Signature(Function.MAX, "two or more of one type", 2, 20, "the greatest, or the latest", "max(a, 0)"),
        Signature(Function.ABS, "a number, an amount or a duration", 1, 1, "it without its sign", "abs(a)"),
        Signature(Function.FLOOR, "a number", 1, 1, "the whole number at or below it", "floor(a)"),
        Signature(Function.CEILING, "a number", 1, 1, "the whole number at or above it", "ceiling(a)"),
        Signature(
            Function.ROUND,
            "a number or an amount, digits",
            2,
            2,
            "the nearest with so many digits after the point (0 to 12); half goes away from zero",
            "round(a, 2)",
        ),
        Signature(
            Function.ROUND_UP, "a number or an amount, digits", 2, 2, "the next away from zero", "round_up(a, 0)"
        ),
        Signature(
            Function.ROUND_DOWN, "a number or an amount, digits", 2, 2, "the next towards zero", "round_down(a, 0)"
        ),
        Signature(
            Function.MODULO,
            "a, divisor",
            2,
            2,
            "what is left of a after whole divisors; the divisor is written out and not 0",
            "modulo(a, 7)",
        ),
        Signature(Function.LENGTH, "a text", 1, 1, "how many characters it has", "length(note)"),
        Signature(Function.UPPER_CASE, "a text", 1, 1, "it in capital letters", "upper_case(note)"),
        Signature(Function.LOWER_CASE, "a text", 1, 1, "it in small letters", "lower_case(note)"),
        Signature(
            Function.CONTAINS, "a text, another", 2, 2, "whether the second stands in the first", 'contains(note, "x")'
        ),
        Signature(
            Function.STARTS_WITH, "a text, another", 2, 2, "whether the first begins so", 'starts_with(note, "x")'
        ),
        Signature(Function.DATE, "a time", 1, 1, "its day, in the business's zone", "date(made_at)"),
        Signature(Function.TIME, "a date and time", 1, 1, "its time of day, in the business's zone", "time(made_at)"),
        Signature(Function.WEEKDAY, "a time", 1, 1, "`mon`, `tue`, … or `sun`", "weekday(made_at)"),
        Signature(Function.IS_WORKING_DAY, "a time", 1, 1, "whether its day is worked", "is_working_day(made_at)"),
        Signature(
            Function.IN_WORKING_HOURS, "a date and time", 1, 1, "whether it is worked then", "in_working_hours(made_at)"
        ),
        Signature(Function.ENDS_WITH, "a text, another", 2, 2, "whether the first ends so", 'ends_with(note, "x")'),
    )
}


def result_type(function: Function, arguments: Sequence[Typed]) -> tuple[ExpressionType, bool] | str:
    """The type of a call and whether it may be absent, else what is wrong with the arguments."""
    kinds = [value_type(argument.type) for argument in arguments]
    if function is Function.OR_ELSE:
        if kinds[0] != kinds[1] or arguments[1].absent:
            return f"the two must be alike, and the second never absent; here {_listed(arguments)}"
        return kinds[0], False
    if function in OF_TIMES:
        kind = _of_times(function, arguments)
        return kind if isinstance(kind, str) else (kind, arguments[0].absent)
    if any(argument.absent for argument in arguments):
        return "an argument may be absent; wrap it in `or_else(x, …)`"
    kind = _of_texts(function, arguments) if function in OF_TEXT else _of_others(function, kinds, arguments)
    return kind if isinstance(kind, str) else (kind, False)


def _of_times(function: Function, arguments: Sequence[Typed]) -> ExpressionType | str:
    (argument,) = arguments
    needs_instant = function in (Function.TIME, Function.IN_WORKING_HOURS)
    if not isinstance(argument.type, DateTimeType if needs_instant else DateTimeType | DateType):
        return f"it takes {'a date and time' if needs_instant else 'a date or an instant'}; here {_listed(arguments)}"
    match function:
        case Function.DATE:
            return DateType()
        case Function.TIME:
            return TimeOfDayType()
        case Function.WEEKDAY:
            return WEEKDAY
        case _:
            return FlagType()


def _of_texts(function: Function, arguments: Sequence[Typed]) -> ExpressionType | str:
    if not all(isinstance(argument.type, TextType) for argument in arguments):
        return f"it takes texts; here {_listed(arguments)}"
    if function in ASKS_OF_TEXT:
        return FlagType()
    return NumberType() if function is Function.LENGTH else TextType()


def _of_others(function: Function, kinds: Sequence[ExpressionType], arguments: Sequence[Typed]) -> ExpressionType | str:
    first, listed = kinds[0], f"here {_listed(arguments)}"
    if function in (Function.MIN, Function.MAX):
        if not ordered(first):
            return f"it takes what has a less and a more; {listed}"
        return first if all(kind == first for kind in kinds) else f"all arguments must be of one type; {listed}"
    if function is Function.ABS and isinstance(first, DurationType):
        return first
    if not all(isinstance(kind, NumberType | MoneyType) for kind in kinds):
        return f"it takes numbers or amounts; {listed}"
    return _of_numbers(function, kinds, arguments)


def _of_numbers(
    function: Function, kinds: Sequence[ExpressionType], arguments: Sequence[Typed]
) -> ExpressionType | str:
    listed = f"here {_listed(arguments)}"
    if function is Function.RATIO:
        if kinds[0] != kinds[1] or kinds[2] != NumberType():
            return f"the first two must be alike and the third a plain number; {listed}"
        return NumberType()
    if function in WHOLE and not isinstance(kinds[0], NumberType):
        return f"it takes a number; {listed}; amounts take `round_down(x, 0)` or `round_up(x, 0)`"
    if function in ROUNDING and not _is_digits(arguments[1]):
        return f"the digits are a whole number from 0 to {MOST_DIGITS}, written out"
    if function is Function.MODULO and kinds[0] != kinds[1]:
        return f"the two must be alike; {listed}"
    if function is Function.MODULO and constant(arguments[1]) in (None, 0):
        return "the divisor must be written out, and not zero"
    return kinds[0]


def _is_digits(argument: Typed) -> bool:
    digits = constant(argument)
    plain = isinstance(argument.type, NumberType) and argument.type.unit is None
    return plain and digits is not None and digits == digits.to_integral_value() and 0 <= digits <= MOST_DIGITS


def _listed(arguments: Sequence[Typed]) -> str:
    return ", ".join(in_words(argument.type) for argument in arguments)
